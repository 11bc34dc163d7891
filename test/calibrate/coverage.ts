/** Whether a mesh is as far from the truth as its uncertainties say, by where it lies. */
import { runSteps } from '../../src/engine/host/steps.ts';
import type { TriangleMesh } from '../../src/engine/mesh/triangle-mesh.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { TriangleSearch } from '../../src/engine/measure/closest-point.ts';
import { edgeEnd, endCorner, sortHalfEdgeSteps } from '../../src/engine/mesh/half-edges.ts';
import { quietContext } from '../run-context.ts';

/** Beside an open border, at an edge of the mesh, and elsewhere; a vertex is at the first of them. */
export const PLACES = ['rim', 'edge', 'smooth'] as const;
export type Place = (typeof PLACES)[number];

export interface Within {
  /** Shares of the area within one and two standard deviations. */
  readonly one: number;
  readonly two: number;
}

export interface Coverage {
  /** Null where nothing is to be measured. */
  readonly all: Within | null;
  readonly places: Readonly<Record<Place, Within | null>>;
  readonly shareGuessed: number;
}

/** Less of the area says nothing of a place. */
const LEAST_SHARE = 0.003;
/** Edges of the mesh to a border, and about a vertex over which its normals are looked at. */
const RIM_RINGS = 4;
const TURN_RINGS = 8;
/** The root of the mean of 1 − cosine of those normals: about a right angle it is .54. */
const EDGE_TURN = 0.3;

export async function coverageOf(mesh: TriangleMesh, truth: WorldMesh): Promise<Coverage> {
  const { trust } = mesh;
  if (!trust) throw new Error('the mesh of a run has its trust');
  const search = await runSteps(TriangleSearch.buildSteps(truth), quietContext.signal);
  const areas = vertexAreas(mesh);
  const places = await placesOf(mesh);
  const sums = new Map<Place | 'all', { area: number; one: number; two: number }>();
  let [area, guessed] = [0, 0];
  for (let vertex = 0; vertex < areas.length; vertex++) {
    area += areas[vertex]!;
    if (trust.guessed[vertex] === 1) {
      guessed += areas[vertex]!;
      continue;
    }
    const [x, y, z] = mesh.positions.subarray(3 * vertex, 3 * vertex + 3) as unknown as [number, number, number];
    search.findClosest(x, y, z);
    const share = Math.sqrt(search.distanceSquared) / trust.uncertainties[vertex]!;
    for (const key of ['all', PLACES[places[vertex]!]!] as const) {
      const sum = sums.get(key) ?? { area: 0, one: 0, two: 0 };
      sum.area += areas[vertex]!;
      if (share <= 1) sum.one += areas[vertex]!;
      if (share <= 2) sum.two += areas[vertex]!;
      sums.set(key, sum);
    }
  }
  const within = (key: Place | 'all'): Within | null => {
    const sum = sums.get(key);
    return sum && sum.area > LEAST_SHARE * area ? { one: sum.one / sum.area, two: sum.two / sum.area } : null;
  };
  return {
    all: within('all'),
    places: { rim: within('rim'), edge: within('edge'), smooth: within('smooth') },
    shareGuessed: guessed / area,
  };
}

function vertexAreas({ positions, indices }: TriangleMesh): Float64Array {
  const areas = new Float64Array(positions.length / 3);
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [3 * indices[i]!, 3 * indices[i + 1]!, 3 * indices[i + 2]!];
    const edge = (to: number, axis: number): number => positions[to + axis]! - positions[a + axis]!;
    const [ux, uy, uz, vx, vy, vz] = [edge(b, 0), edge(b, 1), edge(b, 2), edge(c, 0), edge(c, 1), edge(c, 2)];
    const third = Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 6;
    for (let k = 0; k < 3; k++) areas[indices[i + k]!]! += third;
  }
  return areas;
}

/** [vertexCount] the number of each vertex's place. */
async function placesOf({ positions, indices, normals }: TriangleMesh): Promise<Uint8Array> {
  const count = positions.length / 3;
  const { order } = await runSteps(sortHalfEdgeSteps(indices, count), quietContext.signal);
  const edges: [number, number][] = [];
  let isNearRim = new Uint8Array(count);
  for (let first = 0, end = 0; first < order.length; first = end) {
    end = edgeEnd(indices, order, first);
    const ends: [number, number] = [indices[order[first]!]!, indices[endCorner(order[first]!)]!];
    edges.push(ends);
    if (end - first === 1) for (const vertex of ends) isNearRim[vertex] = 1;
  }
  for (let ring = 0; ring < RIM_RINGS; ring++) {
    const wider = isNearRim.slice();
    for (const [a, b] of edges) if (isNearRim[a] === 1 || isNearRim[b] === 1) wider[a] = wider[b] = 1;
    isNearRim = wider;
  }
  // A mean of unit vectors is as much shorter than one as 1 − cosine is on average.
  let mean = Float64Array.from(normals!);
  for (let ring = 0; ring < TURN_RINGS; ring++) {
    const sums = mean.slice();
    const counts = new Uint32Array(count).fill(1);
    for (const [a, b] of edges) {
      counts[a]!++;
      counts[b]!++;
      for (let axis = 0; axis < 3; axis++) {
        sums[3 * a + axis]! += mean[3 * b + axis]!;
        sums[3 * b + axis]! += mean[3 * a + axis]!;
      }
    }
    mean = sums.map((sum, i) => sum / counts[Math.floor(i / 3)]!);
  }
  return Uint8Array.from({ length: count }, (_, vertex) => {
    if (isNearRim[vertex] === 1) return PLACES.indexOf('rim');
    const length = Math.hypot(...mean.subarray(3 * vertex, 3 * vertex + 3));
    return PLACES.indexOf(Math.sqrt(Math.max(0, 1 - length)) > EDGE_TURN ? 'edge' : 'smooth');
  });
}
