/** A PTX writer for tests. */
export interface PtxTestScan {
  readonly columns: number;
  readonly rows: number;
  /** [4][4] by rows, the translation last. */
  readonly matrix: readonly (readonly number[])[];
  /** A point a row: x y z, intensity and perhaps red green blue, in the scanner's own space. */
  readonly points: readonly (readonly number[])[];
}

export const IDENTITY = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
] as const;

export function writeTestPtx(scans: readonly PtxTestScan[], lineEnd = '\n'): Uint8Array<ArrayBuffer> {
  const lines = scans.flatMap(({ columns, rows, matrix, points }) => [
    String(columns),
    String(rows),
    matrix[3]!.slice(0, 3).join(' '),
    ...[0, 1, 2].map((axis) => matrix[axis]!.slice(0, 3).join(' ')),
    ...matrix.map((row) => row.join(' ')),
    ...points.map((point) => point.join(' ')),
  ]);
  return new Uint8Array(Buffer.from(lines.map((line) => line + lineEnd).join('')));
}
