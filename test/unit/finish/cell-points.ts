/** Vertices on the edges of a cell, in voxels, the meshes of them, and what tells how flat these are. */
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { CUBE_ORIGIN } from '../../../src/engine/resolutions.ts';
import { edgeCorners } from '../../../src/engine/surface/case-table.ts';

export type Point = readonly [number, number, number];
export interface Mesh {
  readonly positions: Float32Array;
  readonly indices: Uint32Array;
}

const RESOLUTION = 64;
export const { voxelNorm } = gridFrame(RESOLUTION);

export const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const plus = (a: Point, b: Point): Point => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
/** Twice the vector area. */
export const area = (a: Point, b: Point, c: Point): Point => cross(minus(b, a), minus(c, a));
export const angle = (a: Point, b: Point): number =>
  Math.acos(Math.min(1, dot(a, b) / Math.hypot(...a) / Math.hypot(...b)));

/** The point at a share of an edge of the cell at `cell`. */
export function onEdge(edge: number, share: number, cell: Point = [20, 30, 40]): Point {
  const [lower] = edgeCorners(edge);
  const place = (axis: number): number => cell[axis]! + ((lower >> axis) & 1) + (edge >> 2 === axis ? share : 0);
  return [place(0), place(1), place(2)];
}

export function meshOf(pointsVoxel: readonly Point[], indices: readonly number[]): Mesh {
  return {
    positions: Float32Array.from(pointsVoxel.flat(), (at) => CUBE_ORIGIN + voxelNorm * at),
    indices: Uint32Array.from(indices),
  };
}

/** Over a square, at 1 so steep towards one corner that the diagonal to this corner bends the surface less. */
export const square = (steepness: number): Point[] =>
  [0.1, 0.9, 0.5, 0.1].map((height, i) => onEdge([8, 9, 11, 10][i]!, 0.5 + steepness * (height - 0.5)));
/** The square cut along the other diagonal. */
export const AGAINST = [1, 2, 3, 3, 0, 1];
