import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildWindingTree, type WindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import {
  encodeAdjoint,
  encodeGradient,
  encodeWinding,
  SUM_KERNELS,
  pacedSums,
  sumInParts,
} from '../../../src/engine/orientation/tree-sums.ts';
import { encodeVectors, MOMENT_KERNELS, uploadWindingTree } from '../../../src/engine/orientation/winding-tree.ts';
import {
  directSum,
  lengthOf,
  minus,
  referenceMoments,
  row,
  type SumName,
  type Vector,
  walkSums,
} from '../../reference/orientation.ts';
import { testGpu } from '../device.ts';
import { padded } from '../padded.ts';
import { context, noise, sphere } from './shapes.ts';

const ENCODE = { winding: encodeWinding, adjoint: encodeAdjoint, gradient: encodeGradient } as const;
const NAMES = ['winding', 'adjoint', 'gradient'] as const;

const rows = (array: ArrayLike<number>): Vector[] => Array.from({ length: array.length / 3 }, (_, i) => row(array, i));
/** An array [3n] of the points, in the tree's order. */
const inTreeOrder = (array: ArrayLike<number>, tree: WindingTree): Float32Array =>
  Float32Array.from([...tree.order].flatMap((i) => [...row(array, i)]));

/** A tree that is nothing but its points: the device's sums are then direct sums. */
function flatTree(positions: Float32Array): WindingTree {
  const count = positions.length / 3;
  const numbers = new Uint32Array(count).map((_, i) => i);
  const spheres = padded(rows(positions)).map((value, i) => (i % 4 === 3 ? -1 : value));
  return {
    pointCount: count,
    entryCount: count,
    order: numbers,
    spheres,
    skips: numbers.map((i) => i + 1),
    pointEntries: numbers,
    generations: new Uint32Array(0),
    generationOffsets: [0],
  };
}

/** The device's sum at the queries [3m]; `sources` [3n] in tree order. */
async function deviceSums(
  name: SumName,
  tree: WindingTree,
  sources: ArrayLike<number>,
  queries: Float32Array,
  width: number,
): Promise<Vector[]> {
  const gpu = await testGpu();
  await gpu.load(...SUM_KERNELS, ...MOMENT_KERNELS);
  using scope = new BufferScope(gpu, 'test');
  const device = uploadWindingTree(scope, tree);
  const commands = gpu.commands('moments');
  encodeVectors(commands, device, scope.upload('sources', padded(rows(sources))));
  commands.submit();
  const count = queries.length / 3;
  const target = scope.storage('target', 16 * count);
  const at = { queries: uploadPoints(scope, queries), count, width };
  using work = pacedSums(gpu, 'test', context);
  await sumInParts(work, ENCODE[name], device, at, target);
  work.finish();
  const stride = name === 'winding' ? 1 : 4;
  const found = await gpu.readFloats(target, stride * count);
  return Array.from({ length: count }, (_, i) => (stride === 1 ? [found[i] ?? NaN, 0, 0] : row(found, i, 4)));
}

// A leaf and its neighbours, a few generations, more than one workgroup of queries.
describe.each([1, 2, 8, 9, 63, 64, 65, 257, 3000])('sums over %i points', (count) => {
  const { positions } = sphere(count);
  const tree = buildWindingTree({ positions });
  const sources = noise(20, 3 * count, 1e-4);
  const moments = referenceMoments(tree, sources);
  // At the points themselves, on the surface and anywhere; not a multiple of the four that share a thread.
  const queries = Float32Array.from([...inTreeOrder(positions, tree), ...noise(21, 3 * 70)]);

  it.each(NAMES)('%s agrees with the same walk in float64', async (name) => {
    const found = await deviceSums(name, tree, sources, queries, 0.01);
    const expected = walkSums(name, tree, moments, rows(queries), 0.01);
    // Some hundred terms: each is rounded ten times or so, and loses up to 1e-5 where |e| is 0.01 (positions of
    // magnitude 0.5 in float32, cubed). Relative to the terms' sizes, for the sums cancel.
    expected.forEach(({ sum, size }, i) => {
      expect(lengthOf(minus(found[i] ?? [NaN, NaN, NaN], sum)), `query ${i}`).toBeLessThanOrEqual(1e-4 * size + 1e-12);
    });
  });
});

it.each(NAMES)('%s is exact for the points of one leaf', async (name) => {
  const { positions } = sphere(8);
  const tree = buildWindingTree({ positions });
  const sources = noise(22, 24);
  const found = await deviceSums(name, tree, sources, positions, 0);
  const points = inTreeOrder(positions, tree);
  rows(positions).forEach((query, i) => {
    const { sum, size } = directSum(name, points, sources, query, 0);
    expect(lengthOf(minus(found[i] ?? [NaN, NaN, NaN], sum))).toBeLessThanOrEqual(1e-5 * size);
  });
});

