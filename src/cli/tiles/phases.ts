/** The phases of a shared run that solve and draw: what each part does, in the process that computes. */
import {
  absentPoints,
  fitSample,
  type Host,
  type JoinedTiles,
  joinedTiles,
  type OpenTiles,
  planTiles,
  type PointCloud,
  pointCountOf,
  ReconstructError,
  type RunContext,
  type StreamedControl,
  withTiles,
} from '../../engine/index.ts';
import { removeLeftovers } from '../partial-files.ts';
import { hashOf, stampsOf } from '../run-checkpoints.ts';
import { planLimits } from '../work-limits.ts';
import { readScene } from '../read-scene.ts';
import { holdsAll, ScratchFiles, wholePointsOf } from '../scratch-files.ts';
import { PlannedRun, pointsOf, resolutionsOf } from './planned-run.ts';
import { POINTS, writePoints } from './points-file.ts';
import {
  keyOf,
  MissingPiece,
  type PieceFolder,
  type SavedFacts,
  type SavedStart,
  TilesFolder,
  type TilesPlanFile,
} from './tiles-folder.ts';
import type { PartResult, PartTask, PlanResult, PlanTask } from './tiles-task.ts';

type OpenHost = () => Promise<Host>;

/** @throws ReconstructError where the folder holds another plan, and as `planTiles` does */
export async function planPhase(task: PlanTask, openHost: OpenHost, context: RunContext): Promise<PlanResult> {
  const { inputs, reading, options, parts, software, adapter } = task;
  const { signal } = context;
  const folder = new TilesFolder(task.folder);
  const stamps = await stampsOf(inputs);
  const contents = await hashesOf(inputs, signal);
  const host = await openHost();
  const subject = { device: host.deviceLabel, contents, reading, options, limits: planLimits() };
  const terms = { inputs, parts, software, ...(adapter !== undefined && { adapter }) };
  const there = await folder.plan();
  if (there && there.key !== keyOf(subject)) throw otherPlan(folder, there);
  const known = there && (await wholeStart(folder, there, signal));
  if (known) {
    if (there.parts !== parts) await folder.writePlan(subject, terms, signal);
    return { isThere: true, levels: resolutionsOf(known.start) };
  }
  await folder.begin();
  removeLeftovers(folder.path);
  using scratch = new ScratchFiles(folder.file(POINTS), { wholePoints: wholePointsOf(subject.limits), copies: 2 });
  const cloud = await readScene(inputs, reading, context, holdsAll(options) ? undefined : scratch);
  if ((await stampsOf(inputs)) !== stamps) throw changed(inputs, 'while it was read; wait until it is written');
  const planned = await planTiles(cloud, options, host, context, { limits: subject.limits });
  const points = planned.cloud && (await writePoints((name) => folder.file(name), planned.cloud, signal));
  const facts = cloud.all && { cloud: factsOf(cloud) };
  await folder.writeStart(keyOf(subject), { start: planned.start, ...(points && { points }), ...facts }, signal);
  await folder.writePlan(subject, terms, signal);
  return { isThere: false, levels: resolutionsOf(planned.start) };
}

function factsOf(cloud: PointCloud): SavedFacts {
  const { shift, scans, crs, placement, stats } = cloud;
  return {
    pointCount: pointCountOf(cloud),
    drawn: fitSample(cloud),
    shift,
    stats,
    ...(scans && { scans }),
    ...(crs && { crs }),
    ...(placement && { placement }),
  };
}

