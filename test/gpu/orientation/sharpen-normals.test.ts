/** Borrowed normals: parity with the rule in float64, and what they are for: the edge of a cube. */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { mostOffset, sharpenedNormals } from '../../../src/engine/orientation/sharpen-normals.ts';
import { referenceSharpened } from '../../reference/orientation.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { context, uniform } from './shapes.ts';

/** Points on two faces that meet at a right angle along z, with the normals a plane fit across the edge would give. */
function rightAngle(count: number): { positions: Float32Array; normals: Float32Array; truth: Float32Array } {
  const positions = new Float32Array(3 * count);
  const normals = new Float32Array(4 * count);
  const truth = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const along = uniform(1, i) * 0.4;
    const z = uniform(2, i) * 0.4;
    const onX = uniform(3, i) < 0.5;
    positions.set(onX ? [along, 0, z] : [0, along, z], 3 * i);
    truth.set(onX ? [0, -1, 0] : [-1, 0, 0], 3 * i);
    // Within .03 of the edge the plane mixes both faces, and its confidence falls.
    const mixed = along < 0.03;
    const half = Math.SQRT1_2;
    normals.set(
      mixed ? [-half, -half, 0, 0.6 + uniform(4, i) * 0.3] : [...truth.subarray(3 * i, 3 * i + 3), 0.999],
      4 * i,
    );
  }
  return { positions, normals, truth };
}

async function sharpen(
  positions: Float32Array,
  normals: Float32Array,
  scale: { spacingNorm: number; noiseNorm: number },
  own?: Float32Array,
) {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const tree = uploadKdTree(scope, await buildKdTree(positions, await testHost(), context));
  const points = uploadPoints(scope, positions, own);
  const given = scope.upload('normals', normals);
  const sharpened = await sharpenedNormals(stageOf(gpu, { scope, context }), { tree, points, normals: given, scale });
  const { borrowedShare } = sharpened;
  return {
    same: sharpened.normals === given,
    found: await gpu.readFloats(sharpened.normals, normals.length),
    borrowedShare,
  };
}

describe('sharpened normals', () => {
  it.each([1, 2, 63, 64, 65, 700])('are those of the rule, %i points', async (count) => {
    const { positions, normals } = rightAngle(count);
    const scale = { spacingNorm: 0.02, noiseNorm: 0.001 };
    const { found, borrowedShare } = await sharpen(positions, normals, scale);
    // Copies of normals: equal bit for bit, unless two lenders' offsets tie within float32, which these do not.
    const expected = referenceSharpened(positions, normals, mostOffset(scale));
    expect(found).toEqual(expected);
    // Whoever borrowed has another normal than before: the lenders' are none of the mixed ones.
    const changed = Array.from({ length: count }, (_, i) => expected[4 * i] !== normals[4 * i]).filter(Boolean);
    expect(borrowedShare).toBe(changed.length / count);
  });

  it('are kept by points with a noise of their own, in which no edge can be told', async () => {
    const { positions, normals } = rightAngle(700);
    const scale = { spacingNorm: 0.02, noiseNorm: 0.001 };
    const own = Float32Array.from({ length: 700 }, (_, i) => (i % 2 === 0 ? 0.02 : 0));
    const { found, borrowedShare } = await sharpen(positions, normals, scale, own);
    const ofAll = referenceSharpened(positions, normals, mostOffset(scale));
    const expected = ofAll.map((value, at) => (own[at >> 2]! > 0 ? normals[at]! : value));
    expect(found).toEqual(expected);
    const changed = own.filter((_, i) => expected[4 * i] !== normals[4 * i]);
    expect(borrowedShare).toBe(changed.length / 700);
    expect(changed.length).toBeGreaterThan(5);
  });

  it('are right at an edge', async () => {
    const { positions, normals, truth } = rightAngle(2000);
    const { found } = await sharpen(positions, normals, { spacingNorm: 0.02, noiseNorm: 0 });
    const cosine = (values: Float32Array, i: number): number =>
      values[4 * i]! * truth[3 * i]! + values[4 * i + 1]! * truth[3 * i + 1]!;
    const all = Array.from({ length: 2000 }, (_, i) => i);
    const wrong = (values: Float32Array): number => all.filter((i) => cosine(values, i) < 0.99).length;
    expect(wrong(normals)).toBeGreaterThan(100);
    // A point within a tenth of the spacing of the edge lies on both planes.
    expect(wrong(found)).toBeLessThan(0.15 * wrong(normals));
  });

  it('are left alone where noise hides what an edge is', async () => {
    const { positions, normals } = rightAngle(100);
    expect((await sharpen(positions, normals, { spacingNorm: 0.02, noiseNorm: 0.006 })).same).toBe(true);
    expect((await sharpen(positions, normals, { spacingNorm: 0.02, noiseNorm: 0.006 })).borrowedShare).toBe(0);
  });
});
