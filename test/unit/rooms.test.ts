/** What the compiler cannot hold: the packages of each room, which room may use which, and by what doors. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));

const texts = new Map<string, string>();
const textOf = (file: string): string => {
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
};

/** Whether at once, as `import('…')` or for its types. */
const importsIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:from\s+|import\s+|import\(\s*)'([^']+)'/g)].map((match) => match[1] ?? '');
const imports = (file: string): string[] => importsIn(textOf(file));

/** Of those, what is there at run time: neither by `import type` nor by `typeof import('…')`. */
const valueImportsIn = (text: string): string[] =>
  [
    ...text.matchAll(/^(?:import|export) (?!type )(?:[^;']*? from )?'([^']+)';|(?<!\btypeof )\bimport\(\s*'([^']+)'/gm),
  ].map((match) => match[1] ?? match[2] ?? '');

const roomsOf = (file: string, names: readonly string[]): string[] =>
  names.filter((name) => name.endsWith('.ts')).map((name) => relative('.', resolve(dirname(file), name)));

/** What a file imports of this repository's TypeScript, types included. */
const targets = (file: string): string[] => roomsOf(file, imports(file));

const valueTargets = (file: string): string[] => roomsOf(file, valueImportsIn(textOf(file)));

it('an import is seen however it is written', () => {
  const text = [
    "import './a.ts';",
    "import { b } from './b.ts';",
    "import {\n  c,\n  d,\n} from './c.ts';",
    "export * from './d.ts';",
    "  const e = await import('./e.ts');",
    "  const f = await import(\n    './f.ts'\n  );",
    "import type { G } from './g.ts';",
    "export type { H } from './h.ts';",
    "type I = typeof import('./i.ts');",
  ].join('\n');
  const files = (names: string): string[] => [...names].map((name) => `./${name}.ts`);
  expect(importsIn(text)).toEqual(files('abcdefghi'));
  expect(valueImportsIn(text)).toEqual(files('abcdef'));
});

/** Plain data that every room may have; the compiler sees to it that only these are (tsconfig.light.json). */
const LIGHT = ['src/engine/formats/formats.ts', 'src/batch/output-names.ts'];

/** The engine's words and numbers: every room of it may use them. */
const WORDS = [
  'math',
  'coarse-voxels.ts',
  'errors.ts',
  'events.ts',
  'limits.ts',
  'option-kinds.ts',
  'option-row.ts',
  'option-table.ts',
  'options.ts',
  'reading-choices.ts',
  'report.ts',
  'resolutions.ts',
  'terrain-words.ts',
  'texture-obstacle.ts',
];

/**
 * The engine's rooms from the ground to the roof, and which others each uses besides the words (docs/architecture.md).
 * The stages stand in the order of the pipeline. A room uses only what stands above it here; a new arrow is a new word
 * in its row, and so a decision.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  gpu: [],
  host: ['gpu'],
  cloud: ['host'],
  select: ['host', 'cloud'],
  mesh: ['host'],
  section: ['host', 'mesh'],
  formats: ['host', 'cloud', 'mesh'],
  terrain: ['host', 'cloud', 'mesh', 'section', 'formats'],
  neighbours: ['gpu', 'host'],
  measure: ['gpu', 'host', 'cloud', 'mesh', 'neighbours'],
  tileset: ['host', 'cloud', 'mesh', 'formats', 'measure'],
  analysis: ['gpu', 'host', 'neighbours'],
  alignment: ['gpu', 'host', 'cloud', 'mesh', 'neighbours', 'analysis'],
  orientation: ['gpu', 'host', 'neighbours', 'analysis'],
  grid: ['gpu', 'host', 'neighbours', 'analysis', 'orientation'],
  field: ['gpu', 'host', 'analysis', 'grid'],
  surface: ['gpu', 'host', 'neighbours', 'grid'],
  finish: ['gpu', 'host', 'cloud', 'mesh', 'neighbours', 'measure', 'analysis', 'grid', 'surface'],
  trust: ['gpu', 'host', 'mesh', 'neighbours'],
  tiles: [
    'gpu',
    'host',
    'cloud',
    'mesh',
    'neighbours',
    'analysis',
    'orientation',
    'grid',
    'field',
    'surface',
    'finish',
  ],
  doctor: ['gpu', 'host', 'cloud', 'mesh', 'neighbours'],
  run: ['gpu', 'host', 'cloud', 'neighbours', 'analysis', 'grid', 'tiles'],
  estimate: ['host', 'cloud', 'analysis', 'orientation', 'grid', 'field', 'run'],
  methods: [
    'gpu',
    'host',
    'cloud',
    'mesh',
    'neighbours',
    'analysis',
    'orientation',
    'grid',
    'field',
    'surface',
    'finish',
    'trust',
    'tiles',
    'run',
    'estimate',
  ],
};

/** Types that stand higher than a file which names them; docs/architecture.md says why. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'src/engine/host/run-dump.ts': ['src/engine/cloud/frame.ts'],
  'src/engine/report.ts': [
    'src/engine/cloud/point-cloud.ts',
    'src/engine/finish/check/mesh-check.ts',
    'src/engine/finish/finish-report.ts',
    'src/engine/mesh/topology.ts',
  ],
};

/** The folder of a file of the engine, or the file's own name on the roof. */
const roomOf = (file: string): string => relative('src/engine', file).split('/')[0] ?? '';

/**
 * The packages of the engine: one that says what is in WGSL, those that pack and unpack formats, read XML or quoted
 * tables, and one that tells sides of planes exactly.
 */
const ENGINE_PACKAGES: Readonly<Record<string, RegExp>> = {
  'robust-predicates': /^src\/engine\/finish\/check\/exact-sides\.ts$/,
  'meshoptimizer/encoder': /^src\/engine\/formats\/write\/write-compressed-glb\.ts$/,
  'meshoptimizer/simplifier': /^src\/engine\/tileset\/tile-contents\.ts$/,
  'meshoptimizer/decoder': /^src\/engine\/formats\/read-mesh\/unpack-glb\.ts$/,
  watlas: /^src\/engine\/finish\/texture\/unwrap\.ts$/,
  'webgpu-utils': /^src\/engine\/gpu\//,
  fflate: /^src\/engine\/formats\/(read\/(zip\/|gunzip\.ts$)|write\/(write-3mf|png-picture)\.ts$)/,
  fzstd: /^src\/engine\/formats\/read\/splat\//,
  saxes: /^src\/engine\/formats\/(read\/e57\/e57-xml|read-mesh\/3mf-(model|scene))\.ts$/,
  papaparse: /^src\/engine\/formats\/read\/text\/quoted-rows\.ts$/,
};

it('the engine imports no other room, and each package in one place', () => {
  for (const file of sources('src/engine')) {
    for (const name of imports(file)) {
      if (ENGINE_PACKAGES[name]?.test(file)) continue;
      if (!name.startsWith('.')) throw new Error(`${file} imports the package ${name}`);
      const target = relative('.', resolve(dirname(file), name));
      expect(target, file).toMatch(/^src\/(engine|shaders)\//);
    }
  }
});

it('rooms of the engine use what their row says', () => {
  for (const file of sources('src/engine')) {
    const room = roomOf(file);
    const allowed = WORDS.includes(room) ? [] : ROOMS[room];
    if (!allowed) {
      // The roof: public surface, a run, what it will cost, the list of tasks.
      expect(room.endsWith('.ts'), `${file} stands in a room without a row`).toBe(true);
      continue;
    }
    for (const target of targets(file)) {
      if (EXCEPTIONS[file]?.includes(target)) continue;
      expect([room, ...WORDS, ...allowed], `${file} imports ${target}`).toContain(roomOf(target));
    }
  }
});

it.each(Object.entries(EXCEPTIONS))('%s needs its exceptions %s', (file, exceptions) => {
  expect(targets(file)).toEqual(expect.arrayContaining([...exceptions]));
});

it('rooms use only what stands above them in the table', () => {
  const order = Object.keys(ROOMS);
  for (const [place, room] of order.entries()) {
    for (const used of ROOMS[room]!) expect(order.slice(0, place), `${room} uses ${used}`).toContain(used);
  }
});

it('no files import one another in a circle', () => {
  // Depth first; a file met again while it is being visited closes a circle. A few lines in a tenth of a second, where
  // madge takes ten seconds for the same.
  const files = sources('src');
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) throw new Error(`a circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    if (done.has(file)) return;
    for (const target of targets(file)) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

/** All that a file brings along at run time. */
const broughtBy = (file: string, found = new Set<string>()): Set<string> => {
  if (found.has(file)) return found;
  found.add(file);
  for (const target of valueTargets(file)) broughtBy(target, found);
  return found;
};

it('the engine has four doors', () => {
  const doors = ['index.ts', 'vocabulary.ts', 'hosting.ts', 'task-list.ts'].map((name) => `src/engine/${name}`);
  for (const file of sources('src').filter((name) => !name.startsWith('src/engine/'))) {
    for (const target of targets(file).filter((name) => name.startsWith('src/engine/'))) {
      if (LIGHT.includes(target)) continue;
      expect(doors, `${file} imports ${target}`).toContain(target);
    }
  }
  const entries = ['src/cli/task-worker.ts', 'src/renderer/worker/task.worker.ts'];
  const users = sources('src').filter((file) => targets(file).includes('src/engine/task-list.ts'));
  expect(users.sort()).toEqual(entries);
});

it('words bring no room along, hosting no stage, the list of tasks no shader', () => {
  const roomsBrought = (door: string): string[] =>
    [...new Set([...broughtBy(door)].map(roomOf))].filter((room) => !WORDS.includes(room) && !room.endsWith('.ts'));
  expect(roomsBrought('src/engine/vocabulary.ts')).toEqual(['formats']);
  expect(roomsBrought('src/engine/hosting.ts')).toEqual(['host']);
  for (const file of broughtBy('src/engine/task-list.ts')) {
    expect(
      imports(file).filter((name) => name.endsWith('.wgsl')),
      file,
    ).toEqual([]);
  }
});

const BUNDLED =
  'three|camera-controls|lit|@lit-labs/virtualizer|@awesome\\.me/webawesome|uplot|i18next|lucide-static|comlink|@noble/hashes';

it.each(LIGHT)('%s needs nothing that is not plain data, too', (file) => {
  for (const name of imports(file)) expect(LIGHT).toContain(relative('.', resolve(dirname(file), name)));
});

/** The packages of each room, and the rooms it may reach into. */
it.each([
  ['src/batch', /^(zod|fast-png)$/, ['engine', 'batch']],
  ['src/cli', /^(node:|comlink\b|commander$|webgpu$|zod$|@modelcontextprotocol\/server\b)/, ['engine', 'batch', 'cli']],
  ['src/contracts', /^never$/, ['contracts']],
  ['src/preload', /^electron$/, ['contracts', 'preload']],
  ['src/main', /^(node:|electron$|electron\/main$|electron-log|conf$|zod$|i18next$)/, ['contracts', 'main']],
  ['src/web', /^node:/, ['contracts', 'main', 'web']],
  ['src/library', /^(node:url|three)$/, ['engine', 'library', 'cli', 'renderer']],
  ['src/renderer/worker', /^(comlink|@noble\/hashes\/.*)$/, ['engine', 'batch', 'renderer']],
  ['src/renderer', new RegExp(`^(${BUNDLED})(/|$)`), ['contracts', 'engine', 'batch', 'renderer']],
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

it('the window brings none of the engine along but its words', () => {
  const brought = [...broughtBy('src/renderer/main.ts')].filter((file) => file.startsWith('src/engine/'));
  const words = broughtBy('src/engine/vocabulary.ts');
  expect(brought.filter((file) => !words.has(file))).toEqual([]);
});

it('unit tests, whose files share modules, replace none', () => {
  for (const file of sources('test/unit'))
    expect(textOf(file), file).not.toMatch(/\bvi\.(do)?[mM]ock\(|\bvi\.resetModules/);
});

it('long functions and files say why', () => {
  for (const file of sources('src')) {
    const allowing = textOf(file)
      .split('\n')
      .filter((line) => line.includes('oxlint-disable') && line.includes('max-lines'));
    for (const line of allowing) expect(line, file).toMatch(/ -- \w.{20,}/);
  }
});

it('the library takes from both hosts how a device and its workers are opened, and nothing else', () => {
  const taken = sources('src/library').flatMap((file) =>
    targets(file).filter((name) => /^src\/(cli|renderer)\//.test(name)),
  );
  expect([...new Set(taken)].sort()).toEqual([
    'src/cli/node-files.ts',
    'src/cli/node-host.ts',
    'src/renderer/worker/browser-device.ts',
    'src/renderer/worker/task.worker.ts',
    'src/renderer/worker/worker-host.ts',
  ]);
});

it('main reaches for the window by its protocol only, the web server only for that protocol', () => {
  for (const file of sources('src/web')) {
    const reached = imports(file).filter((name) => name.includes('../main/'));
    expect(
      reached.every((name) => name === '../main/protocol.ts'),
      `${file}: ${reached.join(' ')}`,
    ).toBe(true);
  }
});
