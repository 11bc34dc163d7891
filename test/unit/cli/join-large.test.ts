/** Which meshes are joined part by part, and what is told of those that are held all the same. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { isJoinedByParts, joinLarge } from '../../../src/cli/tiles/join-large.ts';
import type { Joining } from '../../../src/cli/tiles/phases.ts';
import { planLimits } from '../../../src/cli/work-limits.ts';
import {
  type Host,
  type PointCloud,
  type ReconstructOptions,
  type RunEvent,
  validateOptions,
  WORK_LIMITS,
} from '../../../src/engine/index.ts';
import { quietContext } from '../../run-context.ts';

afterEach(() => void vi.unstubAllEnvs());

function asked(vertexCount: number, format: 'ply' | 'ply-ascii' | 'glb', options: Partial<ReconstructOptions> = {}) {
  const told: string[] = [];
  const onEvent = (event: RunEvent): void => void (event.type === 'warning' && told.push(event.message));
  const context = { signal: new AbortController().signal, onEvent };
  return [isJoinedByParts({ vertexCount }, { format, options: validateOptions(options) }, context), told.join('\n')];
}

it('is so beyond what is held, for PLY', () => {
  const { wholeVertices } = WORK_LIMITS;
  expect(asked(wholeVertices, 'ply')).toEqual([false, '']);
  expect(asked(wholeVertices + 1, 'ply')).toEqual([true, '']);
  expect(asked(wholeVertices + 1, 'ply-ascii')).toEqual([true, '']);
  expect(asked(wholeVertices, 'glb')).toEqual([false, '']);
});

it('is not so for what asks for the whole mesh, which is told with the memory that it takes', () => {
  expect(asked(20_000_000, 'glb')).toEqual([
    false,
    'The mesh of about 20000000 vertices is held as a whole, which takes about 8.0 GB of memory, since GLB is written; ' +
      'a PLY without that is joined part by part, in memory that does not grow.',
  ]);
  const cases: readonly [Partial<ReconstructOptions>, string][] = [
    [{ smooth: 5 }, 'what is done to a mesh asks for all of it'],
    [{ certify: true }, '--certify asks for all of it'],
    [{ trust: true }, '--trust asks for all of it'],
    [{ openHoles: ['2'] }, '--open asks for all of it'],
    [{ contours: 1 }, 'a height raster, or contours, asks for all of it'],
  ];
  for (const [options, why] of cases) {
    const [isByParts, told] = asked(20_000_000, 'ply', options);
    expect([isByParts, told]).toEqual([false, expect.stringContaining(why)]);
  }
});

it('is refused before it begins where the disk has no room for it', async () => {
  const output = join(mkdtempSync(join(tmpdir(), 'gridpull-join-')), 'mesh.ply');
  const task = { output, format: 'ply' as const, options: validateOptions({}) };
  const joining = { vertexCount: 1e15, control: {} as Joining['control'] };
  const joined = joinLarge({} as PointCloud, task, joining, {} as Host, quietContext);
  await expect(joined).rejects.toThrow(
    /^the mesh takes 2\.15e\+8 GB of the disk of .* while its parts are joined, and .* are free; free/,
  );
  expect(readdirSync(dirname(output))).toEqual([]);
});

it('follows the environment, and plans do not', () => {
  vi.stubEnv('GRIDPULL_WORK_LIMITS', 'wholeVertices=1000,tilePoints=500');
  expect(asked(1000, 'ply')).toEqual([false, '']);
  expect(asked(1001, 'ply')).toEqual([true, '']);
  expect(planLimits()).toEqual({ tilePoints: 500 });
});
