/**
 * Where a plane cuts a mesh: the curves of its outline, in float64.
 *
 * A vertex on the plane counts as above it (simulation of simplicity: Edelsbrunner and Mücke, ACM TOG 1990), so that
 * every triangle is cut through exactly two of its edges or not at all, and no case of its own is needed for planes
 * that run through vertices, along edges or through whole triangles. Each triangle that is cut gives a piece from the
 * edge along which it runs down to the one along which it runs up: then what is inside lies to the left, seen from
 * where the normal points. The pieces meet in the edges of the mesh, by their vertices and not by distance, so a closed
 * mesh gives closed curves.
 */
import type { RunContext } from '../events.ts';
import { runSteps, STEP_MASK, type Steps } from '../host/steps.ts';
import { cross, dot, type Triple, unit } from '../math/triple.ts';
import { curvesOf, type CutEdges } from './link-pieces.ts';

export interface Plane {
  /** Of any length but 0. */
  readonly normal: Triple;
  /** A place on it, world. */
  readonly through: Triple;
}

/** Directions on a plane, as it is seen from where its normal points: length 1, z up where that can be. */
export interface PlaneAxes {
  readonly normal: Triple;
  readonly right: Triple;
  readonly up: Triple;
}

export interface SectionCurve {
  /** [3 × count] world; of a closed curve the first place is not there again at the end. */
  readonly points: Float64Array;
  readonly isClosed: boolean;
  readonly length: number;
}

export interface Section {
  readonly axes: PlaneAxes;
  /** The longest first. What is inside the mesh lies to their left. */
  readonly curves: readonly SectionCurve[];
  /** Of all curves, world unit. */
  readonly length: number;
  /** What the closed curves enclose, holes not counted in; world unit squared. */
  readonly area: number;
}

export interface CutMesh {
  /** [3 × vertexCount] world less `shift`. */
  readonly positions: Float32Array | Float64Array;
  /** [3 × triangleCount] each below vertexCount; vertices in one place are one, else the curves end between them. */
  readonly indices: Uint32Array;
  readonly shift: Triple;
}

/** Rejects with `context.signal.reason` when cancelled. */
export function sectionMesh(mesh: CutMesh, plane: Plane, { signal }: Pick<RunContext, 'signal'>): Promise<Section> {
  return runSteps(sectionSteps(mesh, plane), signal);
}

/** Below, as far as z tells up from down, the plane lies flat. */
const FLAT = 1e-6;

export function axesOf(normal: Triple): PlaneAxes {
  const n = unit(normal);
  const isFlat = Math.hypot(n[0], n[1]) < FLAT;
  const right = isFlat ? unit(cross([0, 1, 0], n)) : unit(cross([0, 0, 1], n));
  return { normal: n, right, up: cross(n, right) };
}

export function* sectionSteps({ positions, indices, shift }: CutMesh, plane: Plane): Steps<Section> {
  const axes = axesOf(plane.normal);
  const { normal } = axes;
  const heights = yield* heightsOf(positions, normal, dot(normal, less(plane.through, shift)));
  const curves = yield* curvesWhereCut({ positions, indices, shift }, heights);
  const area = curves.reduce((sum, curve) => sum + (curve.isClosed ? signedArea(curve, normal) : 0), 0);
  return { axes, curves, length: curves.reduce((sum, { length }) => sum + length, 0), area: Math.abs(area) };
}

/**
 * The curves where a surface of heights is 0, the longest first. What lies higher is to their left.
 * @param heights [vertexCount] those of vertices that no triangle uses are not looked at
 */
export function* curvesWhereCut({ positions, indices, shift }: CutMesh, heights: Float64Array): Steps<SectionCurve[]> {
  const edges = yield* cutEdges(indices, heights);
  const places = placesOf(edges, positions, heights, shift);
  const curves = curvesOf(edges).flatMap(({ nodes, isClosed }) => curveOf(nodes, isClosed, places));
  return curves.sort((a, b) => b.length - a.length);
}

