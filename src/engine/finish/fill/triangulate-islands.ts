/**
 * Triangles across a hole between its rim and those of several islands in it, as seen along the hole's axis: the rims
 * are joined by the shortest bridges to one polygon that runs along each bridge twice, and that is cut ear by ear
 * (after Held, "FIST: Fast Industrial-Strength Triangulation of Polygons", 2001).
 */

import type { Steps } from '../../host/steps.ts';

/** Of the distances between all vertices, which the bridges are found by. */
const MOST_PAIRS = 64e6;
/** Vertices that are compared with all others between two yields: of 8,000, a few milliseconds. */
const STEP_VERTICES = 31;

/**
 * @param positions [3 × count] the rims one after the other, that of the hole first, all with what is missing on their
 *   right
 * @param counts of each rim's vertices
 * @param isTaken whether the surface has an edge between two of them that are no neighbours on their rim
 * @returns [3 × (count + 2 · islands − 2)] numbers of these vertices, turning with the surface; null where no way is
 *   found
 */
export function* triangulateIslandSteps(
  positions: ArrayLike<number>,
  counts: readonly number[],
  isTaken: (a: number, b: number) => boolean,
): Steps<Uint32Array<ArrayBuffer> | null> {
  const count = positions.length / 3;
  if (count * count > MOST_PAIRS) return null;
  let first = 0;
  // Walked the other way, what is missing lies on their left, as in a polygon.
  const rims = counts.map((length) => {
    first += length;
    return Array.from({ length }, (_, i) => first - 1 - i);
  });
  const places = flattened(positions, rims[0]!);
  const polygon = yield* joinSteps(positions, places, rims);
  return polygon && (yield* cutEarSteps(places, polygon, isTaken));
}

/** [2 × count] as seen against the axis that the rim turns about. */
function flattened(positions: ArrayLike<number>, rim: readonly number[]): Float64Array {
  const at = (vertex: number, axis: number): number => positions[3 * vertex + (axis % 3)]!;
  const origin = rim[0]!;
  const axis = [0, 1, 2].map((k) =>
    rim.reduce((sum, vertex, i) => {
      const next = rim[(i + 1) % rim.length]!;
      const [u, v] = [at(vertex, k + 1) - at(origin, k + 1), at(vertex, k + 2) - at(origin, k + 2)];
      return sum + u * (at(next, k + 2) - at(origin, k + 2)) - v * (at(next, k + 1) - at(origin, k + 1));
    }, 0),
  ) as [number, number, number];
  // The axis most along it is dropped: what is left of the plane is stretched, which changes no side of any line.
  const dropped = [0, 1, 2].reduce((most, k) => (Math.abs(axis[k]!) > Math.abs(axis[most]!) ? k : most), 0);
  const [right, up] = axis[dropped]! > 0 ? [dropped + 1, dropped + 2] : [dropped + 2, dropped + 1];
  return Float64Array.from({ length: (2 * positions.length) / 3 }, (_, i) => at(i >> 1, i % 2 === 0 ? right : up));
}

/** Twice the area of a triangle, positive where it turns to the left. */
function turnOf(places: Float64Array, a: number, b: number, c: number): number {
  const [x, y] = [places[2 * a]!, places[2 * a + 1]!];
  return (places[2 * b]! - x) * (places[2 * c + 1]! - y) - (places[2 * b + 1]! - y) * (places[2 * c]! - x);
}

/**
 * Each island by the shortest bridge to what is joined already, the nearest first. Null where a bridge lies beyond the
 * polygon.
 */
function* joinSteps(
  positions: ArrayLike<number>,
  places: Float64Array,
  [outer, ...islands]: readonly (readonly number[])[],
): Steps<readonly number[] | null> {
  let polygon = outer!;
  const squared = new Float64Array(places.length / 2).fill(Infinity);
  const nearest = new Uint32Array(squared.length);
  const rest = new Set(islands);
  let compared = 0;
  for (let added = outer!; rest.size > 0;) {
    let from = -1;
    let next: readonly number[] = [];
    for (const island of rest) {
      for (const vertex of island) {
        if ((++compared & STEP_VERTICES) === 0) yield;
        for (const other of added) {
          const distance = squaredDistance(positions, vertex, other);
          if (distance >= squared[vertex]!) continue;
          squared[vertex] = distance;
          nearest[vertex] = other;
        }
        if (from < 0 || squared[vertex]! < squared[from]!) [from, next] = [vertex, island];
      }
    }
    const at = cornerTowards(places, polygon, nearest[from]!, from);
    if (at < 0) return null;
    const start = next.indexOf(from);
    const round = [...next.slice(start), ...next.slice(0, start), from];
    polygon = [...polygon.slice(0, at + 1), ...round, ...polygon.slice(at)];
    rest.delete(next);
    added = next;
  }
  return polygon;
}

