/** What the report says of each file, as plain values; page and table write the same rows in their own ways. */
import type { MeshTopology, ReconstructOptions } from '../../engine/vocabulary.ts';
import { sidecarPath, thumbnailPath } from '../output-names.ts';
import type { ItemError, ItemResult, Sidecar } from '../sidecar.ts';

export interface ReportRow {
  /** Path relative to the input folder. */
  readonly input: string;
  readonly inputBytes: number;
  readonly inputSha256: string | null;
  readonly state: Sidecar['state'];
  readonly error: ItemError | null;
  readonly warnings: readonly string[];
  /** The first input with the same contents; null for that one itself and for contents of their own. */
  readonly sameAs: string | null;
  /** The mesh, with its path relative to the output folder, as is the sidecar's; null where there is none. */
  readonly mesh: MeshFile | null;
  readonly sidecar: string;
  readonly format: Sidecar['output']['format'];
  readonly options: ReconstructOptions;
  readonly version: string;
  readonly device: string | null;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  /** Null where it failed. */
  readonly result: RowResult | null;
}

export interface MeshFile {
  readonly path: string;
  /** PNG; it may be missing all the same. */
  readonly picture: string;
  readonly bytes: number | null;
  readonly sha256: string | null;
}

export interface RowResult extends ItemResult {
  readonly pointsLeftOut: number;
  readonly topology: MeshTopology;
}

/** Rows in the order of the sidecars, which decides whose contents the others have. */
export function rowsOf(sidecars: readonly Sidecar[]): ReportRow[] {
  const firstInputs = new Map<string, string>();
  return sidecars.map((sidecar) => {
    const { path, sha256 } = sidecar.input;
    const first = sha256 === null ? path : (firstInputs.get(sha256) ?? path);
    if (sha256 !== null) firstInputs.set(sha256, first);
    // One input may have meshes in two formats, from two batches.
    return rowOf(sidecar, first === path ? null : first);
  });
}

/** Failures first; else as they were. Whoever looks at a report wants to know first what is missing. */
export function failuresFirst(rows: readonly ReportRow[]): ReportRow[] {
  return rows.toSorted((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed'));
}

function rowOf(sidecar: Sidecar, sameAs: string | null): ReportRow {
  const { input, output, result, state, error, warnings, options, version, device, finishedAt } = sidecar;
  const { path, format, bytes, sha256 } = output;
  return {
    input: input.path,
    inputBytes: input.bytes,
    inputSha256: input.sha256,
    state,
    error,
    warnings,
    sameAs,
    mesh: state === 'done' ? { path, picture: thumbnailPath(path), bytes, sha256 } : null,
    sidecar: sidecarPath(path),
    format,
    options,
    version,
    device,
    finishedAt,
    result: result && withCounts(result),
  };
}

function withCounts(result: ItemResult): RowResult {
  const { points, topology } = result.report;
  return { ...result, pointsLeftOut: points.inFile - points.used, topology };
}
