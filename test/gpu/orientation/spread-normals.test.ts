/** Normals that all points take from an even share: parity with the rule in float64, and how near to the true ones. */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { lendEdges, spreadNormals } from '../../../src/engine/orientation/spread-normals.ts';
import { referenceLent, type ReferenceShare, referenceSpread } from '../../reference/spread.ts';
import { sphereRows } from '../../shapes/scan-rows.ts';
import { tilted } from '../../thresholds.ts';
import { runKernel, testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { padded } from '../padded.ts';
import { stageOf } from '../stage.ts';
import { treeNodes } from '../tree-nodes.ts';
import { context, sphere, uniform } from './shapes.ts';

const CLEAN = { spacingNorm: 0.05, noiseNorm: 0 };

interface Spreading {
  readonly borrowedShare?: number;
  readonly scale?: { readonly spacingNorm: number; readonly noiseNorm: number };
}

async function spread(
  share: ReferenceShare,
  positions: Float32Array,
  gaps: Float32Array,
  { borrowedShare = 0, scale = CLEAN }: Spreading = {},
) {
  const gpu = await testGpu();
  const before = gpu.liveBytes;
  using scope = new BufferScope(gpu, 'test');
  const treeOf = async (points: Float32Array) =>
    uploadKdTree(scope, await buildKdTree(points, await testHost(), context));
  const found = await spreadNormals(stageOf(gpu, { scope, context }), {
    share: {
      tree: await treeOf(share.positions),
      points: uploadPoints(scope, share.positions),
      normals: scope.upload('share normals', share.normals),
    },
    borrowedShare,
    scale,
    tree: await treeOf(positions),
    points: uploadPoints(scope, positions),
    gaps: gaps as Float32Array<ArrayBuffer>,
  });
  const count = 4 * gaps.length;
  const isLent = found.sharpened !== found.normals;
  const result = {
    isLent,
    normals: await gpu.readFloats(found.normals, count),
    sharpened: await gpu.readFloats(found.sharpened, count),
  };
  scope[Symbol.dispose]();
  expect(gpu.liveBytes).toBe(before);
  return result;
}

/** Even points of a sphere of diameter 1 with the normals of planes that err a little. */
function sphereShare(count: number, error: number, confidence = (_i: number) => 1): ReferenceShare {
  const { positions, normals } = sphere(count);
  const bent = Array.from({ length: count }, (_, i) => {
    const n = [0, 1, 2].map((axis) => normals[3 * i + axis]! + error * (uniform(20 + axis, i) - 0.5));
    return [...n.map((value) => value / Math.hypot(...n)), confidence(i)];
  });
  return { positions, normals: Float32Array.from(bent.flat()) };
}

const rows = (gap: number) => sphereRows({ gap, ratio: 10, jitter: 1 });

describe('spread normals', () => {
  it.each([
    ['rows of a sphere', rows(0.2), sphereShare(150, 0.3)],
    ['fewer points than a quadric takes', rows(0.2).subarray(0, 3 * 9), sphereShare(150, 0.3)],
    ['one point and one of the share', Float32Array.of(0.1, 0.2, 0.3), sphereShare(1, 0)],
  ])('are those of the rule: %s', async (_name, positions, share) => {
    const gaps = new Float32Array(positions.length / 3).map((_, i) => 0.15 + 0.1 * uniform(3, i));
    const { normals } = await spread(share, positions, gaps);
    const expected = referenceSpread(share, positions, gaps);
    // Two fits in float32, of which the second takes the first one's for its frame: as for one fit, twice.
    expected.forEach((value, at) => expect(Math.abs(normals[at]! - value), `number ${at}`).toBeLessThan(4e-4));
  });

  it('are far nearer to the true ones than those of the share', async () => {
    const positions = rows(0.06);
    const share = sphereShare(700, 0.3);
    const { normals } = await spread(share, positions, new Float32Array(positions.length / 3).fill(0.06));
    const angleAt = (normal: Float32Array, at: number, from: Float32Array, i: number): number => {
      const length = Math.hypot(from[3 * i]!, from[3 * i + 1]!, from[3 * i + 2]!);
      const cosine = [0, 1, 2].reduce((sum, k) => sum + (normal[at + k]! * from[3 * i + k]!) / length, 0);
      return Math.acos(Math.min(1, cosine));
    };
    const meanSquare = (normal: Float32Array, from: Float32Array): number =>
      Array.from({ length: from.length / 3 }, (_, i) => angleAt(normal, 4 * i, from, i) ** 2).reduce((a, b) => a + b) /
      (from.length / 3);
    const error = Math.sqrt(meanSquare(normals, positions) / meanSquare(share.normals, share.positions));
    expect(error).toBeLessThan(0.1);
  });

  it('are lent at edges from a quarter of borrowers on, where edges show', async () => {
    const positions = rows(0.2);
    const gaps = new Float32Array(positions.length / 3).fill(0.2);
    const share = sphereShare(150, 0.1, (i) => (i % 3 === 0 ? 0.9 : 1));
    const lentAt = async (how: Spreading): Promise<boolean> => (await spread(share, positions, gaps, how)).isLent;
    expect([await lentAt({ borrowedShare: 0.2475 }), await lentAt({ borrowedShare: 0.252 })]).toEqual([false, true]);
    const noisy = { spacingNorm: 0.05, noiseNorm: 0.013 };
    expect(await lentAt({ borrowedShare: 0.5, scale: noisy })).toBe(false);
  });
});

describe('lent normals', () => {
  it.each([1, 2, 63, 65])('are those of the rule, %i points of the share', async (count) => {
    const positions = rows(0.2);
    const gaps = new Float32Array(positions.length / 3).fill(0.2);
    const share = sphereShare(count, 0.5, (i) => (uniform(9, i) < 0.3 ? 0.9 : 0.99));
    const { normals, sharpened } = await spread(share, positions, gaps, { borrowedShare: 1 });
    // Copies of normals: equal bit for bit, for no two lenders' planes pass equally near within float32.
    const expected = referenceLent(share, positions, normals, 0.25 * 0.05);
    for (let i = 0; i < gaps.length; i++) {
      expect([...sharpened.subarray(4 * i, 4 * i + 3)]).toEqual([...expected.subarray(4 * i, 4 * i + 3)]);
    }
  });

  /** Whether a point between four of the share, of which one is unsure, takes a normal over. */
  async function isLent({ unsureAt, mostOffset = 1 }: { readonly unsureAt: number; readonly mostOffset?: number }) {
    const sharePoints = [
      [0.1, 0, 0],
      [-0.2, 0, 0],
      [0, 0.3, 0],
      [0, -0.4, 0],
    ];
    const arrays = {
      kd_nodes: await treeNodes(Float32Array.from(sharePoints.flat())),
      share_points: padded(sharePoints),
      share_normals: Float32Array.from(sharePoints.flatMap((_, j) => [...tilted(0.9), j === unsureAt ? 0.9 : 1])),
      points: padded([[0, 0, 0]]),
      normals: Float32Array.of(0, 0, 1, 0),
      sharpened: new Float32Array(4),
    };
    const params = { first: 0, count: 1, node_count: 4, most_offset: mostOffset };
    return (await runKernel(lendEdges, 1, params, arrays)).sharpened[0] !== 0;
  }

  it('go to points with an unsure one among the three nearest of the share', async () => {
    expect([await isLent({ unsureAt: 2 }), await isLent({ unsureAt: 3 })]).toEqual([true, false]);
  });

  it('are no farther off than they may be', async () => {
    // The planes of the two along y pass through the point, and the nearer one is .3 away: a fiftieth of that is .006.
    const at = (mostOffset: number): Promise<boolean> => isLent({ unsureAt: 0, mostOffset });
    expect([await at(0.0059), await at(0.0061)]).toEqual([false, true]);
  });
});
