/** Which clouds are worked on as an even share of their points, and what that share is. */
import { describe, expect, it } from 'vitest';
import { measureGaps, sampleGaps } from '../../src/engine/analysis/measure-gaps.ts';
import { frameOf } from '../../src/engine/cloud/frame.ts';
import { mortonOrder } from '../../src/engine/cloud/morton-order.ts';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { gatherTriples } from '../../src/engine/math/gather-triples.ts';
import { uploadKdTree, uploadPoints } from '../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../src/engine/neighbours/kd-tree.ts';
import type { StageContext } from '../../src/engine/host/stage-context.ts';
import { evenShareOf, lineScaleOf } from '../../src/engine/run/even-share.ts';
import type { WorkingCloud } from '../../src/engine/run/working-cloud.ts';
import { joinPoints, normalNumbers, spherePoints } from '../reference/analysis.ts';
import { quietContext } from '../run-context.ts';
import { sphereRows } from '../shapes/scan-rows.ts';
import { testGpu } from './device.ts';
import { testHost } from './host.ts';
import { stageOf } from './stage.ts';

async function workingCloud(scope: BufferScope, unordered: Float32Array): Promise<WorkingCloud> {
  const order = mortonOrder(unordered);
  const positions = gatherTriples(unordered, order, new Float32Array(unordered.length));
  const tree = await buildKdTree(positions, await testHost(), quietContext);
  return {
    prepared: { positions, sourceIndices: order, frame: frameOf(positions), duplicateCount: 1, farCount: 2 },
    pointCount: order.length,
    tree,
    gpuTree: uploadKdTree(scope, tree),
    points: uploadPoints(scope, positions),
    duplicateCount: 1,
    farCount: 2,
    outlierCount: 3,
  };
}

async function shareBySample(stage: StageContext, whole: WorkingCloud) {
  const { gpuTree: tree, points } = whole;
  return evenShareOf(stage, whole, await sampleGaps(stage, { tree, points, steps: NO_STEPS }));
}

async function shareOf(positions: Float32Array) {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const stage = stageOf(gpu, { scope, host: await testHost() });
  const whole = await workingCloud(scope, positions);
  const { working, lines } = await shareBySample(stage, whole);
  const scale = lines && (await lineScaleOf(stage, working, lines, 'auto'));
  const given = lines && (await lineScaleOf(stage, working, lines, 0.003));
  return { whole, working, lines, scale, given };
}

const NO_STEPS = [0, 0, 0] as const;

const ROWS = sphereRows({ gap: 0.1, ratio: 10, jitter: 1 });
/** Far enough from the rows that no ball of theirs reaches it. */
const beside = (count: number): Float32Array =>
  spherePoints(count, 1).map((value, at) => value + (at % 3 === 0 ? 3 : 0));

describe('a cloud of scan lines', () => {
  it('has a twentieth of its points on lines', async () => {
    const rows = sphereRows({ gap: 0.2, ratio: 10 });
    const gpu = await testGpu();
    const decide = async (even: number): Promise<{ lineShare: number; isThinned: boolean }> => {
      using scope = new BufferScope(gpu, 'test');
      const stage = stageOf(gpu, { scope, host: await testHost() });
      const whole = await workingCloud(scope, joinPoints(rows, beside(even)));
      const { gpuTree: tree, points } = whole;
      const { lineShare } = await measureGaps(stage, { tree, points, steps: NO_STEPS });
      return { lineShare, isThinned: (await shareBySample(stage, whole)).lines !== undefined };
    };
    const [more, fewer] = [await decide(14_350), await decide(14_100)];
    expect(more.lineShare).toBeGreaterThan(0.049);
    expect(more.lineShare).toBeLessThan(0.05);
    expect(more.isThinned).toBe(false);
    expect(fewer.lineShare).toBeLessThan(0.051);
    expect(fewer.lineShare).toBeGreaterThan(0.05);
    expect(fewer.isThinned).toBe(true);
  });

  it('is an even share of itself, with all that a working cloud has', async () => {
    const { whole, working, lines } = await shareOf(ROWS);
    expect(lines?.whole).toBe(whole);
    const { gaps } = lines!;
    expect(gaps).toHaveLength(ROWS.length / 3);
    expect(gaps.filter((gap) => gap > 0.09 && gap < 0.13).length / gaps.length).toBeGreaterThan(0.9);
    // Two to three points to a square of a gap's side, of which the sphere has 314.
    expect(working.pointCount).toBeGreaterThan(1.8 * 314);
    expect(working.pointCount).toBeLessThan(2.9 * 314);
    expect(working).toMatchObject({ duplicateCount: 1, farCount: 2, outlierCount: 3 });
    expect(working.tree.pointCount).toBe(working.pointCount);
    const { positions, sourceIndices } = working.prepared;
    expect(gatherTriples(ROWS, sourceIndices, new Float32Array(positions.length))).toEqual(positions);
    // In Morton order still.
    expect([...mortonOrder(positions)]).toEqual(Array.from({ length: working.pointCount }, (_, i) => i));
  });

  it('has the noise of its lines, unless that is given', async () => {
    const clean = await shareOf(ROWS);
    expect(clean.scale!.spacingNorm).toBeGreaterThan(0.05);
    expect(clean.scale!.noiseNorm).toBeLessThan(3e-4);
    expect(clean.given!.noiseNorm).toBe(0.003);
    const normal = normalNumbers(2);
    const noisy = await shareOf(ROWS.map((value) => value + 0.002 * normal()));
    expect(noisy.scale!.noiseNorm).toBeGreaterThan(0.0017);
    expect(noisy.scale!.noiseNorm).toBeLessThan(0.0028);
  });

  it('has a hundred points at least', async () => {
    // A ring of rows: a hundred points on four lines.
    const strip = (count: number): Float32Array =>
      Float32Array.from({ length: 3 * count }, (_, at) => {
        const i = Math.floor(at / 3);
        return [0.01 * Math.floor(i / 4), 0.12 * (i % 4), 0.001 * (i % 3)][at % 3]!;
      });
    expect((await shareOf(strip(99))).lines).toBeUndefined();
    expect((await shareOf(strip(100))).lines).toBeDefined();
  });
});

it('other clouds are worked on as they are', async () => {
  const { whole, working, lines } = await shareOf(spherePoints(3000, 5));
  expect(working).toBe(whole);
  expect(lines).toBeUndefined();
});
