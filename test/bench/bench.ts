/**
 * The benchmark. From the project's folder, after the build:
 *
 *   npm run bench                        clouds of shapes made in code
 *   npm run bench -- --data DIR …        the research clouds and their true surfaces that lie in a folder
 *   npm run bench -- koala gear          those whose names hold one of the words; big ones by full name, or `big`
 *   npm run bench -- --data DIR --scans  clouds as scanners make them, and what is wanted of each
 *   npm run bench -- --data DIR --finish [word …]  what finish makes of meshes, and what is wanted of it; --keep DIR keeps the meshes
 *   npm run bench -- --kernels [CASE]    what every kernel takes, beside what the device can do
 *   npm run bench -- --reading           how fast files are read, against binary PLY
 *   npm run bench -- --growth            time and memory over points and over resolution
 *   npm run bench -- --merge FILE …      puts what `--json` wrote elsewhere into docs/benchmarks
 *   npm run bench -- --docs              writes the pages' tables and pictures from docs/benchmarks
 *
 * Every run is the built command line in a process of its own; docs/benchmarks.md tells what is measured.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeBenchDocs } from './bench-docs.ts';
import { CASE_HEADINGS, caseLines, poissonLine } from './case-line.ts';
import {
  type BenchCase,
  type BenchPlaces,
  bigCases,
  chooseCases,
  countOf,
  growthCase,
  kernelCaseName,
  usualCases,
} from './cases.ts';
import { ceilingsOfDevice, higherCeilings } from './ceilings.ts';
import { CLOUD_FOLDER } from './clouds.ts';
import { caseKey, keepResults, type RecordedCase, type RecordedKernels, recordOf } from './device-results.ts';
import { kernelRows, kernelText, type TimedPass } from './kernel-table.ts';
import { measureReading } from './reading.ts';
import { finishCases } from './finish-cases.ts';
import { closingSeconds, measurePatches } from './finish-holes.ts';
import { type FinishResult, runFinish } from './finish-run.ts';
import { FINISH_HEADINGS, finishLine, patchLine } from './finish-table.ts';
import { depthsFor, findPoissonRecon, type PoissonResult, runPoissonRecon } from './poisson-recon.ts';
import { type CaseResult, runCase, type RunSettings } from './run-case.ts';
import { scanCases } from './scan-cases.ts';
import { runScan, type ScanResult, shortfalls } from './scan-run.ts';
import { SCAN_HEADINGS, scanLine } from './scan-table.ts';

const OPTIONS = {
  /** The options of `gridpull reconstruct`. */
  preset: { type: 'string', default: 'default' },
  resolution: { type: 'string', default: 'auto' },
  software: { type: 'boolean', default: false },
  /** Everything as one JSON file. */
  json: { type: 'string' },
  /** Folder for the meshes, which otherwise go. */
  keep: { type: 'string' },
  /** Folder with the research clouds; shapes made in code without. */
  data: { type: 'string' },
  /** Folder for clouds that are made at need. */
  clouds: { type: 'string', default: CLOUD_FOLDER },
  /** Keep the figures in docs/benchmarks. */
  record: { type: 'boolean', default: false },
  /** Goes with the figures kept, such as `busy machine`. */
  note: { type: 'string' },
  /** Seconds after which a run is ended and counts as failed. */
  limit: { type: 'string', default: '3600' },
  scans: { type: 'boolean', default: false },
  finish: { type: 'boolean', default: false },
  /** Of fresh rows, gradients and noise in place of the page's. */
  seed: { type: 'string' },
  /** Depths at which PoissonRecon is tried on scans. */
  depths: { type: 'string', default: '6,7,8,9' },
  kernels: { type: 'boolean', default: false },
  reading: { type: 'boolean', default: false },
  growth: { type: 'boolean', default: false },
  /** What `--growth` measures: numbers of points, at `--at` cells, and resolutions, at a million points. */
  points: { type: 'string', default: '100k,300k,1M,3M,10M' },
  at: { type: 'string', default: '256' },
  resolutions: { type: 'string', default: '64,128,256,512,1024,2048' },
  merge: { type: 'boolean', default: false },
  docs: { type: 'boolean', default: false },
} as const;

const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'gridpull-bench-'));
mkdirSync(folder, { recursive: true });
const places: BenchPlaces = { clouds: values.clouds, ...(values.data !== undefined && { data: values.data }) };
let opened: string | undefined;
const NO_PEER = 'PoissonRecon: not installed (put it on the path, or set POISSON_RECON)';

interface Measured {
  readonly bench: BenchCase;
  readonly result: CaseResult;
  readonly poisson?: PoissonResult;
}

