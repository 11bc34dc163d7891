/**
 * How far the vertices of a mesh are from another, a drawing or an earlier scan, and on which side of it: what the
 * window colours and `gridpull compare` tells, in the unit of the files. `compare.ts` measures both ways by samples, in
 * shares of the whole.
 */
import type { RunContext } from '../events.ts';
import { runSteps, type Steps, STEP_MASK } from '../host/steps.ts';
import { weldSteps } from '../mesh/weld.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';
import { TriangleSearch } from './closest-point.ts';
import { quantile, usableTriangleSteps } from './compare.ts';
import { sideTableSteps, SurfaceSides } from './surface-sides.ts';

/** All but the mean are of distances without their signs. */
export interface DistanceFigures {
  readonly count: number;
  /** Positive where more lies outside. */
  readonly mean: number;
  readonly median: number;
  readonly percentile95: number;
  readonly max: number;
}

/** Searches between two yields: a few milliseconds. */
const STEP_SEARCHES = 1023;

/**
 * [vertexCount] how far each place is from the reference: exact, positive outside of it and negative inside. Takes 2 µs
 * a place, and 4 s for a million triangles of the reference.
 *
 * @param positions [3 × vertexCount] finite
 * @param onShare told how much is done, 0…1
 * @throws ReconstructError `mesh-format` for a reference without a triangle to measure to; rejects with
 *   `context.signal.reason` when aborted
 */
export function measureToMesh(
  reference: WorldMesh,
  positions: Float64Array,
  context: RunContext,
  onShare: (share: number) => void = () => undefined,
): Promise<Float32Array<ArrayBuffer>> {
  return runSteps(distanceSteps(reference, positions, onShare), context.signal);
}

/** Of the whole, what is done when the reference can be searched. */
const READY_SHARE = 0.3;

function* distanceSteps(
  reference: WorldMesh,
  positions: Float64Array,
  onShare: (share: number) => void,
): Steps<Float32Array<ArrayBuffer>> {
  const usable = yield* usableTriangleSteps(reference, 'reference');
  const surface = { positions: usable.positions, indices: yield* weldSteps(usable) };
  const search = yield* TriangleSearch.buildSteps(surface);
  const sides = new SurfaceSides(surface, yield* sideTableSteps(surface));
  const distances = new Float32Array(positions.length / 3);
  for (let vertex = 0; vertex < distances.length; vertex++) {
    if ((vertex & STEP_SEARCHES) === 0) {
      onShare(READY_SHARE + ((1 - READY_SHARE) * vertex) / distances.length);
      yield;
    }
    const [x, y, z] = [positions[3 * vertex]!, positions[3 * vertex + 1]!, positions[3 * vertex + 2]!];
    const triangle = search.findClosest(x, y, z);
    const distance = Math.sqrt(search.distanceSquared);
    distances[vertex] = sides.isInside(x, y, z, triangle) ? -distance : distance;
  }
  return distances;
}

/** [3 × …] the places of the vertices that usable triangles have, each once. @throws ReconstructError `mesh-format` */
export function usedPlaces(mesh: WorldMesh, context: RunContext): Promise<Float64Array> {
  return runSteps(usedPlaceSteps(mesh), context.signal);
}

function* usedPlaceSteps(mesh: WorldMesh): Steps<Float64Array> {
  const usable = yield* usableTriangleSteps(mesh, 'mesh');
  const welded = yield* weldSteps(usable);
  const isUsed = new Uint8Array(usable.positions.length / 3);
  for (let i = 0; i < welded.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    isUsed[welded[i]!] = 1;
  }
  const places = new Float64Array(3 * isUsed.reduce((sum, used) => sum + used, 0));
  let at = 0;
  for (let vertex = 0; vertex < isUsed.length; vertex++) {
    if (isUsed[vertex] === 0) continue;
    for (let axis = 0; axis < 3; axis++) places[at++] = usable.positions[3 * vertex + axis]!;
  }
  return places;
}

/** NaN without distances. */
export function distanceFigures(distances: Float32Array): DistanceFigures {
  const sorted = distances.map(Math.abs).sort();
  return {
    count: distances.length,
    mean: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
    median: quantile(sorted, 0.5),
    percentile95: quantile(sorted, 0.95),
    max: quantile(sorted, 1),
  };
}
