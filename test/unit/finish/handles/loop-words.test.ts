/** Words of any length that tell which loops part a surface, alone and together. */
import { expect, it } from 'vitest';
import { handleSurfaceSteps } from '../../../../src/engine/finish/handles/handle-surface.ts';
import { IndependentLoops } from '../../../../src/engine/finish/handles/independent-loops.ts';
import { loopWordSteps } from '../../../../src/engine/finish/handles/loop-words.ts';
import { signatureSteps } from '../../../../src/engine/finish/handles/signatures.ts';
import type { Loop } from '../../../../src/engine/finish/handles/wavefront.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { torus, worldMesh } from '../../../shapes/meshes.ts';

const COLUMNS = 6;
const ROWS = 4;
const TORI = 50;
const ring = torus(COLUMNS, ROWS);
const verticesOfOne = ring.positions.length / 3;

/** Tori that each lie apart, with two loops each that part nothing: round the tube, and round the hole. */
const many = worldMesh(
  Array.from({ length: TORI }, (_, i) =>
    [...ring.positions].map((value, at) => value + (at % 3 === 0 ? 4 * i : 0)),
  ).flat(),
  Array.from({ length: TORI }, (_, i) => [...ring.indices].map((vertex) => vertex + i * verticesOfOne)).flat(),
);
const surface = finishSteps(handleSurfaceSteps(many))!;
const signatures = finishSteps(signatureSteps(surface));

/** From the first vertex of a torus on, all with the same place on the tube, or in the same slice of it. */
const loopsOf = (number: number): { readonly tube: Loop; readonly hole: Loop } => {
  const first = number * verticesOfOne;
  const loop = (vertices: number[]): Loop => ({ vertices: vertices.map((v) => first + v), length: 1, low: 0, high: 0 });
  const tube = Array.from({ length: ROWS }, (_, i) => i);
  const hole = Array.from({ length: COLUMNS }, (_, i) => i * ROWS);
  return { tube: loop(tube), hole: loop(hole) };
};

it('a hundred loops of fifty tori part nothing together, and one more of each does', () => {
  expect(signatures.handles).toBe(TORI);
  const loops = Array.from({ length: TORI }, (_, i) => Object.values(loopsOf(i))).flat();
  const moved = loopsOf(7).tube;
  const again: Loop = { ...moved, vertices: moved.vertices.map((vertex) => vertex + ROWS) };
  const triangle: Loop = { ...moved, vertices: [...many.indices.subarray(0, 3)] };
  const words = finishSteps(loopWordSteps(surface, signatures, [...loops, again, triangle]));
  const independent = new IndependentLoops();
  for (const word of words.slice(0, 2 * TORI)) {
    expect(independent.parts(word)).toBe(false);
    independent.add(word);
  }
  // Beside the loop round the same tube, and round a triangle.
  expect(independent.parts(words[2 * TORI]!)).toBe(true);
  expect(new IndependentLoops().parts(words[2 * TORI]!)).toBe(false);
  expect(new IndependentLoops().parts(words[2 * TORI + 1]!)).toBe(true);
});

it('begin with the signatures of the loops', () => {
  const loops = [loopsOf(0).tube, loopsOf(0).hole, loopsOf(TORI - 1).hole];
  const words = finishSteps(loopWordSteps(surface, signatures, loops));
  for (const [i, { vertices }] of loops.entries()) {
    const signature = [0, 0];
    vertices.forEach((from, at) => {
      const to = vertices[(at + 1) % vertices.length]!;
      const halfEdge = surface.indices.findIndex(
        (vertex, corner) => vertex === from && surface.indices[corner % 3 === 2 ? corner - 2 : corner + 1] === to,
      );
      signature[0]! ^= signatures.low[halfEdge]!;
      signature[1]! ^= signatures.high[halfEdge]!;
    });
    expect([...words[i]!.subarray(0, 2)]).toEqual(signature);
    expect(signature.some((bits) => bits !== 0)).toBe(true);
  }
});
