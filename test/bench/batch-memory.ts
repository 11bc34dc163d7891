/**
 * Whether a batch holds its memory and its speed, and what it is worth: small clouds through the built command line,
 * and as JSON what the computing process held after each, how long the two halves took, and how many files a minute
 * that makes beside the first of them one at a time, a process each. On an idle machine, after the build:
 *
 *   node test/bench/batch-memory.ts [--files 100] [--alone 10]
 *
 * CPU seconds, which depend less on what else the machine does, are told where there is /proc.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { torusPoints } from '../shapes/torus-points.ts';

const { values } = parseArgs({
  options: { files: { type: 'string', default: '100' }, alone: { type: 'string', default: '10' } },
});
const FILE_COUNT = Number(values.files);
const ALONE_COUNT = Number(values.alone);
const SETTINGS = ['--software', '--resolution', '64', '--quiet'];
/** Of /proc, on every machine that has it. */
const TICKS_PER_SECOND = 100;

interface Line {
  readonly event: string;
  readonly state?: string;
  readonly ms: number;
  readonly memoryBytes: number;
}

const place = mkdtempSync(join(tmpdir(), 'gridpull-bench-'));
try {
  const scans = join(place, 'scans');
  writeClouds(scans);
  const inBatch = pace(FILE_COUNT, () => gridpull(['batch', scans, '-o', join(place, 'meshes'), ...SETTINGS]));
  const log = readFileSync(join(place, 'meshes', 'batch.log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const done = log.map((line) => JSON.parse(line) as Line).filter(({ state }) => state === 'done');
  const sum = (lines: readonly Line[]): number => lines.reduce((total, { ms }) => total + ms, 0);
  const alone = pace(ALONE_COUNT, () => {
    for (const name of readdirSync(scans).toSorted().slice(0, ALONE_COUNT)) {
      gridpull(['reconstruct', join(scans, name), '-o', join(place, `${name}.ply`), ...SETTINGS]);
    }
  });
  const result = {
    files: done.length,
    rssMegabytes: done.map(({ memoryBytes }) => Math.round(memoryBytes / 2 ** 20)),
    firstHalfMs: sum(done.slice(0, FILE_COUNT / 2)),
    secondHalfMs: sum(done.slice(FILE_COUNT / 2)),
    inBatch,
    alone,
  };
  console.log(JSON.stringify(result));
} finally {
  rmSync(place, { recursive: true });
}

function gridpull(args: readonly string[]): void {
  const run = spawnSync(process.execPath, ['out/cli/index.js', ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`gridpull ${args[0]} ended with ${run.status}: ${run.stderr}`);
}

interface Pace {
  readonly filesPerMinute: number;
  /** Null without /proc. */
  readonly cpuSecondsPerFile: number | null;
}

function pace(files: number, work: () => void): Pace {
  const [startMs, cpuBefore] = [performance.now(), childrenSeconds()];
  work();
  const minutes = (performance.now() - startMs) / 60_000;
  const cpuAfter = childrenSeconds();
  const cpuSecondsPerFile = cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / files;
  return { filesPerMinute: files / minutes, cpuSecondsPerFile };
}

/**
 * User and system time of all processes that ended under this one (proc(5): cutime, cstime, after a name in brackets).
 */
function childrenSeconds(): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  const text = readFileSync('/proc/self/stat', 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
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
