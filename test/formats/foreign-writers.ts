/** Small writers of the formats that GridPull does not read as clouds, each after its description. */
import { tableText } from './text-writer.ts';

type Rows = readonly (readonly number[])[];

/** Numbers of a kind after one another, little-endian. */
function packed(values: Iterable<number>, put: (view: DataView, at: number, value: number) => void, size: number) {
  const all = [...values];
  const view = new DataView(new ArrayBuffer(size * all.length));
  all.forEach((value, i) => put(view, size * i, value));
  return Buffer.from(view.buffer);
}

const floats = (values: Iterable<number>) => packed(values, (view, at, value) => view.setFloat32(at, value, true), 4);

/** PCD 0.7 of x y z as float32 (pointclouds.org, "The PCD file format"). `compressed`: LZF of literal runs alone. */
export function writePcd(rows: Rows, data: 'ascii' | 'binary' | 'binary_compressed'): Buffer {
  const header =
    `# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\n` +
    `WIDTH ${rows.length}\nHEIGHT 1\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS ${rows.length}\nDATA ${data}\n`;
  if (data === 'ascii') return Buffer.from(header + tableText(rows));
  if (data === 'binary') return Buffer.concat([Buffer.from(header), floats(rows.flat())]);
  // Compressed files hold one column after the other.
  const columns = floats([0, 1, 2].flatMap((axis) => rows.map((row) => row[axis]!)));
  const runs: Buffer[] = [];
  for (let at = 0; at < columns.length; at += 32) {
    const run = columns.subarray(at, at + 32);
    runs.push(Buffer.of(run.length - 1), run);
  }
  const body = Buffer.concat(runs);
  const sizes = packed([body.length, columns.length], (view, at, value) => view.setUint32(at, value, true), 4);
  return Buffer.concat([Buffer.from(header), sizes, body]);
}

/** Vertices alone; rows of six hold colours in 0…1. */
export function writeObj(rows: Rows): string {
  return rows.map((row) => `v ${row.join(' ')}\n`).join('');
}

/** Vertices alone. */
export function writeOff(rows: Rows): string {
  return `OFF\n${rows.length} 0 0\n${tableText(rows)}`;
}

/** Three rows a triangle. */
export function writeStl(rows: Rows, data: 'ascii' | 'binary', title = 'made for a test'): Buffer {
  const count = Math.floor(rows.length / 3);
  const triangles = Array.from({ length: count }, (_, i) => rows.slice(3 * i, 3 * i + 3));
  if (data === 'ascii') {
    const facets = triangles.map(
      (corners) =>
        'facet normal 0 0 0\nouter loop\n' +
        `${corners.map((corner) => `vertex ${corner.join(' ')}\n`).join('')}endloop\nendfacet\n`,
    );
    return Buffer.from(`solid ${title}\n${facets.join('')}endsolid ${title}\n`);
  }
  const head = Buffer.alloc(84);
  head.write(title);
  head.writeUInt32LE(count, 80);
  const body = triangles.map((corners) => Buffer.concat([floats([0, 0, 0, ...corners.flat()]), Buffer.alloc(2)]));
  return Buffer.concat([head, ...body]);
}
