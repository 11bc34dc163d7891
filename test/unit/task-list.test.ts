/**
 * A task that the list lacks would be unknown to workers alone: inline hosts, and most tests with them, need no list.
 */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TASKS } from '../../src/engine/task-list.ts';

const written = globSync('src/**/*.ts').flatMap((file) => [
  ...readFileSync(file, 'utf8').matchAll(/^(?:export )?const (\w+) = task\(\s*'([^']*)'/gm),
]);

it('holds every task of the sources', () => {
  expect(TASKS.map((task) => task.taskName).sort()).toEqual(written.map(([, , name]) => name).sort());
});

it('knows each task by a name of its own, which is that of its constant', () => {
  expect(new Set(TASKS.map((task) => task.taskName)).size).toBe(TASKS.length);
  for (const [, constant, name] of written) expect(name).toBe(constant);
});