/** Radii of discs, of the extent, and how near a bent patch is to come, of a flat one's distance. */
const PATCHES = [
  [0.02, 0.45],
  [0.1, 0.4],
] as const;
const LONG_RIM = 2000;
const LONG_RIM_SECONDS = 5;

const settingsFor = (resolution: string): RunSettings => ({
  preset: values.preset,
  resolution,
  software: values.software,
  folder,
  limitSeconds: Number(values.limit),
});

try {
  await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true });
}

async function main(): Promise<void> {
  if (values.docs) writeBenchDocs();
  else if (values.merge) mergeFiles(positionals);
  else if (values.kernels) await measureKernels(positionals[0] ?? kernelCaseName(places));
  else if (values.scans) await measureScans(positionals);
  else if (values.finish) await measureFinish(positionals);
  else if (values.reading) await measureReading();
  else if (values.growth) await measureGrowth();
  else await measureCases(chooseCases(positionals, places), [values.resolution]);
}

/** Each case at each resolution, a line for every run as soon as it is done. */
async function measureCases(cases: readonly BenchCase[], resolutions: readonly string[]): Promise<void> {
  const poissonRecon = findPoissonRecon();
  const all: Measured[] = [];
  console.log(CASE_HEADINGS);
  for (const bench of cases) {
    for (const resolution of resolutions) {
      const result = await runCase(bench, settingsFor(resolution));
      console.log(caseLines(bench, result));
      const finest = result.report?.resolution;
      const poisson =
        poissonRecon !== undefined && finest !== undefined && values.preset === 'default'
          ? await runPoissonRecon(poissonRecon, bench, depthsFor(finest), { clouds: values.clouds, meshes: folder })
          : undefined;
      if (poisson) console.log(poissonLine(poisson, result));
      all.push({ bench, result, ...(poisson && { poisson }) });
      keep(all);
    }
  }
  if (poissonRecon === undefined) console.log(NO_PEER);
  if (all.some(({ result }) => result.failure)) process.exitCode = 1;
}

/** After every run: a sweep of hours that is ended early has not been for nothing. */
function keep(all: readonly Measured[]): void {
  if (values.json) {
    const byName = all.map(({ bench, result, poisson }) => [
      keyOf(bench.name, result, all),
      { ...result, ...(poisson && { poisson }) },
    ]);
    writeFileSync(values.json, `${JSON.stringify(Object.fromEntries(byName), null, 2)}\n`);
  }
  if (!values.record) return;
  // A run that failed does not say on which device: on that of the others, or the one that is opened here.
  const device = all.find(({ result }) => result.report)?.result.report?.device ?? openedDevice();
  const records = all.map(({ bench, result, poisson }) => recordOf(bench.name, result, poisson, values.note));
  keepResults(device, { cases: byKey(records) });
}

function openedDevice(): string {
  return (opened ??= ceilingsOfDevice(values.software).device);
}

/** The case's name alone where one run has it, as the files have always been. */
function keyOf(name: string, { options }: CaseResult, all: readonly Measured[]): string {
  return all.filter(({ bench }) => bench.name === name).length === 1 ? name : caseKey(name, options);
}

function byKey(records: readonly RecordedCase[]): Record<string, RecordedCase> {
  const keyed = records.map((one) => [caseKey(one.name, { preset: one.preset, resolution: one.asked }), one]);
  return Object.fromEntries(keyed) as Record<string, RecordedCase>;
}

/** Clouds as scanners make them, those whose names hold one of the words; each is kept as soon as it is done. */
async function measureScans(words: readonly string[]): Promise<void> {
  const { data, seed, clouds } = values;
  if (data === undefined) throw new Error('--scans needs --data DIR, the folder with the research clouds');
  const program = findPoissonRecon();
  const peer = program === undefined ? undefined : { program, depths: values.depths.split(',').map(Number), clouds };
  const chosen = scanCases({ data, clouds }, seed === undefined ? undefined : Number(seed)).filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (chosen.length === 0) throw new Error(`no scan is named like ${words.join(' or ')}`);
  const all: ScanResult[] = [];
  console.log(SCAN_HEADINGS);
  for (const scan of chosen) {
    const result = await runScan(scan, settingsFor(values.resolution), peer);
    console.log(scanLine(result));
    all.push(result);
    const byName = Object.fromEntries(all.map((one) => [one.name, one]));
    if (values.json) writeFileSync(values.json, `${JSON.stringify(byName, null, 2)}\n`);
    if (values.record) keepResults(openedDevice(), { scans: byName });
  }
  if (peer === undefined) console.log(NO_PEER);
  const missed = all.filter((result) => shortfalls(result).length > 0);
  console.log(`${all.length - missed.length} of ${all.length} clouds have all that is wanted`);
  if (missed.length > 0) process.exitCode = 1;
}

