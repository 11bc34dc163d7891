/**
 * Whether a batch holds its memory and its speed: 100 small clouds through the built command line, and as JSON what
 * the computing process held after each, and how long the two halves took. On an idle machine, after the build:
 *
 *   node test/bench/batch-memory.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { torusPoints } from '../shapes/torus-points.ts';

const FILE_COUNT = 100;

interface Line {
  readonly event: string;
  readonly state?: string;
  readonly ms: number;
  readonly memoryBytes: number;
}

const place = mkdtempSync(join(tmpdir(), 'gridpull-bench-'));
try {
  writeClouds(join(place, 'scans'));
  const args = [
    'batch',
    join(place, 'scans'),
    '-o',
    join(place, 'meshes'),
    '--software',
    '--resolution',
    '64',
    '--quiet',
  ];
  const run = spawnSync(process.execPath, ['out/cli/index.js', ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`gridpull batch ended with ${run.status}: ${run.stderr}`);
  const log = readFileSync(join(place, 'meshes', 'batch.log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const done = log.map((line) => JSON.parse(line) as Line).filter(({ state }) => state === 'done');
  const sum = (lines: readonly Line[]): number => lines.reduce((total, { ms }) => total + ms, 0);
  const result = {
    files: done.length,
    rssMegabytes: done.map(({ memoryBytes }) => Math.round(memoryBytes / 2 ** 20)),
    firstHalfMs: sum(done.slice(0, FILE_COUNT / 2)),
    secondHalfMs: sum(done.slice(FILE_COUNT / 2)),
  };
  console.log(JSON.stringify(result));
} finally {
  rmSync(place, { recursive: true });
}

/** Tori of one size, each a little thicker than the one before: the work of all is alike, no two are the same. */
function writeClouds(folder: string): void {
  const pointCount = 3000;
  mkdirSync(folder);
  for (let file = 0; file < FILE_COUNT; file++) {
    const minor = 0.6 + 0.002 * file;
    const lines = torusPoints(pointCount, { minor }).map((point) => `${point.join(' ')}\n`);
    writeFileSync(join(folder, `scan_${String(file).padStart(3, '0')}.xyz`), lines.join(''));
  }
}
