/**
 * A run whose levels in tiles are solved elsewhere: planned as far as these, solved and drawn tile by tile, and joined
 * (`RunControl.joined`). A run of one process goes through the same functions, tile after tile.
 */
import { type PointCloud, pointCountOf } from './cloud/point-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import { Gpu } from './gpu/gpu.ts';
import { unpackBrick } from './grid/brick-grid.ts';
import type { Host } from './host/host.ts';
import { JoinedAbort } from './host/joined-abort.ts';
import { allocateShareable } from './host/shared-memory.ts';
import type { StageContext } from './host/stage-context.ts';
import { levelDataOf } from './methods/default/level-data.ts';
import { denseCounts, denseTilesOf } from './methods/default/tiled-levels.ts';
import { METHODS } from './methods/methods.ts';
import type { PlannedByTiles, TiledStart } from './methods/planned-by-tiles.ts';
import type { ReconstructOptions } from './options.ts';
import { begin } from './run/begin-run.ts';
import { restoreLevel, restoreStart } from './run/checkpoint.ts';
import type { JoinedTiles, RunControl } from './run/run-control.ts';
import { alignedSetting, withRun } from './run-setting.ts';
import { BrickStore, someBricks, type TileField } from './tiles/brick-store.ts';
import type { DensePoints } from './tiles/dense-points.ts';
import { extractPart, type TileSurfacePart } from './tiles/extract-tiles.ts';
import type { CoarseBricks } from './tiles/plan-tiles.ts';
import type { FoundPoints } from './tiles/point-findings.ts';
import { HALO_BRICKS, solvePlanned, type TileInput } from './tiles/solve-tiles.ts';
import { type TileClouds, wholeCloud } from './tiles/tile-clouds.ts';
import { tilesOf } from './tiles/tiles-plan.ts';
import { bricksOf, type UnitBox, widened } from './tiles/unit-box.ts';

/** A planned tile of a level, solved. */
export interface TilePiece {
  readonly box: UnitBox;
  /** In as many parts as memory asked for; none where it has no bricks. */
  readonly fields: readonly TileField[];
  /** What was found out of its points, where the level takes all of a large cloud. */
  readonly found?: FoundPoints;
}

/** The surface of a piece. */
export interface PieceSurface {
  readonly parts: readonly TileSurfacePart[];
  readonly tileCount: number;
  readonly outlierCount: number;
}

/**
 * The first of the phases: all that concerns the whole cloud. Rejects as `reconstruct` does.
 * @throws ReconstructError `option-invalid` for a run that has no levels in tiles
 */
export async function planTiles(
  cloud: PointCloud,
  options: Partial<ReconstructOptions>,
  host: Host,
  context: RunContext,
  control: Pick<RunControl, 'limits'> = {},
): Promise<PlannedByTiles> {
  const planned = await withRun({ cloud, options, control }, host, context, async (given) => {
    const { setting } = await alignedSetting(given);
    const method = METHODS[setting.options.preset];
    if (!method.planTiles) return null;
    setting.stage.gpu.preload(method.kernels(pointCountOf(setting.cloud)));
    return await method.planTiles(await begin(setting, { ...method, stages: method.stages() }));
  });
  if (planned) return planned;
  const message = 'one run solves this cloud with these options as a whole, so that there are no tiles to share out';
  throw new ReconstructError('option-invalid', `${message}; gridpull reconstruct does it`, { option: 'parts' });
}

/**
 * The planned tiles of a level, in their order. @param before bricks of the level before; asked of all but the first
 */
export function plannedTiles(
  { levels, checkpoint }: TiledStart,
  level: number,
  before: () => Promise<CoarseBricks>,
): Promise<UnitBox[]> {
  const { brickCoords, frame } = checkpoint.level;
  const whole = { coords: brickCoords, resolution: frame.resolution };
  return tilesOf(levels[level]!, level === 0 ? () => Promise.resolve(whole) : before);
}

/**
 * How many units round a tile of a level there is something of use to it: of the level before, and of its own level.
 */
const NEAR_UNITS = { solve: 2, extract: 4 } as const;

/** Bricks round a tile that it sees: of the level before, and of those beside it. */
const NEAR_BRICKS = { solve: HALO_BRICKS, extract: 1 } as const;

/** Whether a tile is needed to solve, or to extract, another: of the level before, or of the same. */
export function isNeeded(of: UnitBox, by: UnitBox, phase: keyof typeof NEAR_UNITS): boolean {
  const { low, high } = widened(by, NEAR_UNITS[phase]);
  return ([0, 1, 2] as const).every((axis) => of.low[axis] < high[axis] && of.high[axis] > low[axis]);
}

/**
 * What a tile needs of another: of its field only the bricks that reach to it, which are few beside those of the other.
 * @param frame of the level of `piece`
 */
export function neededOf(
  piece: TilePiece,
  by: UnitBox,
  phase: keyof typeof NEAR_BRICKS,
  frame: BrickStore['frame'],
): TilePiece {
  if (phase === 'extract' && isSame(piece.box, by)) return piece;
  const { low, high } = bricksOf(by, frame, NEAR_BRICKS[phase]);
  const isNear = (packed: number): boolean =>
    unpackBrick(packed).every((place, axis) => place >= low[axis]! && place < high[axis]!);
  const fields = piece.fields
    .map((field) => someBricks(field, isNear))
    .filter(({ brickCoords }) => brickCoords.length > 0);
  return { ...piece, fields };
}

