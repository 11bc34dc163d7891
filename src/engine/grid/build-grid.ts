/**
 * The active nodes of a level: boxes round the cells that hold points, and round the cells of a zone where the surface
 * is expected without points, across a hole (algorithm.md section 2, step 4).
 *
 * Bricks first: every brick that meets a box is flagged in the dense table, and a scan numbers them in the order of
 * the table. Then nodes: one bit a cell, spread by the box along x, y and z. A box of b cells costs 3 × (2b + 2) words
 * for 32 nodes instead of (2b + 2)³ writes a cell, and bits come out the same in whatever order threads run.
 */
import type { RunContext } from '../events.ts';
import type { CommandList } from '../gpu/command-list.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { encodeScan, SCAN_KERNELS } from '../gpu/scan.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Triple } from '../math/triple.ts';
import type { BrickGrid } from './brick-grid.ts';
import { BRICK_WORDS } from './brick-grid.ts';
import type { GridFrame } from './grid-frame.ts';
import {
  clipBricks,
  countActive,
  dilateBits,
  keepInterpolable,
  MARK_KERNELS,
  markPointBricks,
  markZoneBricks,
  mergeBits,
  numberBricks,
  setPointBits,
  setZoneBits,
} from './mark-kernels.ts';

/** What a level's active nodes are marked from. */
export interface GridSeeds {
  /** vec4f [pointCount] xyz normalised, in Morton order (any order is right, that one is quick). */
  readonly points: GPUBuffer;
  readonly pointCount: number;
  /** Nodes c - b … c + 1 + b are active on each axis round a cell c with a point. */
  readonly bandCells: number;
  readonly zone?: SeedZone;
  /** The bricks that are built, for a level that is solved tile by tile; all where not given. */
  readonly clip?: BrickBox;
}

/** Bricks `low` … `high` - 1 on each axis. */
export interface BrickBox {
  readonly low: Triple;
  readonly high: Triple;
}

/** Cells without points whose surroundings are active too. */
export interface SeedZone {
  /** The grid on whose cells the zone is given. */
  readonly grid: BrickGrid;
  /** u32 [16 × grid.brickCount] one bit a cell, at the slot of its lower node. */
  readonly cellBits: GPUBuffer;
  /** Width of the zone's cells in nodes of the new level: its frame has this many times the zone's resolution. */
  readonly nodesPerCell: 1 | 2;
  /** Active are the nodes from `below` before the cell's lower node to `above` after it, on each axis. */
  readonly box: Reach;
  /** Takes only nodes that the zone's grid can interpolate: whose cell there has eight active corners. */
  readonly onlyInterpolable: boolean;
}

export interface Reach {
  readonly below: number;
  readonly above: number;
}

export interface GridInput {
  readonly frame: GridFrame;
  readonly seeds: GridSeeds;
}

/**
 * Allocates the grid in the stage's scope. Without points and zone it has no bricks. Bricks can be empty of active
 * nodes only round a zone with `onlyInterpolable`.
 */
export async function buildGrid(stage: StageContext, { frame, seeds }: GridInput): Promise<BrickGrid> {
  const { gpu, scope, context } = stage;
  context.signal.throwIfAborted();
  await gpu.load(...MARK_KERNELS, ...SCAN_KERNELS);
  using own = new BufferScope(gpu, `grid/${frame.resolution}`);
  const { brickTable, brickSums, brickCount } = await markBricks(gpu, own, frame, seeds, context);
  const brickCoords = own.storage('brick coords', 4 * brickCount);
  gpu
    .commands('grid/number')
    .dispatch(
      numberBricks,
      frame.bricksPerAxis ** 3,
      { table_size: frame.bricksPerAxis ** 3, bricks_per_axis: frame.bricksPerAxis },
      { brick_sums: brickSums, brick_table: brickTable, brick_coords: brickCoords },
    )
    .submit();
  own.destroy(brickSums);
  const bricks = { frame, brickCount, brickTable, brickCoords };
  const { activeBits, nodeCount } = await markNodes(gpu, own, bricks, seeds, context);
  for (const buffer of [brickTable, brickCoords, activeBits]) scope.adopt(own.release(buffer));
  return { ...bricks, activeBits, nodeCount };
}

type Bricks = Omit<BrickGrid, 'activeBits' | 'nodeCount'>;

/** The table with 1 for every wanted brick, and how many are wanted before each entry. */
async function markBricks(
  gpu: Gpu,
  scope: BufferScope,
  frame: GridFrame,
  seeds: GridSeeds,
  context: RunContext,
): Promise<{ brickTable: GPUBuffer; brickSums: GPUBuffer; brickCount: number }> {
  using own = new BufferScope(gpu, `grid/${frame.resolution}`);
  const tableSize = frame.bricksPerAxis ** 3;
  const brickTable = own.storage('brick table', 4 * tableSize);
  const brickSums = own.storage('brick sums', 4 * tableSize);
  const params = { resolution: frame.resolution, bricks_per_axis: frame.bricksPerAxis };
  const commands = gpu.commands('grid/mark bricks');
  commands.dispatch(
    markPointBricks,
    seeds.pointCount,
    { ...params, ...pointBox(seeds), count: seeds.pointCount },
    { points: seeds.points, brick_table: brickTable },
  );
  if (seeds.zone) {
    const { grid, cellBits, nodesPerCell, box } = seeds.zone;
    const wordCount = BRICK_WORDS * grid.brickCount;
    commands.dispatch(
      markZoneBricks,
      wordCount,
      { ...params, ...box, word_count: wordCount, nodes_per_cell: nodesPerCell },
      { zone_coords: grid.brickCoords, zone_bits: cellBits, brick_table: brickTable },
    );
  }
  if (seeds.clip) {
    const clip = { ...seeds.clip, table_size: tableSize, bricks_per_axis: frame.bricksPerAxis };
    commands.dispatch(clipBricks, tableSize, clip, { brick_table: brickTable });
  }
  commands.copy(brickTable, brickSums, 4 * tableSize);
  const total = encodeScan(commands, own, brickSums, tableSize);
  commands.submit();
  const [brickCount = 0] = await gpu.readUints(total, 1, context.signal);
  for (const buffer of [brickTable, brickSums]) scope.adopt(own.release(buffer));
  return { brickTable, brickSums, brickCount };
}

