/**
 * Sweeps shared out in parts: the same bytes whoever does them and in whatever order, and a surface as good as in one.
 */
import { describe, expect, it } from 'vitest';
import { openTaskThreads } from '../../../../src/cli/task-threads.ts';
import { collapseInParts, PART_VERTICES } from '../../../../src/engine/finish/simplify/collapse-in-parts.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import { simplifyMesh } from '../../../../src/engine/finish/simplify/simplify-mesh.ts';
import { collapsedSteps, type CollapseInput } from '../../../../src/engine/finish/simplify/simplify-tasks.ts';
import {
  CUTS,
  markBorderSteps,
  vertexPartSteps,
  verticesOf,
} from '../../../../src/engine/finish/simplify/vertex-parts.ts';
import { BORDER } from '../../../../src/engine/finish/simplify/volume-costs.ts';
import type { TaskHost } from '../../../../src/engine/host/host.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { compareMeshes } from '../../../../src/engine/measure/compare.ts';
import { EditableMesh } from '../../../../src/engine/mesh/editable-mesh.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { BACKWARDS } from '../../../backwards-tasks.ts';
import { quietContext } from '../../../run-context.ts';
import { gear, knot, terrain } from '../../../shapes/procedural-shapes.ts';
import { subdivide } from '../../../shapes/subdivide.ts';
import { kindOfSurface } from '../../../shapes/surface-kind.ts';

const { signal } = quietContext;
const MOST = 400;
const PIPE = knot(0.5, 200, 20);
const unlocked = (mesh: WorldMesh): Uint8Array => new Uint8Array(mesh.positions.length / 3);
const inputOf = (mesh: WorldMesh, until: CollapseInput['until']): CollapseInput => ({
  mesh,
  until,
  isLocked: unlocked(mesh),
  mostDrift: Infinity,
});

