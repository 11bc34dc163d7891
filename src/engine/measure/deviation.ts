/**
 * How far one mesh lies from another, one way: from its vertices, and from points spread over its triangles where it
 * has few, to the exact closest point of the other. For what an operation on a mesh did to it, in the mesh's own unit;
 * `compare.ts` measures against a truth, in shares of its extent.
 */
import type { Steps } from '../host/steps.ts';
import { leastSine } from '../mesh/triangle-angles.ts';
import { triangleArea } from '../mesh/triangle-area.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';
import { type SearchTree, searchTreeSteps, TriangleSearch } from './closest-point.ts';

/** Lengths in the meshes' unit. */
export interface Deviation {
  /** By area. */
  readonly mean: number;
  /** 95 % of the area is no further. */
  readonly share95: number;
  /** Of all points measured. */
  readonly maximum: number;
}

export const NO_DEVIATION: Deviation = { mean: 0, share95: 0, maximum: 0 };

/** Without what else was measured on the way. */
export function figuresOf({ mean, share95, maximum }: Deviation): Deviation {
  return { mean, share95, maximum };
}

export interface MeasuredDeviation extends Deviation {
  /** Triangles whose middle faces the other way than the triangle closest to it, if that is no needle. */
  readonly opposed: Uint32Array<ArrayBuffer>;
}

/** Points inside of triangles, all together: vertices alone say too little where triangles are large. */
const INNER_POINTS = 200_000;
const MOST_IN_ONE = 8;
/**
 * Of a triangle's area, what each of its vertices and its middle stand for, with no inner point and with the middle
 * alone (exact where the squared distance is quadratic); among more points, spread evenly, they would count too much.
 */
const VERTEX_SHARES = [1 / 3, 1 / 12];
const MIDDLE_SHARES = [0, 3 / 4];
/** Sine of the smallest angle below which a triangle's normal says nothing. */
const NEEDLE_SINE = 0.1;
/** 1/g and 1/g² of the plastic number g, the root of g³ = g + 1 (M. Roberts' R₂ sequence). */
export const R2_FIRST = 0.7548776662466927;
export const R2_SECOND = 0.5698402909980532;
/** Queries between two yields: a few milliseconds. */
const STEP_POINTS = 1023;

/** One mesh measured from another: what all stretches of its points have in common. */
export interface DeviationInput {
  readonly from: WorldMesh;
  readonly onto: WorldMesh;
  /** Of `onto`. */
  readonly tree: SearchTree;
  /** Points in each triangle of `from`, however many there are; without any, none is found opposed. */
  readonly least: 0 | 1;
}

export interface DeviationStretch {
  /** [end − first] of points */
  readonly distances: Float64Array<ArrayBuffer>;
  /** As in `MeasuredDeviation`. */
  readonly opposed: Uint32Array<ArrayBuffer>;
}

/** Both meshes have at least one triangle. Takes 2 µs a point, and 2 s to sort a million triangles of `onto`. */
export function* deviationSteps(from: WorldMesh, onto: WorldMesh, least: 0 | 1): Steps<MeasuredDeviation> {
  return yield* deviationOnSteps({ from, onto, tree: yield* searchTreeSteps(onto), least });
}

/** `deviationSteps` with the tree of `onto` at hand. */
export function* deviationOnSteps(input: DeviationInput): Steps<MeasuredDeviation> {
  return yield* joinedSteps(input, [yield* stretchSteps(input, 0, pointCount(input))]);
}

/** Vertices of `from`, then points in its triangles, one triangle after the other. */
export function pointCount({ from, least }: Pick<DeviationInput, 'from' | 'least'>): number {
  return from.positions.length / 3 + (pointsInEach(from, least) * from.indices.length) / 3;
}

function pointsInEach(from: WorldMesh, least: 0 | 1): number {
  const wanted = Math.round(INNER_POINTS / (from.indices.length / 3));
  // Two would be the middle, which then stands for nothing, and one more.
  return wanted === 2 ? 3 : Math.max(least, Math.min(MOST_IN_ONE, wanted));
}

