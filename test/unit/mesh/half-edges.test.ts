/** The sorted half-edges against a plain sort, where few and where many of them share a vertex. */
import { expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { randomBits } from '../../../src/engine/math/random.ts';
import { endCorner, sortHalfEdgeSteps } from '../../../src/engine/mesh/half-edges.ts';

/** Triangles of random corners: many degenerate ones, and edges of many triangles. */
const soup = (triangleCount: number, vertexCount: number): Uint32Array =>
  Uint32Array.from({ length: 3 * triangleCount }, (_, i) => randomBits(7, vertexCount, i) % vertexCount);

/** Triangles round one vertex. */
const fan = (hub: number, triangleCount: number): Uint32Array =>
  Uint32Array.from({ length: 3 * triangleCount }, (_, i) => {
    const rim = (Math.floor(i / 3) * 7 + (i % 3)) % triangleCount;
    return i % 3 === 0 ? hub : rim < hub ? rim : rim + 1;
  });

function plainlySorted(indices: Uint32Array): number[] {
  const edge = (halfEdge: number): [number, number] => {
    const [from, to] = [indices[halfEdge]!, indices[endCorner(halfEdge)]!];
    return from < to ? [from, to] : [to, from];
  };
  const corners = (halfEdge: number): Set<number> =>
    new Set(indices.subarray(halfEdge - (halfEdge % 3), halfEdge - (halfEdge % 3) + 3));
  return Array.from(indices, (_, halfEdge) => halfEdge)
    .filter((halfEdge) => corners(halfEdge).size === 3)
    .sort((g, h) => edge(g)[0] - edge(h)[0] || edge(g)[1] - edge(h)[1] || g - h);
}

it.each([
  ['of no triangles', soup(0, 1)],
  ['of few vertices', soup(300, 9)],
  ['of more triangles than a step has', soup(9000, 4000)],
  ['of a fan round the first vertex', fan(0, 70)],
  ['of a fan round the last vertex', fan(70, 70)],
])('half-edges %s are in the order of their edges, those of one edge in their own', (_, indices) => {
  const vertexCount = indices.reduce((most, vertex) => Math.max(most, vertex), 0) + 1;
  const { order, degenerateTriangles } = finishSteps(sortHalfEdgeSteps(indices, vertexCount));
  const expected = plainlySorted(indices);
  expect([...order]).toEqual(expected);
  expect(degenerateTriangles).toBe((indices.length - expected.length) / 3);
});