// An entry beyond two radii misses its quadrupole, a share (r/d)² ≤ 1/4 of its term and less on the average; and a
// width that cuts through an entry is seen as cutting beside it. Queries that share a walk may only do better than one
// that walks alone.
it.each(NAMES)('%s is nearer to the direct sum than one query alone comes', async (name) => {
  const { positions, normals } = sphere(2000);
  const tree = buildWindingTree({ positions });
  const points = inTreeOrder(positions, tree);
  const sources = inTreeOrder(normals, tree);
  const moments = referenceMoments(tree, sources);
  const queries = rows(points).slice(0, 400);
  const found = await deviceSums(name, tree, sources, points.subarray(0, 1200), 0.02);
  let shared = 0;
  let alone = 0;
  let power = 0;
  queries.forEach((query, i) => {
    const { sum } = directSum(name, points, sources, query, 0.02);
    const [single] = walkSums(name, tree, moments, [query], 0.02);
    shared += lengthOf(minus(found[i] ?? [NaN, NaN, NaN], sum)) ** 2;
    alone += lengthOf(minus(single?.sum ?? [NaN, NaN, NaN], sum)) ** 2;
    power += lengthOf(sum) ** 2;
  });
  expect(shared).toBeLessThan(alone);
  expect(Math.sqrt(shared / power)).toBeLessThan(0.1);
});

it('has sums that are each other’s transpose', async () => {
  const { positions } = sphere(257);
  const tree = flatTree(positions);
  const dipoles = noise(23, 3 * 257);
  const numbers = noise(24, 3 * 257).map((value, i) => (i % 3 === 0 ? value : 0));
  const winding = await deviceSums('winding', tree, dipoles, positions, 0.02);
  const adjoint = await deviceSums('adjoint', tree, numbers, positions, 0.02);
  let left = 0;
  let right = 0;
  let size = 0;
  for (let i = 0; i < 257; i++) {
    const term = (winding[i]?.[0] ?? NaN) * (numbers[3 * i] ?? NaN);
    left += term;
    size += Math.abs(term);
    const [x, y, z] = adjoint[i] ?? [NaN, NaN, NaN];
    right += x * (dipoles[3 * i] ?? NaN) + y * (dipoles[3 * i + 1] ?? NaN) + z * (dipoles[3 * i + 2] ?? NaN);
  }
  expect(Math.abs(left - right)).toBeLessThan(1e-5 * size);
});

it('has a gradient that is minus the difference quotient of the winding value', async () => {
  const { positions, normals } = sphere(500, 0.3);
  const tree = flatTree(positions);
  const dipoles = normals.map((value) => value / 500);
  // Away from the points, where a difference over 2h = .004 errs by h²/6 of the third derivative.
  const places = rows(noise(25, 3 * 40, 0.15));
  const h = 2e-3;
  const gradient = await deviceSums('gradient', tree, dipoles, Float32Array.from(places.flat()), 0);
  for (const axis of [0, 1, 2] as const) {
    const shifted = (by: number): Float32Array =>
      Float32Array.from(places.flatMap((place) => place.map((value, a) => value + (a === axis ? by : 0))));
    const above = await deviceSums('winding', tree, dipoles, shifted(h), 0);
    const below = await deviceSums('winding', tree, dipoles, shifted(-h), 0);
    places.forEach((_, i) => {
      const quotient = ((above[i]?.[0] ?? NaN) - (below[i]?.[0] ?? NaN)) / (2 * h);
      const size = lengthOf(gradient[i] ?? [NaN, NaN, NaN]);
      // 1e-7 of a value of 12.6 over 2h is 3e-4; the rest is the third derivative.
      expect(Math.abs(quotient + (gradient[i]?.[axis] ?? NaN))).toBeLessThan(2e-3 + 0.01 * size);
    });
  }
});

it('gives 4π inside and 0 outside of a closed surface of unit dipole density', async () => {
  const { positions, normals } = sphere(4000);
  const tree = buildWindingTree({ positions });
  const area = (4 * Math.PI * 0.25) / 4000;
  const sources = inTreeOrder(
    normals.map((value) => value * area),
    tree,
  );
  const queries = Float32Array.from([0, 0, 0, 0.2, 0.1, -0.1, 0.9, 0, 0, -0.5, 0.8, 0.3]);
  const found = (await deviceSums('winding', tree, sources, queries, 0)).map(([value]) => value / (4 * Math.PI));
  // Points at random: the density varies by 1/√n.
  [1, 1, 0, 0].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 1));
});

it('takes queries past one dispatch in order', async () => {
  const { positions } = sphere(20);
  const tree = buildWindingTree({ positions });
  const sources = noise(26, 60);
  const count = 65_536 + 3;
  const queries = noise(27, 3 * count);
  const found = await deviceSums('winding', tree, sources, queries, 0.01);
  const moments = referenceMoments(tree, sources);
  // The last quad of the first part and all of the second.
  const tail = rows(queries.subarray(3 * 65_532));
  walkSums('winding', tree, moments, tail, 0.01).forEach(({ sum, size }, i) => {
    expect(Math.abs((found[65_532 + i]?.[0] ?? NaN) - sum[0])).toBeLessThanOrEqual(1e-4 * size);
  });
});