/** Measures the points from `first` to before `end`. */
export function* stretchSteps(
  { from, onto, tree, least }: DeviationInput,
  first: number,
  end: number,
): Steps<DeviationStretch> {
  const search = new TriangleSearch(tree);
  const each = pointsInEach(from, least);
  const vertexCount = from.positions.length / 3;
  const distances = new Float64Array(end - first);
  const opposed: number[] = [];
  const normal = new Float64Array(3);
  const at = new Float64Array(3);
  for (let point = first; point < end; point++) {
    if ((point & STEP_POINTS) === 0) yield;
    writePoint(from, each, point, at);
    const closest = search.findClosest(at[0]!, at[1]!, at[2]!);
    const place = point - vertexCount;
    if (place >= 0 && place % each === 0) {
      const triangle = place / each;
      writeNormal(from, triangle, normal);
      if (facesAgainst(onto, closest, normal)) opposed.push(triangle);
    }
    distances[point - first] = Math.sqrt(search.distanceSquared);
  }
  return { distances, opposed: Uint32Array.from(opposed) };
}

/**
 * Whether the greatest deviation is no more than `most`, as `deviationOnSteps` would say, in a fraction of the time:
 * each point is looked for until something lies within that, and none after the first that has nothing there.
 */
export function* staysWithinSteps({ from, tree, least }: DeviationInput, most: number): Steps<boolean> {
  const search = new TriangleSearch(tree);
  const each = pointsInEach(from, least);
  const isUsed = new Uint8Array(from.positions.length / 3);
  for (const vertex of from.indices) isUsed[vertex] = 1;
  const at = new Float64Array(3);
  const end = pointCount({ from, least });
  for (let point = 0; point < end; point++) {
    if ((point & STEP_POINTS) === 0) yield;
    if (isUsed[point] === 0) continue;
    writePoint(from, each, point, at);
    search.findClosest(at[0]!, at[1]!, at[2]!, most * most);
    if (!(Math.sqrt(search.distanceSquared) <= most)) return false;
  }
  return true;
}

/** Point number `point` of those that are measured: vertices, then points in triangles. */
function writePoint({ positions, indices }: WorldMesh, each: number, point: number, out: Float64Array): void {
  const place = point - positions.length / 3;
  if (place < 0) {
    for (let axis = 0; axis < 3; axis++) out[axis] = positions[3 * point + axis]!;
    return;
  }
  const triangle = Math.floor(place / each);
  writeWeights(place, place % each, WEIGHTS);
  const [a, b, c] = [3 * indices[3 * triangle]!, 3 * indices[3 * triangle + 1]!, 3 * indices[3 * triangle + 2]!];
  const [v, w] = [WEIGHTS[0]!, WEIGHTS[1]!];
  const u = 1 - v - w;
  for (let axis = 0; axis < 3; axis++) {
    out[axis] = u * positions[a + axis]! + v * positions[b + axis]! + w * positions[c + axis]!;
  }
}

const WEIGHTS = new Float64Array(2);

/** Weights of a triangle's second and third corner for its point number `i`: its middle first. */
function writeWeights(place: number, i: number, weights: Float64Array): void {
  let [v, w] = i === 0 ? [1 / 3, 1 / 3] : [(place * R2_FIRST) % 1, (place * R2_SECOND) % 1];
  if (v + w > 1) [v, w] = [1 - v, 1 - w];
  weights[0] = v;
  weights[1] = w;
}

