/** A tree grown by many tasks is the one that is grown in one run. */
import { expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { growTriangleTree } from '../../../src/engine/mesh/grow-tree.ts';
import { triangleTreeSteps } from '../../../src/engine/mesh/triangle-tree.ts';
import { BACKWARDS } from '../../backwards-tasks.ts';
import { quietContext } from '../../run-context.ts';
import { knot } from '../../shapes/procedural-shapes.ts';

const { signal } = quietContext;
const { positions, indices } = knot(0.5, 120, 11);
const copies = () => ({
  corners: new Float64Array(3 * indices.length),
  boxes: new Float64Array(2 * indices.length),
});

it.each([30, 100, 1319, 5000])('of tasks for %d triangles, begun in any order', async (most) => {
  const [alone, shared] = [copies(), copies()];
  const expected = finishSteps(triangleTreeSteps(positions, indices, alone));
  expect(await growTriangleTree(positions, indices, BACKWARDS, signal, shared, most)).toEqual(expected);
  expect(shared).toEqual(alone);
});

it('has the corners and boxes of its triangles in the order of its leaves', () => {
  const { corners, boxes } = copies();
  const { triangles } = finishSteps(triangleTreeSteps(positions, indices, { corners, boxes }));
  for (const [i, triangle] of triangles.entries()) {
    const places = [0, 1, 2].map((corner) => {
      const vertex = indices[3 * triangle + corner]!;
      return [...positions.subarray(3 * vertex, 3 * vertex + 3)];
    });
    expect([...corners.subarray(9 * i, 9 * i + 9)]).toEqual(places.flat());
    const along = [0, 1, 2].map((axis) => places.map((place) => place[axis]!));
    const box = [...along.map((values) => Math.min(...values)), ...along.map((values) => Math.max(...values))];
    expect([...boxes.subarray(6 * i, 6 * i + 6)]).toEqual(box);
  }
});

it('ends at an abort with its reason', async () => {
  const abort = new AbortController();
  const growing = growTriangleTree(positions, indices, BACKWARDS, abort.signal, {}, 100);
  abort.abort('enough');
  await expect(growing).rejects.toBe('enough');
});
