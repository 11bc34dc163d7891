/**
 * The preset from end to end on a small sphere: it learns, it repeats itself, it can be stopped. In a page it is only
 * stopped: its kernels are held to their references there, and Chromium's software device takes a minute for the rest.
 */
import { describe, expect, it } from 'vitest';
import type { RunContext } from '../../../src/engine/events.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { normalPair, randomBits } from '../../../src/engine/math/random.ts';
import { findNearest } from '../../../src/engine/neighbours/find-nearest.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { reconstructPaper } from '../../../src/engine/methods/paper/reconstruct-paper.ts';
import { testGpu } from '../device.ts';
import { isPage, testHost } from '../host.ts';
import { stageOf } from '../stage.ts';

const COUNT = 1000;
/** The sphere's: the band, and so the time of a step, goes with its area. */
const RADIUS = 0.15;
const positions = Float32Array.from(
  Array.from({ length: COUNT }, (_, i) => {
    const [x, y] = normalPair(randomBits(5, 0, i), randomBits(5, 1, i));
    const [z] = normalPair(randomBits(5, 2, i), randomBits(5, 3, i));
    const length = Math.hypot(x, y, z);
    return [x, y, z].map((value) => (RADIUS * value) / length);
  }).flat(),
);

/** Losses told on the way, and the field's values where they are asked for. */
async function run(steps: number, { signal = new AbortController().signal, readsField = false } = {}) {
  const gpu = await testGpu();
  const losses: number[] = [];
  const context: RunContext = {
    signal,
    onEvent: (event) => {
      if (event.type === 'metric' && event.name === 'loss') losses.push(event.value);
    },
  };
  using scope = new BufferScope(gpu, 'test');
  const tree = uploadKdTree(scope, await buildKdTree(positions, await testHost(), context));
  const points = uploadPoints(scope, positions);
  const neighbours = await findNearest(stageOf(gpu, { scope, context }), {
    tree,
    queries: points,
    queryCount: COUNT,
    k: 12,
  });
  const input = { points, pointCount: COUNT, neighbours, steps, seed: 3 };
  const { grid, field } = await reconstructPaper(stageOf(gpu, { scope, context }), input);
  return { losses, field: readsField ? await gpu.readFloats(field, 512 * grid.brickCount) : new Float32Array(0) };
}

if (!isPage) {
  describe('reconstructPaper', () => {
    it('gives the same bytes twice', async () => {
      const [{ field: first }, { field: second }] = [
        await run(3, { readsField: true }),
        await run(3, { readsField: true }),
      ];
      expect(first.length).toBeGreaterThan(100_000);
      // Number by number: a matcher takes half a minute over millions of them.
      expect(first.length === second.length && first.every((value, i) => Object.is(value, second[i]))).toBe(true);
    });

    it('lowers its loss', async () => {
      const { losses } = await run(20);
      expect(losses).toHaveLength(2);
      expect(losses[1]!).toBeLessThan(losses[0]!);
    });
  });
}

describe('reconstructPaper', () => {
  it('stops when cancelled, and leaves no buffer', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const controller = new AbortController();
    const started = run(100_000, { signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 300);
    await expect(started).rejects.toBe('enough');
    expect(gpu.liveBytes).toBe(before);
  });
});