/** The tiles of a run, opened on a device. */
export interface OpenTiles {
  /** @param before the pieces of the level before that `isNeeded` says, in their order; none for the first level */
  solve(level: number, box: UnitBox, before: readonly TilePiece[]): Promise<TilePiece>;
  /** @param near the pieces of the finest level that `isNeeded` says, in their order, with the piece itself */
  extract(box: UnitBox, near: readonly TilePiece[]): Promise<PieceSurface>;
}

/**
 * Runs `body` with the tiles of a run. Rejects as `body` does, with the device's fault where that is behind it, or with
 * `context.signal.reason` when cancelled. No buffer stays.
 * @param points all points, where the run is of so many that its finest level takes them by tiles
 */
export async function withTiles<T>(
  start: TiledStart,
  points: DensePoints | undefined,
  host: Host,
  context: RunContext,
  body: (tiles: OpenTiles) => Promise<T>,
): Promise<T> {
  using ending = new JoinedAbort().follow(context.signal);
  using gpu = new Gpu(host.device, host.deviceLabel, {
    onFault: (fault) => ending.abort(fault),
    pause: () => undefined,
    signal: ending.signal,
    allocate: allocateShareable,
  });
  try {
    using scope = new BufferScope(gpu, 'tiles');
    const stage = { gpu, scope, host, context: { ...context, signal: ending.signal } };
    return await body(await openTiles(stage, start, points));
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw await gpu.faultBehind(error);
  }
}

async function openTiles(stage: StageContext, start: TiledStart, points?: DensePoints): Promise<OpenTiles> {
  const { checkpoint, levels, plan, scale, goalNoiseNorm, dense } = start;
  const restored = restoreStart(stage.scope, checkpoint);
  const { working, oriented } = restored;
  const coarse = restoreLevel(stage.scope, checkpoint.level);
  const run = { ...restored, stage, scale: checkpoint.scale };
  const whole = wholeCloud(await levelDataOf(run, oriented));

  /** Each piece has its own: what is found out of a piece's points is that piece's alone. */
  const cloudsOf = (number: number): Promise<TileClouds> => {
    const { level, isDense } = levels[number]!;
    if (!isDense) return Promise.resolve(whole);
    if (!dense || !points) throw new Error('the points of a dense level are given');
    const colors = dense.shareColors && { colors: dense.shareColors };
    const isOfLines = checkpoint.lines !== undefined;
    const of = { points, working, oriented, scale: checkpoint.scale, dense: dense.scale, isOfLines, level, ...colors };
    return denseTilesOf(stage, of);
  };

  return {
    async solve(number, box, before) {
      const { level, counts } = levels[number]!;
      const clouds = await cloudsOf(number);
      const finer = number > 0 ? storeOf(levels[number - 1]!.level.frame, before) : coarse;
      const input: TileInput = { coarse: finer, level, plan, scale, goalNoiseNorm, counts, clouds };
      const fields = await solvePlanned(stage, input, box);
      return { box, fields, ...(clouds.findings && { found: clouds.findings.ofTile(box) }) };
    },
    async extract(box, near) {
      const last = levels.length - 1;
      const clouds = await cloudsOf(last);
      for (const piece of near) if (piece.found) clouds.findings?.add(piece.box, piece.found);
      const store = storeOf(levels[last]!.level.frame, near);
      const own = near.find((piece) => isSame(piece.box, box))!;
      const parts: TileSurfacePart[] = [];
      for (const field of own.fields) {
        const part = await extractPart(stage, { store, clouds }, store.tiles.indexOf(field));
        if (part) parts.push(part);
      }
      const outlierCount = own.found?.isOutlier.reduce((sum, flag) => sum + flag, 0) ?? 0;
      return { parts, tileCount: own.fields.length, outlierCount };
    },
  };
}

function storeOf(frame: BrickStore['frame'], pieces: readonly TilePiece[]): BrickStore {
  return new BrickStore(
    frame,
    pieces.flatMap(({ fields }) => fields),
  );
}

function isSame(a: UnitBox, b: UnitBox): boolean {
  return ([0, 1, 2] as const).every((axis) => a.low[axis] === b.low[axis] && a.high[axis] === b.high[axis]);
}

/** How the tiles of a run are counted without their surfaces. */
export type PieceCounts = Pick<PieceSurface, 'tileCount' | 'outlierCount'>;

/** What `reconstruct` is to go on from, as its `control`. @param parts of all pieces, in their order */
export function joinedTiles(
  { levels, plan, dense }: TiledStart,
  pieces: readonly PieceCounts[],
  parts: () => AsyncIterable<TileSurfacePart>,
): JoinedTiles {
  const sum = (name: keyof PieceCounts): number => pieces.reduce((total, piece) => total + piece[name], 0);
  const { frame } = levels.at(-1)!.level;
  const found = dense && { dense: denseCounts(dense, sum('outlierCount')) };
  return { tiles: { frame, tileCount: sum('tileCount'), parts, ...found }, plan };
}
