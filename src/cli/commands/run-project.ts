/** `gridpull run FILE.gridpull`: the mesh of a project, as the window that saved it would make and write it. */
import path from 'node:path';
import { isOutdated } from '../../batch/project/outdated.ts';
import { parseProject } from '../../batch/project/project-file.ts';
import { ReconstructError, type RunContext, validateOptions, withoutEnding } from '../../engine/index.ts';
import { checkBeside, checkOutput, checkReplaced, meshFormatOf, terrainPaths, texturePaths } from '../check-output.ts';
import { ComputeProcess } from '../compute-process.ts';
import { tryToWrite } from '../new-folder.ts';
import { readWhole } from '../node-files.ts';
import { removeLeftovers } from '../partial-files.ts';
import { findScan } from '../project-scans.ts';
import { runText } from '../run-text.ts';
import type { RunArguments } from './run.ts';

/** Room that the smallest useful mesh takes. */
const SMALL_MESH_BYTES = 1 << 16;

/** What only batches take. */
const OF_BATCHES = [
  'dryRun',
  'resume',
  'retryFailed',
  'shard',
  'log',
] as const satisfies readonly (keyof RunArguments)[];

/** The text to print. `note` shows a line that native code printed. */
export async function runProject(
  file: string,
  args: RunArguments,
  context: RunContext,
  note: (line: string) => void,
): Promise<string> {
  const startMs = performance.now();
  const given = OF_BATCHES.find((name) => args[name] !== undefined);
  if (given !== undefined) {
    const flag = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new ReconstructError('option-invalid', `${flag} is for batches, and ${file} is a project`, { option: flag });
  }
  const project = parseProject(new TextDecoder().decode(await readWhole(file)), path.basename(file));
  const output = args.output ?? path.join(path.dirname(file), `${withoutEnding(path.basename(file))}.ply`);
  const places = {
    folder: path.dirname(path.resolve(file)),
    changed: args.changed === true,
    ...(args.input !== undefined && { instead: args.input }),
  };
  const inputs: string[] = [];
  for (const scan of project.scans) inputs.push(await findScan(scan, places, context.signal));
  checkOutput([file, ...inputs], output);
  if (!args.overwrite) checkReplaced(output);
  const format = meshFormatOf(output, {});
  const options = validateOptions(project.options);
  const written = [...texturePaths(output, format, options), ...terrainPaths(output, options)];
  for (const beside of written) checkBeside(inputs, beside, args.overwrite);
  removeLeftovers(path.dirname(output));
  await tryToWrite(output, SMALL_MESH_BYTES);
  if (isOutdated(project)) {
    const message = 'the mesh in the project was made by other options or points; this one is of those it has now';
    context.onEvent({ type: 'warning', message });
  }
  const task = {
    type: 'file',
    inputs,
    reading: {},
    project,
    output,
    format,
    software: args.software === true,
    options,
    diagnostics: {},
    wantsFit: args.json === true || args.quiet !== true,
  } as const;
  await using computing = new ComputeProcess(note);
  const result = await computing.run(task, context);
  const { report, fit, ...measured } = result;
  const totalMs = performance.now() - startMs;
  if (args.json) return `${JSON.stringify({ project: file, inputs, output, ...report, fit, ...measured, totalMs })}\n`;
  return args.quiet ? '' : runText(output, result, totalMs);
}
