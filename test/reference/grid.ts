/**
 * Active nodes and first fields by brute force, from algorithm.md section 2, steps 3 and 4: sets of nodes, float64,
 * all points searched. Nodes and cells are numbered x + m (y + m z) with m = resolution + 1.
 */
import type { Reach } from '../../src/engine/grid/build-grid.ts';

export type Triple = readonly [number, number, number];

export interface ReferenceScale {
  readonly spacingNorm: number;
  readonly noiseNorm: number;
}

export const nodeIndex = (resolution: number, [x, y, z]: Triple): number =>
  x + (resolution + 1) * (y + (resolution + 1) * z);

export function nodeAt(resolution: number, index: number): Triple {
  const m = resolution + 1;
  return [index % m, Math.floor(index / m) % m, Math.floor(index / (m * m))];
}

/** Normalised position of a node: the cube has side 1.1 and is centred at 0. */
export const nodePosition = (resolution: number, node: Triple): Triple =>
  node.map((c) => -0.55 + (1.1 / resolution) * c) as unknown as Triple;

/** The cell of a point at a level, by way of the finest 2,048 cells, with the device's roundings. */
export function cellOf(point: Triple, resolution: number): Triple {
  return point.map((c) => {
    const scaled = Math.fround(Math.fround(c + Math.fround(0.55)) * Math.fround(2048 / 1.1));
    const finest = Math.min(Math.max(Math.floor(scaled), 0), 2047);
    return Math.floor(finest / (2048 / resolution));
  }) as unknown as Triple;
}

/** All nodes of the cube in the boxes - below … + above round the given nodes. */
export function boxNodes(resolution: number, nodes: Iterable<Triple>, { below, above }: Reach): Set<number> {
  const result = new Set<number>();
  const first = (c: number): number => Math.max(c - below, 0);
  const last = (c: number): number => Math.min(c + above, resolution);
  for (const [cx, cy, cz] of nodes)
    for (let z = first(cz); z <= last(cz); z++)
      for (let y = first(cy); y <= last(cy); y++)
        for (let x = first(cx); x <= last(cx); x++) result.add(nodeIndex(resolution, [x, y, z]));
  return result;
}

/** The nodes round the cells that hold points: c - band … c + 1 + band. */
export function bandNodes(resolution: number, points: readonly Triple[], band: number): Set<number> {
  const cells = new Map(points.map((p) => cellOf(p, resolution)).map((c) => [nodeIndex(resolution, c), c]));
  return boxNodes(resolution, cells.values(), { below: band, above: band + 1 });
}

/** The eight corners of a cell. */
export const corners = ([x, y, z]: Triple): Triple[] =>
  Array.from({ length: 8 }, (_, k): Triple => [x + (k & 1), y + ((k >> 1) & 1), z + (k >> 2)]);

/** Values at the eight corners of a cell, or nothing where one is missing. */
function cornerValues(resolution: number, field: ReadonlyMap<number, number>, cell: Triple): number[] | undefined {
  const values: number[] = [];
  for (const corner of corners(cell)) {
    const value = corner.every((c) => c <= resolution) ? field.get(nodeIndex(resolution, corner)) : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** Cells of a level with eight nodes, not all of them on one side of 0. */
export function crossingCells(resolution: number, field: ReadonlyMap<number, number>): Triple[] {
  return [...field.keys()]
    .map((index) => nodeAt(resolution, index))
    .filter((cell) => {
      const values = cornerValues(resolution, field, cell);
      return values?.some((v) => v > 0) && values.some((v) => !(v > 0));
    });
}

/** Cells of a whole cube with corners inside and outside, and a point within the radius of their centre. */
export function holeCells(
  resolution: number,
  isInside: (node: Triple) => boolean,
  points: readonly Triple[],
  holeRadiusNorm: number,
): Triple[] {
  const cells: Triple[] = [];
  for (let z = 0; z < resolution; z++)
    for (let y = 0; y < resolution; y++)
      for (let x = 0; x < resolution; x++) {
        const inside = corners([x, y, z]).map(isInside);
        const centre = nodePosition(resolution, [x + 0.5, y + 0.5, z + 0.5]);
        const crossed = inside.includes(true) && inside.includes(false);
        if (crossed && points.some((p) => distance(p, centre) <= holeRadiusNorm)) cells.push([x, y, z]);
      }
  return cells;
}

/**
 * Trilinear interpolation of a coarser field at a node of twice the resolution, or nothing where the cell that holds
 * the node (the upper one, on a face) lacks a node.
 */
export function interpolate(coarse: number, field: ReadonlyMap<number, number>, node: Triple): number | undefined {
  const cell = node.map((c) => Math.floor(c / 2)) as unknown as Triple;
  const values = cornerValues(coarse, field, cell);
  const [u, v, w] = node.map((c, axis) => c / 2 - cell[axis]!) as unknown as Triple;
  return values?.reduce(
    (sum, value, k) => sum + (k & 1 ? u : 1 - u) * ((k >> 1) & 1 ? v : 1 - v) * (k >> 2 ? w : 1 - w) * value,
    0,
  );
}

/** f = Σ w n·(x - p) / Σ w over the twelve nearest, w = exp(-(d² - d₀²) / (max(d₀², s²/4) + σ²)); and d₀. */
export function nearestFit(
  position: Triple,
  points: readonly Triple[],
  normals: readonly Triple[],
  { spacingNorm, noiseNorm }: ReferenceScale,
): { value: number; distance: number } {
  const near = points
    .map((p, i) => ({ i, squared: distance(p, position) ** 2 }))
    .sort((a, b) => a.squared - b.squared || a.i - b.i)
    .slice(0, 12);
  const d0 = near[0]!.squared;
  const width = Math.max(d0, spacingNorm ** 2 / 4) + noiseNorm ** 2;
  let [sum, weights] = [0, 0];
  for (const { i, squared } of near) {
    const weight = Math.exp(-(squared - d0) / width);
    const height = [0, 1, 2].reduce((dot, axis) => dot + normals[i]![axis]! * (position[axis]! - points[i]![axis]!), 0);
    sum += weight * height;
    weights += weight;
  }
  return { value: sum / weights, distance: Math.sqrt(d0) };
}

export function distance(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
