/** Columns of text files by name, and clouds from standard input. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isOneLine, runCli, runShell } from './cli.ts';
import { writeSmallHill } from './small-hill.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-columns-'));
const path = join(folder, 'a.xyz');
writeFileSync(path, Array.from({ length: 40 }, (_, i) => `${i % 7} ${i} 0.5 ${2 * i}\n`).join(''));
const spools = (): string[] => readdirSync(tmpdir()).filter((name) => /^gridpull-\w{6}$/.test(name));

interface Answer {
  readonly file: string;
  readonly points: number;
  readonly max: readonly number[];
  readonly columns: readonly string[];
}

it('info takes the columns as they are named', async () => {
  const run = await runCli(['info', path, '--columns', 'z,x,-,y', '--json']);
  expect(run.code, run.stderr).toBe(0);
  const answer = JSON.parse(run.stdout) as Answer;
  expect(answer.max).toEqual([39, 78, 6]);
  expect(answer.columns[2]).toBe('3: passed over, as asked for');
});

it.each(['x,y', 'x,y,z,what', 'x,y,z,i,r,g,b'])('columns %s are refused in one line', async (columns) => {
  const run = await runCli(['info', path, '--columns', columns]);
  expect(run.code).toBe(2);
  expect(isOneLine(run.stderr), run.stderr).toBe(true);
});

it('info reads standard input, packed or not', async () => {
  const before = spools();
  for (const packed of ['cat', 'gzip -c']) {
    const run = await runShell(`${packed} ${path} | node out/cli/index.js info - --json`);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ file: '-', points: 40 });
  }
  expect(spools()).toEqual(before);
});

it('reconstruct reads standard input', async () => {
  const output = join(folder, 'mesh.ply');
  const run = await runShell(
    `cat ${writeSmallHill(folder)} | node out/cli/index.js reconstruct - -o ${output} --software --resolution 64 --json --quiet`,
  );
  expect(run.code, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ input: '-', output });
});

it('standard input that is empty is refused', async () => {
  const run = await runShell('node out/cli/index.js info - < /dev/null');
  expect(run.code).toBe(3);
  expect(run.stderr).toContain('standard-input: the file is empty');
});
