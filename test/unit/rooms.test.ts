/** What the compiler cannot hold: package imports of each room and the direction of the engine's arrows. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));

const imports = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s+'([^']+)'/g)].map((match) => match[1] ?? '');

/** Stages in the order of the pipeline: a stage may import those on its left. */
const STAGES = [
  'gpu',
  'math',
  'cloud',
  'neighbours',
  'analysis',
  'orientation',
  'grid',
  'field',
  'paper',
  'surface',
  'mesh',
  'formats',
];
const stageOf = (file: string): string => relative('src/engine', file).split('/')[0] ?? '';

it('the engine imports no package and no other room', () => {
  for (const file of sources('src/engine')) {
    for (const name of imports(file)) {
      if (!name.startsWith('.')) throw new Error(`${file} imports the package ${name}`);
      const target = relative('.', resolve(dirname(file), name));
      expect(target, file).toMatch(/^src\/(engine|shaders)\//);
    }
  }
});

it('stages import upstream only', () => {
  for (const file of sources('src/engine')) {
    const own = STAGES.indexOf(stageOf(file));
    if (own < 0) continue;
    for (const name of imports(file).filter((n) => n.startsWith('.') && n.endsWith('.ts'))) {
      const other = STAGES.indexOf(stageOf(relative('.', resolve(dirname(file), name))));
      expect(other, `${file} imports ${name}`).toBeLessThanOrEqual(own);
    }
  }
});

it.each([
  ['src/cli', /^(\.|node:|comlink|commander|webgpu)/],
  ['src/renderer', /^(\.|comlink)/],
])('%s imports what it may', (folder, allowed) => {
  for (const file of sources(folder)) for (const name of imports(file)) expect(name, file).toMatch(allowed);
});
