/** One reconstruction from files to a file: read, compute, write. Runs in the process that computes. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  asWritten,
  type ByteSink,
  fileFrame,
  type FileFrame,
  lengthUnitOf,
  firstSurface,
  type Host,
  inFrame,
  isOwnFrame,
  lossMessages,
  lostDistance,
  measurePointFit,
  type PointCloud,
  projectionName,
  readCloud,
  reconstruct,
  type Reconstruction,
  type RunContext,
  type RunControl,
  type RunReport,
  type Scratch,
  type StageName,
  terrainChoice,
  type TriangleMesh,
  writePoints,
  writeProjection,
} from '../engine/index.ts';
import { cleanedCloudPath } from '../batch/output-names.ts';
import { leftCloud } from '../batch/project/left-cloud.ts';
import { isOutdated } from '../batch/project/outdated.ts';
import type { Project } from '../batch/project/project.ts';
import { replayFinish } from '../batch/project/replay-finish.ts';
import { PointSets, type ReadScan, replayScene } from '../batch/project/replay-scene.ts';
import { certify, writeMeshFile } from './certificate.ts';
import type { Diagnostics, FileResult, FileTask } from './compute-messages.ts';
import { withDump } from './dump-folder.ts';
import { fileSource, writeFileBeside } from './node-files.ts';
import { RunCheckpoints, stampsOf } from './run-checkpoints.ts';
import { writeProfile } from './profile-file.ts';
import { readScene } from './read-scene.ts';
import { writeTerrainBeside } from './terrain-beside.ts';
import { holdsAll, ScratchFiles, wholePointsOf } from './scratch-files.ts';
import { isJoinedByParts, joinLarge } from './tiles/join-large.ts';
import { openJoining } from './tiles/phases.ts';
import { workLimits } from './work-limits.ts';
import { ShaderRecord } from './shader-files.ts';

/** Rejects like the engine does, or with `output-failed`; the output file is complete or untouched. */
export async function reconstructFile(
  task: FileTask,
  openHost: () => Promise<Host>,
  context: RunContext,
): Promise<FileResult> {
  const { inputs, diagnostics, tiles } = task;
  // Before the cloud is read: what is missing is told at once.
  const joining = tiles === undefined ? undefined : await openJoining(tiles, inputs, context.signal);
  // A pipe has neither, and is a file by now (`spooled-input.ts`); what cannot be asked is told when it is read.
  const stamps = await stampsOf(inputs).catch(() => '');
  using scratch = new ScratchFiles(task.output, { wholePoints: wholePointsOf(workLimits()), copies: 1 });
  const reading = () => joining?.cloud ?? readTask(task, context, needsAll(task) ? undefined : scratch);
  const read = await stage('read', async () => reading(), context);
  // Not before the file is read: what is wrong with it is told at once.
  fileFrame(task.options, lengthUnitOf(read.value), task.format);
  const host = await openHost();
  joining?.checkDevice(host);
  const { profile } = diagnostics;
  if (profile !== undefined && !host.passTimer) {
    warn(`${host.deviceLabel} has no timestamps; ${profile} is not written`, context);
  }
  if (joining && isJoinedByParts(joining, task, context)) {
    const { report, frame, writeMs } = await joinLarge(read.value, task, joining, host, context);
    await writeSystem(task.output, frame, report, context);
    return { readMs: read.durationMs, writeMs, peakMemoryBytes: peakMemoryBytes(), report, fit: null };
  }
  const previewMs = await writePreview(read.value, task, host, context);
  const checkpoints = tiles === undefined ? RunCheckpoints.of(task, host.deviceLabel, stamps, context) : undefined;
  try {
    const control = joining?.control ?? { limits: workLimits(), ...(await checkpoints?.control()) };
    const { drawn } = joining ?? {};
    const result = await finishFile(task, host, context, { read, previewMs, control, ...(drawn && { drawn }) });
    await checkpoints?.settle();
    return result;
  } catch (error) {
    await checkpoints?.settle(error);
    throw error;
  }
}

interface Begun {
  readonly read: { readonly value: PointCloud; readonly durationMs: number };
  readonly previewMs: number | undefined;
  readonly control: RunControl;
  /** `FitOptions.drawn` */
  readonly drawn?: Float32Array;
}

/** Whether all points are held: for those options that ask for more than a share, and for all that looks at the run. */
function needsAll({ options, project, diagnostics }: FileTask): boolean {
  return holdsAll(options) || project !== undefined || diagnostics.dump !== undefined;
}