async function measureFinish(words: readonly string[]): Promise<void> {
  const { data } = values;
  if (data === undefined) throw new Error('--finish needs --data DIR, the folder with the research clouds');
  const isChosen = (name: string): boolean => words.length === 0 || words.some((word) => name.includes(word));
  const all: FinishResult[] = [];
  console.log(FINISH_HEADINGS);
  for (const bench of finishCases(data).filter(({ name }) => isChosen(name))) {
    const result = await runFinish(bench, settingsFor(values.resolution));
    console.log(finishLine(result));
    all.push(result);
    if (values.json) writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
  }
  const missed = all.filter(({ missed }) => missed.length > 0);
  console.log(`${all.length - missed.length} of ${all.length} have all that is wanted`);
  const isClosed = !isChosen('close') || (await measureClosing(data));
  if (missed.length > 0 || !isClosed) process.exitCode = 1;
}

/** Whether all is as wanted. */
async function measureClosing(data: string): Promise<boolean> {
  const seconds = closingSeconds(LONG_RIM);
  console.log(`a hole of ${LONG_RIM} edges: ${seconds.toFixed(1)} CPU s (${LONG_RIM_SECONDS} wanted)`);
  const figures = await measurePatches(
    join(data, 'meshes/koala.ply'),
    PATCHES.map(([radius]) => radius),
  );
  for (const [i, patch] of figures.entries()) console.log(patchLine(patch, PATCHES[i]![1]));
  return seconds <= LONG_RIM_SECONDS && figures.every(({ flat, bent }, i) => bent <= PATCHES[i]![1] * flat);
}

async function measureGrowth(): Promise<void> {
  const sizes = values.points.split(',').filter((text) => text !== '');
  const clouds = sizes.map((text) => growthCase(places, countOf(text)));
  const resolutions = values.resolutions.split(',').filter((text) => text !== '' && text !== values.at);
  // One after the other: the second keeps what the first has kept.
  if (clouds.length > 0) await measureCases(clouds, [values.at]);
  if (resolutions.length > 0) await measureCases([growthCase(places, 1_000_000)], resolutions);
}

async function measureKernels(name: string): Promise<void> {
  const bench = [...usualCases(places), ...bigCases(places)].find((one) => one.name === name);
  if (!bench) throw new Error(`no case is named ${name}`);
  const before = ceilingsOfDevice(values.software);
  const profile = join(folder, 'kernels.json');
  const result = await runCase(bench, { ...settingsFor(values.resolution), profile });
  console.log(`${CASE_HEADINGS}\n${caseLines(bench, result)}\n`);
  if (result.failure) {
    process.exitCode = 1;
    return;
  }
  const ceilings = higherCeilings(before, ceilingsOfDevice(values.software));
  const { passes } = JSON.parse(readFileSync(profile, 'utf8')) as { passes: readonly TimedPass[] };
  // The engine's own stages: starting the process, reading and writing are not the kernels' matter.
  const runMs = result.report.stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const rows = kernelRows(passes, ceilings, runMs);
  console.log(kernelText(rows, ceilings, runMs));
  const { note, json } = values;
  const kernels = { ceilings, runMs, rows, ...(note !== undefined && { note }) };
  if (json) writeFileSync(json, `${JSON.stringify({ [name]: { ...result, kernels } }, null, 2)}\n`);
  if (values.record) keepResults(ceilings.device, { kernels: { [caseKey(name, result.options)]: kernels } });
}

/** What `--json` wrote, here or on another machine, also before it told the options. */
function mergeFiles(files: readonly string[]): void {
  type Written = Omit<CaseResult, 'options'> & {
    options?: CaseResult['options'];
    poisson?: PoissonResult;
    kernels?: RecordedKernels;
  };
  for (const file of files) {
    for (const [key, written] of Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Written>)) {
      const { report, poisson } = written;
      if (!report) continue;
      const options = written.options ?? { preset: report.preset, resolution: values.resolution };
      const name = key.split(' ')[0]!;
      // A run whose dispatches were timed is slower: its kernels are kept, its times are not.
      const update = written.kernels
        ? { kernels: { [caseKey(name, options)]: written.kernels } }
        : { cases: byKey([recordOf(name, { ...written, options } as CaseResult, poisson, values.note)]) };
      console.log(`${file}: ${key} → ${keepResults(report.device, update)}`);
    }
  }
}
