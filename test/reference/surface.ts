/**
 * Marching cubes in float64, node by node: cells with eight active nodes, a vertex where the linear function along an
 * edge is 0, triangles of the case table. Vertices and triangles come in the order that the kernels promise.
 * And a level's bricks, laid out on the CPU.
 */
import { caseTriangles, edgeCorners } from '../../src/engine/surface/case-table.ts';
import { type GridFrame, gridFrame } from '../../src/engine/grid/grid-frame.ts';
import { CUBE_ORIGIN } from '../../src/engine/resolutions.ts';

type Node = readonly [number, number, number];

/** A level given by functions of its nodes 0 … resolution. */
export interface TestLevel {
  readonly resolution: number;
  value(x: number, y: number, z: number): number;
  isActive(x: number, y: number, z: number): boolean;
  /** Where active nodes may be, in bricks; everywhere if not given. */
  readonly bricks?: readonly Node[];
}

export interface TestBricks {
  readonly frame: GridFrame;
  readonly brickCount: number;
  readonly brickTable: Uint32Array<ArrayBuffer>;
  readonly brickCoords: Uint32Array<ArrayBuffer>;
  readonly activeBits: Uint32Array<ArrayBuffer>;
  readonly field: Float32Array<ArrayBuffer>;
  readonly nodeCount: number;
}

const slotNode = (brick: Node, slot: number): Node => [
  8 * brick[0] + (slot & 7),
  8 * brick[1] + ((slot >> 3) & 7),
  8 * brick[2] + (slot >> 6),
];

function isPresent(level: TestLevel, node: Node): boolean {
  return node.every((at) => at >= 0 && at <= level.resolution) && level.isActive(...node);
}

/** The bricks with an active node, x fastest. */
function presentBricks(level: TestLevel): readonly Node[] {
  if (level.bricks) return level.bricks;
  const { bricksPerAxis } = gridFrame(level.resolution);
  const bricks: Node[] = [];
  for (let z = 0; z < bricksPerAxis; z++) {
    for (let y = 0; y < bricksPerAxis; y++) {
      for (let x = 0; x < bricksPerAxis; x++) {
        const slots = Array.from({ length: 512 }, (_, slot) => slotNode([x, y, z], slot));
        if (slots.some((node) => isPresent(level, node))) bricks.push([x, y, z]);
      }
    }
  }
  return bricks;
}

export function layBricks(level: TestLevel): TestBricks {
  const frame = gridFrame(level.resolution);
  const bricks = presentBricks(level);
  const brickTable = new Uint32Array(frame.bricksPerAxis ** 3);
  const activeBits = new Uint32Array(16 * bricks.length);
  const field = new Float32Array(512 * bricks.length);
  let nodeCount = 0;
  bricks.forEach(([x, y, z], brick) => {
    brickTable[x + frame.bricksPerAxis * (y + frame.bricksPerAxis * z)] = brick + 1;
    for (let local = 0; local < 512; local++) {
      const node = slotNode([x, y, z], local);
      if (!isPresent(level, node)) continue;
      const slot = 512 * brick + local;
      nodeCount++;
      activeBits[slot >> 5]! |= 1 << (slot & 31);
      field[slot] = level.value(...node);
    }
  });
  const brickCoords = Uint32Array.from(bricks, ([x, y, z]) => x | (y << 10) | (z << 20));
  return { frame, brickCount: bricks.length, brickTable, brickCoords, activeBits, field, nodeCount };
}

const shifted = (node: Node, corner: number, sign = 1): Node => [
  node[0] + sign * (corner & 1),
  node[1] + sign * ((corner >> 1) & 1),
  node[2] + sign * (corner >> 2),
];

export interface ReferenceSurface {
  readonly positions: Float64Array;
  readonly indices: Uint32Array;
}

