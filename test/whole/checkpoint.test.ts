/** A run of the command line that is killed goes on from its last level when the same command is given again. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ballCloud } from '../../src/engine/doctor/ball-answers.ts';
import { computeProcessOf, finished, runCli, startCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EACH_LEVEL = { GRIDPULL_CHECKPOINT_SECONDS: '0' };
const FILE = '.mesh.ply.checkpoint';

it('to the same bytes, and leaves nothing but the mesh', async () => {
  const cloud = join(folder, 'ball.xyz');
  const { positions } = ballCloud();
  const rows = Array.from({ length: positions.length / 3 }, (_, i) =>
    [...positions.subarray(3 * i, 3 * i + 3)].join(' '),
  );
  writeFileSync(cloud, `${rows.join('\n')}\n`);
  const command = (output: string): string[] => [
    'reconstruct',
    cloud,
    '-o',
    output,
    '--resolution',
    '128',
    '--software',
  ];
  const whole = await runCli(command(join(folder, 'whole.ply')), { GRIDPULL_CHECKPOINT_SECONDS: 'never' });
  expect(whole.code, whole.stderr).toBe(0);

  const place = mkdtempSync(join(folder, 'killed-'));
  const output = join(place, 'mesh.ply');
  const killed = startCli(command(output), EACH_LEVEL);
  const ended = finished(killed);
  while (!existsSync(join(place, FILE)) && killed.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
  // Both processes at once, as a power cut would.
  for (const pid of [await computeProcessOf(killed), killed.pid!]) process.kill(pid, 'SIGKILL');
  await ended;
  expect(existsSync(output)).toBe(false);

  const again = await runCli(command(output), EACH_LEVEL);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toMatch(/An earlier run of the same was interrupted\. The run went on after its level of 64/);
  expect(readFileSync(output).equals(readFileSync(join(folder, 'whole.ply')))).toBe(true);
  expect(readdirSync(place)).toEqual(['mesh.ply']);
});