function squaredDistance(positions: ArrayLike<number>, a: number, b: number): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) sum += (positions[3 * a + axis]! - positions[3 * b + axis]!) ** 2;
  return sum;
}

/** Where the polygon has `vertex` with the way to `other` on its inside: beside bridges it has it several times. */
function cornerTowards(places: Float64Array, polygon: readonly number[], vertex: number, other: number): number {
  return polygon.findIndex((each, i) => {
    if (each !== vertex) return false;
    const before = polygon[(i + polygon.length - 1) % polygon.length]!;
    const after = polygon[(i + 1) % polygon.length]!;
    const [isLeftOfFirst, isLeftOfSecond] = [
      turnOf(places, before, vertex, other) > 0,
      turnOf(places, vertex, after, other) > 0,
    ];
    const isConvex = turnOf(places, before, vertex, after) > 0;
    return isConvex ? isLeftOfFirst && isLeftOfSecond : isLeftOfFirst || isLeftOfSecond;
  });
}

/** Cuts the ear with the least chord · (1 + angle) until three vertices are left. */
function* cutEarSteps(
  places: Float64Array,
  polygon: readonly number[],
  isTaken: (a: number, b: number) => boolean,
): Steps<Uint32Array<ArrayBuffer> | null> {
  const count = polygon.length;
  const previous = Uint32Array.from(polygon, (_, i) => (i + count - 1) % count);
  const next = Uint32Array.from(polygon, (_, i) => (i + 1) % count);
  const keyOf = (a: number, b: number): number => Math.min(a, b) * count + Math.max(a, b);
  const edges = new Set(polygon.map((vertex, i) => keyOf(vertex, polygon[next[i]!]!)));
  const costOf = (corner: number): number => {
    const [a, b, c] = [polygon[previous[corner]!]!, polygon[corner]!, polygon[next[corner]!]!];
    if (!(turnOf(places, a, b, c) > 0) || edges.has(keyOf(a, c)) || isTaken(a, c)) return Infinity;
    for (let other = next[next[corner]!]!; other !== previous[corner]; other = next[other]!) {
      const vertex = polygon[other]!;
      if (vertex === a || vertex === b || vertex === c) continue;
      if (turnOf(places, a, b, vertex) >= 0 && turnOf(places, b, c, vertex) >= 0 && turnOf(places, c, a, vertex) >= 0) {
        return Infinity;
      }
    }
    return chordCost(places, a, b, c);
  };
  const costs = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    if ((i & STEP_VERTICES) === 0) yield;
    costs[i] = costOf(i);
  }
  const triangles: number[] = [];
  let [corner, isFresh] = [0, true];
  for (let left = count; left > 3;) {
    if ((left & STEP_VERTICES) === 0) yield;
    const ear = leastEar(costs, next, corner, left);
    // What was in an ear's way may be cut by now.
    if (ear < 0 && isFresh) return null;
    if (ear < 0) {
      for (let i = 0, at = corner; i < left; i++, at = next[at]!) {
        if ((i & STEP_VERTICES) === 0) yield;
        costs[at] = costOf(at);
      }
      isFresh = true;
      continue;
    }
    const [before, after] = [previous[ear]!, next[ear]!];
    const key = keyOf(polygon[before]!, polygon[after]!);
    if (edges.has(key)) {
      costs[ear] = Infinity;
      continue;
    }
    edges.add(key);
    triangles.push(polygon[before]!, polygon[ear]!, polygon[after]!);
    next[before] = after;
    previous[after] = before;
    costs[before] = costOf(before);
    costs[after] = costOf(after);
    corner = before;
    isFresh = false;
    left--;
  }
  triangles.push(polygon[previous[corner]!]!, polygon[corner]!, polygon[next[corner]!]!);
  return Uint32Array.from(triangles);
}

/** Of so many corners from `corner` on; −1 where there is none. */
function leastEar(costs: Float64Array, next: Uint32Array, corner: number, left: number): number {
  let ear = -1;
  for (let i = 0, at = corner; i < left; i++, at = next[at]!) {
    if (costs[at]! < Infinity && (ear < 0 || costs[at]! < costs[ear]!)) ear = at;
  }
  return ear;
}

function chordCost(places: Float64Array, a: number, b: number, c: number): number {
  const [ux, uy] = [places[2 * a]! - places[2 * b]!, places[2 * a + 1]! - places[2 * b + 1]!];
  const [vx, vy] = [places[2 * c]! - places[2 * b]!, places[2 * c + 1]! - places[2 * b + 1]!];
  const cosine = (ux * vx + uy * vy) / (Math.hypot(ux, uy) * Math.hypot(vx, vy) || 1);
  return Math.hypot(ux - vx, uy - vy) * (1 + Math.acos(Math.max(-1, Math.min(1, cosine))));
}
