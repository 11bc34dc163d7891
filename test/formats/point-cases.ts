/** PCD, and meshes that are read for their vertices; each format has a test of its own for its dialects. */
import { BODY, BODY_READING, forPoints, type FormatCase, type Reading, rowOf, textBytes } from './format-case.ts';
import { writeObj, writeOff, writePcd, writeStl } from './foreign-writers.ts';

const rows = (): number[][] => forPoints((point) => rowOf(BODY.positions, point));
const reads = (name: string, make: () => Uint8Array | string, reading: Partial<Reading> = {}): FormatCase => ({
  name,
  make: () => {
    const made = make();
    return typeof made === 'string' ? textBytes(made) : new Uint8Array(made);
  },
  reading: { ...BODY_READING, ...reading },
});
/** A hundred triangles, and a warning that the file is a mesh. */
const CORNERS: Reading = { points: 300, positions: BODY.positions.subarray(0, 900), isOdd: true };

export const POINT_CASES: readonly FormatCase[] = [
  reads('ascii.pcd', () => writePcd(rows(), 'ascii')),
  reads('binary.pcd', () => writePcd(rows(), 'binary')),
  reads('binary_compressed.pcd', () => writePcd(rows(), 'binary_compressed')),
  {
    name: 'truncated.pcd',
    make: () => new Uint8Array(writePcd(rows(), 'binary').subarray(0, 1000)),
    refusal: { code: 'cloud-format', message: /ends after \d+ of the 3000 points/ },
  },
  reads('cloud.obj', () => writeObj(rows())),
  reads(
    'cloud-rgb.obj',
    () =>
      writeObj(
        forPoints((point) => [
          ...rowOf(BODY.positions, point),
          ...rowOf(BODY.colors, point).map((value) => value / 255),
        ]),
      ),
    { colors: BODY.colors },
  ),
  reads('cloud.off', () => writeOff(rows())),
  reads('ascii.stl', () => writeStl(rows().slice(0, 300), 'ascii'), CORNERS),
  reads('binary.stl', () => writeStl(rows().slice(0, 300), 'binary'), CORNERS),
  // A title that looks like the beginning of a text file.
  reads('solid-binary.stl', () => writeStl(rows().slice(0, 300), 'binary', 'solid binary'), CORNERS),
];
