/** Finds where the input and the output folder of a batch lie, seen from one another. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BatchItem } from '../../batch/item.ts';
import { DEFAULT_OUTPUT, sidecarPath, thumbnailPath } from '../../batch/output-names.ts';
import { ReconstructError } from '../../engine/index.ts';
import { fileIdentity, isWithin, pathWithoutLinks } from '../same-file.ts';

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
  const input = pathWithoutLinks(inputFolder);
  const output = pathWithoutLinks(outputFolder);
  if (fileIdentity(input) === fileIdentity(output)) {
    const message = `${outputFolder} is the input folder; choose another for the meshes, ${path.join(inputFolder, DEFAULT_OUTPUT)} for one`;
    throw new ReconstructError('option-invalid', message, { path: outputFolder });
  }
  return {
    inputFolder,
    outputFolder,
    inputFromOutput: withSlashes(path.relative(output, input)),
    skipFolder: isWithin(input, output) ? withSlashes(path.relative(input, output)) : null,
  };
}

/**
 * The input folder may lie inside the output folder, and links lead anywhere: no result may take the place of a cloud.
 * @param log where lines are appended
 * @throws ReconstructError `option-invalid`
 */
export function refuseToOverwriteInput(
  { inputFolder, outputFolder }: Places,
  items: readonly BatchItem[],
  log: string,
): void {
  const clouds = new Set(items.map(({ input }) => fileIdentity(path.join(inputFolder, input))));
  const refuse = (name: string, why: string): never => {
    throw new ReconstructError('option-invalid', `${name} ${why}`, { path: name });
  };
  if (clouds.has(fileIdentity(log))) refuse(log, 'is one of the clouds; choose another file for --log');
  for (const item of items) {
    for (const name of [item.output, sidecarPath(item.output), thumbnailPath(item.output)]) {
      const file = path.join(outputFolder, name);
      if (!existsSync(file) || !clouds.has(fileIdentity(file))) continue;
      refuse(name, `of ${item.input} would take the place of a cloud; choose another output folder`);
    }
  }
}

function withSlashes(relative: string): string {
  return relative.split(path.sep).join('/');
}
