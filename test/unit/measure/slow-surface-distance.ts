/**
 * How far a position is from the surface of the points near it: the formulas of `local-surface.ts`, each against all.
 */
import { smallestAxis } from '../../../src/engine/analysis/smallest-axis.ts';

export type Triple = readonly [number, number, number];

const K = 8;

const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const scaled = (a: Triple, factor: number): Triple => [factor * a[0], factor * a[1], factor * a[2]];
const length = (a: Triple): number => Math.hypot(...a);
const nearestFirst = (points: readonly Triple[], v: Triple): Triple[] =>
  points.toSorted((a, b) => length(minus(a, v)) - length(minus(b, v))).slice(0, K);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @param points at least one */
export function slowSurfaceDistance(points: readonly Triple[], v: Triple): number {
  const { d1, plane } = slowSurface(points, v);
  return plane ? Math.min(d1, Math.hypot(plane.a, plane.g)) : d1;
}

/** Whether `v` lies beside the points rather than before or behind them. */
export function slowIsBeside(points: readonly Triple[], v: Triple): boolean {
  const { plane } = slowSurface(points, v);
  if (plane === null || Math.abs(plane.a) >= plane.g) return false;
  return plane.overhang > plane.rootMeanSquare || plane.hole > plane.reachOfNearest;
}

/** Without a plane where the nearest points lie along a line or in one place. */
function slowSurface(points: readonly Triple[], v: Triple) {
  const near = nearestFirst(points, v);
  const p = near[0]!;
  const d1 = length(minus(p, v));
  const mean = (axis: 0 | 1 | 2): number => sum(near.map((q) => q[axis])) / near.length;
  const c: Triple = [mean(0), mean(1), mean(2)];
  const from = near.map((q) => minus(q, c));
  const entry = (a: 0 | 1 | 2, b: 0 | 1 | 2): number => sum(from.map((q) => q[a] * q[b]));
  const n = smallestAxis([entry(0, 0), entry(1, 1), entry(2, 2), entry(1, 2), entry(2, 0), entry(0, 1)]);
  const inPlane = (q: Triple): Triple => minus(q, scaled(n, dot(n, q)));
  if (isLine(from.map(inPlane), n)) return { d1, plane: null };

  const a = dot(n, minus(v, c));
  const tangent = inPlane(minus(v, c));
  const t = length(tangent);
  const reach = t === 0 ? 0 : Math.max(...from.map((q) => dot(q, tangent) / t));
  const reachOfNearest = length(minus(nearestFirst(points, p).at(-1)!, p));
  const [overhang, hole] = [t - reach, length(inPlane(minus(v, p))) - reachOfNearest];
  const g = Math.max(0, overhang, hole);
  const rootMeanSquare = Math.sqrt(sum(from.map((q) => dot(q, q))) / near.length);
  return { d1, plane: { a, g, overhang, hole, reachOfNearest, rootMeanSquare } };
}

/** Whether points of a plane, about their centroid, spread across less than .01 of the variance they spread along. */
function isLine(points: readonly Triple[], n: Triple): boolean {
  const u = unit(Math.abs(n[0]) < 0.6 ? [0, n[2], -n[1]] : [-n[2], 0, n[0]]);
  const w: Triple = [n[1] * u[2] - n[2] * u[1], n[2] * u[0] - n[0] * u[2], n[0] * u[1] - n[1] * u[0]];
  const [uu, ww] = [sum(points.map((q) => dot(q, u) ** 2)), sum(points.map((q) => dot(q, w) ** 2))];
  const uw = sum(points.map((q) => dot(q, u) * dot(q, w)));
  const spread = Math.hypot((uu - ww) / 2, uw);
  return (uu + ww) / 2 - spread <= 0.01 * ((uu + ww) / 2 + spread);
}

function unit(a: Triple): Triple {
  return scaled(a, 1 / length(a));
}
