import { expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { colourVertices } from '../../../src/engine/finish/colours.ts';
import { uploadKdTree } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { referenceColours } from '../../reference/surface.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { CONTEXT, hash } from './bricks.ts';

const randomPoints = (seed: number, count: number): Float32Array =>
  Float32Array.from({ length: 3 * count }, (_, i) => hash(seed, i) - 0.5);
const randomColours = (seed: number, count: number): Uint8Array =>
  Uint8Array.from({ length: 3 * count }, (_, i) => Math.floor(256 * hash(seed, i)));

async function colour(cloud: Float32Array, colours: Uint8Array, positions: Float32Array): Promise<Uint8Array> {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const tree = uploadKdTree(scope, await buildKdTree(cloud, await testHost(), CONTEXT));
  return await colourVertices(stageOf(gpu, { context: CONTEXT }), { tree, pointColours: colours, positions });
}

// Fewer points than four, and more; vertices: none, one, a workgroup and its neighbours, more than one dispatch.
it.each([
  [50, 0],
  [1, 1],
  [2, 63],
  [3, 64],
  [4, 65],
  [50, 2 ** 14 + 3],
])('mixes the nearest of %i points for %i vertices', async (pointCount, vertexCount) => {
  const [cloud, colours] = [randomPoints(3, pointCount), randomColours(4, pointCount)];
  const positions = randomPoints(5, vertexCount);
  const found = await colour(cloud, colours, positions);
  const expected = referenceColours(positions, cloud, colours);
  expect(found.length).toBe(expected.length);
  let worst = 0;
  found.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - expected[i]!))));
  // Half a step of rounding; WGSL's pow and its inputs are good to some 1e-5 of the range.
  expect(worst).toBeLessThan(0.51);
});

it('changes no colour that all points share', async () => {
  for (let gray = 0; gray < 256; gray += 17) {
    const found = await colour(randomPoints(6, 20), new Uint8Array(60).fill(gray), randomPoints(7, 20));
    expect(new Set(found)).toEqual(new Set([gray]));
  }
});

it('bears points that coincide with each other and with the vertex', async () => {
  const cloud = new Float32Array(12).fill(0.25);
  const found = await colour(cloud, new Uint8Array(12).fill(200), cloud.subarray(0, 3));
  expect([...found]).toEqual([200, 200, 200]);
});
