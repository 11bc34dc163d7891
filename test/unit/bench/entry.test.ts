/** The benchmark's command starts: its sources run as they are, shaders among them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('npm run bench names what it does not know', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [program, ...args] = scripts['bench']!.split(' ');
  expect(program).toBe('node');
  const { status, stderr } = spawnSync(process.execPath, [...args, 'no-such-case'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringContaining('no case is named like no-such-case')]);
});
