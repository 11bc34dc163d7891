/** Which of npm's commands may pack this folder. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each([
  ['npm pack', 'pack', 1],
  ['npm publish', 'publish', 1],
  ['npm run pack', 'run', 0],
  ['npm run-script pack', 'run-script', 0],
])('%s ends with the right answer', (_typed, command, code) => {
  const env = { ...process.env, npm_command: command };
  const { status, stderr } = spawnSync(process.execPath, ['scripts/refuse-npm-pack.mjs'], { env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([code, code === 0 ? '' : 'The package is made by: npm run pack\n']);
});
