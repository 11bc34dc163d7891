/**
 * The finest levels of a run whose buffers would exceed the device's limits: tile by tile, each with a halo of bricks
 * that is solved along and thrown away. What a node's value depends on fades within a few voxels of data, so that two
 * tiles agree at their common border (measured: tests); what they leave of a step is far below a voxel, and there is
 * one field in the end, on the CPU, from which the surface is drawn.
 */
import type { CloudScale } from '../analysis/measure-scale.ts';
import { assembleCells } from '../field/assemble-cells.ts';
import { LEVEL_ITERATIONS } from '../field/chebyshev.ts';
import { solveLevel } from '../field/solve-level.ts';
import { levelWeights } from '../field/weights.ts';
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { BRICK_NODES, BRICK_WORDS } from '../grid/brick-grid.ts';
import type { BrickBox } from '../grid/build-grid.ts';
import type { LevelPlan, PlannedLevel } from '../grid/plan-levels.ts';
import { nextLevel } from '../grid/start-level.ts';
import type { LevelField } from '../grid/upsample-field.ts';
import { halves, type UnitCounts } from './plan-tiles.ts';
import type { TileCloud, TileClouds } from './tile-clouds.ts';
import { bricksOf, type UnitBox } from './unit-box.ts';

/** The bricks of one tile, without its halo, read back from the device. */
export interface TileField {
  readonly box: UnitBox;
  /** [brickCount] bx | by << 10 | bz << 20, on the finest level. */
  readonly brickCoords: Uint32Array<ArrayBuffer>;
  /** [16 × brickCount] one bit a slot. */
  readonly activeBits: Uint32Array<ArrayBuffer>;
  /** [512 × brickCount] normalised lengths, negative inside. */
  readonly field: Float32Array<ArrayBuffer>;
}

export interface TilesInput {
  /** The level before, whole; stays the caller's. */
  readonly coarse: LevelField;
  /** Those that follow it, coarse to fine; the last is the plan's. */
  readonly levels: readonly PlannedLevel[];
  readonly plan: LevelPlan;
  readonly scale: CloudScale;
  readonly tiles: readonly UnitBox[];
  /** From which tiles are cut further that turn out too large. */
  readonly counts: UnitCounts;
  readonly clouds: TileClouds;
}

/** Bricks round a tile that are solved along: 16 voxels. */
export const HALO_BRICKS = 2;

/** In the order of the tiles. Progress is told by points. Rejects with the signal's reason when cancelled. */
export async function solveTiles(gpu: Gpu, input: TilesInput, context: RunContext): Promise<TileField[]> {
  const fields: TileField[] = [];
  const waiting = [...input.tiles].reverse();
  const total = waiting.length;
  for (let box = waiting.pop(); box; box = waiting.pop()) {
    context.signal.throwIfAborted();
    try {
      const solved = await solveTile(gpu, input, box, context);
      if (solved) fields.push(solved);
    } catch (error) {
      const parts = isTooLarge(error) ? halves(input.counts, box) : undefined;
      if (!parts) throw error;
      waiting.push(...parts);
    }
    context.onEvent({ type: 'stage-progressed', share: Math.max(0, 1 - waiting.length / total) });
  }
  return fields;
}

/** Refused before anything was allocated for it, unlike a device's own fault. */
function isTooLarge(error: unknown): boolean {
  return error instanceof ReconstructError && error.code === 'gpu-out-of-memory' && 'request' in error.details;
}

async function solveTile(
  gpu: Gpu,
  input: TilesInput,
  box: UnitBox,
  context: RunContext,
): Promise<TileField | undefined> {
  using scope = new BufferScope(gpu, 'tile');
  const cloud = await input.clouds.open(box, scope, context);
  // A tile's energies and progress say nothing of the whole level's.
  const quiet: RunContext = { ...context, onEvent: (event) => event.type === 'warning' && context.onEvent(event) };
  let before: BufferScope | undefined;
  try {
    let level = input.coarse;
    for (const planned of input.levels) {
      const levelScope = new BufferScope(gpu, `tile ${planned.frame.resolution}`);
      try {
        level = await solveTileLevel(gpu, levelScope, input, cloud, level, planned, box, quiet);
      } catch (error) {
        levelScope[Symbol.dispose]();
        throw error;
      }
      before?.[Symbol.dispose]();
      before = levelScope;
      if (level.grid.brickCount === 0) return undefined;
    }
    return await readTile(gpu, level, box, context);
  } finally {
    before?.[Symbol.dispose]();
  }
}

/** One level of a tile with its halo; the result belongs to `scope`. */
async function solveTileLevel(
  gpu: Gpu,
  scope: BufferScope,
  { plan, scale }: TilesInput,
  cloud: TileCloud,
  coarse: LevelField,
  planned: PlannedLevel,
  box: UnitBox,
  context: RunContext,
): Promise<LevelField> {
  const { frame } = planned;
  const clip = bricksOf(box, frame, HALO_BRICKS);
  const level = await nextLevel(gpu, scope, cloud, coarse, planned, plan.holeRadiusNorm, context, clip);
  if (level.grid.brickCount === 0) return level;
  using own = new BufferScope(gpu, `tile ${frame.resolution}`);
  const { voxelNorm, resolution } = frame;
  const weights = levelWeights({ voxelNorm, kappaNorm: plan.kappaNorm, noiseNorm: scale.noiseNorm });
  const isFinest = resolution === plan.levels.at(-1)?.frame.resolution;
  const normals = isFinest ? cloud.finestNormals : cloud.normals;
  const cells = await assembleCells(gpu, own, level.grid, { ...cloud, normals }, weights, context);
  await solveLevel(gpu, level.grid, level.field, cells, weights, LEVEL_ITERATIONS, context);
  return level;
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
  const [x, y, z] = [packed & 1023, (packed >>> 10) & 1023, packed >>> 20];
  return x >= low[0] && x < high[0] && y >= low[1] && y < high[1] && z >= low[2] && z < high[2];
}
