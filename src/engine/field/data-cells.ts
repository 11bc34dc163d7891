/** The data's part of a level's linear system, by cells: what `assembleCells` makes and `solveLevel` takes. */

export interface CellSamples {
  /** vec4f [pointCount], Morton order, xyz normalised. */
  readonly points: GPUBuffer;
  /** vec4f [pointCount], unit, outward; w is read where there are goals. */
  readonly normals: GPUBuffer;
  readonly pointCount: number;
  /** The w of a normal is the point's goal: the field's value that is wanted there, normalised. Else it is 0. */
  readonly hasGoals?: boolean;
}

/** Corners of a cell are numbered k = x + 2y + 4z. */
export interface DataCells {
  readonly cellCount: number;
  /** u32 [27 × brickCount]: the bricks round each brick, for every kernel that crosses brick borders. */
  readonly neighbours: GPUBuffer;
  /** vec2u [16 × brickCount]: which of 32 slots name a data cell, and how many data cells come before them. */
  readonly cellIndex: GPUBuffer;
  /** vec4u [2 × cellCount]: corners 0 … 3 of all cells, then corners 4 … 7; corner 0 names the cell. */
  readonly cornerSlots: GPUBuffer;
  /** vec4f [9 × cellCount], in the order of `load_cell.wgsl`. */
  readonly coefficients: GPUBuffer;
  /** vec4f [2 × cellCount]: corners 0 … 3 and 4 … 7 of a cell; normalised lengths. */
  readonly rightSide: GPUBuffer;
}

export const COEFFICIENTS = 36;
export const CORNERS = 8;