/** From the cloud on. */
async function finishFile(
  task: FileTask,
  host: Host,
  context: RunContext,
  { read, previewMs, control, drawn }: Begun,
): Promise<FileResult> {
  const { inputs, output, format, options, diagnostics, wantsFit } = task;
  const { profile } = diagnostics;
  const {
    cloud,
    mesh: own,
    report,
    cleaned,
  } = await watched(host, basename(inputs[0]!), diagnostics, context, (watching) =>
    reconstruct(read.value, options, watching, context, control),
  );

  const mesh = await finishProject(task, { mesh: own, cloud, report }, host, context);
  const measuring = { signal: context.signal, onEvent: () => undefined };
  const fit = wantsFit
    ? await measurePointFit(cloud, mesh, host, measuring, { lostBeyond: lostDistance(report), ...(drawn && { drawn }) })
    : null;
  const unit = lengthUnitOf(report);
  const frame = fileFrame(options, unit, format);
  const write = await stage(
    'write',
    () => writeMeshFile(asWritten(mesh, options), format, output, context, frame),
    context,
  );
  for (const message of lossMessages(write.value.summary)) warn(message, context);
  if (cleaned) {
    const placed = inFrame(cleaned, fileFrame(options, unit, 'ply'));
    const write = (sink: ByteSink): Promise<void> => writePoints(placed, sink, context);
    await writeFileBeside(cleanedCloudPath(output), write, context.signal);
  }
  const terrain = await writeTerrainBeside(mesh, output, terrainChoice(options, report.crs), context);
  if (options.certify && report.proof) await certify(write.value, report.proof, host, context);
  await writeSystem(output, frame, report, context);
  if (profile !== undefined && host.passTimer) {
    await writeProfile(profile, host.deviceLabel, host.passTimer, context.signal);
  }
  const peak = peakMemoryBytes();
  return {
    readMs: read.durationMs,
    ...(previewMs !== undefined && { previewMs }),
    writeMs: write.durationMs,
    peakMemoryBytes: peak,
    report,
    fit,
    ...(terrain && { terrain }),
  };
}

/** The coordinate system beside the mesh, where it has one. */
async function writeSystem(output: string, frame: FileFrame, report: RunReport, context: RunContext): Promise<void> {
  const beside = projectionName(output);
  const warning = await writeProjection(isOwnFrame(frame) ? report.crs : undefined, {
    name: basename(beside),
    read: () => readFile(beside, 'utf8').catch(() => null),
    write: (text) => writeFileBeside(beside, (sink) => sink.write(new TextEncoder().encode(text)), context.signal),
  });
  if (warning !== undefined) warn(warning, context);
}

/** Nothing where none was asked for, else the milliseconds that it took. */
async function writePreview(
  cloud: PointCloud,
  { preview, options }: FileTask,
  host: Host,
  context: RunContext,
): Promise<number | undefined> {
  if (!preview) return undefined;
  const startMs = performance.now();
  const mesh = await firstSurface(cloud, options, host, context);
  const frame = fileFrame(options, lengthUnitOf(cloud), preview.format);
  await writeMeshFile(mesh, preview.format, preview.output, { ...context, onEvent: () => undefined }, frame);
  return performance.now() - startMs;
}

async function readTask(
  { inputs, reading, project }: FileTask,
  context: RunContext,
  scratch: Scratch | undefined,
): Promise<PointCloud> {
  return project ? readProject(project, inputs, context) : readScene(inputs, reading, context, scratch);
}

/** Without what the project leaves out of it. */
async function readProject(project: Project, inputs: readonly string[], context: RunContext): Promise<PointCloud> {
  const sets = new PointSets(project);
  const readScan: ReadScan = async (scan, reading) => readCloud(await fileSource(inputs[scan]!), context, reading);
  const { cloud } = await replayScene(project, sets, readScan, context.signal);
  const { removed, crop, origin } = project;
  return leftCloud(cloud, { removed: sets.of(removed, cloud), crop, origin });
}

/** What was done to the mesh of a project since its run; nothing where its options or points are others now. */
async function finishProject(
  { project }: FileTask,
  { mesh, cloud, report }: Pick<Reconstruction, 'mesh' | 'cloud' | 'report'>,
  host: Host,
  context: RunContext,
): Promise<TriangleMesh> {
  if (!project?.mesh || isOutdated(project)) return mesh;
  return replayFinish({ mesh, cloud, report, steps: project.mesh.finish, trim: project.trim }, host, context);
}

/** Runs `body` with a host that watches as was asked for, and writes what it saw, of a run that failed, too. */
async function watched(
  host: Host,
  cloud: string,
  { dump, writeShaders, shaders: files = [] }: Diagnostics,
  context: RunContext,
  body: (host: Host) => Promise<Reconstruction>,
): Promise<Reconstruction> {
  const shaders = new ShaderRecord(files);
  const watching = writeShaders !== undefined || files.length > 0 ? { ...host, shaders } : host;
  try {
    if (dump === undefined) return await body(watching);
    return await withDump(dump, cloud, context, (sink) => body({ ...watching, dump: sink }));
  } finally {
    if (writeShaders !== undefined && !context.signal.aborted) await shaders.write(writeShaders);
    for (const file of shaders.unused) warn(`${file} replaced nothing: this run has no use for its kernel`, context);
  }
}

function warn(message: string, context: RunContext): void {
  context.onEvent({ type: 'warning', message });
}

/** The most that this process has held at once since it began. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** A stage of the host's own, told like one of the engine's. */
async function stage<T>(
  name: StageName,
  body: () => Promise<T>,
  context: RunContext,
): Promise<{ value: T; durationMs: number }> {
  context.onEvent({ type: 'stage-started', stage: name });
  const startMs = performance.now();
  const value = await body();
  const durationMs = performance.now() - startMs;
  context.onEvent({ type: 'stage-ended', stage: name, durationMs, gpuBytes: 0 });
  return { value, durationMs };
}
