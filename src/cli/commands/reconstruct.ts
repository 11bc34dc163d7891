/** `gridpull reconstruct IN… -o OUT`: the main job. */
import {
  checkFirst,
  fileFrame,
  type Reading,
  type ReconstructOptions,
  type RunContext,
  validateOptions,
} from '../../engine/index.ts';
import path from 'node:path';
import { certificatePath, cleanedCloudPath } from '../../batch/output-names.ts';
import { checkCertificate } from '../certificate.ts';
import {
  checkBeside,
  checkDistinct,
  checkInputs,
  checkOutput,
  checkReplaced,
  meshFormatOf,
  terrainPaths,
  texturePaths,
} from '../check-output.ts';
import type { Diagnostics, FileResult, FileTask } from '../compute-messages.ts';
import { ComputeProcess } from '../compute-process.ts';
import { readyDumpFolder } from '../dump-folder.ts';
import { openNewFolder, removeFiles, tryToWrite } from '../new-folder.ts';
import { fileSource } from '../node-files.ts';
import { removeLeftovers } from '../partial-files.ts';
import { readingOf } from '../read-options.ts';
import { givenOptions, type ReconstructFlags } from '../reconstruct-options.ts';
import { runText } from '../run-text.ts';
import { readShaderFiles } from '../shader-files.ts';
import { withSpooledInput } from '../spooled-input.ts';

/** Room that the smallest useful mesh takes. */
const SMALL_MESH_BYTES = 1 << 16;

export interface ReconstructArguments extends ReconstructFlags, Reading {
  readonly output: string;
  readonly preview?: string;
  readonly ascii?: boolean;
  readonly compress?: boolean;
  readonly force?: boolean;
  readonly software?: boolean;
  readonly adapter?: string;
  readonly profile?: string;
  readonly dump?: string;
  readonly writeShaders?: string;
  readonly useShaders?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Gives the text to print. `note` shows a line that native code printed. */
export async function reconstruct(
  inputs: readonly string[],
  args: ReconstructArguments,
  context: RunContext,
  note: (line: string) => void,
): Promise<string> {
  const startMs = performance.now();
  const warnings: string[] = [];
  const collecting: RunContext = {
    signal: context.signal,
    onEvent: (event) => {
      if (event.type === 'warning') warnings.push(event.message);
      context.onEvent(event);
    },
  };
  const result = await withSpooledInput(inputs, context.signal, async (paths) =>
    compute(await plan(paths, args), collecting, note),
  );
  const totalMs = performance.now() - startMs;
  const { report, fit, ...measured } = result;
  const { output } = args;
  if (args.json)
    return `${JSON.stringify({ ...(inputs.length === 1 ? { input: inputs[0] } : { inputs }), output, ...report, fit, ...measured, totalMs, warnings })}\n`;
  return args.quiet ? '' : runText(output, result, totalMs);
}

/** Folders of diagnostics that a failed run leaves empty go with it, those too that were there before it. */
async function compute(task: FileTask, context: RunContext, note: (line: string) => void): Promise<FileResult> {
  const { dump, writeShaders } = task.diagnostics;
  try {
    context.signal.throwIfAborted();
    await using computing = new ComputeProcess(note);
    return await computing.run(task, context);
  } catch (error) {
    for (const folder of [dump, writeShaders]) if (folder !== undefined) await removeFiles(folder, []);
    throw error;
  }
}

/** Everything that can be wrong before the work begins is found here, not after it. */
async function plan(inputs: readonly string[], args: ReconstructArguments): Promise<FileTask> {
  const { output, preview, software = false, adapter } = args;
  const options = validateOptions(givenOptions(args));
  const format = meshFormatOf(output, args);
  for (const input of inputs) await fileSource(input);
  checkInputs(inputs);
  const written = await checkMeshOutput(inputs, { output, format, options, force: args.force });
  if (preview !== undefined) await checkPreview(preview, inputs, options, args.force);
  checkDistinct([
    ...written,
    ...(args.profile === undefined ? [] : [args.profile]),
    ...(preview === undefined ? [] : [preview]),
  ]);
  const diagnostics = await planDiagnostics(inputs, args);
  const wantsFit = args.json === true || args.quiet !== true;
  const first = preview !== undefined && { preview: { output: preview, format: meshFormatOf(preview, args) } };
  const reading = readingOf(args);
  fileFrame(options, reading.unit ?? null, format);
  const device = { software, ...(adapter !== undefined && { adapter }) };
  return { type: 'file', inputs, reading, output, format, ...first, ...device, options, diagnostics, wantsFit };
}

interface MeshOutput extends Pick<FileTask, 'output' | 'format' | 'options'> {
  readonly force: boolean | undefined;
}

/** The mesh, and what is written beside it: their names. */
export async function checkMeshOutput(
  inputs: readonly string[],
  { output, format, options, force = false }: MeshOutput,
): Promise<string[]> {
  checkOutput(inputs, output);
  if (!force) checkReplaced(output);
  removeLeftovers(path.dirname(output));
  await tryToWrite(output, SMALL_MESH_BYTES);
  const pictured = [...texturePaths(output, format, options), ...terrainPaths(output, options)];
  for (const beside of pictured) checkBeside(inputs, beside, force);
  if (options.cleanedCloud) checkBeside(inputs, cleanedCloudPath(output), force);
  if (options.certify) await checkCertificate(certificatePath(output), inputs, force);
  const cleaned = options.cleanedCloud ? [cleanedCloudPath(output)] : [];
  return [output, ...cleaned, ...(options.certify ? [certificatePath(output)] : []), ...pictured];
}

async function checkPreview(preview: string, inputs: readonly string[], options: ReconstructOptions, force = false) {
  checkFirst(options);
  meshFormatOf(preview, {});
  checkBeside(inputs, preview, force);
  removeLeftovers(path.dirname(preview));
  await tryToWrite(preview, SMALL_MESH_BYTES);
}

/** The folders are made here, last of all: what is wrong with anything but a folder leaves none. */
async function planDiagnostics(inputs: readonly string[], args: ReconstructArguments): Promise<Diagnostics> {
  const { profile, dump, writeShaders, useShaders } = args;
  if (profile !== undefined) checkOutput(inputs, profile);
  const shaders = useShaders === undefined ? undefined : readShaderFiles(useShaders);
  if (writeShaders !== undefined) await openNewFolder(writeShaders, '*.wgsl', () => false);
  if (dump !== undefined) await readyDumpFolder(dump);
  return {
    ...(profile !== undefined && { profile }),
    ...(dump !== undefined && { dump }),
    ...(writeShaders !== undefined && { writeShaders }),
    ...(shaders && { shaders }),
  };
}