/** One bit a slot, and how many are set. */
async function markNodes(
  gpu: Gpu,
  scope: BufferScope,
  bricks: Bricks,
  seeds: GridSeeds,
  context: RunContext,
): Promise<{ activeBits: GPUBuffer; nodeCount: number }> {
  using own = new BufferScope(gpu, `grid/${bricks.frame.resolution}`);
  const wordCount = BRICK_WORDS * bricks.brickCount;
  const commands = gpu.commands('grid/mark nodes');
  const { resolution, bricksPerAxis: bricks_per_axis } = bricks.frame;
  const pointCells = own.storage('point cells', 4 * wordCount);
  commands.dispatch(
    setPointBits,
    seeds.pointCount,
    { count: seeds.pointCount, resolution, bricks_per_axis },
    { points: seeds.points, brick_table: bricks.brickTable, cell_bits: pointCells },
  );
  const activeBits = encodeDilation(commands, own, bricks, pointCells, pointBox(seeds));
  if (seeds.zone) {
    const zoneBits = encodeZone(commands, own, bricks, seeds.zone);
    commands.dispatch(
      mergeBits,
      wordCount,
      { word_count: wordCount },
      { added_bits: zoneBits, active_bits: activeBits },
    );
  }
  const nodeCounts = own.storage('node counts', 4 * bricks.brickCount);
  const counted = { active_bits: activeBits, node_counts: nodeCounts };
  commands.dispatch(countActive, bricks.brickCount, { brick_count: bricks.brickCount }, counted);
  const total = encodeScan(commands, own, nodeCounts, bricks.brickCount);
  commands.submit();
  const [nodeCount = 0] = await gpu.readUints(total, 1, context.signal);
  scope.adopt(own.release(activeBits));
  return { activeBits, nodeCount };
}

/** Records the marking of a zone's boxes; the bits are owned by `scope`. */
function encodeZone(commands: CommandList, scope: BufferScope, bricks: Bricks, zone: SeedZone): GPUBuffer {
  const wordCount = BRICK_WORDS * zone.grid.brickCount;
  const zoneCells = scope.storage('zone cells', 4 * BRICK_WORDS * bricks.brickCount);
  commands.dispatch(
    setZoneBits,
    wordCount,
    { word_count: wordCount, nodes_per_cell: zone.nodesPerCell, bricks_per_axis: bricks.frame.bricksPerAxis },
    {
      zone_coords: zone.grid.brickCoords,
      zone_bits: zone.cellBits,
      brick_table: bricks.brickTable,
      cell_bits: zoneCells,
    },
  );
  const zoneBits = encodeDilation(commands, scope, bricks, zoneCells, zone.box);
  if (zone.onlyInterpolable) encodeKeepInterpolable(commands, zone.grid, bricks, zoneBits);
  return zoneBits;
}

/** Records the spread of `cellBits` along x, y and z; uses that buffer up. The result is owned by `scope`. */
function encodeDilation(
  commands: CommandList,
  scope: BufferScope,
  bricks: Bricks,
  cellBits: GPUBuffer,
  box: Reach,
): GPUBuffer {
  const wordCount = BRICK_WORDS * bricks.brickCount;
  const { resolution, bricksPerAxis: bricks_per_axis } = bricks.frame;
  let [source, spread] = [cellBits, scope.storage('spread bits', 4 * wordCount)];
  for (let axis = 0; axis < 3; axis++) {
    commands.dispatch(
      dilateBits,
      wordCount,
      { word_count: wordCount, resolution, bricks_per_axis, axis, ...box },
      { brick_table: bricks.brickTable, brick_coords: bricks.brickCoords, source_bits: source, spread_bits: spread },
    );
    [source, spread] = [spread, source];
  }
  return source;
}

/**
 * Records that `nodeBits` [16 × fine.brickCount] loses the nodes which `coarse`, of half the resolution, cannot
 * interpolate.
 */
export function encodeKeepInterpolable(
  commands: CommandList,
  coarse: BrickGrid,
  fine: Pick<BrickGrid, 'brickCount' | 'brickCoords'>,
  nodeBits: GPUBuffer,
): void {
  const wordCount = BRICK_WORDS * fine.brickCount;
  commands.dispatch(
    keepInterpolable,
    wordCount,
    { word_count: wordCount, coarse_per_axis: coarse.frame.bricksPerAxis },
    {
      brick_table: coarse.brickTable,
      active_bits: coarse.activeBits,
      brick_coords: fine.brickCoords,
      node_bits: nodeBits,
    },
  );
}

function pointBox({ bandCells }: GridSeeds): Reach {
  return { below: bandCells, above: bandCells + 1 };
}