/** What is left of an earlier plan, where nothing of it is missing. */
async function wholeStart(folder: TilesFolder, plan: TilesPlanFile, signal: AbortSignal): Promise<SavedStart | null> {
  const saved = await folder.start(plan);
  if (!saved) return null;
  try {
    await using opened = await pointsOf(folder, plan, saved);
    await opened?.verify(signal);
    return saved;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

function otherPlan(folder: TilesFolder, { inputs }: TilesPlanFile): ReconstructError {
  const message =
    `${folder.path} holds the plan of another run (of ${inputs.join(', ')}; cloud, options, device or limits differ); ` +
    'name another folder, or remove that one';
  return new ReconstructError('option-invalid', message, { path: folder.path });
}

function changed(inputs: readonly string[], how: string): ReconstructError {
  return new ReconstructError('cloud-format', `${inputs.join(', ')} changed ${how}`, { path: inputs[0] ?? '' });
}

async function hashesOf(inputs: readonly string[], signal: AbortSignal): Promise<string[]> {
  const hashes: string[] = [];
  for (const input of inputs) hashes.push(await hashOf(input, signal));
  return hashes;
}

/** @throws ReconstructError where the plan is of other parts than the command says */
async function readRun({ folder: path, part }: PartTask, signal: AbortSignal): Promise<PlannedRun> {
  const run = await PlannedRun.read(new TilesFolder(path), signal);
  const { parts } = run.plan;
  if (parts !== part.count) {
    const message =
      `the plan in ${path} is for ${parts} parts, not ${part.count}; give I/${parts}, or plan it for ${part.count}: ` +
      'what is done stays';
    throw new ReconstructError('option-invalid', message, { option: 'part' });
  }
  return run;
}

/**
 * Solves the tiles of a part: the first level that is due, and the next ones as far as the other parts have come. That
 * it has to wait for them is no failure: who makes what is missing is the part that would fail.
 */
export async function solvePhase(task: PartTask, openHost: OpenHost, context: RunContext): Promise<PartResult> {
  const run = await readRun(task, context.signal);
  const { folder, plan } = run;
  const counts = { done: 0, kept: 0 };
  for (const [level, resolution] of run.resolutions.entries()) {
    try {
      const boxes = await run.boxes(level);
      const before = level > 0 ? await run.boxes(level - 1) : [];
      const name = run.levelFolder(level);
      const own = run.own(boxes.length, task.part.index);
      const isThere = async (number: number): Promise<boolean> => (await folder.tile(plan, name, number)) !== null;
      const left = await unfinished(own, isThere, context.signal);
      counts.kept += own.length - left.length;
      if (left.length === 0) continue;
      await ready(folder, name);
      context.onEvent({ type: 'stage-started', stage: 'level', level: resolution });
      await onDevice(run, openHost, context, async (tiles, { signal }) => {
        for (const [i, number] of left.entries()) {
          const near = level > 0 ? await run.near('solve', level - 1, before, boxes[number]!) : [];
          const piece = await tiles.solve(level, boxes[number]!, near);
          await folder.writePiece(plan, name, number, piece, signal);
          counts.done++;
          const share = (level + (i + 1) / left.length) / run.resolutions.length;
          context.onEvent({ type: 'progressed', stage: 'level', share });
        }
      });
    } catch (error) {
      if (!(error instanceof MissingPiece)) throw error;
      return { ...counts, waiting: { resolution, reason: error.message } };
    }
  }
  return counts;
}

/** Draws the surface of the tiles of a part. @throws ReconstructError where one is missing that they need */
export async function extractPhase(task: PartTask, openHost: OpenHost, context: RunContext): Promise<PartResult> {
  const run = await readRun(task, context.signal);
  const { folder, plan } = run;
  const last = run.resolutions.length - 1;
  const boxes = await run.boxes(last);
  const own = run.own(boxes.length, task.part.index);
  const isThere = async (number: number): Promise<boolean> => (await folder.surface(plan, number)) !== null;
  const left = await unfinished(own, isThere, context.signal);
  const counts = { done: left.length, kept: own.length - left.length };
  if (left.length === 0) return counts;
  await ready(folder, 'surface');
  context.onEvent({ type: 'stage-started', stage: 'extract' });
  await onDevice(run, openHost, context, async (tiles, { signal }) => {
    for (const [i, number] of left.entries()) {
      const near = await run.near('extract', last, boxes, boxes[number]!);
      await folder.writePiece(plan, 'surface', number, await tiles.extract(boxes[number]!, near), signal);
      context.onEvent({ type: 'progressed', stage: 'extract', share: (i + 1) / left.length });
    }
  });
  return counts;
}

async function unfinished(
  own: readonly number[],
  isDone: (number: number) => Promise<boolean>,
  signal: AbortSignal,
): Promise<number[]> {
  const left: number[] = [];
  for (const number of own) {
    signal.throwIfAborted();
    if (!(await isDone(number))) left.push(number);
  }
  return left;
}

async function ready(folder: TilesFolder, name: PieceFolder): Promise<void> {
  await folder.makePieces(name);
  removeLeftovers(folder.file(name));
}

/** @throws ReconstructError for a device that rounds otherwise than the plan's */
export function checkDevice(path: string, planned: string, { deviceLabel }: Host): void {
  if (deviceLabel === planned) return;
  const message =
    `the plan in ${path} was made on ${planned}, and this is ${deviceLabel}: their results differ in the last bits, and ` +
    'borders of tiles would not meet; run all phases on devices of one kind';
  throw new ReconstructError('option-invalid', message, { device: deviceLabel });
}

async function onDevice(
  { folder, plan, saved }: PlannedRun,
  openHost: OpenHost,
  context: RunContext,
  body: (tiles: OpenTiles, context: RunContext) => Promise<void>,
): Promise<void> {
  const host = await openHost();
  checkDevice(folder.path, plan.device, host);
  await using opened = await pointsOf(folder, plan, saved);
  const { signal } = context;
  const quiet: RunContext = { signal, onEvent: (event) => event.type === 'warning' && context.onEvent(event) };
  await withTiles(saved.start, opened?.points, host, quiet, (tiles) => body(tiles, quiet));
}

export interface Joining {
  /** What the run that joins the surfaces is steered by. */
  readonly control: StreamedControl;
  /** Of all surfaces together, before anything is left out of them. */
  readonly vertexCount: number;
  /** @throws ReconstructError as the function of this name */
  readonly checkDevice: (host: Host) => void;
  /** A large cloud without its points, which are in the surfaces; not there for one that is to be read. */
  readonly cloud?: PointCloud;
  /** `FitOptions.drawn` */
  readonly drawn?: Float32Array;
}

/** @throws ReconstructError where a surface is missing, or the cloud is not what was planned */
export async function openJoining(path: string, inputs: readonly string[], signal: AbortSignal): Promise<Joining> {
  const run = await PlannedRun.read(new TilesFolder(path), signal);
  const { folder, plan, saved } = run;
  const contents = await hashesOf(inputs, signal);
  if (contents.some((hash, i) => hash !== plan.contents[i])) throw changed(inputs, `since ${path} was planned`);
  const boxes = await run.boxes(run.resolutions.length - 1);
  const surfaceOf = async (number: number) => {
    signal.throwIfAborted();
    const surface = await folder.surface(plan, number);
    if (surface) return surface;
    throw run.missing('surface', number, boxes.length);
  };
  const counts = [];
  let vertexCount = 0;
  for (const number of boxes.keys()) {
    const { parts, tileCount, outlierCount } = await surfaceOf(number);
    for (const { surface } of parts) vertexCount += surface.positions.length / 3;
    counts.push({ tileCount, outlierCount });
  }
  const parts = async function* () {
    for (const number of boxes.keys()) yield* (await surfaceOf(number)).parts;
  };
  const joined: JoinedTiles = joinedTiles(saved.start, counts, parts);
  const control = { resumeFrom: saved.start.checkpoint, joined, limits: plan.limits };
  return { control, vertexCount, checkDevice: (host) => checkDevice(path, plan.device, host), ...knownCloud(saved) };
}

function knownCloud({ cloud: known }: SavedStart): Pick<Joining, 'cloud' | 'drawn'> {
  if (!known) return {};
  const { pointCount, drawn, ...facts } = known;
  return { cloud: { ...facts, positions: new Float32Array(), all: absentPoints(pointCount) }, drawn };
}
