/** The gaps of clouds whose density is known: even ones have none to tell. */
import { describe, expect, it } from 'vitest';
import { measureDensity } from '../../../src/engine/analysis/measure-density.ts';
import { sampleGaps } from '../../../src/engine/analysis/measure-gaps.ts';
import type { UnevenDensity } from '../../../src/engine/analysis/rank-gaps.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { context, sphere } from '../orientation/shapes.ts';
import { stageOf } from '../stage.ts';

async function densityOf(positions: Float32Array): Promise<UnevenDensity | undefined> {
  const gpu = await testGpu();
  const host = await testHost();
  using scope = new BufferScope(gpu, 'test');
  const tree = uploadKdTree(scope, await buildKdTree(positions, host, context));
  const points = uploadPoints(scope, positions);
  const stage = stageOf(gpu, { scope, host, context });
  const sample = await sampleGaps(stage, { tree, points, steps: [0, 0, 0] });
  return sample && (await measureDensity(stage, { positions, sample }));
}

/** A ball whose lower half has one point of `ratio`. */
function halves(count: number, ratio: number): Float32Array {
  const { positions } = sphere(count);
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    if (positions[3 * i + 2]! > 0 || i % ratio === 0) kept.push(...positions.subarray(3 * i, 3 * i + 3));
  }
  return Float32Array.from(kept);
}

describe('the density of a cloud', () => {
  it('is even on a ball drawn evenly', async () => {
    expect(await densityOf(sphere(3000).positions)).toBeUndefined();
  });

  it('is about even where it differs by two', async () => {
    expect(await densityOf(halves(4000, 2))).toBeUndefined();
  });

  it('is told where it differs by sixteen', async () => {
    const found = (await densityOf(halves(6000, 16)))!;
    // Spacings of even points are √(area / count): .5² · 4π over 6000, and four times that; percentiles lie beyond.
    const spacing = Math.sqrt(Math.PI / 6000);
    expect(found.fineNorm / spacing).toBeGreaterThan(0.8);
    expect(found.fineNorm / spacing).toBeLessThan(1.2);
    expect(found.sparseNorm / spacing).toBeGreaterThan(4);
    expect(found.sparseNorm / spacing).toBeLessThan(6);
  });

  it('is not told of fewer points than have percentiles', async () => {
    expect(await densityOf(halves(120, 16))).toBeUndefined();
  });

  it('leaves no buffers behind', async () => {
    await densityOf(halves(2000, 16));
    expect((await testGpu()).liveBytes).toBe(0);
  });
});