describe('parts', () => {
  it.each(CUTS)('of a cut at %d hold each vertex once, and no more than they may', (share) => {
    const parts = finishSteps(vertexPartSteps(PIPE.positions, MOST, share));
    const count = PIPE.positions.length / 3;
    const sizes = Array.from({ length: parts.starts.length - 1 }, (_, part) => verticesOf(parts, part).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(Math.floor(MOST / 3));
    expect([...parts.vertices].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    for (let part = 0; part < sizes.length; part++) {
      const vertices = [...verticesOf(parts, part)];
      expect(vertices).toEqual(vertices.toSorted((a, b) => a - b));
      expect(vertices.every((vertex) => parts.partOf[vertex] === part)).toBe(true);
    }
  });

  it('have the vertices beside other parts as their border, and little is in that of all cuts', () => {
    const mesh = finishSteps(EditableMesh.openSteps(PIPE));
    const always = new Uint8Array(PIPE.positions.length / 3).fill(1);
    for (const share of CUTS) {
      const parts = finishSteps(vertexPartSteps(PIPE.positions, MOST, share));
      const isLocked = unlocked(PIPE);
      for (let part = 0; part < parts.starts.length - 1; part++) {
        finishSteps(markBorderSteps(mesh, parts, part, isLocked));
      }
      const expected = unlocked(PIPE);
      for (let first = 0; first < PIPE.indices.length; first += 3) {
        const corners = [...PIPE.indices.subarray(first, first + 3)];
        const isOne = new Set(corners.map((vertex) => parts.partOf[vertex])).size === 1;
        if (!isOne) for (const vertex of corners) expected[vertex] = BORDER;
      }
      expect(isLocked).toEqual(expected);
      for (const [vertex, mark] of isLocked.entries()) if (mark !== BORDER) always[vertex] = 0;
    }
    // Two cuts in three would leave a twentieth by chance: here parts are small, and borders a third of all.
    expect(always.filter(Boolean).length / always.length).toBeLessThan(0.05);
  });
});

describe('a mesh in parts', () => {
  it('is the same on one thread, on two, and in another order', async () => {
    const input = inputOf(PIPE, { triangles: 900 });
    const threads = openTaskThreads(2);
    try {
      const alone = await collapseInParts(input, INLINE_TASKS, signal, MOST);
      const pool: TaskHost = { parallelTasks: 2, runTask: threads.runTask.bind(threads) };
      expect(await collapseInParts(input, pool, signal, MOST)).toEqual(alone);
      expect(await collapseInParts(input, BACKWARDS, signal, MOST)).toEqual(alone);
      expect(alone.indices.length / 3).toBe(900);
      // The first sweeps were shared, the last were not.
      expect(alone.sweeps[0]!.lastVertices.length).toBeGreaterThan(5);
      expect(alone.sweeps.at(-1)!.cut).toBeUndefined();
    } finally {
      await threads.close();
    }
  });

  it('of one part is what it always was', async () => {
    const input = inputOf(PIPE, { triangles: 900 });
    expect(PIPE.positions.length / 3).toBeLessThan(PART_VERTICES);
    expect(await collapseInParts(input, INLINE_TASKS, signal)).toEqual(finishSteps(collapsedSteps(input)));
  });

  it.each<[string, WorldMesh]>([
    ['knot', PIPE],
    ['gear', subdivide(gear(12), 2)],
    ['terrain with a rim', terrain(60)],
  ])('of a %s keeps what it is, meets nowhere and lies no further away than in one', async (_, mesh) => {
    const simplify = (mostInPart: number) =>
      simplifyMesh(mesh, { target: { share: 0.15 }, mostInPart }, INLINE_TASKS, quietContext);
    const [parts, whole] = [await simplify(MOST), await simplify(PART_VERTICES)];
    expect(parts.stoppedBy).toBe('target');
    expect(parts.wantedTriangles! - parts.mesh.indices.length / 3).toBeOneOf([0, 1]);
    expect(kindOfSurface(parts.mesh)).toEqual(kindOfSurface(mesh));
    expect(await exactMeetings(INLINE_TASKS, quietContext)(parts.mesh)).toHaveLength(0);
    const p2s = async (found: WorldMesh): Promise<number> =>
      (await compareMeshes(mesh, found, { samples: 20_000 }, quietContext)).chamferL1;
    // A gear's flat sides cost nothing in either.
    expect(await p2s(parts.mesh)).toBeLessThan(1.05 * (await p2s(whole.mesh)) + 1e-6);
  });

  it('keeps what is locked when its sweeps are done again', async () => {
    const first = await collapseInParts(inputOf(PIPE, { triangles: 900 }), INLINE_TASKS, signal, MOST);
    const isLocked = Uint8Array.from(unlocked(PIPE), (_, vertex) => (vertex < 300 ? 1 : 0));
    const again = await collapseInParts(
      { ...inputOf(PIPE, { sweeps: first.sweeps }), isLocked },
      INLINE_TASKS,
      signal,
      MOST,
    );
    expect(again.sources.subarray(0, 300)).toEqual(Uint32Array.from({ length: 300 }, (_, i) => i));
    expect(again.positions.subarray(0, 900)).toEqual(PIPE.positions.slice(0, 900));
    expect(again.indices.length).toBeGreaterThan(first.indices.length);
    expect(again.indices.length).toBeLessThan(PIPE.indices.length / 2);
    expect(kindOfSurface(again)).toEqual(kindOfSurface(PIPE));
  });

  it('ends at an abort with its reason', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    let count = 0;
    const host: TaskHost = {
      parallelTasks: 1,
      runTask: (task, args) => {
        if (++count === 12) abort.abort(reason);
        return INLINE_TASKS.runTask(task, args);
      },
    };
    const input = inputOf(PIPE, { triangles: 900 });
    await expect(collapseInParts(input, host, abort.signal, MOST)).rejects.toBe(reason);
    expect(count).toBeLessThan(14);
  });
});
