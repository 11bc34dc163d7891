/** A PCD writer for tests: any fields, any of the three kinds of data, after the format's description. */

export interface TestField {
  readonly name: string;
  readonly size: 1 | 2 | 4 | 8;
  readonly type: 'I' | 'U' | 'F';
  /** Numbers a point has of it; 1 where it is left out. */
  readonly count?: number;
}

export interface PcdStyle {
  readonly data: 'ascii' | 'binary' | 'binary_compressed';
  readonly version?: string;
  readonly viewpoint?: string;
  readonly width?: number;
  readonly height?: number;
  readonly points?: number;
  readonly lineEnd?: string;
  /** Keywords that are left out. */
  readonly without?: readonly string[];
  /** How a number is written as text. */
  readonly print?: (value: number, field: TestField) => string;
}

/** @param rows a point each, its numbers in the order of the fields */
export function writeTestPcd(
  fields: readonly TestField[],
  rows: readonly (readonly number[])[],
  style: PcdStyle,
): Uint8Array<ArrayBuffer> {
  const { data, print = String, lineEnd = '\n', without = [] } = style;
  const counts = fields.map(({ count = 1 }) => count);
  const lines: readonly (readonly [string, string])[] = [
    ['VERSION', style.version ?? '.7'],
    ['FIELDS', fields.map(({ name }) => name).join(' ')],
    ['SIZE', fields.map(({ size }) => size).join(' ')],
    ['TYPE', fields.map(({ type }) => type).join(' ')],
    ['COUNT', counts.join(' ')],
    ['WIDTH', String(style.width ?? rows.length)],
    ['HEIGHT', String(style.height ?? 1)],
    ['VIEWPOINT', style.viewpoint ?? '0 0 0 1 0 0 0'],
    ['POINTS', String(style.points ?? rows.length)],
    ['DATA', data],
  ];
  const header = [
    '# .PCD made for a test',
    ...lines.filter(([key]) => !without.includes(key)).map((line) => line.join(' ')),
  ];
  const head = Buffer.from(header.map((line) => line + lineEnd).join(''));
  const each = fields.flatMap((field, i) => Array<TestField>(counts[i]!).fill(field));
  if (data === 'ascii') {
    const body = rows.map((row) => row.map((value, i) => print(value, each[i]!)).join(' ') + lineEnd).join('');
    return new Uint8Array(Buffer.concat([head, Buffer.from(body)]));
  }
  const bytesOf = (row: readonly number[]): Buffer[] => row.map((value, i) => numberBytes(value, each[i]!));
  const records = rows.map(bytesOf);
  if (data === 'binary') return new Uint8Array(Buffer.concat([head, ...records.flat()]));
  let first = 0;
  const columns = counts.flatMap((count) => {
    const place = first;
    first += count;
    return records.flatMap((record) => record.slice(place, place + count));
  });
  const whole = Buffer.concat(columns);
  const packed = packLzf(whole);
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(packed.length, 0);
  sizes.writeUInt32LE(whole.length, 4);
  return new Uint8Array(Buffer.concat([head, sizes, packed]));
}

function numberBytes(value: number, { size, type }: TestField): Buffer {
  const bytes = Buffer.alloc(size);
  if (type === 'F' && size === 4) bytes.writeFloatLE(value);
  else if (type === 'F') bytes.writeDoubleLE(value);
  else if (size === 8) bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)));
  else if (type === 'I') bytes.writeIntLE(value, 0, size);
  else bytes.writeUIntLE(value, 0, size);
  return bytes;
}

/** LZF with repetitions of every length and distance that turns up, found by a table of three bytes. */
export function packLzf(bytes: Uint8Array): Buffer {
  const out: number[] = [];
  const last = new Map<number, number>();
  let literal: number[] = [];
  const endLiteral = (): void => {
    for (let at = 0; at < literal.length; at += 32) {
      const run = literal.slice(at, at + 32);
      out.push(run.length - 1, ...run);
    }
    literal = [];
  };
  for (let at = 0; at < bytes.length;) {
    const key = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    const from = at + 2 < bytes.length ? last.get(key) : undefined;
    last.set(key, at);
    const distance = from === undefined ? 0 : at - from;
    let length = 0;
    if (from !== undefined && distance <= 8192) {
      while (length < 264 && at + length < bytes.length && bytes[from + length] === bytes[at + length]) length++;
    }
    if (length < 3) {
      literal.push(bytes[at++]!);
      continue;
    }
    endLiteral();
    const [high, low] = [(distance - 1) >> 8, (distance - 1) & 255];
    if (length - 2 < 7) out.push(((length - 2) << 5) | high, low);
    else out.push((7 << 5) | high, length - 9, low);
    at += length;
  }
  endLiteral();
  return Buffer.from(out);
}

/** A colour in one number, as PCL packs it. */
export function packedColor(red: number, green: number, blue: number, alpha = 0): number {
  return ((alpha << 24) | (red << 16) | (green << 8) | blue) >>> 0;
}

/** The float that has these bits. */
export function floatOfBits(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return view.getFloat32(0);
}