/** @param margin how near to a node a vertex may come, in voxels */
export function referenceSurface(level: TestLevel, margin: number): ReferenceSurface {
  const { voxelNorm } = gridFrame(level.resolution);
  const value = (node: Node): number => Math.fround(level.value(...node));
  const isInside = (node: Node): boolean => value(node) <= 0;
  const isWhole = (cell: Node): boolean =>
    Array.from({ length: 8 }, (_, corner) => shifted(cell, corner)).every((node) => isPresent(level, node));

  const vertexOf = new Map<string, number>();
  const edgeName = (node: Node, axis: number): string => `${node.join()} ${axis}`;
  const positions: number[] = [];
  const addVertex = (node: Node, axis: number): void => {
    const end = shifted(node, 1 << axis);
    // The corners that the edge can be at in its four cells: those without the axis' bit.
    const cells = Array.from({ length: 8 }, (_, corner) => corner).filter((corner) => !((corner >> axis) & 1));
    if (!cells.some((corner) => isWhole(shifted(node, corner, -1)))) return;
    const [a, b] = [value(node), value(end)];
    if (isInside(node) === isInside(end)) return;
    const share = Math.min(Math.max(a / (a - b), margin), 1 - margin);
    vertexOf.set(edgeName(node, axis), positions.length / 3);
    positions.push(...node.map((at, i) => CUBE_ORIGIN + voxelNorm * (at + (i === axis ? share : 0))));
  };

  const indices: number[] = [];
  const addTriangles = (cell: Node): void => {
    if (!isWhole(cell)) return;
    let pattern = 0;
    for (let corner = 0; corner < 8; corner++) if (isInside(shifted(cell, corner))) pattern |= 1 << corner;
    for (const edge of caseTriangles()[pattern]!) {
      const vertex = vertexOf.get(edgeName(shifted(cell, edgeCorners(edge)[0]), edge >> 2));
      if (vertex === undefined) throw new Error(`no vertex on edge ${edge} of cell ${cell.join()}`);
      indices.push(vertex);
    }
  };

  const bricks = presentBricks(level);
  for (const brick of bricks) {
    for (let row = 0; row < 64; row++) {
      for (let axis = 0; axis < 3; axis++) {
        for (let x = 0; x < 8; x++) addVertex(slotNode(brick, 8 * row + x), axis);
      }
    }
  }
  for (const brick of bricks) for (let slot = 0; slot < 512; slot++) addTriangles(slotNode(brick, slot));
  return { positions: Float64Array.from(positions), indices: Uint32Array.from(indices) };
}

/** The point nearest to each position, the first of equals, and its squared distance, by trying all. */
export function referenceNearest(
  positions: Float32Array,
  cloud: Float32Array,
): { nearest: number[]; squared: number[] } {
  const nearest: number[] = [];
  const squared: number[] = [];
  for (let i = 0; i < positions.length; i += 3) {
    const order = byDistance(positions.subarray(i, i + 3), cloud)[0]!;
    nearest.push(order.index);
    squared.push(order.squared);
  }
  return { nearest, squared };
}

function byDistance(position: Float32Array, cloud: Float32Array): { index: number; squared: number }[] {
  return Array.from({ length: cloud.length / 3 }, (_, index) => {
    const squared = [0, 1, 2].reduce((sum, axis) => sum + (position[axis]! - cloud[3 * index + axis]!) ** 2, 0);
    return { index, squared };
  }).sort((a, b) => a.squared - b.squared || a.index - b.index);
}

/** IEC 61966-2-1, a byte to linear light and back to a fraction of 255. */
const toLight = (byte: number): number =>
  byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
const fromLight = (light: number): number =>
  255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

/** [3 × positions] sRGB, not rounded: the mean of the nearest four in linear light, weighted by 1 / (d² + mean d²). */
export function referenceColours(positions: Float32Array, cloud: Float32Array, colours: Uint8Array): number[] {
  const result: number[] = [];
  for (let i = 0; i < positions.length; i += 3) {
    const four = byDistance(positions.subarray(i, i + 3), cloud).slice(0, 4);
    const mean = four.reduce((sum, { squared }) => sum + squared, 0) / four.length;
    const weights = four.map(({ squared }) => (mean === 0 ? 1 : 1 / (squared + mean)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let channel = 0; channel < 3; channel++) {
      const light = four.reduce((sum, { index }, j) => sum + weights[j]! * toLight(colours[3 * index + channel]!), 0);
      result.push(fromLight(light / total));
    }
  }
  return result;
}
