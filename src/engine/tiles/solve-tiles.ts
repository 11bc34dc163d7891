/**
 * A level whose buffers would exceed the device's limits: tile by tile, each with a halo of bricks that is solved along
 * and thrown away. All tiles start from one coarser field, so their nodes are those of the level as a whole, and what a
 * node's value depends on fades within a few voxels: ε against the smoothness holds a field without data to its start
 * over ε^-¼ = 5.6 voxels, data to itself over less. What is left of a step between two tiles is far below a voxel
 * (measured: tests), and there is one field in the end, from which the surface is drawn.
 */
import type { CloudScale } from '../analysis/measure-scale.ts';
import { assembleCells } from '../field/assemble-cells.ts';
import { LEVEL_ITERATIONS } from '../field/chebyshev.ts';
import { solveLevel } from '../field/solve-level.ts';
import { isFinest, solvesOf, weightsAt } from '../field/level-data.ts';
import { hasGoals } from '../field/goal-share.ts';
import { withGoals } from '../field/measure-goals.ts';
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { BRICK_NODES, BRICK_WORDS, unpackBrick } from '../grid/brick-grid.ts';
import type { BrickBox } from '../grid/build-grid.ts';
import type { LevelPlan, PlannedLevel } from '../grid/plan-levels.ts';
import { nextLevel } from '../grid/start-level.ts';
import type { LevelField } from '../grid/upsample-field.ts';
import type { StageContext } from '../host/stage-context.ts';
import { TooLarge, withinMemory } from '../host/within-memory.ts';
import { BrickStore, type TileField } from './brick-store.ts';
import { halves, type UnitCounts } from './plan-tiles.ts';
import type { TileCloud, TileClouds } from './tile-clouds.ts';
import { bricksOf, type UnitBox } from './unit-box.ts';

/** What every tile of a level is solved from. */
export interface TileInput {
  /** The level before, whole and the caller's, or in tiles too. */
  readonly coarse: LevelField | BrickStore;
  readonly level: PlannedLevel;
  readonly plan: LevelPlan;
  readonly scale: CloudScale;
  /**
   * σ behind the goals of noisy points, normalised: one for all tiles, so that they make one surface. 0 without goals.
   */
  readonly goalNoiseNorm: number;
  /** Counts from which tiles are cut further that turn out too large. */
  readonly counts: UnitCounts;
  readonly clouds: TileClouds;
}

export interface TilesInput extends TileInput {
  readonly tiles: readonly UnitBox[];
}

/** Bricks round a tile that are solved along: 16 voxels. */
export const HALO_BRICKS = 2;

/** Progress is told by tiles. Rejects with the signal's reason when cancelled. */
export async function solveTiles(stage: StageContext, input: TilesInput): Promise<BrickStore> {
  const fields: TileField[] = [];
  for (const [number, box] of input.tiles.entries()) {
    fields.push(...(await solvePlanned(stage, input, box)));
    stage.context.onEvent({ type: 'stage-progressed', share: (number + 1) / input.tiles.length });
  }
  return new BrickStore(input.level.frame, fields);
}

/** One of the planned tiles, in as many parts as memory asks for; none where it has no bricks. */
export async function solvePlanned(stage: StageContext, input: TileInput, planned: UnitBox): Promise<TileField[]> {
  const fields: TileField[] = [];
  const waiting = [planned];
  for (let box = waiting.pop(); box; box = waiting.pop()) {
    stage.context.signal.throwIfAborted();
    const solved = await withinMemory(stage, (inside) => solveTile(inside, input, box));
    if (solved instanceof TooLarge) {
      const parts = halves(input.counts, box);
      if (!parts) throw new ReconstructError('gpu-out-of-memory', solved.reason, {});
      waiting.push(...parts);
    } else if (solved) fields.push(solved);
  }
  return fields;
}

