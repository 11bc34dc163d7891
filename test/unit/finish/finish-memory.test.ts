/** What an operation will take is said before it begins, and refused where there is less. */
import { expect, it } from 'vitest';
import { finishMemory } from '../../../src/engine/finish/finish-memory.ts';
import { finishSurface, type FinishOptions } from '../../../src/engine/finish/finish-surface.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import type { RunEvent } from '../../../src/engine/events.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { torus } from '../../shapes/meshes.ts';

const { positions, indices } = torus(20, 10);
const mesh: TriangleMesh = { positions: Float32Array.from(positions), indices, shift: [0, 0, 0] };
const size = { triangles: indices.length / 3, points: 0 };
const finished = (options: Partial<FinishOptions>, memoryBytes: number, onEvent = (_: RunEvent): void => undefined) =>
  finishSurface(
    mesh,
    { ...DEFAULTS, ...options },
    { ...INLINE_TASKS, memoryBytes },
    {
      signal: new AbortController().signal,
      onEvent,
    },
  );

it.each<[string, Partial<FinishOptions>]>([
  ['--keep', { keep: 'largest' }],
  ['--keep-area', { keepArea: 1 }],
  ['--handles', { handles: 0.1 }],
  ['--close', { close: 'all' }],
  ['--smooth', { smooth: 1 }],
  ['--smooth', { smooth: 1, smoothKind: 'edges' }],
  ['--relax', { relax: true }],
  ['--simplify', { simplify: '50%' }],
  ['--simplify-within', { simplifyWithin: 0.1 }],
  ['--texture', { texture: 512 }],
])('%s is refused with a byte less than it takes, by a sentence with its name', async (option, options) => {
  const need = finishMemory({ ...DEFAULTS, ...options }, size)!;
  expect(need.option).toBe(option);
  const said: RunEvent[] = [];
  await finished(options, need.bytes, (event) => void said.push(event));
  expect(said[0]).toEqual({ type: 'metric', name: 'finish memory bytes', value: need.bytes });
  await expect(finished(options, need.bytes - 1)).rejects.toMatchObject({
    code: 'option-invalid',
    message: expect.stringMatching(new RegExp(`^${option} of 400 triangles takes about 0\\.0 GiB`)) as string,
  });
});

it('of several operations the dearest counts, by triangles, pixels and points', () => {
  const options = { ...DEFAULTS, keep: 'largest', relax: true, texture: 1024 } as const;
  expect(finishMemory(options, { triangles: 1e6, points: 0 })!.option).toBe('--relax');
  expect(finishMemory(options, { triangles: 1e6, points: 2e7 })!.option).toBe('--texture');
  expect(finishMemory({ ...options, texture: 8192 }, { triangles: 1e6, points: 0 })!.option).toBe('--texture');
  expect(finishMemory(DEFAULTS, size)).toBeNull();
});
