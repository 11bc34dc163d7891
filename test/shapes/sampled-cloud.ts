/** Clouds drawn evenly from a mesh, with what goes wrong in a scan: noise, strays, holes, normals of no use. */
import type { PointCloud } from '../../src/engine/index.ts';
import { randomBits, unitFloat } from '../../src/engine/math/random.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { FLOATS, MeshSampler } from './mesh-sampler.ts';
import { NORMAL, plyHeader, XYZ } from './ply-header.ts';

export interface CloudRecipe {
  /** Strays included. */
  readonly points: number;
  readonly seed: number;
  /** Standard deviation along each axis, share of the mesh's largest extent. */
  readonly noise?: number;
  /** Share of the points that are strays, uniform in the bounds grown by a tenth on every side; they come last. */
  readonly outliers?: number;
  /** Balls that hold no point of the surface, world units; what would fall in is drawn again. */
  readonly holes?: readonly { readonly centre: readonly [number, number, number]; readonly radius: number }[];
  /** Those of the triangles, those turned round, or none that means anything. Strays have random ones. */
  readonly normals?: 'outward' | 'inward' | 'random';
}

export interface SampledCloud {
  /** [3 × points] */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × points], where the recipe asks for them. */
  readonly normals?: Float32Array<ArrayBuffer>;
}

/** Streams of random numbers; those of the sampler are 0 … 6. */
const STREAMS = { stray: 16, direction: 19 } as const;

export function sampleCloud(mesh: WorldMesh, recipe: CloudRecipe): SampledCloud {
  const { points, seed, noise = 0, outliers = 0, holes = [], normals: kind } = recipe;
  const { low, high } = boundsOf(mesh.positions);
  const extent = Math.max(...high.map((value, axis) => value - low[axis]!));
  const sampler = new MeshSampler(mesh, { seed, noiseWorld: noise * extent });
  const strays = Math.round(outliers * points);
  const positions = new Float32Array(3 * points);
  const normals = new Float32Array(3 * points);
  const row = new Float32Array(FLOATS);
  const isMissing = (): boolean =>
    holes.some(({ centre, radius }) => Math.hypot(...centre.map((value, axis) => row[axis]! - value)) < radius);
  for (let i = 0, drawn = 0; i < points - strays; drawn++) {
    sampler.fill(row, drawn);
    if (isMissing()) continue;
    positions.set(row.subarray(0, 3), 3 * i);
    const sign = kind === 'inward' ? -1 : 1;
    normals.set(kind === 'random' ? direction(seed, i) : row.subarray(3).map((value) => sign * value), 3 * i);
    i++;
  }
  for (let i = points - strays; i < points; i++) {
    for (let axis = 0; axis < 3; axis++) {
      const share = 1.2 * unitFloat(randomBits(seed, STREAMS.stray + axis, i)) - 0.1;
      positions[3 * i + axis] = low[axis]! + share * (high[axis]! - low[axis]!);
    }
    normals.set(direction(seed, i), 3 * i);
  }
  return { positions, ...(kind !== undefined && { normals }) };
}

/** The cloud as the reader gives it. */
export function pointCloudOf({ positions, normals }: SampledCloud): PointCloud {
  const { low, high } = boundsOf(positions);
  const count = positions.length / 3;
  const stats = { pointCount: count, finiteCount: count, min: low, max: high, warnings: [] };
  return { positions, shift: [0, 0, 0], ...(normals && { normals }), stats };
}

/** The cloud as a binary PLY. */
export function plyOf({ positions, normals }: SampledCloud): Uint8Array<ArrayBuffer> {
  const count = positions.length / 3;
  const properties = [...XYZ, ...(normals ? NORMAL : [])];
  const head = new TextEncoder().encode(plyHeader(count, properties));
  const bytes = new Uint8Array(head.length + 4 * properties.length * count);
  bytes.set(head);
  const view = new DataView(bytes.buffer, head.length);
  for (let i = 0; i < count; i++) {
    properties.forEach((_, k) => {
      const value = k < 3 ? positions[3 * i + k]! : normals![3 * i + k - 3]!;
      view.setFloat32(4 * (properties.length * i + k), value, true);
    });
  }
  return bytes;
}

/** Uniform on the sphere: the height is uniform, by Archimedes. */
function direction(seed: number, i: number): [number, number, number] {
  const z = 2 * unitFloat(randomBits(seed, STREAMS.direction, i)) - 1;
  const angle = 2 * Math.PI * unitFloat(randomBits(seed, STREAMS.direction + 1, i));
  const ring = Math.sqrt(1 - z * z);
  return [ring * Math.cos(angle), ring * Math.sin(angle), z];
}

type Triple = [number, number, number];

export function boundsOf(positions: ArrayLike<number>): { low: Triple; high: Triple } {
  const low: Triple = [Infinity, Infinity, Infinity];
  const high: Triple = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    const axis = (i % 3) as 0 | 1 | 2;
    low[axis] = Math.min(low[axis], positions[i]!);
    high[axis] = Math.max(high[axis], positions[i]!);
  }
  return { low, high };
}