function less(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** [vertexCount] above the plane. */
function* heightsOf(positions: CutMesh['positions'], [x, y, z]: Triple, offset: number): Steps<Float64Array> {
  const heights = new Float64Array(positions.length / 3);
  for (let vertex = 0; vertex < heights.length; vertex++) {
    if ((vertex & STEP_MASK) === 0) yield;
    const at = 3 * vertex;
    heights[vertex] = x * positions[at]! + y * positions[at + 1]! + z * positions[at + 2]! - offset;
  }
  return heights;
}

/** The edges that the plane cuts, each once, and the pieces between them. */
function* cutEdges(indices: Uint32Array, heights: Float64Array): Steps<CutEdges> {
  const numbers = new Map<number, number>();
  const ends: number[] = [];
  const pieces: number[] = [];
  const numberOf = (above: number, below: number): number => {
    const key = above * heights.length + below;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(key, number);
    ends.push(above, below);
    return number;
  };
  for (let at = 0; at < indices.length; at += 3) {
    if ((at & STEP_MASK) === 0) yield;
    const [a, b, c] = [indices[at]!, indices[at + 1]!, indices[at + 2]!];
    const isAbove = [heights[a]! >= 0, heights[b]! >= 0, heights[c]! >= 0] as const;
    if (isAbove[0] === isAbove[1] && isAbove[1] === isAbove[2]) continue;
    let [from, to] = [-1, -1];
    for (const [u, v, uAbove, vAbove] of [
      [a, b, isAbove[0], isAbove[1]],
      [b, c, isAbove[1], isAbove[2]],
      [c, a, isAbove[2], isAbove[0]],
    ] as const) {
      if (uAbove && !vAbove) from = numberOf(u, v);
      if (!uAbove && vAbove) to = numberOf(v, u);
    }
    if (from !== to) pieces.push(from, to);
  }
  return { ends: Uint32Array.from(ends), pieces: Uint32Array.from(pieces) };
}

/** [3 × edges] world: where the plane cuts each. */
function placesOf(
  { ends }: CutEdges,
  positions: CutMesh['positions'],
  heights: Float64Array,
  shift: Triple,
): Float64Array {
  const places = new Float64Array((3 * ends.length) / 2);
  for (let edge = 0; edge < ends.length / 2; edge++) {
    const [above, below] = [ends[2 * edge]!, ends[2 * edge + 1]!];
    const share = heights[above]! / (heights[above]! - heights[below]!);
    for (let axis = 0; axis < 3; axis++) {
      const from = positions[3 * above + axis]!;
      places[3 * edge + axis] = from + share * (positions[3 * below + axis]! - from) + shift[axis]!;
    }
  }
  return places;
}

/** None where all of it is one place. */
function curveOf(nodes: readonly number[], isClosed: boolean, places: Float64Array): SectionCurve[] {
  const points: number[] = [];
  for (const node of nodes) {
    const [x, y, z] = [places[3 * node]!, places[3 * node + 1]!, places[3 * node + 2]!];
    const last = points.length - 3;
    // A plane through a vertex cuts all its edges in one place.
    if (last >= 0 && points[last] === x && points[last + 1] === y && points[last + 2] === z) continue;
    points.push(x, y, z);
  }
  const end = points.length - 3;
  if (isClosed && end > 0 && [0, 1, 2].every((axis) => points[axis] === points[end + axis])) points.length = end;
  if (points.length < 6) return [];
  const length = lengthOf(points, isClosed);
  return [{ points: Float64Array.from(points), isClosed, length }];
}

function lengthOf(points: readonly number[], isClosed: boolean): number {
  let length = 0;
  for (let at = isClosed ? 0 : 3; at < points.length; at += 3) {
    const before = at === 0 ? points.length - 3 : at - 3;
    length += Math.hypot(
      points[at]! - points[before]!,
      points[at + 1]! - points[before + 1]!,
      points[at + 2]! - points[before + 2]!,
    );
  }
  return length;
}

/** Positive where the curve runs counter-clockwise, seen from where the normal points. */
function signedArea({ points }: SectionCurve, normal: Triple): number {
  // From a place of the curve: far from the origin, products of coordinates would lose the digits.
  const first: Triple = [points[0]!, points[1]!, points[2]!];
  const fromFirst = (at: number): Triple => less([points[at]!, points[at + 1]!, points[at + 2]!], first);
  let doubled = 0;
  for (let at = 3; at + 3 < points.length; at += 3) doubled += dot(normal, cross(fromFirst(at), fromFirst(at + 3)));
  return doubled / 2;
}
