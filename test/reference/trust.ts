/** What the points say of vertices, in float64 and from the formulas of docs/trust.md. */
import { cross, type Triple, unit } from '../../src/engine/math/triple.ts';
import type { Evidence } from '../../src/engine/trust/uncertainty.ts';
import { referenceNearest } from './neighbours.ts';

export interface TrustCase {
  /** [3 × pointCount] */
  readonly points: Float32Array;
  /** [4 × pointCount] the normal at the foot of each, and the distance between points about it. */
  readonly feet: Float32Array;
  /** [3 × vertexCount] */
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly reachSpacings: number;
  readonly reachLength: number;
}

const at = (values: Float32Array, i: number, stride = 3): Triple => [
  values[stride * i]!,
  values[stride * i + 1]!,
  values[stride * i + 2]!,
];
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

interface Neighbour {
  readonly x: number;
  readonly y: number;
  readonly normal: Triple;
  readonly way: Triple;
  readonly point: number;
}

function neighbours({ points, feet }: TrustCase, centre: Triple, n: Triple, k: number) {
  const u = unit(cross(n, Math.abs(n[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0]));
  const v = cross(n, u);
  const { indices, squared } = referenceNearest(points, centre, k);
  const list = indices.map((point): Neighbour => {
    const way = minus(at(points, point), centre);
    return { x: dot(way, u), y: dot(way, v), normal: at(feet, point, 4), way, point };
  });
  return {
    list,
    squared,
    radius: Math.sqrt(squared.at(-1)!),
    tilt: ({ normal }: Neighbour) => [dot(normal, u), dot(normal, v)],
  };
}

/** Residual of a plane through each of both tilts, by the normal equations about the mean. */
function unevenness(list: readonly Neighbour[], tilt: (one: Neighbour) => readonly number[]): number {
  const count = list.length;
  if (count < 5) return 0;
  const [x0, y0] = [mean(list.map(({ x }) => x)), mean(list.map(({ y }) => y))];
  const sum = (of: (one: Neighbour) => number): number => list.reduce((total, one) => total + of(one), 0);
  const [xx, yy, xy] = [
    sum(({ x }) => (x - x0) ** 2),
    sum(({ y }) => (y - y0) ** 2),
    sum(({ x, y }) => (x - x0) * (y - y0)),
  ];
  const determinant = xx * yy - xy * xy;
  const isLine = determinant <= 1e-4 * (xx + yy) ** 2;
  let left = 0;
  for (const k of [0, 1]) {
    const t0 = mean(list.map((one) => tilt(one)[k]!));
    const [xt, yt] = [
      sum((one) => (one.x - x0) * (tilt(one)[k]! - t0)),
      sum((one) => (one.y - y0) * (tilt(one)[k]! - t0)),
    ];
    const [p, q] = isLine ? [0, 0] : [(xt * yy - yt * xy) / determinant, (yt * xx - xt * xy) / determinant];
    left += sum((one) => (tilt(one)[k]! - t0 - p * (one.x - x0) - q * (one.y - y0)) ** 2);
  }
  return left / (isLine ? count : count - 3);
}

/** Of every point: squared unevenness, and whether a rim is near. */
export function referenceSurroundings(input: TrustCase): { readonly unevenness: number; readonly isRim: boolean }[] {
  const { points, feet } = input;
  return Array.from({ length: points.length / 3 }, (_, i) => {
    const n = at(feet, i, 4);
    const { list, radius, tilt } = neighbours(input, at(points, i), n, 16);
    const sided = list.filter(({ normal }) => dot(normal, n) > 0.3);
    const offset = Math.hypot(...[0, 1].map((k) => sided.reduce((sum, one) => sum + [one.x, one.y][k]!, 0)));
    const angles = sided
      .filter(({ x, y }) => Math.hypot(x, y) > 0.2 * feet[4 * i + 3]!)
      .map(({ x, y }) => Math.atan2(y, x))
      .sort((a, b) => a - b);
    const gaps = angles.map((angle, k) => (k === 0 ? angle + 2 * Math.PI - angles.at(-1)! : angle - angles[k - 1]!));
    const widest = angles.length < 2 ? 2 * Math.PI : Math.max(...gaps);
    const isRim = offset > 0.35 * radius * Math.max(1, sided.length) && widest > 2.6;
    return { unevenness: unevenness(list, tilt), isRim };
  });
}

/** Of every vertex. */
export function referenceEvidence(input: TrustCase): Evidence[] {
  const { points, feet, positions, normals } = input;
  const surroundings = referenceSurroundings(input);
  return Array.from({ length: positions.length / 3 }, (_, i): Evidence => {
    const [place, n] = [at(positions, i), at(normals, i)];
    const { list, radius, tilt } = neighbours(input, place, n, 8);
    const spacing = list.map(({ point }) => feet[4 * point + 3]!).sort((a, b) => a - b)[list.length >> 1]!;
    const middle = Math.hypot(mean(list.map(({ x }) => x)), mean(list.map(({ y }) => y)));
    const faces = (point: number): boolean => dot(at(feet, point, 4), n) > -0.3;
    const toPoint = (point: number): number => Math.hypot(...minus(at(points, point), place));
    const all = Array.from({ length: points.length / 3 }, (_, point) => point).filter(faces);
    const facing = Math.min(...all.map(toPoint));
    const reach = input.reachSpacings * spacing + input.reachLength;
    const isSeen = list.some(({ point }) => faces(point)) || facing <= reach;
    return {
      unevenness: unevenness(list, tilt),
      wideUnevenness: mean(list.map(({ point }) => surroundings[point]!.unevenness)),
      offset: Math.abs(mean(list.map(({ way, normal }) => (dot(way, n) + dot(way, normal)) / 2))),
      overhang: list.some(({ point }) => surroundings[point]!.isRim) ? Math.max(0, middle - 0.4 * radius) : 0,
      spacing,
      facing: isSeen ? facing : Infinity,
    };
  });
}
