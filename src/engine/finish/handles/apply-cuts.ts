/**
 * The mesh after cuts: without what they take away, and with what takes its place after its own vertices and triangles.
 */
import type { Steps } from '../../host/steps.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import { compactIndices } from '../../mesh/compact.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { Cut } from './cut-loop.ts';

export interface CutMesh extends WorldMesh {
  /** [vertexCount] the vertex of the mesh before that each one was, of new ones one close by. */
  readonly sources: Uint32Array<ArrayBuffer>;
  /** [triangleCount of the mesh before] where each triangle is now, or NO_TRIANGLE. */
  readonly places: Uint32Array<ArrayBuffer>;
}

/** Of a triangle that is gone. */
export const NO_TRIANGLE = 0xffffffff;

/** @param cuts that have no triangle in common */
export function* applyCutSteps({ positions, indices }: WorldMesh, cuts: readonly Cut[]): Steps<CutMesh> {
  const vertexCount = positions.length / 3;
  const added = cuts.flatMap((cut) => cut.positions);
  const neighbours = cuts.flatMap((cut) => cut.neighbours);
  const corners: number[] = [];
  let shift = 0;
  for (const cut of cuts) {
    for (const vertex of cut.triangles) corners.push(vertex < vertexCount ? vertex : vertex + shift);
    shift += cut.neighbours.length;
  }
  yield;
  const all = new Uint32Array(indices.length + corners.length);
  all.set(indices);
  all.set(corners, indices.length);
  const isKept = new Uint8Array(all.length / 3).fill(1);
  for (const { removed } of cuts) for (const triangle of removed) isKept[triangle] = 0;
  const compact = compactIndices(vertexCount + neighbours.length, all, isKept);
  yield;
  const everywhere = new Float64Array(3 * (vertexCount + neighbours.length));
  everywhere.set(positions);
  everywhere.set(added, positions.length);
  const { sources } = compact;
  const places = new Uint32Array(indices.length / 3);
  for (let triangle = 0, next = 0; triangle < places.length; triangle++) {
    places[triangle] = isKept[triangle] === 1 ? next++ : NO_TRIANGLE;
  }
  yield;
  const kept = gatherTriples(everywhere, sources, new Float64Array(3 * sources.length));
  for (let vertex = 0; vertex < sources.length; vertex++) {
    const source = sources[vertex]!;
    if (source >= vertexCount) sources[vertex] = neighbours[source - vertexCount]!;
  }
  return { positions: kept, indices: compact.indices, sources, places };
}
