/** What patches are like, where it is known what they stand for: discs cut out of a true surface and closed again. */
import { readFileSync } from 'node:fs';
import { closeHoleSteps } from '../../src/engine/finish/fill/close-holes.ts';
import { readMesh } from '../../src/engine/formats/read-mesh/read-mesh.ts';
import { finishSteps } from '../../src/engine/host/steps.ts';
import { deviationSteps } from '../../src/engine/measure/deviation.ts';
import { rimSteps } from '../../src/engine/mesh/rims.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../run-context.ts';
import { gridMesh } from '../shapes/meshes.ts';
import { boundsOf } from '../shapes/sampled-cloud.ts';

export interface PatchFigures {
  /** Of the largest extent. */
  readonly radius: number;
  /** Discs that were measured: those with one rim. */
  readonly places: number;
  /** Mean distances between patch and disc, both ways, of all places: shares of the largest extent. */
  readonly flat: number;
  readonly bent: number;
}

const PLACES = 16;

/** @param meshFile a closed surface */
export async function measurePatches(meshFile: string, radii: readonly number[]): Promise<PatchFigures[]> {
  const mesh = await readMesh(readFileSync(meshFile), meshFile, quietContext);
  const { low, high } = boundsOf(mesh.positions);
  const extent = Math.max(...high.map((value, axis) => value - low[axis]!));
  return radii.map((radius) => {
    const sums = { places: 0, flat: 0, bent: 0 };
    for (let i = 0; i < PLACES; i++) {
      const vertex = Math.floor(((i + 0.5) * mesh.positions.length) / 3 / PLACES);
      const { disc, rest } = cutDisc(mesh, vertex, radius * extent);
      if (finishSteps(rimSteps(rest.indices, rest.positions.length / 3)).length !== 1) continue;
      sums.places++;
      sums.flat += distanceFrom(disc, rest, 'flat') / extent;
      sums.bent += distanceFrom(disc, rest, 'bent') / extent;
    }
    return { radius, places: sums.places, flat: sums.flat / sums.places, bent: sums.bent / sums.places };
  });
}

/** The triangles within a ball that hang together with one at its middle, and all the others. */
function cutDisc({ positions, indices }: WorldMesh, middle: number, radius: number) {
  const isInside = (vertex: number): boolean =>
    Math.hypot(...[0, 1, 2].map((axis) => positions[3 * vertex + axis]! - positions[3 * middle + axis]!)) <= radius;
  const trianglesAt = Map.groupBy(indices.keys(), (corner) => indices[corner]!);
  const isReached = new Set([middle]);
  const triangles = new Set<number>();
  for (const vertex of isReached) {
    for (const corner of trianglesAt.get(vertex) ?? []) {
      const first = corner - (corner % 3);
      const corners = [...indices.subarray(first, first + 3)];
      if (!corners.every(isInside)) continue;
      triangles.add(first / 3);
      for (const other of corners) isReached.add(other);
    }
  }
  const taken = (isWanted: (triangle: number) => boolean): WorldMesh => ({
    positions,
    indices: indices.filter((_, corner) => isWanted(Math.floor(corner / 3))),
  });
  return {
    disc: taken((triangle) => triangles.has(triangle)),
    rest: taken((triangle) => !triangles.has(triangle)),
  };
}

function distanceFrom(disc: WorldMesh, rest: WorldMesh, closing: 'flat' | 'bent'): number {
  const { positions, indices, firstPatchTriangle } = finishSteps(
    closeHoleSteps(rest, Infinity, new Map([[0, closing]])),
  );
  const patch = { positions, indices: indices.subarray(3 * firstPatchTriangle) };
  const [own, other] = [inUse(disc), inUse(patch)];
  return (finishSteps(deviationSteps(own, other, 1)).mean + finishSteps(deviationSteps(other, own, 1)).mean) / 2;
}

/** Without the vertices that no triangle names: a deviation is measured from every vertex. */
function inUse({ positions, indices }: WorldMesh): WorldMesh {
  const numbers = new Map([...new Set(indices)].map((vertex, number) => [vertex, number]));
  return {
    positions: Float64Array.from(
      [...numbers.keys()].flatMap((vertex) => [...positions.subarray(3 * vertex, 3 * vertex + 3)]),
    ),
    indices: indices.map((vertex) => numbers.get(vertex)!),
  };
}

/** CPU seconds that closing a hole of so many edges takes: the way out of a ball that is open at its pole. */
export function closingSeconds(edges: number): number {
  const mesh = gridMesh(edges, 12, { columns: true, rows: false }, (u, v) => {
    const [polar, around] = [Math.PI - 0.9 - 0.1 * v, 2 * Math.PI * u];
    return [Math.sin(polar) * Math.cos(around), Math.sin(polar) * Math.sin(around), Math.cos(polar)];
  });
  const before = process.cpuUsage();
  const closed = finishSteps(closeHoleSteps(mesh, Infinity));
  const { user, system } = process.cpuUsage(before);
  if (closed.closed.length !== 2) throw new Error(`${closed.closed.length} of 2 rims of ${edges} edges are closed`);
  return (user + system) / 1e6 / closed.closed.length;
}
