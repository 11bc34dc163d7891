/**
 * The benchmark's figures, kept: one JSON file a device in docs/benchmarks, from which `bench-docs.ts` writes the
 * pages. A run replaces the cases it measured and leaves the others. No dates: a file changes only where a figure does.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ceilings } from './ceilings.ts';
import type { KernelRow } from './kernel-table.ts';
import type { PoissonResult } from './poisson-recon.ts';
import type { CaseResult, Failure, Metrics } from './run-case.ts';
import type { ScanResult } from './scan-run.ts';

export const RESULTS_FOLDER = 'docs/benchmarks';

export interface Versions {
  readonly gridpull: string;
  readonly node: string;
  /** Dawn's package. */
  readonly webgpu: string;
}

export interface RecordedStage {
  readonly name: string;
  readonly ms: number;
}

/** One case with one set of options. */
export interface RecordedCase {
  readonly name: string;
  readonly preset: string;
  /** The resolution that was asked for: `auto` or a number. */
  readonly asked: string;
  /** Why there are no figures. */
  readonly failure?: Failure;
  readonly points?: number;
  /** Cells along the longest side, of the finest level. */
  readonly resolution?: number;
  readonly wallMs?: number;
  readonly peakMemoryBytes?: number;
  readonly peakGpuBytes?: number;
  /** Stages of one name are summed up. */
  readonly stages?: readonly RecordedStage[];
  readonly metrics?: Metrics;
  readonly poisson?: PoissonResult;
  /** What else a reader must know, such as that the machine was busy. */
  readonly note?: string;
}

export interface RecordedKernels {
  readonly ceilings: Ceilings;
  /** From the cloud in memory to the mesh. */
  readonly runMs: number;
  readonly rows: readonly KernelRow[];
  readonly note?: string;
}

export interface DeviceResults {
  readonly device: string;
  readonly versions: Versions;
  /** Keyed by `caseKey`. */
  readonly cases: Readonly<Record<string, RecordedCase>>;
  /** Keyed by `caseKey`, too. */
  readonly kernels: Readonly<Record<string, RecordedKernels>>;
  /** Keyed by name; not in the files of before. */
  readonly scans?: Readonly<Record<string, ScanResult>>;
}

/** `koala-50k @auto`, `koala-50k paper @auto`. */
export function caseKey(name: string, { preset, resolution }: { preset: string; resolution: string }): string {
  return `${name}${preset === 'default' ? '' : ` ${preset}`} @${resolution}`;
}

/** A device's label as a file name: its words once each, without versions. */
export function deviceSlug(label: string): string {
  const words = label
    .replace(/[:(].*$/s, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return [...new Set(words)].join('-').slice(0, 60) || 'unknown-device';
}

export function recordOf(name: string, result: CaseResult, poisson?: PoissonResult, note?: string): RecordedCase {
  const { options, report, metrics, failure } = result;
  const named = { name, preset: options.preset, asked: options.resolution, ...(note !== undefined && { note }) };
  if (failure) return { ...named, failure };
  const { chamferL1, normalConsistency, signedNormalConsistency, components, boundaryEdges, nonManifoldEdges } =
    metrics;
  return {
    ...named,
    points: report.points.inFile,
    resolution: report.resolution,
    wallMs: Math.round(report.wallMs),
    peakMemoryBytes: report.peakMemoryBytes,
    peakGpuBytes: report.peakGpuBytes,
    stages: sumStages([
      { name: 'read', durationMs: report.readMs },
      ...report.stages,
      { name: 'write', durationMs: report.writeMs },
    ]),
    metrics: { chamferL1, normalConsistency, signedNormalConsistency, components, boundaryEdges, nonManifoldEdges },
    ...(poisson && { poisson }),
  };
}

function sumStages(stages: readonly { readonly name: string; readonly durationMs: number }[]): RecordedStage[] {
  const sums = new Map<string, number>();
  for (const { name, durationMs } of stages) {
    // Levels bear their resolution in the command line's report; as a stage they are one.
    const stage = name.split(' ')[0] ?? name;
    sums.set(stage, (sums.get(stage) ?? 0) + durationMs);
  }
  return [...sums].map(([name, ms]) => ({ name, ms: Math.round(ms) }));
}

type Update = Partial<Pick<DeviceResults, 'cases' | 'kernels' | 'scans'>>;

/** New figures over older ones; cases are ordered by key, so that equal contents are equal files. */
export function mergeResults(
  before: DeviceResults | undefined,
  device: string,
  versions: Versions,
  update: Update,
): DeviceResults {
  const scans = { ...before?.scans, ...update.scans };
  return {
    device,
    versions,
    cases: sorted({ ...before?.cases, ...update.cases }),
    kernels: sorted({ ...before?.kernels, ...update.kernels }),
    ...(Object.keys(scans).length > 0 && { scans: sorted(scans) }),
  };
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Puts figures into the device's file; gives the file's name. */
export function keepResults(device: string, update: Update, folder = RESULTS_FOLDER): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${deviceSlug(device)}.json`);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DeviceResults) : undefined;
  writeFileSync(file, `${JSON.stringify(mergeResults(before, device, versionsHere(), update), null, 2)}\n`);
  return file;
}

/** Every device's results, by file name. */
export function readResults(folder = RESULTS_FOLDER): ReadonlyMap<string, DeviceResults> {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return new Map(
    files
      .sort()
      .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), 'utf8')) as DeviceResults]),
  );
}

function versionsHere(): Versions {
  const versionIn = (file: string): string => (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  return {
    gridpull: versionIn('package.json'),
    node: process.versions.node,
    webgpu: versionIn('node_modules/webgpu/package.json'),
  };
}
