import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSurface } from '../../../src/engine/finish/finish-surface.ts';
import { proveMesh } from '../../../src/engine/finish/check/prove-mesh.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import type { RunEvent } from '../../../src/engine/events.ts';
import { distinctTriangleSteps } from '../../../src/engine/mesh/distinct-triangles.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { torus } from '../../shapes/meshes.ts';

const distinct = (indices: readonly number[]) => finishSteps(distinctTriangleSteps(Uint32Array.from(indices)));

describe('distinct triangles', () => {
  it('are the first of each three vertices, whichever way round, and no line', () => {
    const { indices, ...counts } = distinct([0, 1, 2, 3, 3, 4, 2, 1, 0, 1, 2, 0, 1, 2, 3, 5, 5, 5]);
    expect([...indices]).toEqual([0, 1, 2, 1, 2, 3]);
    expect(counts).toEqual({ degenerate: 2, duplicates: 2 });
  });

  it('are all of a mesh that has no others, in the same array', () => {
    const { indices } = torus(12, 8);
    expect(finishSteps(distinctTriangleSteps(indices)).indices).toBe(indices);
    expect(finishSteps(distinctTriangleSteps(new Uint32Array())).indices).toHaveLength(0);
  });

  it('are what a set of sorted vertices holds', () => {
    const corner = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(corner, corner, corner), { maxLength: 60 }), (triangles) => {
        const seen = new Set<string>();
        const kept = triangles.filter((triangle) => {
          const key = [...triangle].sort().join();
          if (new Set(triangle).size < 3 || seen.has(key)) return false;
          seen.add(key);
          return true;
        });
        expect([...distinct(triangles.flat()).indices]).toEqual(kept.flat());
      }),
    );
  });
});

it.each([
  ['simplified', { simplify: '30%' }],
  ['relaxed', { relax: true }],
  ['smoothed with edges', { smooth: 2, smoothKind: 'edges' }],
  ['closed', { close: 'all' }],
  ['left as its largest piece', { keep: 'largest' }],
] as const)(
  'a mesh with triangles twice and triangles on a line is %s, and what was left out is said',
  async (_, options) => {
    const { positions, indices } = torus(24, 12);
    const more = [...indices, ...indices.slice(0, 30), 0, 0, 1, 5, 5, 5];
    const mesh = {
      positions: Float32Array.from(positions),
      indices: Uint32Array.from(more),
      shift: [0, 0, 0],
    } as const;
    const said: string[] = [];
    const onEvent = (event: RunEvent): void => void (event.type === 'warning' && said.push(event.message));
    const context = { signal: new AbortController().signal, onEvent };
    const { mesh: found } = await finishSurface(mesh, { ...DEFAULTS, ...options }, INLINE_TASKS, context);
    expect((await proveMesh(found, INLINE_TASKS, context)).faults).toEqual([]);
    expect(said).toEqual(['Triangles left out: 10 that an earlier one is the same as, 2 that name a vertex twice.']);
  },
);
