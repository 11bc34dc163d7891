/** Sides of planes from an oriented share: parity with the rule in float64, and what it is for: thin walls too. */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { adoptSides } from '../../../src/engine/orientation/adopt-sides.ts';
import { dot, referenceSide, row, type Vector } from '../../reference/orientation.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { context, type Shape, sphere, torus, uniform } from './shapes.ts';

const withFourth = (triples: Float32Array, fourth: (i: number) => number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: (4 * triples.length) / 3 }, (_, at) =>
    at % 4 === 3 ? fourth(at >> 2) : triples[3 * (at >> 2) + (at % 4)]!,
  );

/** Sides of `shape`'s points, whose axes are turned at random, from those of `share`. */
async function adopt(shape: Shape, share: Shape, noiseNorm: number, blends: boolean) {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const count = shape.positions.length / 3;
  const axes = shape.normals.map((value, at) => (uniform(11, Math.floor(at / 3)) < 0.5 ? -value : value));
  const lent = {
    tree: uploadKdTree(scope, await buildKdTree(share.positions, await testHost(), context)),
    points: uploadPoints(scope, share.positions),
    normals: scope.upload(
      'share normals',
      withFourth(share.normals, () => 0),
    ),
  };
  const queries = {
    count,
    points: uploadPoints(scope, shape.positions),
    axes: scope.upload(
      'axes',
      withFourth(axes, (i) => i / count),
    ),
    noiseNorm,
    blends,
  };
  const normals = await adoptSides(stageOf(gpu, { scope, context }), { share: lent, queries });
  return { axes, found: await gpu.readFloats(normals, 4 * count) };
}

function listed({ positions, normals }: Shape): { position: Vector; normal: Vector }[] {
  return Array.from({ length: positions.length / 3 }, (_, i) => ({
    position: row(positions, i),
    normal: row(normals, i),
  }));
}

describe('adoptSides', () => {
  // One oriented point, fewer than the eight that are looked at, a workgroup and its neighbours, several dispatches.
  it.each([
    [1, 1, false],
    [63, 5, false],
    [64, 300, true],
    [65, 300, false],
    [400, 900, true],
  ])('is the reference: %i planes, %i oriented points, blending %s', async (count, shareCount, blends) => {
    const [shape, share] = [torus(count), sphere(shareCount, 0.4, [0.1, 0, 0], 5)];
    const { axes, found } = await adopt(shape, share, 0.01, blends);
    const oriented = listed(share);
    for (let i = 0; i < count; i++) {
      const expected = referenceSide(row(shape.positions, i), row(axes, i), oriented, 0.01, blends);
      // Float32 normals, and where a sum decides, none of these comes within rounding of zero.
      for (let axis = 0; axis < 3; axis++) expect(found[4 * i + axis]).toBeCloseTo(expected[axis]!, 5);
      expect(found[4 * i + 3]).toBe(Math.fround(i / count));
    }
  });

  it('turns every plane of a torus outward, more than one dispatch of them', async () => {
    const shape = torus(40_000);
    const { found } = await adopt(shape, torus(2000), 0, false);
    const wrong = listed(shape).filter(({ normal }, i) => dot(row(found, i, 4), normal) < 0).length;
    expect(wrong).toBe(0);
  });

  it('tells the two sides of a wall apart that is as thick as oriented points are apart', async () => {
    const wall = (count: number, stream: number): Shape => {
      const up = (i: number): number => (i % 2 === 0 ? 1 : -1);
      return {
        positions: Float32Array.from({ length: 3 * count }, (_, at) =>
          at % 3 === 2 ? 0.015 * up(Math.floor(at / 3)) : uniform(stream, at) - 0.5,
        ),
        normals: Float32Array.from({ length: 3 * count }, (_, at) => (at % 3 === 2 ? up(Math.floor(at / 3)) : 0)),
      };
    };
    // 1,000 points a side: .03 apart.
    const shape = wall(4000, 21);
    const { found } = await adopt(shape, wall(2000, 22), 0, false);
    const wrong = listed(shape).filter(({ normal }, i) => dot(row(found, i, 4), normal) < 0).length;
    expect(wrong / 4000).toBeLessThan(0.02);
  });
});
