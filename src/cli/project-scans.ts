/** The scans of a project where they lie now, each with the bytes that it had when the project was saved. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ProjectScan } from '../batch/project/project.ts';
import { ReconstructError } from '../engine/vocabulary.ts';
import { fileSource } from './node-files.ts';
import { nodeHash } from './node-folders.ts';

export interface ScanPlaces {
  /** Of the project file. */
  readonly folder: string;
  /** Where to look instead. */
  readonly instead?: string;
  /** Whether scans are taken as they are now. */
  readonly changed: boolean;
}

/**
 * The path of a scan. @throws ReconstructError `cloud-format` where it is not there, or is another than it was
 */
export async function findScan(scan: ProjectScan, places: ScanPlaces, signal: AbortSignal): Promise<string> {
  const there = candidates(scan, places).filter((place) => existsSync(place) && statSync(place).isFile());
  for (const place of there) if (await isSame(scan, place, signal)) return place;
  const [first] = there;
  if (first !== undefined && places.changed) return first;
  const said =
    first === undefined
      ? `is not where it was${scan.absolute === null ? '' : ` (${scan.absolute})`}; say in which folder it is with --input DIR`
      : `has changed since the project was saved (${first}); go on with it as it is with --changed, ` +
        'or say in which folder the scan is that it was with --input DIR';
  throw new ReconstructError('cloud-format', `${scan.name} ${said}`, { file: first ?? scan.name });
}

/** The moved folder of a project brings its scans along: what lies beside it comes before what lay elsewhere. */
function candidates({ name, path: relative, absolute }: ProjectScan, { folder, instead }: ScanPlaces): string[] {
  if (instead !== undefined) return [path.join(instead, name)];
  return [
    ...(relative === null ? [] : [path.resolve(folder, relative)]),
    ...(absolute === null ? [] : [absolute]),
    path.join(folder, name),
  ];
}

async function isSame({ bytes, sha256 }: ProjectScan, place: string, signal: AbortSignal): Promise<boolean> {
  if (statSync(place).size !== bytes) return false;
  const hash = nodeHash();
  for await (const piece of (await fileSource(place)).stream()) {
    signal.throwIfAborted();
    hash.update(piece);
  }
  return hash.digest() === sha256;
}
