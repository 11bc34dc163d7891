/** Sidecars for the tests of the report: done and failed files as a batch leaves them. */
import { EMPTY_JOB } from '../../../src/batch/job.ts';
import type { ItemResult, Sidecar } from '../../../src/batch/sidecar.ts';
import { formatSidecar } from '../../../src/batch/sidecar-file.ts';
import type { MeshTopology } from '../../../src/engine/mesh/topology.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import type { RunReport } from '../../../src/engine/report.ts';
import { sha256 } from './memory-folders.ts';
import { RESULT } from './sidecars.ts';

/** What differs from file to file. */
export interface ResultChanges extends Partial<Omit<ItemResult, 'report'>> {
  readonly report?: Partial<Omit<RunReport, 'topology'>>;
  readonly topology?: Partial<MeshTopology>;
}

export function resultOf({ report, topology, ...rest }: ResultChanges = {}): ItemResult {
  return {
    ...RESULT,
    ...rest,
    report: { ...RESULT.report, ...report, topology: { ...RESULT.report.topology, ...topology } },
  };
}

/** The mesh of `scans/a.xyz` is `scans/a.ply`; contents are as different as names. */
export function doneSidecar(input: string, changes: Partial<Sidecar> = {}): Sidecar {
  return {
    gridpullReport: 1,
    state: 'done',
    input: { path: input, bytes: 1000, sha256: sha256(input) },
    output: { path: meshPath(input), format: 'ply', bytes: 2000, sha256: sha256(meshPath(input)) },
    options: DEFAULTS,
    version: '1.2.3',
    device: 'a test',
    finishedAt: '2026-11-24T03:04:05.678Z',
    result: RESULT,
    error: null,
    warnings: [],
    job: EMPTY_JOB,
    ...changes,
  };
}

export function failedSidecar(input: string, code: string, message: string, changes: Partial<Sidecar> = {}): Sidecar {
  return doneSidecar(input, {
    state: 'failed',
    output: { path: meshPath(input), format: 'ply', bytes: null, sha256: null },
    result: null,
    error: { code, message },
    ...changes,
  });
}

/** Files of an output folder. */
export function filesOf(sidecars: readonly Sidecar[]): Record<string, string> {
  return Object.fromEntries(sidecars.map((sidecar) => [`${sidecar.output.path}.json`, formatSidecar(sidecar)]));
}

function meshPath(input: string): string {
  return input.replace(/\.\w+$/, '.ply');
}
