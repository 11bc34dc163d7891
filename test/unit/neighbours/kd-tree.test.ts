import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { RunContext } from '../../../src/engine/events.ts';
import type { Host } from '../../../src/engine/host/host.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree, type KdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { NearestSearch } from '../../../src/engine/neighbours/nearest-search.ts';
import { referenceNearest } from '../../reference/neighbours.ts';
import { anyCloud, anyQuery, randomCloud } from './clouds.ts';

// The tree is built on the CPU: the host's device is never touched.
const noDevice = {} as GPUDevice;
const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };
const hostOf = (parallelTasks: number): Host => ({ ...inlineHost(noDevice, 'none'), parallelTasks });
const build = (positions: Float32Array, workers = 1) => buildKdTree(positions, hostOf(workers), context);

interface Node {
  readonly position: number[];
  readonly index: number;
  readonly axis: number;
}

function nodeOf({ nodes }: KdTree, i: number): Node {
  const position = [...new Float32Array(nodes.slice(4 * i, 4 * i + 3).buffer)];
  const tail = nodes[4 * i + 3] ?? NaN;
  return { position, index: tail & 0x3fffffff, axis: tail >>> 30 };
}

/** All nodes of the subtree at `i`, its root first. */
function subtree(tree: KdTree, i: number): Node[] {
  if (i >= tree.pointCount) return [];
  return [nodeOf(tree, i), ...subtree(tree, 2 * i + 1), ...subtree(tree, 2 * i + 2)];
}

const comesBefore = (a: Node, b: Node, axis: number): boolean => {
  const [va = NaN, vb = NaN] = [a.position[axis], b.position[axis]];
  return va < vb || (va === vb && a.index < b.index);
};

describe('buildKdTree', () => {
  it('holds every point once and keeps the order of coordinate, then index, at every node', async () => {
    await fc.assert(
      fc.asyncProperty(anyCloud, async (positions) => {
        const tree = await build(positions);
        const nodes = subtree(tree, 0);
        expect(nodes.map((n) => n.index).sort((a, b) => a - b)).toEqual([...Array(positions.length / 3).keys()]);
        for (const { position, index } of nodes)
          expect(position).toEqual([...positions.slice(3 * index, 3 * index + 3)]);
        for (let i = 0; i < tree.pointCount; i++) {
          const root = nodeOf(tree, i);
          expect(subtree(tree, 2 * i + 1).every((n) => comesBefore(n, root, root.axis))).toBe(true);
          expect(subtree(tree, 2 * i + 2).every((n) => comesBefore(root, n, root.axis))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('splits along the widest axis', async () => {
    const positions = Float32Array.from([0, 0, 0, 1, 5, 2, 0, 2, 1, 1, 3, 9]);
    expect(nodeOf(await build(positions), 0).axis).toBe(2);
  });

  it('gives an empty tree for an empty cloud', async () => {
    expect(await build(new Float32Array(0))).toEqual({ pointCount: 0, nodes: new Uint32Array(0) });
  });

  it('gives the same tree whatever the number of workers', async () => {
    // More than one task: 40,000 points are split until a subtree has at most 8,192.
    const positions = randomCloud(40_000);
    const one = await build(positions, 1);
    for (const workers of [2, 3, 8]) expect((await build(positions, workers)).nodes).toEqual(one.nodes);
  });

  it('gives the same tree without shared memory, asking the host for nothing', async () => {
    const positions = randomCloud(40_000);
    const shared = await build(positions);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    try {
      const refusing: Host = { ...hostOf(4), runTask: () => Promise.reject(new Error('nothing to share')) };
      const tree = await buildKdTree(positions, refusing, context);
      expect(tree.nodes.buffer).toBeInstanceOf(ArrayBuffer);
      expect([...tree.nodes]).toEqual([...shared.nodes]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('takes no longer for equal points than for different ones', async () => {
    // Quadratic selection would need 10¹⁰ steps here, minutes; this takes a tenth of a second.
    const start = performance.now();
    const tree = await build(new Float32Array(3 * 100_000).fill(0.25));
    const search = new NearestSearch(tree, 4);
    for (let i = 0; i < 1000; i++) search.find(0.25, 0.25, 0.25, 4);
    expect([...search.indices]).toEqual([0, 1, 2, 3]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('stops between tasks when the run is cancelled', async () => {
    const abort = new AbortController();
    const host = hostOf(4);
    let tasks = 0;
    const counting: Host = {
      ...host,
      runTask: (task, args) => {
        if (++tasks === 3) abort.abort('enough');
        return host.runTask(task, args);
      },
    };
    const run = buildKdTree(randomCloud(100_000), counting, { signal: abort.signal, onEvent: () => undefined });
    await expect(run).rejects.toBe('enough');
    expect(tasks).toBeLessThan(6);
  });
});

describe('NearestSearch', () => {
  it('finds what looking at all points finds, ties included', async () => {
    await fc.assert(
      fc.asyncProperty(anyCloud, anyQuery, fc.integer({ min: 1, max: 20 }), async (positions, query, k) => {
        const search = new NearestSearch(await build(positions), 20);
        const found = search.find(...query, k);
        const expected = referenceNearest(positions, query, k);
        expect(found).toBe(Math.min(k, positions.length / 3));
        expect([...search.indices.subarray(0, found)]).toEqual(expected.indices);
        expect([...search.squared.subarray(0, found)]).toEqual(expected.squared);
      }),
      { numRuns: 300 },
    );
  });

  it('finds the points of a cloud themselves first', async () => {
    const positions = randomCloud(2000);
    const search = new NearestSearch(await build(positions), 3);
    for (let i = 0; i < 2000; i++) {
      search.find(positions[3 * i] ?? NaN, positions[3 * i + 1] ?? NaN, positions[3 * i + 2] ?? NaN, 3);
      expect(search.indices[0]).toBe(i);
      expect(search.squared[0]).toBe(0);
    }
  });

  it('forgets the answer before and leaves what is missing empty', async () => {
    const search = new NearestSearch(await build(Float32Array.from([0, 0, 0, 1, 0, 0])), 3);
    search.find(0, 0, 0, 3);
    expect(search.find(1, 0, 0, 3)).toBe(2);
    expect([...search.indices]).toEqual([1, 0, 0xffffffff]);
    expect([...search.squared]).toEqual([0, 1, Infinity]);
    expect(new NearestSearch(await build(new Float32Array(0)), 1).find(0, 0, 0, 1)).toBe(0);
  });
});