/** Nothing where the tile has no bricks. */
async function solveTile(stage: StageContext, input: TileInput, box: UnitBox): Promise<TileField | undefined> {
  const { coarse, level: planned, plan, clouds } = input;
  const { gpu, context } = stage;
  using scope = new BufferScope(gpu, 'tile');
  const { frame } = planned;
  // A tile's energies and progress say nothing of the whole level's.
  const quiet: RunContext = { ...context, onEvent: (event) => event.type === 'warning' && context.onEvent(event) };
  const before =
    coarse instanceof BrickStore
      ? coarse.upload(scope, coarse.within(bricksOf(box, coarse.frame, HALO_BRICKS)))
      : coarse;
  const inside = { ...stage, scope, context: quiet };
  const cloud = await clouds.open(inside, box);
  const { holeRadiusNorm } = plan;
  const clip = bricksOf(box, frame, HALO_BRICKS);
  const level = await nextLevel(inside, { cloud, coarse: before, level: planned, holeRadiusNorm, clip });
  if (level.grid.brickCount === 0) return undefined;
  await solveFrom(inside, input, { level, before, cloud });
  return await readTile(gpu, level, box, context);
}

interface StartedTile {
  readonly level: LevelField;
  /** The part of the level before that lies round the tile. */
  readonly before: LevelField;
  readonly cloud: TileCloud;
}

/** As levels are solved as a whole: points with goals take them from the level before, then from the tile itself. */
async function solveFrom(
  stage: StageContext,
  { plan, scale, goalNoiseNorm: noiseNorm }: TileInput,
  { level, before, cloud }: StartedTile,
): Promise<void> {
  const { grid } = level;
  const { points, pointCount } = cloud;
  const weights = weightsAt(plan, scale, grid.frame);
  const normals = isFinest(plan, grid.frame) ? cloud.finestNormals : cloud.normals;
  const samples = { points, pointCount, normals };
  for (const from of [before, level].slice(0, solvesOf(plan, scale, grid.frame))) {
    using own = new BufferScope(stage.gpu, `tile ${grid.frame.resolution}`);
    const inside = { ...stage, scope: own };
    const aimed = hasGoals(scale) ? await withGoals(inside, { level: from, samples, noiseNorm, scale }) : samples;
    const cells = await assembleCells(inside, { grid, samples: aimed, weights });
    await solveLevel(stage, { ...level, cells, weights, iterations: LEVEL_ITERATIONS });
  }
}

/** The bricks of the tile itself. */
async function readTile(
  gpu: Gpu,
  { grid, field }: LevelField,
  box: UnitBox,
  { signal }: RunContext,
): Promise<TileField> {
  const { brickCount, frame } = grid;
  const coords = await gpu.readUints(grid.brickCoords, brickCount, signal);
  const bits = await gpu.readUints(grid.activeBits, BRICK_WORDS * brickCount, signal);
  const values = await gpu.readFloats(field, BRICK_NODES * brickCount, signal);
  const inside = bricksOf(box, frame);
  const kept = Uint32Array.from(coords.keys()).filter((brick) => isInBox(coords[brick]!, inside));
  const activeBits = new Uint32Array(BRICK_WORDS * kept.length);
  const keptField = new Float32Array(BRICK_NODES * kept.length);
  kept.forEach((brick, i) => {
    activeBits.set(bits.subarray(BRICK_WORDS * brick, BRICK_WORDS * (brick + 1)), BRICK_WORDS * i);
    keptField.set(values.subarray(BRICK_NODES * brick, BRICK_NODES * (brick + 1)), BRICK_NODES * i);
  });
  return { box, brickCoords: kept.map((brick) => coords[brick]!), activeBits, field: keptField };
}

function isInBox(packed: number, { low, high }: BrickBox): boolean {
  const [x, y, z] = unpackBrick(packed);
  return x >= low[0] && x < high[0] && y >= low[1] && y < high[1] && z >= low[2] && z < high[2];
}
