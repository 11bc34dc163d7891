import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doTrianglesMeet } from '../../../../src/engine/finish/check/do-triangles-meet.ts';
import { findSelfIntersections, type TestedMesh } from '../../../../src/engine/finish/check/self-intersections.ts';
import type { TaskHost } from '../../../../src/engine/host/host.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { growBoxedTree, subtreesOf, visitOverlaps } from '../../../../src/engine/mesh/overlapping-pairs.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { together, torus, worldMesh } from '../../../shapes/meshes.ts';

const tested = async ({ positions, indices }: WorldMesh): Promise<TestedMesh> => ({
  positions,
  indices,
  tree: await growBoxedTree(positions, indices, INLINE_TASKS, quietContext.signal),
});

/** Every pair of triangles whose boxes overlap, by looking at all. */
function overlapsOf({ positions, indices }: WorldMesh): string[] {
  const count = indices.length / 3;
  const box = (t: number): number[][] =>
    [0, 1, 2].map((axis) => {
      const along = [0, 1, 2].map((corner) => positions[3 * indices[3 * t + corner]! + axis]!);
      return [Math.min(...along), Math.max(...along)];
    });
  const boxes = Array.from({ length: count }, (_, t) => box(t));
  const pairs: string[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const doOverlap = [0, 1, 2].every(
        (axis) => boxes[i]![axis]![0]! <= boxes[j]![axis]![1]! && boxes[j]![axis]![0]! <= boxes[i]![axis]![1]!,
      );
      if (doOverlap) pairs.push(`${i} ${j}`);
    }
  }
  return pairs;
}

const coordinate = fc.integer({ min: -8, max: 8 }).map((value) => value / 8);
const triangle = fc.array(coordinate, { minLength: 9, maxLength: 9 });
const triangles = fc.array(triangle, { minLength: 1, maxLength: 60 }).map((all) =>
  worldMesh(
    all.flat(),
    Array.from({ length: 3 * all.length }, (_, i) => i),
  ),
);

describe('pairs of overlapping boxes', () => {
  it('are each visited once, however the tree is cut', async () => {
    await fc.assert(
      fc.asyncProperty(triangles, fc.integer({ min: 1, max: 70 }), async (mesh, most) => {
        const { tree } = await tested(mesh);
        const roots = subtreesOf(tree, most);
        const found: string[] = [];
        for (let part = 0; part < roots.length; part++) {
          visitOverlaps(tree, roots, part, (a, b) => found.push(`${Math.min(a, b)} ${Math.max(a, b)}`) > 0);
        }
        expect(found.sort()).toEqual(overlapsOf(mesh).sort());
      }),
    );
  });

  it('end when the visitor has enough', async () => {
    const { tree } = await tested(torus(40, 20));
    let visited = 0;
    visitOverlaps(tree, subtreesOf(tree, Infinity), 0, () => ++visited < 7);
    expect(visited).toBe(7);
  });
});

describe('self-intersections', () => {
  /** Two rings through one another, of 40,000 triangles together: several parts. */
  const rings = together(torus(125, 80, 0.3), {
    ...torus(125, 80, 0.3),
    positions: torus(125, 80, 0.3).positions.map((value, i) => (i % 3 === 0 ? value + 0.4 : value)),
  });

  it('are those of all pairs', async () => {
    const small = together(torus(14, 9), { ...torus(14, 9), positions: torus(14, 9).positions.map((v) => v + 0.2) });
    const { pairs, isComplete } = await findSelfIntersections(await tested(small), INLINE_TASKS, quietContext);
    const slow: number[] = [];
    const count = small.indices.length / 3;
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        if (doTrianglesMeet(small.positions, small.indices, i, j)) slow.push(i, j);
      }
    }
    expect(slow.length).toBeGreaterThan(20);
    expect([...pairs]).toEqual(slow);
    expect(isComplete).toBe(true);
  });

  /** As many tasks at a time, the later ones done first. */
  const backwards = (parallelTasks: number): TaskHost => ({
    parallelTasks,
    async runTask(task, args) {
      const { part } = args as { part: number };
      await new Promise((resolve) => setTimeout(resolve, 5 * (8 - part)));
      return task(args);
    },
  });

  it('do not depend on the workers, nor does the part of them that is kept', async () => {
    const mesh = await tested(rings);
    expect(subtreesOf(mesh.tree, 1 << 14).length).toBeGreaterThan(2);
    const all = await findSelfIntersections(mesh, INLINE_TASKS, quietContext);
    expect(all.isComplete).toBe(true);
    expect(await findSelfIntersections(mesh, backwards(4), quietContext)).toEqual(all);
    const count = all.pairs.length / 2;
    const most = Math.floor(count / 3);
    const some = await findSelfIntersections(mesh, INLINE_TASKS, quietContext, undefined, most);
    expect(some.isComplete).toBe(false);
    expect(some.pairs).toHaveLength(2 * most);
    expect(await findSelfIntersections(mesh, backwards(4), quietContext, undefined, most)).toEqual(some);
    const exactly = await findSelfIntersections(mesh, backwards(4), quietContext, undefined, count);
    expect(exactly).toEqual(all);
  });

  it('of thousands of triangles in one place end at what is kept', async () => {
    const heap = worldMesh(
      [0, 0, 0, 1, 0, 0, 0, 1, 0],
      Array.from({ length: 9000 }, (_, i) => i % 3),
    );
    const found = await findSelfIntersections(await tested(heap), INLINE_TASKS, quietContext, undefined, 1000);
    expect(found.pairs).toHaveLength(2000);
    expect(found.isComplete).toBe(false);
  });

  it('are given up when cancelled, and tell how far they are', async () => {
    const mesh = await tested(rings);
    const controller = new AbortController();
    const shares: number[] = [];
    const reason = new Error('enough');
    const search = findSelfIntersections(mesh, INLINE_TASKS, { signal: controller.signal }, (share) => {
      shares.push(share);
      controller.abort(reason);
    });
    await expect(search).rejects.toBe(reason);
    expect(shares).toHaveLength(1);
    await findSelfIntersections(mesh, backwards(2), quietContext, (share) => shares.push(share));
    expect(shares.slice(1)).toEqual(shares.slice(1).toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
