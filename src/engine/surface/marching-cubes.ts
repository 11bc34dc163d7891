/**
 * The isosurface f = 0 of a sparse level as a triangle mesh: marching cubes in the cells with eight active nodes
 * (algorithm.md section 2, step 8).
 *
 * Signs → edges with a vertex → triangle counts, two scans, then vertices and triangles: output of unknown length in a
 * fixed order without an atomic append. A thread looks after a row of eight nodes; signs, activity and edges of a row
 * are bits of one word, so what is kept between the kernels is 2 bytes a slot instead of 12, and the scans run over
 * rows. Vertices come by row, then axis, then x; triangles by row, then x.
 *
 * Two triangles share every edge away from the border of the active nodes, and run through it in opposite directions
 * (case-table.ts); at the border the mesh is open.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import { PacedWork } from '../gpu/paced-work.ts';
import { encodeScan, SCAN_KERNELS } from '../gpu/scan.ts';
import { BRICK_NODES, type BrickGrid } from '../grid/brick-grid.ts';
import type { StageContext } from '../host/stage-context.ts';
import { ranges } from '../math/ranges.ts';
import { CUBE_ORIGIN } from '../resolutions.ts';
import { packCaseTable } from './case-table.ts';
import { countTriangles, emitTriangles, emitVertices, markEdges, packRows } from './kernels.ts';

export interface SurfaceMesh {
  /** [3 × vertexCount] normalised; no two alike. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] counter-clockwise as seen from outside. */
  readonly indices: Uint32Array<ArrayBuffer>;
}

const BRICK_ROWS = BRICK_NODES / 8;
/** Rows of one dispatch: 4,096 bricks; the five kernels together take about 0.1 s for them on two CPU cores. */
const DISPATCH_ROWS = 4096 * BRICK_ROWS;

export interface SurfaceInput {
  readonly grid: BrickGrid;
  /** f32 [512 × brickCount] negative inside; anything at inactive nodes. */
  readonly field: GPUBuffer;
  /**
   * How many of the bricks, the first ones, make triangles of their cells; the rest are neighbours that lend them
   * nodes, and whose vertices come along. All where not given.
   */
  readonly cellBricks?: number;
}

/** Throws `gpu-out-of-memory` where the mesh exceeds what the device can bind. */
export async function extractSurface(
  stage: StageContext,
  { grid, field, cellBricks = grid.brickCount }: SurfaceInput,
): Promise<SurfaceMesh> {
  const { gpu, context } = stage;
  context.signal.throwIfAborted();
  await gpu.load(packRows, markEdges, countTriangles, emitVertices, emitTriangles, ...SCAN_KERNELS);
  using scope = new BufferScope(gpu, 'surface');
  const rowCount = BRICK_ROWS * grid.brickCount;
  const cellRowCount = BRICK_ROWS * cellBricks;
  const perRow = (name: string): GPUBuffer => scope.storage(name, 4 * rowCount);
  const level = { brick_table: grid.brickTable, brick_coords: grid.brickCoords };
  const cells = { ...level, node_rows: perRow('node rows'), case_table: scope.upload('case table', packCaseTable()) };
  const edges = { edge_masks: perRow('edge masks'), vertex_offsets: perRow('vertex offsets') };
  const triangleOffsets = perRow('triangle offsets');
  const { bricksPerAxis: bricks_per_axis, voxelNorm } = grid.frame;

  using counting = new PacedWork(gpu, 'surface/count', DISPATCH_ROWS, context);
  for (const { first, count } of ranges(rowCount, DISPATCH_ROWS)) {
    counting.commands.dispatch(packRows, count, { first, count }, { ...cells, active_bits: grid.activeBits, field });
    await counting.spend(count);
  }
  for (const { first, count } of ranges(rowCount, DISPATCH_ROWS)) {
    const params = { first, count, bricks_per_axis };
    const counts = { vertex_counts: edges.vertex_offsets };
    counting.commands.dispatch(markEdges, count, params, { ...cells, ...edges, ...counts });
    await counting.spend(count);
  }
  for (const { first, count } of ranges(cellRowCount, DISPATCH_ROWS)) {
    const params = { first, count, bricks_per_axis };
    counting.commands.dispatch(countTriangles, count, params, { ...cells, triangle_counts: triangleOffsets });
    await counting.spend(count);
  }
  const totals = scope.storage('totals', 8);
  const { commands } = counting;
  commands.copy(encodeScan(commands, scope, edges.vertex_offsets, rowCount), totals, 4, 0, 0);
  commands.copy(encodeScan(commands, scope, triangleOffsets, cellRowCount), totals, 4, 0, 4);
  counting.finish();
  const [vertexCount = 0, triangleCount = 0] = await gpu.readUints(totals, 2, context.signal);

  const positions = scope.storage('positions', 12 * vertexCount);
  const indices = scope.storage('indices', 12 * triangleCount);
  using emitting = new PacedWork(gpu, 'surface/emit', DISPATCH_ROWS, context);
  for (const { first, count } of ranges(triangleCount > 0 ? rowCount : 0, DISPATCH_ROWS)) {
    const params = { first, count, bricks_per_axis };
    const place = { ...params, origin: CUBE_ORIGIN, voxel: voxelNorm };
    emitting.commands.dispatch(emitVertices, count, place, { ...level, ...edges, field, positions });
    await emitting.spend(count);
  }
  for (const { first, count } of ranges(triangleCount > 0 ? cellRowCount : 0, DISPATCH_ROWS)) {
    const params = { first, count, bricks_per_axis };
    const emitted = { triangle_offsets: triangleOffsets, indices };
    emitting.commands.dispatch(emitTriangles, count, params, { ...cells, ...edges, ...emitted });
    await emitting.spend(count);
  }
  emitting.finish();
  const [positionNumbers, indexNumbers] = await Promise.all([
    gpu.readFloats(positions, 3 * vertexCount, context.signal),
    gpu.readUints(indices, 3 * triangleCount, context.signal),
  ]);
  return { positions: positionNumbers, indices: indexNumbers };
}