/** @param stretches of all points, in their order */
export function* joinedSteps(
  { from, least }: Pick<DeviationInput, 'from' | 'least'>,
  stretches: readonly DeviationStretch[],
): Steps<MeasuredDeviation> {
  const { positions, indices } = from;
  const each = pointsInEach(from, least);
  const vertexCount = positions.length / 3;
  const distances = new Float64Array(pointCount({ from, least }));
  let next = 0;
  for (const stretch of stretches) {
    distances.set(stretch.distances, next);
    next += stretch.distances.length;
  }
  const areas = new Float64Array(distances.length);
  const isUsed = new Uint8Array(vertexCount);
  for (let triangle = 0; triangle < indices.length / 3; triangle++) {
    if ((triangle & STEP_POINTS) === 0) yield;
    const corners = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!] as const;
    const area = triangleArea(positions, ...corners);
    for (const vertex of corners) {
      areas[vertex]! += (VERTEX_SHARES[each] ?? 0) * area;
      isUsed[vertex] = 1;
    }
    for (let i = 0; i < each; i++) {
      areas[vertexCount + triangle * each + i] = i === 0 ? (MIDDLE_SHARES[each] ?? 0) * area : area / (each - 1);
    }
  }
  for (let vertex = 0; vertex < vertexCount; vertex++) if (isUsed[vertex] === 0) distances[vertex] = 0;
  const opposed = Uint32Array.from(stretches.flatMap((stretch) => [...stretch.opposed]));
  return { ...summarise(distances, areas), opposed };
}

/** Twice the area times the unit normal. */
function writeNormal({ positions, indices }: WorldMesh, triangle: number, normal: Float64Array): void {
  const [a, b, c] = [3 * indices[3 * triangle]!, 3 * indices[3 * triangle + 1]!, 3 * indices[3 * triangle + 2]!];
  const ux = positions[b]! - positions[a]!;
  const uy = positions[b + 1]! - positions[a + 1]!;
  const uz = positions[b + 2]! - positions[a + 2]!;
  const vx = positions[c]! - positions[a]!;
  const vy = positions[c + 1]! - positions[a + 1]!;
  const vz = positions[c + 2]! - positions[a + 2]!;
  normal[0] = uy * vz - uz * vy;
  normal[1] = uz * vx - ux * vz;
  normal[2] = ux * vy - uy * vx;
}

const OTHER_NORMAL = new Float64Array(3);

function facesAgainst(mesh: WorldMesh, triangle: number, normal: Float64Array): boolean {
  const { positions, indices } = mesh;
  const corners = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!] as const;
  if (leastSine(positions, ...corners) < NEEDLE_SINE) return false;
  writeNormal(mesh, triangle, OTHER_NORMAL);
  return normal[0]! * OTHER_NORMAL[0]! + normal[1]! * OTHER_NORMAL[1]! + normal[2]! * OTHER_NORMAL[2]! < 0;
}

function summarise(distances: Float64Array, areas: Float64Array): Deviation {
  let [area, moment, maximum] = [0, 0, 0];
  for (let i = 0; i < distances.length; i++) {
    area += areas[i]!;
    moment += areas[i]! * distances[i]!;
    maximum = Math.max(maximum, distances[i]!);
  }
  if (!(area > 0)) return { mean: maximum, share95: maximum, maximum };
  return { mean: moment / area, share95: quantile(distances, areas, 0.95 * area * (1 - ROUNDING), maximum), maximum };
}

/** The distance that `wanted` of the area do not exceed, to a ten thousandth of the greatest. */
function quantile(distances: Float64Array, areas: Float64Array, wanted: number, maximum: number): number {
  const bins = new Float64Array(BINS);
  const scale = maximum > 0 ? (BINS - 1) / maximum : 0;
  for (let i = 0; i < distances.length; i++) bins[Math.ceil(distances[i]! * scale)]! += areas[i]!;
  let below = 0;
  for (let bin = 0; bin < BINS; bin++) {
    below += bins[bin]!;
    if (below >= wanted) return (bin / (BINS - 1)) * maximum;
  }
  return maximum;
}

/** A sum of areas that is 95 % but for its last bits is 95 %. */
const ROUNDING = 1e-9;
/** A sort of a million distances would take longer than measuring them. */
const BINS = 10_001;
