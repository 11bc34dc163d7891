/** Whether a result may be written under a name: found out before the work begins, not after it. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  BESIDE_PARTS,
  besideName,
  formatFromName,
  type MeshFormat,
  ReconstructError,
  type ReconstructOptions,
  terrainParts,
} from '../engine/vocabulary.ts';
import { terrainPath } from '../batch/output-names.ts';
import { headOfFile } from './head-of-file.ts';
import { fileIdentity, firstTwins } from './same-file.ts';

/** All our writers name the program within these. */
const MARK_BYTES = 1024;

/** @throws ReconstructError for a name that no file can be written under, or that is an input's */
export function checkOutput(inputs: readonly string[], output: string): void {
  const folder = dirname(resolve(output));
  if (!existsSync(folder)) {
    throw new ReconstructError('output-failed', `${output}: the folder ${folder} does not exist; make it first`, {
      path: output,
    });
  }
  if (existsSync(output) && statSync(output).isDirectory()) {
    throw new ReconstructError('output-failed', `${output} is a folder; name a file in it`, { path: output });
  }
  const identity = fileIdentity(output);
  const same = inputs.find((input) => fileIdentity(input) === identity);
  if (same === undefined) return;
  const how = resolve(same) === resolve(output) ? '' : `, ${same}, under another name`;
  throw new ReconstructError('option-invalid', `${output} is an input${how}; choose another name`, { path: output });
}

/** @throws ReconstructError where two of the files that one run writes are one */
export function checkDistinct(outputs: readonly string[]): void {
  const twins = firstTwins(outputs);
  if (!twins) return;
  const [earlier, later] = twins;
  const what = earlier === later ? `${later} is named twice` : `${earlier} and ${later} are one file`;
  const message = `${what}, for two results; choose another name for one`;
  throw new ReconstructError('option-invalid', message, { path: later });
}

/** @throws ReconstructError where a cloud is given twice, which would have each of its points twice */
export function checkInputs(inputs: readonly string[]): void {
  const twins = firstTwins(inputs);
  if (!twins) return;
  const [earlier, later] = twins;
  const how = earlier === later ? 'twice' : `a second time as ${later}`;
  throw new ReconstructError('option-invalid', `${earlier} is given ${how}; give each cloud once`, { path: later });
}

/** A person's own file is not replaced unless that was asked for; what GridPull wrote says so at its beginning. */
export function checkReplaced(output: string): void {
  if (!existsSync(output) || statSync(output).size === 0) return;
  if (headOfFile(output, MARK_BYTES).includes('GridPull')) return;
  throw new ReconstructError(
    'output-failed',
    `${output} exists, and GridPull did not write it; name another file, or give --force to replace it`,
    { path: output },
  );
}

/** Both of a file that is written beside the result. @param force whether a person's own file is replaced */
export function checkBeside(inputs: readonly string[], output: string, force = false): void {
  checkOutput(inputs, output);
  if (!force) checkReplaced(output);
}

/** Where the material and the pictures of an OBJ lie. */
export function besidePaths(output: string): string[] {
  return BESIDE_PARTS.map((part) => join(dirname(output), besideName(basename(output), part)));
}

/** Those of `besidePaths` that a run writes. */
export function texturePaths(output: string, format: MeshFormat, { texture }: ReconstructOptions): string[] {
  return format === 'obj' && texture !== 'none' ? besidePaths(output) : [];
}

/** The height raster and the contours that a run writes beside its mesh. */
export function terrainPaths(output: string, { heightRaster, contours }: ReconstructOptions): string[] {
  return terrainParts({ cell: heightRaster, interval: contours }).map((part) => terrainPath(output, part));
}

export interface FormatFlags {
  readonly ascii?: boolean;
  readonly compress?: boolean;
}

/**
 * The format that a mesh is written in, by its name's ending, `--ascii` and `--compress`.
 * @throws ReconstructError `option-invalid`
 */
export function meshFormatOf(output: string, { ascii = false, compress = false }: FormatFlags): MeshFormat {
  const named = formatFromName(output);
  if (compress) {
    if (named === 'glb' && !ascii) return 'glb-compressed';
    throw new ReconstructError('option-invalid', `--compress is for GLB, not for ${output}`, { option: '--compress' });
  }
  if (!ascii) return named;
  if (named === 'ply') return 'ply-ascii';
  throw new ReconstructError('option-invalid', `--ascii is for PLY, not for ${output}`, { option: '--ascii' });
}
