/**
 * A cloud of numbers that a program has in memory already, by the rules of a file: no place without finite coordinates,
 * a shift in float64 before anything is rounded, what looks odd told in a sentence.
 */
import type { AttributeName, PointCloud, Scan } from '../cloud/point-cloud.ts';
import type { Triple } from '../math/triple.ts';
import { BATCH_SIZE, COLUMN } from './read/columns.ts';
import { formatError } from './read/format-error.ts';
import { PointCollector } from './read/point-collector.ts';

export interface PointArrays {
  /** [3 × pointCount] x y z in any unit. Large coordinates need float64. */
  readonly positions: Float32Array | Float64Array;
  /** [3 × pointCount] outward; of any length, and unsound ones are found. */
  readonly normals?: Float32Array | Float64Array | undefined;
  /** [3 × pointCount] red green blue, 0…255, sRGB. */
  readonly colors?: Uint8Array | Uint8ClampedArray | undefined;
  /** The scanners, where they are known: where each stood, in the coordinates of the points. */
  readonly scans?: readonly { readonly name?: string; readonly sensor?: Triple }[] | undefined;
  /** [pointCount] index into `scans`; needed where there is more than one. */
  readonly scan?: Uint8Array | Uint16Array | Uint32Array | undefined;
}

/** What the arrays are called in messages. */
const NAME = 'the points';
/** `scan` is kept in 16 bits. */
const MOST_SCANS = 1 << 16;

/** @throws ReconstructError `cloud-format` for arrays that do not fit together, `cloud-empty` without a finite point */
export function cloudFromArrays(points: PointArrays): PointCloud {
  const { positions, normals, colors, scan } = points;
  const count = positions.length / 3;
  checkLengths(points);
  const scans = checkedScans(points, count);
  const attributes: readonly AttributeName[] = scan ? ['scan'] : [];
  const collector = new PointCollector({
    name: NAME,
    hasNormals: normals !== undefined,
    colorRange: colors && 'byte',
    attributes,
    trustedCount: count,
    numbers: positions instanceof Float32Array ? 'float32' : 'other',
  });
  for (let first = 0; first < count; first += BATCH_SIZE) {
    const size = Math.min(BATCH_SIZE, count - first);
    // A batch that waits for its shift is kept: the next one has columns of its own.
    const { columns } = collector;
    spread(positions, first, size, columns, COLUMN.x);
    if (normals) spread(normals, first, size, columns, COLUMN.nx);
    if (colors) spread(colors, first, size, columns, COLUMN.red);
    for (let i = 0; scan && i < size; i++) columns[COLUMN.scan * BATCH_SIZE + i] = scan[first + i]!;
    collector.count = size;
    collector.flush();
  }
  return collector.finish([], scans && { scans });
}

/** Rows of three from `first` on, into three columns of the batch. */
function spread(rows: ArrayLike<number>, first: number, size: number, columns: Float64Array, column: number): void {
  for (let axis = 0; axis < 3; axis++) {
    const start = (column + axis) * BATCH_SIZE;
    for (let i = 0, at = 3 * first + axis; i < size; i++, at += 3) columns[start + i] = rows[at]!;
  }
}

function checkLengths({ positions, normals, colors }: PointArrays): void {
  if (positions.length % 3 !== 0) {
    const what = `${positions.length} numbers are no rows of x, y and z`;
    throw formatError(NAME, what, 'Give three numbers a point.', { length: positions.length });
  }
  for (const [part, array] of Object.entries({ normals, colors })) {
    if (!array || array.length === positions.length) continue;
    const what = `${array.length} numbers of ${part} for ${positions.length / 3} points`;
    throw formatError(NAME, what, 'Give three numbers a point, or none at all.', { part, length: array.length });
  }
}

function checkedScans({ scans, scan }: PointArrays, count: number): Omit<Scan, 'pointCount'>[] | undefined {
  if (scan && scan.length !== count) {
    const what = `${scan.length} indices of scans for ${count} points`;
    throw formatError(NAME, what, 'Give one index a point.', { length: scan.length });
  }
  const known = scans?.length ?? 0;
  if (known > MOST_SCANS) throw formatError(NAME, `${known} scans`, `At most ${MOST_SCANS} are told apart.`, { known });
  const wrong = scan?.find((index) => index >= known);
  if (wrong !== undefined) {
    const what = `a point is of scan ${wrong}, and there are ${known} scans, counted from 0`;
    throw formatError(NAME, what, 'Name every scan in `scans`.', { scan: wrong, scans: known });
  }
  if (known > 1 && !scan) {
    throw formatError(NAME, `${known} scans`, 'Say in `scan` which of them each point is of.', { scans: known });
  }
  return scans?.map(({ name, sensor }, i) => ({ name: name ?? `scan ${i + 1}`, ...(sensor && { sensor }) }));
}
