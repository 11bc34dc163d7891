/**
 * Where the camera stood that took an organised cloud: each point lies on the beam of its pixel, so that a projection
 * takes places to columns and rows. Direct linear transformation (Hartley and Zisserman, "Multiple View Geometry",
 * 7.1): that matrix is the smallest eigenvector of a sum over points, its null vector the centre. It needs no header,
 * and is still there after a transform that lost it.
 */
import { distance, type Triple } from '../../../math/triple.ts';
import { smallestEigenvector } from '../../../math/smallest-eigenvector.ts';

/** Points that are looked at. */
const MOST_SAMPLES = 4000;
/** Of fewer nothing is told: two halves of eleven numbers each are solved for. */
const LEAST_SAMPLES = 200;
/**
 * Root mean square distance of projected points from their pixels: cameras 3·10⁻⁵ and .004; a scanner's sphere has
 * many.
 */
const MOST_PIXELS = 0.5;
/** How far apart the centres of both halves may lie, over the distance of the points: a plane has no centre. */
const MOST_PARTED = 0.01;
/** Beams that meet further away, in deviations of the points, are parallel: a raster of heights. */
const FARTHEST = 200;

/** Takes in points with their places in the grid, as they come. */
export class GridSamples {
  readonly #width: number;
  readonly #stride: number;
  /** Column, row, x, y, z of each. */
  readonly #samples: number[] = [];

  constructor(width: number, gridPoints: number) {
    this.#width = width;
    // Odd, and so without a common factor with the width of most grids: not all from the same columns.
    this.#stride = 2 * Math.floor(gridPoints / MOST_SAMPLES / 2) + 1;
  }

  /** @param record its number in the file */
  take(record: number, x: number, y: number, z: number): void {
    if (record % this.#stride !== 0 || !Number.isFinite(x + y + z)) return;
    // Where nothing came back.
    if (x === 0 && y === 0 && z === 0) return;
    this.#samples.push(record % this.#width, Math.floor(record / this.#width), x, y, z);
  }

  /** The camera's centre, in the space of the points; nothing where they are no image of one. */
  centre(): Triple | undefined {
    const samples = normalised(this.#samples);
    if (!samples) return undefined;
    const { rows, centre, scale } = samples;
    const whole = project(rows);
    if (!whole || whole.rms * samples.pixelScale > MOST_PIXELS || Math.hypot(...whole.centre) > FARTHEST)
      return undefined;
    const halves = [0, 1].map((half) => project(rows.filter((_, i) => i % 2 === half))?.centre);
    const away = Math.hypot(1, ...whole.centre);
    if (halves.some((half) => !half || distance(half, whole.centre) > MOST_PARTED * away)) return undefined;
    return [0, 1, 2].map((axis) => centre[axis]! + scale * whole.centre[axis]!) as unknown as Triple;
  }
}

type Row = readonly [column: number, row: number, x: number, y: number, z: number];

/** Mean 0 and deviation 1, in pixels and in space: without it the sums lose all their digits. */
function normalised(samples: readonly number[]) {
  const count = samples.length / 5;
  if (count < LEAST_SAMPLES) return undefined;
  const mean = [0, 0, 0, 0, 0];
  samples.forEach((value, i) => (mean[i % 5]! += value / count));
  const squares = [0, 0, 0, 0, 0];
  samples.forEach((value, i) => (squares[i % 5]! += (value - mean[i % 5]!) ** 2 / count));
  const pixelScale = Math.sqrt(squares[0]! + squares[1]!);
  const scale = Math.sqrt(squares[2]! + squares[3]! + squares[4]!);
  if (!(pixelScale > 0 && scale > 0)) return undefined;
  const rows = Array.from({ length: count }, (_, i) =>
    mean.map((middle, k) => (samples[5 * i + k]! - middle) / (k < 2 ? pixelScale : scale)),
  ) as unknown as Row[];
  return { rows, centre: mean.slice(2), scale, pixelScale };
}

/** The projection that fits best: its centre, and how far points come out from their pixels. */
function project(rows: readonly Row[]): { readonly centre: Triple; readonly rms: number } | undefined {
  const sums = new Float64Array(144);
  for (const [u, v, x, y, z] of rows) {
    // p₁·X - u p₃·X = 0 and p₂·X - v p₃·X = 0.
    addSquare(sums, [x, y, z, 1, 0, 0, 0, 0, -u * x, -u * y, -u * z, -u]);
    addSquare(sums, [0, 0, 0, 0, x, y, z, 1, -v * x, -v * y, -v * z, -v]);
  }
  const p = smallestEigenvector(sums, 12);
  const centre = nullPlace(p);
  if (!centre) return undefined;
  let [squared, before] = [0, 0];
  for (const [u, v, x, y, z] of rows) {
    const along = (first: number): number => p[first]! * x + p[first + 1]! * y + p[first + 2]! * z + p[first + 3]!;
    const depth = along(8);
    if (depth > 0) before++;
    squared += (along(0) / depth - u) ** 2 + (along(4) / depth - v) ** 2;
  }
  // A camera has all of them before it; the sign of its matrix means nothing.
  if (before !== 0 && before !== rows.length) return undefined;
  return { centre, rms: Math.sqrt(squared / rows.length) };
}

function addSquare(sums: Float64Array, row: readonly number[]): void {
  for (let i = 0; i < 12; i++) {
    if (row[i] === 0) continue;
    for (let j = 0; j < 12; j++) sums[12 * i + j]! += row[i]! * row[j]!;
  }
}

/** Where all three rows of a 3 × 4 matrix are 0, by Cramer's rule. */
function nullPlace(p: ArrayLike<number>): Triple | undefined {
  const column = (k: number): Triple => [p[k]!, p[4 + k]!, p[8 + k]!];
  const [a, b, c, d] = [column(0), column(1), column(2), column(3)];
  const whole = determinant(a, b, c);
  if (whole === 0) return undefined;
  return [-determinant(d, b, c) / whole, -determinant(a, d, c) / whole, -determinant(a, b, d) / whole];
}

function determinant(a: Triple, b: Triple, c: Triple): number {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}
