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
  'math',
  'gpu',
  'cloud',
  'mesh',
  'neighbours',
  'measure',
  'analysis',
  'orientation',
  'grid',
  'field',
  'surface',
  'finish',
  'tiles',
];
const stageOf = (file: string): string => relative('src/engine', file).split('/')[0] ?? '';

/** The one package of the engine: what is in WGSL stands there, and nowhere else. */
const ENGINE_PACKAGES: Readonly<Record<string, RegExp>> = { 'webgpu-utils': /^src\/engine\/gpu\// };

it('the engine imports no other room, and one package in one place', () => {
  for (const file of sources('src/engine')) {
    for (const name of imports(file)) {
      if (ENGINE_PACKAGES[name]?.test(file)) continue;
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

const BUNDLED =
  'three|camera-controls|lit|@lit-labs/virtualizer|@awesome\\.me/webawesome|uplot|i18next|lucide-static|comlink|@noble/hashes';

/** Plain data that every room may have; the compiler sees to it that only these are (tsconfig.light.json). */
const LIGHT = ['src/engine/formats/formats.ts', 'src/batch/output-names.ts'];

it.each(LIGHT)('%s needs nothing that is not plain data, too', (file) => {
  for (const name of imports(file)) expect(LIGHT).toContain(relative('.', resolve(dirname(file), name)));
});

/** The packages of each room, and the rooms it may reach into. */
it.each([
  ['src/batch', /^(zod|picomatch|fast-png)$/, ['engine', 'batch']],
  ['src/cli', /^(node:|comlink\b|commander$|webgpu$)/, ['engine', 'batch', 'cli']],
  ['src/shared', /^never$/, ['shared']],
  ['src/preload', /^electron$/, ['shared', 'preload']],
  ['src/main', /^(node:|electron$|electron\/main$|electron-log|conf$|zod$|i18next$)/, ['shared', 'main']],
  ['src/web', /^node:/, ['shared', 'main', 'web']],
  ['src/renderer/worker', /^(comlink|@noble\/hashes\/.*)$/, ['engine', 'batch', 'renderer']],
  ['src/renderer', new RegExp(`^(${BUNDLED})(/|$)`), ['shared', 'engine', 'batch', 'renderer']],
])('%s imports what it may', (folder, packages, rooms) => {
  for (const file of sources(folder)) {
    for (const name of imports(file)) {
      if (!name.startsWith('.')) {
        expect(name, file).toMatch(packages);
        continue;
      }
      const target = relative('.', resolve(dirname(file), name));
      if (LIGHT.includes(target)) continue;
      expect(
        rooms.map((room) => `src/${room}`),
        `${file} imports ${name}`,
      ).toContain(target.split('/').slice(0, 2).join('/'));
    }
  }
});

it('the window takes types and constants of the engine, the worker the rest', () => {
  // What these hold is plain data or a pure function of a line; anything else would pull the engine into the window.
  const light =
    /^src\/engine\/(options|option-table|option-kinds|resolutions|math\/ranges|errors|formats\/formats)\.ts$/;
  for (const file of sources('src/renderer').filter((name) => !name.includes('/worker/'))) {
    const values = [...readFileSync(file, 'utf8').matchAll(/^import (?!type )[^;]*? from '([^']+engine\/[^']+)'/gm)];
    for (const [, name] of values) {
      expect(relative('.', resolve(dirname(file), name ?? '')), file).toMatch(light);
    }
  }
});

it('main reaches for the window by its protocol only, the web host only for that protocol', () => {
  for (const file of sources('src/web')) {
    const reached = imports(file).filter((name) => name.includes('../main/'));
    expect(
      reached.every((name) => name === '../main/protocol.ts'),
      `${file}: ${reached.join(' ')}`,
    ).toBe(true);
  }
});
