/** Clouds of any mesh as scanners draw them: thinning out with the distance, or in rows that lie wide apart. */
import { normalPair, randomBits, unitFloat } from '../../src/engine/math/random.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { boundsOf, type CloudRecipe, sampleCloud } from '../shapes/sampled-cloud.ts';

export interface ScanRecipe extends CloudRecipe {
  /** How often denser the cloud is at one end than at the other, or along a row than across. */
  readonly ratio: number;
}

/** Streams of random numbers, none of which the sampler uses. */
const STREAMS = { keep: 32, start: 33, noise: 34 } as const;

/** Density falls exponentially along x, `ratio`-fold from one end to the other. [3 × about `points`] */
export function thinnedCloud(mesh: WorldMesh, recipe: ScanRecipe): Float32Array<ArrayBuffer> {
  const { points, seed, ratio } = recipe;
  const { low, high } = boundsOf(mesh.positions);
  // The mean of ratio^−u over the unit interval.
  const share = (1 - 1 / ratio) / Math.log(ratio);
  const dense = sampleCloud(mesh, { ...recipe, points: Math.round(points / share) }).positions;
  const kept: number[] = [];
  for (let i = 0; i < dense.length; i += 3) {
    const along = (dense[i]! - low[0]) / (high[0] - low[0]);
    if (unitFloat(randomBits(seed, STREAMS.keep, i)) > ratio ** -along) continue;
    kept.push(dense[i]!, dense[i + 1]!, dense[i + 2]!);
  }
  return Float32Array.from(kept);
}

/**
 * Rows in planes across the mesh's second longest axis, `ratio` times as wide apart as the points of a row, about
 * `points` of them. [3 × points]
 */
export function drawnRows(mesh: WorldMesh, { points, seed, ratio, noise = 0, holes = [] }: ScanRecipe) {
  const { low, high } = boundsOf(mesh.positions);
  const size = high.map((value, axis) => value - low[axis]!);
  const axis = [0, 1, 2].sort((a, b) => size[b]! - size[a]!)[1]!;
  const gap = Math.sqrt((areaOf(mesh) * ratio) / points);
  const drawn: number[] = [];
  const rows = Math.floor(size[axis]! / gap);
  for (let row = 0; row < rows; row++) {
    const height = low[axis]! + ((row + 0.5) / rows) * size[axis]!;
    drawRow(drawn, crossings(mesh, axis, height), gap / ratio, unitFloat(randomBits(seed, STREAMS.start, row)));
  }
  const noiseWorld = noise * Math.max(...size);
  const kept: number[] = [];
  for (let i = 0; i < drawn.length; i += 3) {
    const bits = [0, 1, 2, 3].map((k) => randomBits(seed, STREAMS.noise + k, i));
    const moves = [...normalPair(bits[0]!, bits[1]!), normalPair(bits[2]!, bits[3]!)[0]];
    const point = moves.map((move, k) => drawn[i + k]! + noiseWorld * move);
    const isMissing = holes.some(
      ({ centre, radius }) => Math.hypot(...centre.map((value, k) => point[k]! - value)) < radius,
    );
    if (!isMissing) kept.push(...point);
  }
  return Float32Array.from(kept);
}

/** Points `step` apart along the segments, one after the other, from a share of a step on. */
function drawRow(drawn: number[], segments: readonly (readonly number[])[], step: number, start: number): void {
  let next = start * step;
  for (const [ax, ay, az, bx, by, bz] of segments as readonly (readonly [
    number,
    number,
    number,
    number,
    number,
    number,
  ])[]) {
    const length = Math.hypot(bx - ax, by - ay, bz - az);
    for (; next < length; next += step) {
      const share = next / length;
      drawn.push(ax + share * (bx - ax), ay + share * (by - ay), az + share * (bz - az));
    }
    next -= length;
  }
}

/** Where the triangles meet the plane: [6] each. */
function crossings({ positions, indices }: WorldMesh, axis: number, height: number): number[][] {
  const segments: number[][] = [];
  for (let i = 0; i < indices.length; i += 3) {
    const corners = [0, 1, 2].map((k) => 3 * indices[i + k]!);
    const ends: number[] = [];
    for (let k = 0; k < 3; k++) {
      const [from, to] = [corners[k]!, corners[(k + 1) % 3]!];
      const [a, b] = [positions[from + axis]! - height, positions[to + axis]! - height];
      if (a < 0 === b < 0) continue;
      for (let j = 0; j < 3; j++) {
        ends.push(positions[from + j]! + (a / (a - b)) * (positions[to + j]! - positions[from + j]!));
      }
    }
    if (ends.length === 6) segments.push(ends);
  }
  return segments;
}

function areaOf({ positions, indices }: WorldMesh): number {
  let area = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => 3 * indices[i + k]!) as [number, number, number];
    const edge = (to: number, axis: number): number => positions[to + axis]! - positions[a + axis]!;
    const [ux, uy, uz, vx, vy, vz] = [edge(b, 0), edge(b, 1), edge(b, 2), edge(c, 0), edge(c, 1), edge(c, 2)];
    area += Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
  }
  return area;
}
