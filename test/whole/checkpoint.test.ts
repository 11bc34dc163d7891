/** A run of the command line that is killed goes on from its last level when the same command is given again. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ballCloud } from '../../src/engine/doctor/ball-answers.ts';
import { computeProcessOf, finished, runCli, startCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const cloud = join(folder, 'scans', 'ball.xyz');
const WHOLE = join(folder, 'whole.ply');

beforeAll(async () => {
  mkdirSync(join(folder, 'scans'));
  const { positions } = ballCloud();
  const rows = Array.from({ length: positions.length / 3 }, (_, i) =>
    [...positions.subarray(3 * i, 3 * i + 3)].join(' '),
  );
  writeFileSync(cloud, `${rows.join('\n')}\n`);
  const whole = await runCli(reconstructing(WHOLE), { GRIDPULL_CHECKPOINT_SECONDS: 'never' });
  expect(whole.code, whole.stderr).toBe(0);
});

const EACH_LEVEL = { GRIDPULL_CHECKPOINT_SECONDS: '0' };
const FILE = '.mesh.ply.checkpoint';

/** Kills both processes at once, as a power cut would, when the checkpoint is there. */
async function killAt(checkpoint: string, command: readonly string[]): Promise<void> {
  const killed = startCli(command, EACH_LEVEL);
  const ended = finished(killed);
  while (!existsSync(checkpoint) && killed.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const pid of [await computeProcessOf(killed), killed.pid!]) process.kill(pid, 'SIGKILL');
  await ended;
}

it('to the same bytes, and leaves nothing but the mesh', async () => {
  const place = mkdtempSync(join(folder, 'killed-'));
  const output = join(place, 'mesh.ply');
  await killAt(join(place, FILE), reconstructing(output));
  expect(existsSync(output)).toBe(false);

  const again = await runCli(reconstructing(output), EACH_LEVEL);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toMatch(/An earlier run of the same was interrupted\. The run went on after its level of 64/);
  expect(readFileSync(output).equals(readFileSync(WHOLE))).toBe(true);
  expect(readdirSync(place)).toEqual(['mesh.ply']);
});

it('within a file of a batch, whose folders are made as they are needed', async () => {
  const out = join(folder, 'meshes');
  const scans = join(folder, 'batch');
  mkdirSync(join(scans, 'deep'), { recursive: true });
  copyFileSync(cloud, join(scans, 'deep', 'ball.xyz'));
  const command = ['batch', scans, '-o', out, '--recursive', '--resolution', '128', '--software'];
  await killAt(join(out, 'deep', '.ball.ply.checkpoint'), command);
  expect(existsSync(join(out, 'deep', 'ball.ply'))).toBe(false);

  const again = await runCli([...command, '--resume'], EACH_LEVEL);
  expect(again.code, again.stderr).toBe(0);
  expect(readFileSync(join(out, 'deep', 'ball.ply')).equals(readFileSync(WHOLE))).toBe(true);
  const { warnings } = JSON.parse(readFileSync(join(out, 'deep', 'ball.ply.json'), 'utf8')) as { warnings: string[] };
  expect(warnings).toContainEqual(expect.stringMatching(/The run went on after its level of 64/));
  expect(readdirSync(join(out, 'deep')).filter((name) => name.startsWith('.'))).toEqual([]);
});

function reconstructing(output: string): string[] {
  return ['reconstruct', cloud, '-o', output, '--resolution', '128', '--software'];
}
