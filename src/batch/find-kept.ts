/** Which results of an earlier batch are still good, so that they need not be made again. */
import { BESIDE_PARTS, type BesidePart, besideName } from '../engine/vocabulary.ts';
import type { InputFolder, OutputFolder } from './folders.ts';
import type { BatchItem } from './item.ts';
import { isMachineFault } from './machine-faults.ts';
import type { BatchMode } from './mode.ts';
import { sidecarPath } from './output-names.ts';
import type { Sidecar } from './sidecar.ts';
import { parseSidecar } from './sidecar-file.ts';

/** What an earlier batch left of an item; null where it left nothing that can be read as such. */
export async function earlierOf(item: BatchItem, output: OutputFolder): Promise<Sidecar | null> {
  const bytes = await output.read(sidecarPath(item.output));
  return bytes && parseSidecar(new TextDecoder().decode(bytes));
}

/**
 * Whether a sidecar tells of this very item, with an input of this hash. Whether its mesh is still there is another
 * question.
 */
export function isCurrent(sidecar: Sidecar, item: BatchItem, sha256: string): boolean {
  return (
    sidecar.input.sha256 === sha256 &&
    sidecar.input.path === item.input &&
    sidecar.output.path === item.output &&
    sidecar.output.format === item.format &&
    canonical(sidecar.options) === canonical(item.options) &&
    canonical(sidecar.job.reading ?? {}) === canonical(item.reading ?? {})
  );
}

/** What was found out about an item before it is computed. */
export interface Finding {
  /** The earlier result where it can stay; null where the item is to be computed. */
  readonly kept: Sidecar | null;
  /** Hash of the input, where it had to be computed; null where not. */
  readonly sha256: string | null;
}

/**
 * The input is hashed last, and only where nothing else tells already that it must be computed; `onHashing` is told
 * before, as it may take a while. Rejects only when cancelled.
 */
export async function findKept(
  item: BatchItem,
  mode: BatchMode,
  input: InputFolder,
  output: OutputFolder,
  signal: AbortSignal,
  onHashing: () => void,
): Promise<Finding> {
  if (mode === 'fresh') return COMPUTE;
  const sidecar = await orNull(earlierOf(item, output), signal);
  if (sidecar === null || sidecar.input.sha256 === null) return COMPUTE;
  if (sidecar.error && (mode === 'retry-failed' || isMachineFault(sidecar.error.code))) return COMPUTE;
  if (sidecar.input.bytes !== item.inputBytes || !isCurrent(sidecar, item, sidecar.input.sha256)) return COMPUTE;
  if (sidecar.state === 'done' && (await orNull(output.size(item.output), signal)) !== sidecar.output.bytes) {
    return COMPUTE;
  }
  for (const path of besidePathsOf(sidecar)) if ((await orNull(output.size(path), signal)) === null) return COMPUTE;
  onHashing();
  const sha256 = await orNull(input.hash(item.input, signal), signal);
  return { kept: sha256 !== null && isCurrent(sidecar, item, sha256) ? sidecar : null, sha256 };
}

/** Where the material and the pictures of an OBJ lie that was written with a texture; none of other meshes. */
function besidePathsOf({ output, result }: Sidecar): string[] {
  const texture = result?.report.finish?.texture;
  if (output.format !== 'obj' || !texture) return [];
  const at = output.path.lastIndexOf('/') + 1;
  const isThere: Readonly<Record<BesidePart, boolean>> = {
    material: true,
    colors: texture.hasColors,
    relief: texture.hasRelief,
  };
  const parts = BESIDE_PARTS.filter((part) => isThere[part]);
  return parts.map((part) => `${output.path.slice(0, at)}${besideName(output.path.slice(at), part)}`);
}

const COMPUTE: Finding = { kept: null, sha256: null };

/** What cannot be read is no result; computing the item will say why. Rejects only when cancelled. */
export async function orNull<T>(action: Promise<T>, signal: AbortSignal): Promise<T | null> {
  try {
    return await action;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** JSON with the fields of each object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
