/**
 * `npm run static`: the window as files for any host, in `dist/static`. Nothing of a scan leaves the browser; after the first visit
 * it opens without a network. What the program's own server does beside handing out files is done by a service worker.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SECURITY_HEADERS, WORKER_HEADERS, WORKER_SCRIPT } from '../src/main/protocol.ts';

const PLACE = 'dist/static';
const SAMPLE = /\.ply$/;
const ENTRY = /<script type="module" crossorigin src="\.\/(assets\/[^"]+)"><\/script>/;

function build(): void {
  rmSync(PLACE, { recursive: true, force: true });
  cpSync('out/renderer', PLACE, { recursive: true, filter: (file) => !file.endsWith('.map') });
  mkdirSync(join(PLACE, '_sample'));
  const samples = readdirSync('samples').filter((name) => SAMPLE.test(name));
  for (const name of samples) cpSync(join('samples', name), join(PLACE, '_sample', name));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const sized = samples.map((name) => ({ name, size: statSync(join('samples', name)).size }));
  // What the window asks its server for: a host of files has been given nothing to open.
  const server = { kind: 'web', version, samples: sized, open: [], folder: null, job: null, isLocked: false };
  writeFileSync(join(PLACE, '_server.json'), JSON.stringify(server));
  writePage();
  cpSync('scripts/static-page/start.mjs', join(PLACE, 'start.js'));
  const files = filesBelow(PLACE);
  writeFileSync(join(PLACE, 'service-worker.js'), serviceWorker(files));
  console.log(`${PLACE}: ${files.length + 1} files, ${(sizeOf([...files, 'service-worker.js']) / 1e6).toFixed(1)} MB`);
}

/** The page, with what starts it in the place of what it starts. */
function writePage(): void {
  const file = join(PLACE, 'index.html');
  const page = readFileSync(file, 'utf8');
  const [tag, entry] = ENTRY.exec(page) ?? [];
  if (!tag || !entry) throw new Error(`${file} has no script to start; run npm run build`);
  writeFileSync(file, page.replace(tag, `<script type="module" src="./start.js" data-app="./${entry}"></script>`));
}

function serviceWorker(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(PLACE, file)));
  const values = {
    version: hash.digest('hex').slice(0, 16),
    files: ['./', ...files],
    headers: SECURITY_HEADERS,
    workerHeaders: WORKER_HEADERS,
    workerScript: WORKER_SCRIPT.source.replace(/^\^/, ''),
  };
  const code = readFileSync('scripts/static-page/service-worker.mjs', 'utf8');
  return `self.STATIC_PAGE = ${JSON.stringify(values)};\n${code}`;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(join(PLACE, file)).size, 0);
}

build();
