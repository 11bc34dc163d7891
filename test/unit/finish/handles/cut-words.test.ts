/** Words of edges tell which loops part a surface, before and after loops were cut. */
import { describe, expect, it } from 'vitest';
import { CutSurface } from '../../../../src/engine/finish/handles/cut-surface.ts';
import { CutWords } from '../../../../src/engine/finish/handles/cut-words.ts';
import { halfEdgeBetween, handleSurfaceSteps } from '../../../../src/engine/finish/handles/handle-surface.ts';
import { LoopSearch, seedSteps } from '../../../../src/engine/finish/handles/short-loops.ts';
import { signatureSteps, wordAlong } from '../../../../src/engine/finish/handles/signatures.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { torus, worldMesh } from '../../../shapes/meshes.ts';
import { sponge } from './shapes.ts';

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

/** A vertex of each slice or of each row of a torus. */
const tubeOf = (number: number, slice = 0): number[] =>
  Array.from({ length: ROWS }, (_, row) => number * verticesOfOne + slice * ROWS + row);
const holeOf = (number: number): number[] =>
  Array.from({ length: COLUMNS }, (_, slice) => number * verticesOfOne + slice * ROWS);

function wordsOf(mesh: WorldMesh) {
  const whole = finishSteps(handleSurfaceSteps(mesh))!;
  const signatures = finishSteps(signatureSteps(whole));
  const surface = new CutSurface(whole, signatures);
  const words = finishSteps(CutWords.beginSteps(surface, signatures));
  const halfEdges = (vertices: readonly number[]): number[] =>
    vertices.map((vertex, i) => halfEdgeBetween(surface, vertex, vertices[(i + 1) % vertices.length]!));
  const hasWord = (edges: readonly number[]): boolean => {
    const { low, high } = wordAlong(surface, edges);
    return (low | high) !== 0;
  };
  return { surface, words, handles: signatures.handles, halfEdges, hasWord };
}

describe('of fifty tori', () => {
  const { words, handles, halfEdges, hasWord } = wordsOf(many);

  it('no loop round a tube or a hole parts anything, nor do all tubes together, and a triangle does', () => {
    expect(handles).toBe(TORI);
    const loops = Array.from({ length: TORI }, (_, i) => [tubeOf(i), holeOf(i)]).flat();
    for (const loop of [...loops, Array.from({ length: TORI }, (_, i) => tubeOf(i)).flat()]) {
      const edges = loop.length > COLUMNS ? loops.filter((_, i) => i % 2 === 0).flatMap(halfEdges) : halfEdges(loop);
      expect([words.parts(edges), hasWord(edges)]).toEqual([false, true]);
    }
    const triangle = halfEdges([...many.indices.subarray(0, 3)]);
    expect([words.parts(triangle), hasWord(triangle)]).toEqual([true, false]);
  });

  it('loops round a tube that was cut part it, and no others', () => {
    for (let number = 0; number < TORI; number++) {
      const [first, again] = [halfEdges(tubeOf(number)), halfEdges(tubeOf(number, 2))];
      expect([words.parts(again), hasWord(again)]).toEqual([false, true]);
      words.forget(first);
      expect([words.parts(again), hasWord(again)]).toEqual([true, false]);
    }
  });
});

it('words tell what the crossings with all cycles do, however many loops are cut', () => {
  const { surface, words, handles, halfEdges, hasWord } = wordsOf(sponge());
  const found = finishSteps(new LoopSearch(surface, () => 0.8).loopSteps(finishSteps(seedSteps(surface))));
  const loops = found.map(({ vertices }) => halfEdges(vertices));
  expect(loops.length).toBeGreaterThan(handles);
  let cut = 0;
  for (const loop of loops) {
    if (words.parts(loop)) continue;
    words.forget(loop);
    cut++;
    expect(loops.map(hasWord)).toEqual(loops.map((other) => !words.parts(other)));
  }
  expect(cut).toBeGreaterThan(handles / 2);
});
