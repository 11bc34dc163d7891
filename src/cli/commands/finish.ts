/** `gridpull finish MESH -o OUT`: what is done to a mesh before it is sent, printed or shown (docs/finish.md). */
import path from 'node:path';
import {
  fileFrame,
  finishMemory,
  finishSurface,
  isFinishing,
  isOwnFrame,
  type LengthUnit,
  lossMessages,
  projectionSystem,
  proveMesh,
  readCloud,
  readTriangleMesh,
  ReconstructError,
  type ReconstructOptions,
  type RunContext,
  terrainChoice,
  validateOptions,
} from '../../engine/index.ts';
import { certificatePath } from '../../batch/output-names.ts';
import { certify, checkCertificate, writeMeshFile } from '../certificate.ts';
import { checkBeside, checkOutput, checkReplaced, meshFormatOf, terrainPaths, texturePaths } from '../check-output.ts';
import { proofLine } from '../check-text.ts';
import { finishLines } from '../finish-text.ts';
import { tryToWrite } from '../new-folder.ts';
import { fileSource, readWhole } from '../node-files.ts';
import { removeLeftovers } from '../partial-files.ts';
import { givenOptions, type ReconstructFlags } from '../reconstruct-options.ts';
import { terrainLinesBeside, writeTerrainBeside } from '../terrain-beside.ts';
import { withTaskThreads } from '../task-threads.ts';

/** Room that the smallest useful mesh takes. */
const SMALL_MESH_BYTES = 1 << 16;

export interface FinishArguments extends ReconstructFlags {
  readonly output: string;
  readonly cloud?: string;
  readonly unit?: LengthUnit;
  readonly ascii?: boolean;
  readonly compress?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Gives the text to print. */
export async function finish(meshPath: string, args: FinishArguments, context: RunContext): Promise<string> {
  const startMs = performance.now();
  const { output, cloud: cloudPath } = args;
  const inputs = cloudPath === undefined ? [meshPath] : [meshPath, cloudPath];
  const options = validateOptions(givenOptions(args));
  const format = meshFormatOf(output, args);
  const frame = fileFrame(options, args.unit ?? null, format);
  const isAsItIs = !isFinishing(options) && isOwnFrame(frame) && terrainPaths(output, options).length === 0;
  if (isAsItIs && !isOtherForm(meshPath, args)) {
    const message =
      'nothing to do: say what, for example --keep largest, --close all or --simplify 10%, or give the output the ending of another format';
    throw new ReconstructError('option-invalid', message, {});
  }
  checkCloud(options, cloudPath);
  checkOutput(inputs, output);
  const [source] = await Promise.all(inputs.map(fileSource));
  if (!args.force) checkReplaced(output);
  const beside = [...texturePaths(output, format, options), ...terrainPaths(output, options)];
  for (const each of beside) checkBeside(inputs, each, args.force);
  removeLeftovers(path.dirname(output));
  await tryToWrite(output, SMALL_MESH_BYTES);
  if (options.certify) await checkCertificate(certificatePath(output), inputs, args.force);
  context.onEvent({ type: 'stage-started', stage: 'read' });
  const mesh = await readTriangleMesh(await readWhole(meshPath), meshPath, context);
  const cloud = cloudPath === undefined ? undefined : await readCloud(await fileSource(cloudPath), context);
  context.onEvent({ type: 'stage-started', stage: 'finish' });
  const { finished, proof, summary, terrain } = await withTaskThreads(async (host) => {
    const finished = await finishSurface(mesh, options, host, context, cloud);
    const proof = await proveMesh(finished.mesh, host, context);
    context.onEvent({ type: 'stage-started', stage: 'write' });
    const written = await writeMeshFile(finished.mesh, format, output, context, frame);
    if (options.certify) await certify(written, proof, host, context);
    const system = projectionSystem((await source?.projection?.()) ?? '') ?? undefined;
    const terrain = await writeTerrainBeside(finished.mesh, output, terrainChoice(options, system), context);
    return { finished, proof, summary: written.summary, terrain };
  });
  for (const message of lossMessages(summary)) context.onEvent({ type: 'warning', message });
  const totalMs = performance.now() - startMs;
  const size = { triangles: mesh.indices.length / 3, points: (cloud?.positions.length ?? 0) / 3 };
  const { bytes: memoryBytes = 0 } = finishMemory(options, size) ?? {};
  const [vertices, triangles] = [finished.mesh.positions.length / 3, finished.mesh.indices.length / 3];
  if (args.json) {
    return `${JSON.stringify({ input: meshPath, output, vertices, triangles, ...finished.report, proof, ...(terrain && { terrain }), memoryBytes, totalMs })}\n`;
  }
  if (args.quiet) return '';
  const lines = [
    `${output}: ${vertices} vertices, ${triangles} triangles, of ${mesh.indices.length / 3} in ${meshPath}`,
    ...finishLines(finished.report),
    ...(summary.beside.length > 0 ? [`  beside     ${summary.beside.join(', ')}`] : []),
    proofLine(proof),
    `  memory     estimated ${Math.ceil(memoryBytes / 1e6)} MB`,
    `  time       ${(totalMs / 1000).toFixed(1)} s`,
    ...terrainLinesBeside(output, terrain),
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether the mesh is written otherwise than it is, though nothing is done to it. */
function isOtherForm(meshPath: string, { output, ascii, compress }: FinishArguments): boolean {
  const ending = (file: string): string => path.extname(file).toLowerCase();
  return ending(meshPath) !== ending(output) || ascii === true || compress === true;
}

/** @throws ReconstructError where an operation asks for the cloud and none is given, or none asks for it */
function checkCloud({ trim, texture }: ReconstructOptions, cloud: string | undefined): void {
  const needing = trim === 'none' ? [] : ['--trim'];
  if (needing.length > 0 && cloud === undefined) {
    const message = `${needing[0]} goes by the points that the mesh was made from; say which with --cloud scan.ply`;
    throw new ReconstructError('option-invalid', message, { option: '--cloud' });
  }
  if (needing.length === 0 && texture === 'none' && cloud !== undefined) {
    const message = '--cloud is for --trim and --texture, neither of which was asked for';
    throw new ReconstructError('option-invalid', message, { option: '--cloud' });
  }
}
