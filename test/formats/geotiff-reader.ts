/** A plain reader of uncompressed GeoTIFF of float32, by TIFF 6.0 and OGC 19-008; it shares nothing with the writer. */
export interface ReadRaster {
  readonly columns: number;
  readonly rows: number;
  /** [columns × rows] the first row is the one of greatest y. */
  readonly heights: Float32Array;
  readonly noData: number;
  readonly pixelScale: readonly number[];
  readonly tiepoint: readonly number[];
  /** By number; those in place. */
  readonly keys: ReadonlyMap<number, number>;
  readonly software: string;
}

export function readGeotiff(bytes: Uint8Array): ReadRaster {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0x002a4949) throw new Error('no little-endian TIFF');
  const directory = view.getUint32(4, true);
  const tags = new Map<number, number[]>();
  let before = 0;
  for (let entry = 0; entry < view.getUint16(directory, true); entry++) {
    const at = directory + 2 + 12 * entry;
    const tag = view.getUint16(at, true);
    if (tag <= before) throw new Error(`tag ${tag} behind ${before}: they ascend`);
    before = tag;
    tags.set(tag, valuesAt(view, at));
  }
  const one = (tag: number): number => {
    const [value, ...more] = tags.get(tag) ?? [];
    if (value === undefined || more.length > 0) throw new Error(`tag ${tag} is ${String(tags.get(tag))}`);
    return value;
  };
  const text = (tag: number): string => String.fromCharCode(...(tags.get(tag) ?? [])).replace(/\0$/, '');
  const [columns, rows, stripRows] = [one(256), one(257), one(278)];
  const plain = { bits: one(258), packed: one(259), bands: one(277), kind: one(339) };
  if (JSON.stringify(plain) !== '{"bits":32,"packed":1,"bands":1,"kind":3}') throw new Error(JSON.stringify(plain));
  const heights = new Float32Array(columns * rows);
  const [offsets, counts] = [tags.get(273)!, tags.get(279)!];
  if (offsets.length !== Math.ceil(rows / stripRows)) throw new Error('strips');
  for (const [strip, offset] of offsets.entries()) {
    const first = strip * stripRows * columns;
    const count = Math.min(stripRows * columns, heights.length - first);
    if (counts[strip] !== 4 * count) throw new Error(`strip ${strip} has ${counts[strip]} bytes`);
    for (let i = 0; i < count; i++) heights[first + i] = view.getFloat32(offset + 4 * i, true);
  }
  if (offsets.at(-1)! + counts.at(-1)! !== bytes.length) throw new Error('the last strip does not end the file');
  const [version, revision, minor, keyCount, ...entries] = tags.get(34735)!;
  if (version !== 1 || revision !== 1 || minor !== 0) throw new Error('version of the keys');
  const keys = new Map<number, number>();
  for (let key = 0; key < keyCount!; key++) {
    const [id, location, count, value] = entries.slice(4 * key, 4 * key + 4);
    if (location !== 0 || count !== 1) throw new Error('a key that lies elsewhere');
    keys.set(id!, value!);
  }
  return {
    columns,
    rows,
    heights,
    noData: Number(text(42113)),
    pixelScale: tags.get(33550)!,
    tiepoint: tags.get(33922)!,
    keys,
    software: text(305),
  };
}

function valuesAt(view: DataView, at: number): number[] {
  const type = view.getUint16(at + 2, true);
  const count = view.getUint32(at + 4, true);
  const size = { 2: 1, 3: 2, 4: 4, 12: 8 }[type];
  if (size === undefined) throw new Error(`type ${type}`);
  const from = size * count <= 4 ? at + 8 : view.getUint32(at + 8, true);
  if (from % 2 !== 0) throw new Error('values at an odd place');
  return Array.from({ length: count }, (_, i) => {
    const place = from + size * i;
    if (size === 1) return view.getUint8(place);
    if (size === 2) return view.getUint16(place, true);
    return size === 4 ? view.getUint32(place, true) : view.getFloat64(place, true);
  });
}
