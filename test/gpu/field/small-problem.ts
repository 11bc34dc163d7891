/** Small levels for the tests of the field: made-up points, any pattern of active nodes, and their device buffers. */
import type { RunContext, RunEvent } from '../../../src/engine/events.ts';
import type { DataCells } from '../../../src/engine/field/data-cells.ts';
import { type LevelWeights, levelWeights } from '../../../src/engine/field/weights.ts';
import type { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import type { BrickGrid } from '../../../src/engine/grid/brick-grid.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { activeNodes, cellOf, type FieldProblem, nodeNumber } from '../../reference/field.ts';

/** Deterministic numbers in 0 … 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Oriented = readonly [position: readonly number[], normal: readonly number[]];

/** Points anywhere in a cube round the centre, with any unit normal. */
export function randomPoints(count: number, seed: number, reach = 0.45): Oriented[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => {
    const position = [0, 1, 2].map(() => reach * (2 * random() - 1));
    const z = 2 * random() - 1;
    const turn = 2 * Math.PI * random();
    const flat = Math.sqrt(1 - z * z);
    return [position, [flat * Math.cos(turn), flat * Math.sin(turn), z]] as const;
  });
}

function mortonKey(position: readonly number[]): number {
  const cell = cellOf(position, 2048);
  let key = 0;
  for (let bit = 10; bit >= 0; bit--) {
    for (let axis = 2; axis >= 0; axis--) key = 2 * key + ((cell[axis]! >> bit) & 1);
  }
  return key;
}

/** The thickness of a sheet thicker than the cube: samples reach as far as they ever do. */
const THICK = 2;

/** A clean cloud; without thin sheets where `thicknessNorm` is Infinity. */
export function smallProblem(
  resolution: number,
  isActive: FieldProblem['isActive'],
  oriented: readonly Oriented[],
  thicknessNorm = THICK,
): { problem: FieldProblem; weights: LevelWeights } {
  const sorted = oriented.toSorted(([a], [b]) => mortonKey(a) - mortonKey(b));
  const voxelNorm = 1.1 / resolution;
  const weights = levelWeights({
    voxelNorm,
    kappaNorm: 0.43 / voxelNorm,
    noiseNorm: 0,
    spacingNorm: voxelNorm,
    thicknessNorm,
  });
  const points = Float32Array.from(sorted.flatMap(([position]) => [...position, 0]));
  const normals = Float32Array.from(sorted.flatMap(([, normal]) => [...normal, 1]));
  return { problem: { ...weights, resolution, isActive, points, normals }, weights };
}

export interface DeviceProblem {
  readonly grid: BrickGrid;
  readonly input: { readonly points: GPUBuffer; readonly normals: GPUBuffer; readonly pointCount: number };
  /** Slot of every active node, by node number. */
  readonly slots: ReadonlyMap<number, number>;
}

export function uploadProblem(scope: BufferScope, problem: FieldProblem): DeviceProblem {
  const frame = gridFrame(problem.resolution);
  const { bricksPerAxis } = frame;
  const nodes = activeNodes(problem);
  const brickOf = ([x, y, z]: readonly number[]): number =>
    (x! >> 3) + bricksPerAxis * ((y! >> 3) + bricksPerAxis * (z! >> 3));
  const present = [...new Set(nodes.map(brickOf))].sort((a, b) => a - b);
  const brickTable = new Uint32Array(bricksPerAxis ** 3);
  const brickCoords = new Uint32Array(present.length);
  present.forEach((place, brick) => {
    const [x, y, z] = [
      place % bricksPerAxis,
      Math.floor(place / bricksPerAxis) % bricksPerAxis,
      Math.floor(place / bricksPerAxis ** 2),
    ];
    brickTable[place] = brick + 1;
    brickCoords[brick] = x | (y << 10) | (z << 20);
  });
  const activeBits = new Uint32Array(16 * present.length);
  const slots = new Map<number, number>();
  for (const node of nodes) {
    const [x, y, z] = node;
    const slot = 512 * (brickTable[brickOf(node)]! - 1) + (x & 7) + 8 * ((y & 7) + 8 * (z & 7));
    activeBits[slot >> 5]! |= 1 << (slot & 31);
    slots.set(nodeNumber(problem, node), slot);
  }
  return {
    slots,
    grid: {
      frame,
      brickCount: present.length,
      nodeCount: nodes.length,
      brickTable: scope.upload('brick table', brickTable),
      brickCoords: scope.upload('brick coords', brickCoords),
      activeBits: scope.upload('active bits', activeBits),
    },
    input: {
      points: scope.upload('points', problem.points),
      normals: scope.upload('normals', problem.normals),
      pointCount: problem.points.length / 4,
    },
  };
}

