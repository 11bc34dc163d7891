/**
 * `npm run pack`: the package `gridpull` as programs install it, library and command line, in `dist/npm` and packed as
 * `dist/gridpull-VERSION.tgz`. It has a `package.json` of its own: what the app is made with is no business of those who use
 * the engine, and nothing but Dawn for Node comes along as a dependency.
 *
 *   node scripts/pack-library.ts [--api]     --api: renew docs/library.api.d.ts, which a test compares
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build } from 'vite';
import { noticesOf, packagesOf } from './notices.ts';

const PLACE = 'dist/npm';
const DECLARATIONS = 'dist/declarations';
const API = 'docs/library.api.d.ts';

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`this failed: ${[command, ...args].join(' ')}`);
}

/** What programs see of the library, as one text, of what the compiler has declared of each project. */
function declarations(): string {
  run(process.execPath, 'node_modules/typescript-native/bin/tsc', '-b', 'tsconfig.library.json');
  rmSync(DECLARATIONS, { recursive: true, force: true });
  for (const project of ['light', 'engine', 'cli', 'worker', 'library']) {
    cpSync(join('.tsc', project, 'src'), join(DECLARATIONS, 'src'), { recursive: true });
  }
  const compilerOptions = {
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2024', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'],
    types: ['node', '@webgpu/types'],
    typeRoots: ['node_modules/@types', 'node_modules'].map((place) => resolve(place)),
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  };
  const config = join(DECLARATIONS, 'tsconfig.json');
  const entry = join(DECLARATIONS, 'src/library/node.d.ts');
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [resolve(entry)] }));
  const output = join(DECLARATIONS, 'index.d.ts');
  const choices = ['--no-check', '--no-banner', '--silent', '--export-referenced-types=false'];
  run('npx', 'dts-bundle-generator', '--project', config, ...choices, '-o', output, entry);
  return readFileSync(output, 'utf8');
}

/** Those of the helper for three.js, which name types of the library. */
const THREE_DECLARATIONS = `import type { BufferGeometry } from 'three';
import type { SurfaceArrays } from './index.js';
/** A surface as three.js draws it; see the package's README. */
export declare function toBufferGeometry(surface: SurfaceArrays): BufferGeometry;
`;

function manifest(): Record<string, unknown> {
  const app = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown> & {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const { name, version, description, author, license, engines } = app;
  return {
    name,
    version,
    description,
    keywords: ['point cloud', 'surface reconstruction', 'mesh', 'webgpu', 'lidar', '3d scan', 'ply', 'three.js'],
    author,
    license,
    type: 'module',
    engines,
    bin: { gridpull: './cli/index.js' },
    exports: {
      '.': { types: './index.d.ts', deno: './web/index.js', node: './node/index.js', default: './web/index.js' },
      './three': { types: './three.d.ts', default: './web/three.js' },
      './package.json': './package.json',
    },
    types: './index.d.ts',
    // Workers' files are loaded for what they do.
    sideEffects: ['./cli/*', './node/task-worker.js', './web/task-worker.js'],
    dependencies: { webgpu: app.dependencies['webgpu'] },
    peerDependencies: { three: `>=${(app.devDependencies['three'] ?? '').replace('^', '')}` },
    peerDependenciesMeta: { three: { optional: true } },
  };
}

/** The files that a build was made of. */
function note(files: Set<string>, built: Awaited<ReturnType<typeof build>>): void {
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
  for (const part of outputs.flatMap(({ output }) => output)) {
    if (part.type === 'chunk') for (const file of part.moduleIds) files.add(relative('.', file));
  }
}

async function pack(): Promise<void> {
  const api = declarations();
  if (process.argv.includes('--api')) writeFileSync(API, api);
  rmSync(PLACE, { recursive: true, force: true });
  mkdirSync(PLACE, { recursive: true });
  const bundled = new Set<string>();
  for (const mode of ['node', 'web']) {
    const outDir = join(PLACE, mode);
    note(bundled, await build({ configFile: 'vite.library.config.ts', mode, logLevel: 'warn', build: { outDir } }));
  }
  const cli = await build({
    configFile: 'vite.cli.config.ts',
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['webgpu'] },
    build: { outDir: join(PLACE, 'cli'), sourcemap: false },
  });
  note(bundled, cli);
  writeFileSync(join(PLACE, 'index.d.ts'), api);
  writeFileSync(join(PLACE, 'three.d.ts'), THREE_DECLARATIONS);
  writeFileSync(join(PLACE, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  writeFileSync(join(PLACE, 'NOTICES.md'), noticesOf(packagesOf(bundled)));
  cpSync('docs/library.md', join(PLACE, 'README.md'));
  cpSync('LICENSE', join(PLACE, 'LICENSE'));
  run('npm', 'pack', `./${PLACE}`, '--pack-destination', 'dist', '--silent');
}

await pack();
