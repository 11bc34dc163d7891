/**
 * A level's field for a dump: the active nodes as points, and the three planes through its middle. The field is read
 * back in parts, since that of a fine level is gigabytes, and of its nodes at most as many are kept as a page of points
 * is worth looking at.
 */
import type { DumpedPoints, DumpedSlice, DumpStage } from '../host/run-dump.ts';
import type { StageContext } from '../host/stage-context.ts';
import { ranges } from '../math/ranges.ts';
import { BRICK_NODES, BRICK_WORDS, unpackBrick } from './brick-grid.ts';
import { type GridFrame, voxelToNorm } from './grid-frame.ts';
import type { LevelField } from './upsample-field.ts';

/** 32 MiB of values. */
const BRICKS_PER_READ = 2 ** 14;
const MOST_NODES = 500_000;
const AXES = ['x', 'y', 'z'] as const;

/** The bricks of a level, or of some part of it. */
export interface DumpedBricks {
  /** [brickCount] bx | by << 10 | bz << 20. */
  readonly brickCoords: Uint32Array;
  /** [16 × brickCount] one bit a slot. */
  readonly activeBits: Uint32Array;
  /** [512 × brickCount] normalised lengths. */
  readonly field: Float32Array;
}

/** Hands out a level that lies on the device; of a dense one the nodes say nothing. */
export async function dumpLevel(
  stage: StageContext,
  name: string,
  { grid, field }: LevelField,
  showsNodes = true,
): Promise<void> {
  const { gpu, host, context } = stage;
  if (!host.dump) return;
  const { signal } = context;
  const brickCoords = await gpu.readUints(grid.brickCoords, grid.brickCount, signal);
  const activeBits = await gpu.readUints(grid.activeBits, BRICK_WORDS * grid.brickCount, signal);
  const view = new FieldView(grid.frame, grid.nodeCount, showsNodes);
  for (const { first, count, end } of ranges(grid.brickCount, BRICKS_PER_READ)) {
    const bytes = await gpu.read(field, 4 * BRICK_NODES * count, signal, 4 * BRICK_NODES * first);
    view.add({
      brickCoords: brickCoords.subarray(first, end),
      activeBits: activeBits.subarray(BRICK_WORDS * first, BRICK_WORDS * end),
      field: new Float32Array(bytes),
    });
  }
  await view.handOut(stage, name);
}

/** Collects what is shown of a level, some bricks at a time. */
export class FieldView {
  readonly #frame: GridFrame;
  /** Every so-and-so-many-th active node is kept. */
  readonly #stride: number;
  readonly #showsNodes: boolean;
  readonly #slices: readonly DumpedSlice[];
  readonly #positions: number[] = [];
  readonly #values: number[] = [];
  #nodeCount = 0;

  /** @param nodeCount active nodes */
  constructor(frame: GridFrame, nodeCount: number, showsNodes = true) {
    this.#frame = frame;
    this.#stride = Math.max(1, Math.ceil(nodeCount / MOST_NODES));
    this.#showsNodes = showsNodes;
    const side = frame.resolution + 1;
    const { voxelNorm } = frame;
    this.#slices = AXES.map((axis) => ({ axis, side, values: new Float32Array(side * side).fill(NaN), voxelNorm }));
  }

  add({ brickCoords, activeBits, field }: DumpedBricks): void {
    const { voxelNorm } = this.#frame;
    for (let slot = 0; slot < field.length; slot++) {
      if (((activeBits[slot >> 5]! >>> (slot & 31)) & 1) === 0) continue;
      const [x, y, z] = unpackBrick(brickCoords[Math.floor(slot / BRICK_NODES)]!);
      const node = [8 * x + (slot & 7), 8 * y + ((slot >> 3) & 7), 8 * z + ((slot >> 6) & 7)];
      const value = field[slot]!;
      this.#cut(node, value);
      if (!this.#showsNodes || this.#nodeCount++ % this.#stride !== 0) continue;
      for (const atVoxel of node) this.#positions.push(voxelToNorm(atVoxel, voxelNorm));
      this.#values.push(value);
    }
  }

  async handOut({ host }: StageContext, name: string): Promise<void> {
    const at: DumpStage = `level ${this.#frame.resolution}`;
    const band: DumpedPoints = {
      positions: Float32Array.from(this.#positions),
      values: { field: { values: this.#values, isLength: true } },
      ofCount: this.#nodeCount,
    };
    if (this.#showsNodes) await host.dump?.points(at, `${name}: nodes of the band`, band);
    await host.dump?.field(at, name, this.#slices);
  }

  #cut(node: readonly number[], value: number): void {
    const middle = this.#frame.resolution / 2;
    for (let axis = 0; axis < 3; axis++) {
      if (node[axis] !== middle) continue;
      const { side, values } = this.#slices[axis]!;
      const [across, up] = [node[(axis + 1) % 3]!, node[(axis + 2) % 3]!];
      if (across < side && up < side) values[up * side + across] = value;
    }
  }
}
