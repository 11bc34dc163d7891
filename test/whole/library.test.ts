/**
 * The package as a stranger installs it: packed, unpacked in an empty folder, and used as its README says, in Node and
 * in a page from a server that knows nothing of it.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import { type CliResult, finished } from './cli.ts';

const README = readFileSync('docs/library.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'gridpull-library-'));
const packaged = join(folder, 'node_modules', 'gridpull');

/** Small enough for a software device, and closed. */
const SCAN = spherePoints(1000);

function spherePoints(count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const z = 1 - (2 * i + 1) / count;
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    const radius = Math.sqrt(1 - z * z);
    return `${radius * Math.cos(angle)} ${radius * Math.sin(angle)} ${z}\n`;
  }).join('');
}

const node = (...args: string[]): Promise<CliResult> => finished(spawn(process.execPath, args, { cwd: folder }));

beforeAll(async () => {
  const packing = await finished(spawn(process.execPath, ['scripts/pack-library.ts']));
  expect(packing.stderr, packing.stdout).not.toContain('Error');
  expect(packing.code).toBe(0);
  mkdirSync(packaged, { recursive: true });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const archive = resolve(`dist/gridpull-${version}.tgz`);
  const unpacking = await finished(spawn('tar', ['xzf', archive, '-C', packaged, '--strip-components', '1']));
  expect(unpacking).toMatchObject({ code: 0 });
  // What npm would fetch beside it: its one dependency, and three.js for those who draw with it.
  for (const name of ['webgpu', 'three'])
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'scan.ply'), plyOf(SCAN));
  copyFileSync('examples/three/index.html', join(folder, 'index.html'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plyOf(rows: string): string {
  const count = rows.trim().split('\n').length;
  const properties = ['x', 'y', 'z'].map((axis) => `property float ${axis}\n`).join('');
  return `ply\nformat ascii 1.0\nelement vertex ${count}\n${properties}end_header\n${rows}`;
}

describe('the package', () => {
  it('shows programs what docs/library.api.d.ts says; node scripts/pack-library.ts --api renews that', () => {
    expect(readFileSync(join(packaged, 'index.d.ts'), 'utf8')).toBe(readFileSync('docs/library.api.d.ts', 'utf8'));
  });

  it('asks for nothing but Dawn, and names the licences of what it brings', () => {
    const manifest = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as Record<string, object>;
    expect(Object.keys(manifest['dependencies']!)).toEqual(['webgpu']);
    const notices = readFileSync(join(packaged, 'NOTICES.md'), 'utf8');
    for (const name of ['fflate', 'saxes', 'comlink', 'meshoptimizer', 'watlas'])
      expect(notices).toContain(`## ${name} `);
  });

  const blocks = [...README.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!);
  it('has code in its README', () => expect(blocks.length).toBe(3));
  it.each(blocks.map((code, i) => [i + 1, code] as const))('runs block %d of its README', async (number, code) => {
    const file = join(folder, `block-${number}.mjs`);
    writeFileSync(file, code);
    const { code: exit, stdout, stderr } = await node(file);
    expect(stderr.replace(/^Warning: max.*\n/gm, '')).toBe('');
    expect(exit).toBe(0);
    expect(stdout).toMatch([/triangles, watertight: true/, /100 %\n1000 points used/, / true\n$/][number - 1]!);
  });

  it('writes the bytes that its command line writes', async () => {
    const code = `import { reconstruct, surfaceBytes } from 'gridpull'; import { writeFileSync } from 'node:fs';
      writeFileSync('library.ply', await surfaceBytes(await reconstruct('scan.ply', { resolution: 64 }), 'ply'));`;
    expect(await node('--input-type=module', '-e', code)).toMatchObject({ code: 0 });
    const args = ['reconstruct', 'scan.ply', '-o', 'cli.ply', '--resolution', '64', '--quiet'];
    expect(await node(join(packaged, 'cli', 'index.js'), ...args)).toMatchObject({ code: 0 });
    const [library, cli] = ['library.ply', 'cli.ply'].map((name) => readFileSync(join(folder, name)));
    expect(library!.equals(cli!)).toBe(true);
  });

  it('rejects with a sentence, and lets the process end', async () => {
    const code = `import { reconstruct } from 'gridpull';
      await reconstruct(new Float64Array(4)).catch(({ code, message }) => console.log(code, message));
      await reconstruct('gone.ply').catch(({ code, message }) => console.log(code, message));
      await reconstruct('scan.ply', { signal: AbortSignal.abort('late') }).catch((reason) => console.log(reason));`;
    const { stdout, code: exit } = await node('--input-type=module', '-e', code);
    expect(exit).toBe(0);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^cloud-format the points: 4 numbers are no rows/),
      expect.stringMatching(/^cloud-format gone.ply cannot be read: there is no such file/),
      'late',
      '',
    ]);
  });

  it('opens a device and its workers in a page of the example, and reads and proves there', async () => {
    await using page = await openPage();
    // Without kernels, whose compiling takes half a minute here; whole runs in a page are the window's own tests.
    const found = await page.evaluate(`import('gridpull').then(async ({ openEngine, readPoints }) => {
      const cloud = await readPoints('scan.ply');
      const engine = await openEngine({ workers: 2 });
      const positions = Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
      const triangles = Uint32Array.of(0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3);
      const check = await engine.check({ positions, triangles, origin: [0, 0, 0] });
      await engine.close();
      return [cloud.stats.finiteCount, engine.isSoftware, check.isClosed, check.volume];
    })`);
    expect(found).toEqual([1000, true, true, expect.closeTo(1 / 6, 6)]);
  });
});

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** The example on a plain server of files, without any header for it. */
async function openPage() {
  const server = createServer((request, response) => {
    const file = join(folder, request.url === '/' ? 'index.html' : decodeURIComponent(request.url!.slice(1)));
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return Object.assign(page, {
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.close();
    },
  });
}