/** A dense field as slots; inactive ones hold `elsewhere`. */
export function toSlots({ grid, slots }: DeviceProblem, field: Float64Array, elsewhere = 0): Float32Array {
  const values = new Float32Array(512 * grid.brickCount).fill(elsewhere);
  for (const [node, slot] of slots) values[slot] = field[node]!;
  return values;
}

/** Slots as a dense field, 0 at inactive nodes. */
export function fromSlots({ slots }: DeviceProblem, problem: FieldProblem, values: Float32Array): Float64Array {
  const field = new Float64Array((problem.resolution + 1) ** 3);
  for (const [node, slot] of slots) field[node] = values[slot]!;
  return field;
}

export interface ReadCells {
  readonly count: number;
  /** Keyed by the slot of the cell's lower node. */
  readonly bySlot: ReadonlyMap<number, { corners: number[]; matrix: Float64Array; right: Float64Array }>;
  /** Slots that `cellIndex` marks, in the order of the numbers it gives. */
  readonly indexed: readonly number[];
}

const PAIRS_LOW = [
  [0, 0], [1, 1], [2, 2], [3, 3], [0, 1], [0, 2], [0, 3], [1, 2],
] as const; // prettier-ignore

/** Place [row, column] of each of the 36 numbers that are stored of a cell; see `load_cell.wgsl`. */
const PLACES: readonly (readonly [number, number])[] = [
  ...PAIRS_LOW,
  ...PAIRS_LOW.map(([a, b]) => [a + 4, b + 4] as const),
  [1, 3],
  [2, 3],
  [5, 7],
  [6, 7],
  ...[4, 5, 6, 7].flatMap((column) => [0, 1, 2, 3].map((row) => [row, column] as const)),
];

export async function readCells(gpu: Gpu, grid: BrickGrid, cells: DataCells): Promise<ReadCells> {
  const count = cells.cellCount;
  const coefficients = await gpu.readFloats(cells.coefficients, 36 * count);
  const corners = await gpu.readUints(cells.cornerSlots, 8 * count);
  const right = await gpu.readFloats(cells.rightSide, 8 * count);
  const index = await gpu.readUints(cells.cellIndex, 32 * grid.brickCount);
  const bySlot: ReadCells['bySlot'] = new Map(
    Array.from({ length: count }, (_, cell) => {
      const matrix = new Float64Array(64);
      PLACES.forEach(([a, b], k) => {
        const value = coefficients[4 * (Math.floor(k / 4) * count + cell) + (k % 4)]!;
        matrix[8 * a + b] = value;
        matrix[8 * b + a] = value;
      });
      const cornersOfCell = [0, 1].flatMap((half) => [...corners.subarray(4 * (half * count + cell)).subarray(0, 4)]);
      const rightOfCell = Float64Array.from(right.subarray(8 * cell, 8 * cell + 8));
      return [cornersOfCell[0]!, { corners: cornersOfCell, matrix, right: rightOfCell }];
    }),
  );
  const indexed: number[] = [];
  for (let slot = 0; slot < 512 * grid.brickCount; slot++) {
    const bits = index[2 * (slot >> 5)]!;
    if (((bits >>> (slot & 31)) & 1) === 0) continue;
    const before = bits & ((1 << (slot & 31)) - 1);
    let number = index[2 * (slot >> 5) + 1]!;
    for (let bit = 0; bit < 32; bit++) number += (before >>> bit) & 1;
    indexed[number] = slot;
  }
  return { count, bySlot, indexed };
}

/** A context that keeps the events. */
export function testContext(): RunContext & { readonly events: RunEvent[] } {
  const events: RunEvent[] = [];
  return { signal: new AbortController().signal, events, onEvent: (event) => events.push(event) };
}
