import { describe, expect, it, vi } from 'vitest';
import type { RunContext } from '../../../src/engine/events.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { findNearest, FIRST_DISPATCH } from '../../../src/engine/neighbours/find-nearest.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { NearestSearch } from '../../../src/engine/neighbours/nearest-search.ts';
import { referenceNearest } from '../../reference/neighbours.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';

const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };
const NONE = 0xffffffff;

/** Uniform in the unit cube, the same on every run. */
function randomPoints(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: 3 * count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** [side³] points of a cubic grid of spacing 1/16, all squared distances exact in float32: full of ties. */
function gridPoints(side: number): Float32Array {
  return Float32Array.from({ length: 3 * side ** 3 }, (_, i) => {
    const point = Math.floor(i / 3);
    return (Math.floor(point / side ** (i % 3)) % side) / 16;
  });
}

async function find(positions: Float32Array, queries: Float32Array, k: number, run = context) {
  const gpu = await testGpu();
  const tree = await buildKdTree(positions, await testHost(), context);
  using scope = new BufferScope(gpu, 'test');
  const count = queries.length / 3;
  const device = uploadKdTree(scope, tree);
  const found = await findNearest(stageOf(gpu, { scope, context: run }), {
    tree: device,
    queries: uploadPoints(scope, queries),
    queryCount: count,
    k,
  });
  expect(found).toMatchObject({ k, count });
  const indices = await gpu.readUints(found.indices, k * count);
  const squared = await gpu.readFloats(found.squared, k * count);
  /** The neighbours of one query, from the neighbour-major arrays. */
  const of = (i: number) => ({
    indices: Array.from({ length: k }, (_, j) => indices[j * count + i] ?? NaN),
    squared: Array.from({ length: k }, (_, j) => squared[j * count + i] ?? NaN),
  });
  return { tree, of };
}

const at = (points: Float32Array, i: number) =>
  [points[3 * i] ?? NaN, points[3 * i + 1] ?? NaN, points[3 * i + 2] ?? NaN] as const;

describe('findNearest', () => {
  // One query, the workgroup of 64 and its neighbours.
  it.each([1, 63, 64, 65])('agrees with looking at all points, %i queries', async (queryCount) => {
    const positions = randomPoints(500, 1);
    const queries = randomPoints(queryCount, 2);
    const { of } = await find(positions, queries, 12);
    for (let i = 0; i < queryCount; i++) {
      const expected = referenceNearest(positions, at(queries, i), 12);
      const found = of(i);
      found.squared.forEach((value, j) => {
        // Three products and two sums of float32 on differences that are exact to half an ulp: 4 × 2⁻²⁴ relative.
        expect(Math.abs(value - (expected.squared[j] ?? NaN))).toBeLessThan(4 * 2 ** -24 * value + 1e-12);
      });
      // No two distances of this cloud are closer than float32 tells apart, so the indices are the same too.
      expect(found.indices).toEqual(expected.indices);
    }
  });

  it('orders ties by point index', async () => {
    const positions = gridPoints(6);
    const { of } = await find(positions, positions, 16);
    for (let i = 0; i < positions.length / 3; i++) {
      expect(of(i)).toEqual(referenceNearest(positions, at(positions, i), 16));
    }
  });

  it('orders equal points by index', async () => {
    const positions = new Float32Array(3 * 300).fill(0.5);
    const { of } = await find(positions, Float32Array.from([0.5, 0.5, 0.5, 0, 0, 0]), 4);
    expect(of(0)).toEqual({ indices: [0, 1, 2, 3], squared: [0, 0, 0, 0] });
    expect(of(1)).toEqual({ indices: [0, 1, 2, 3], squared: [0.75, 0.75, 0.75, 0.75] });
  });

  it('marks what is missing', async () => {
    const { of } = await find(Float32Array.from([0, 0, 0, 1, 0, 0]), Float32Array.from([1, 0, 0]), 4);
    expect(of(0).indices).toEqual([1, 0, NONE, NONE]);
    expect(of(0).squared).toEqual([0, 1, Math.fround(3.4e38), Math.fround(3.4e38)]);
    const empty = await find(new Float32Array(0), Float32Array.from([1, 0, 0]), 1);
    expect(empty.of(0)).toEqual({ indices: [NONE], squared: [Math.fround(3.4e38)] });
  });

  it('accepts no query', async () => {
    const { tree } = await find(randomPoints(10, 1), new Float32Array(0), 3);
    expect(tree.pointCount).toBe(10);
  });

  it('agrees with the CPU past one dispatch', async () => {
    const count = FIRST_DISPATCH + 1001;
    const positions = randomPoints(count, 3);
    const { tree, of } = await find(positions, positions, 2);
    const search = new NearestSearch(tree, 2);
    for (const i of [0, 1, FIRST_DISPATCH - 1, FIRST_DISPATCH, FIRST_DISPATCH + 500, count - 1]) {
      search.find(...at(positions, i), 2);
      expect(of(i).indices).toEqual([...search.indices]);
      expect(of(i).indices[0]).toBe(i);
    }
  });

  it('refuses more neighbours than its lists hold', async () => {
    await expect(find(randomPoints(20, 1), randomPoints(1, 2), 17)).rejects.toMatchObject({ code: 'option-invalid' });
  });

  it('stops between dispatches when the run is cancelled, leaving no buffer alive', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const abort = new AbortController();
    const { signal } = abort;
    // Looked at before each dispatch and each wait: cancelled before the second of three dispatches.
    let looks = 0;
    const look = signal.throwIfAborted.bind(signal);
    vi.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
      if (++looks > 2) abort.abort('enough');
      look();
    });
    const run = find(randomPoints(20, 1), randomPoints(3 * FIRST_DISPATCH, 2), 3, {
      signal,
      onEvent: () => undefined,
    });
    await expect(run).rejects.toBe('enough');
    expect(gpu.liveBytes).toBe(before);
  });
});
