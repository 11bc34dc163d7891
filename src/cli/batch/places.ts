/** Finds where the input and the output folder of a batch lie, seen from one another. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { BatchItem } from '../../batch/item.ts';
import { DEFAULT_OUTPUT, sidecarPath, thumbnailPath } from '../../batch/output-names.ts';
import { ReconstructError } from '../../engine/index.ts';

export interface Places {
  /** The path as it was given; messages name it, too. */
  readonly inputFolder: string;
  readonly outputFolder: string;
  /** The way from one to the other with '/', so that both may move together; absolute where there is no way. */
  readonly inputFromOutput: string;
  /** The output folder where it lies inside the input folder, relative to that: meshes are no clouds. */
  readonly skipFolder: string | null;
}

/** @throws ReconstructError `option-invalid` where both are the same */
export function foldersOf(inputFolder: string, outputFolder: string): Places {
  const input = realPath(inputFolder);
  const output = realPath(outputFolder);
  if (input === output) {
    const message = `${outputFolder} is the input folder; choose another for the meshes, ${path.join(inputFolder, DEFAULT_OUTPUT)} for one`;
    throw new ReconstructError('option-invalid', message, { path: outputFolder });
  }
  const outputFromInput = path.relative(input, output);
  const isInside = !path.isAbsolute(outputFromInput) && outputFromInput.split(path.sep)[0] !== '..';
  return {
    inputFolder,
    outputFolder,
    inputFromOutput: withSlashes(path.relative(output, input)),
    skipFolder: isInside ? withSlashes(outputFromInput) : null,
  };
}

/**
 * The input folder may lie inside the output folder: then no mesh may take the place of a cloud.
 * @throws ReconstructError `option-invalid`
 */
export function refuseToOverwriteInput({ inputFolder, outputFolder }: Places, items: readonly BatchItem[]): void {
  const [input, output] = [realPath(inputFolder), realPath(outputFolder)];
  const inputs = new Set(items.map((item) => path.join(input, item.input)));
  for (const item of items) {
    for (const name of [item.output, sidecarPath(item.output), thumbnailPath(item.output)]) {
      if (!inputs.has(path.join(output, name))) continue;
      const message = `${name} of ${item.input} would take the place of a cloud; choose another output folder`;
      throw new ReconstructError('option-invalid', message, { path: name });
    }
  }
}

/** The path without links, as far as it exists. */
function realPath(folder: string): string {
  const whole = path.resolve(folder);
  try {
    return realpathSync(whole);
  } catch {
    const parent = path.dirname(whole);
    return parent === whole ? whole : path.join(realPath(parent), path.basename(whole));
  }
}

function withSlashes(relative: string): string {
  return relative.split(path.sep).join('/');
}
