/**
 * Seeded clouds of closed shapes with their true normals, and what the stages before orientation would make of them.
 */
import type { RunContext } from '../../../src/engine/events.ts';
import type { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { unitFloat, randomBits } from '../../../src/engine/math/random.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { NearestSearch } from '../../../src/engine/neighbours/nearest-search.ts';
import type { OrientationInput } from '../../../src/engine/orientation/orient-normals.ts';
import { testHost } from '../host.ts';

export const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

/** Uniform in (0, 1): one number for each index of a stream. */
export const uniform = (stream: number, index: number): number => unitFloat(randomBits(7, stream, index));

/** `count` numbers uniform in ±half. */
export const noise = (stream: number, count: number, half = 0.5): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, (_, i) => half * (2 * uniform(stream, i) - 1));

export interface Shape {
  /** [3n], normalised. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3n], outward unit normals. */
  readonly normals: Float32Array<ArrayBuffer>;
}

function shape(count: number, at: (i: number) => { position: number[]; normal: number[] }): Shape {
  const points = Array.from({ length: count }, (_, i) => at(i));
  return {
    positions: Float32Array.from(points.flatMap(({ position }) => position)),
    normals: Float32Array.from(points.flatMap(({ normal }) => normal)),
  };
}

/** A direction, uniform on the sphere (Archimedes: the height is uniform). */
function direction(stream: number, i: number): number[] {
  const z = 2 * uniform(stream, 2 * i) - 1;
  const angle = 2 * Math.PI * uniform(stream, 2 * i + 1);
  const ring = Math.sqrt(1 - z * z);
  return [ring * Math.cos(angle), ring * Math.sin(angle), z];
}

export const sphere = (count: number, radius = 0.5, centre: readonly number[] = [0, 0, 0], stream = 1): Shape =>
  shape(count, (i) => {
    const normal = direction(stream, i);
    return { normal, position: normal.map((n, axis) => radius * n + (centre[axis] ?? 0)) };
  });

/** Radii .35 and .15 about the z axis, uniform by area: rejection by the distance from the axis. */
export const torus = (count: number): Shape =>
  shape(count, (i) => {
    let tube = 0;
    for (let attempt = 0; attempt < 64; attempt++) {
      tube = 2 * Math.PI * uniform(2, 64 * i + attempt);
      if (uniform(3, 64 * i + attempt) * 0.5 < 0.35 + 0.15 * Math.cos(tube)) break;
    }
    const around = 2 * Math.PI * uniform(4, i);
    const normal = [Math.cos(tube) * Math.cos(around), Math.cos(tube) * Math.sin(around), Math.sin(tube)];
    const ring = [0.35 * Math.cos(around), 0.35 * Math.sin(around), 0];
    return { normal, position: normal.map((n, axis) => (ring[axis] ?? 0) + 0.15 * n) };
  });

/** Two balls apart: each must find its own outside. */
export function twoSpheres(count: number): Shape {
  const left = sphere(count / 2, 0.22, [-0.28, 0, 0], 5);
  const right = sphere(count / 2, 0.18, [0.3, 0.1, 0], 6);
  return {
    positions: Float32Array.from([...left.positions, ...right.positions]),
    normals: Float32Array.from([...left.normals, ...right.normals]),
  };
}

/** Edge .8. */
export const cube = (count: number): Shape =>
  shape(count, (i) => {
    const axis = i % 3;
    const side = uniform(8, 3 * i) < 0.5 ? -1 : 1;
    const position = [0, 0, 0].map((_, a) =>
      a === axis ? 0.4 * side : 0.8 * (uniform(8, 3 * i + ((a - axis + 3) % 3)) - 0.5),
    );
    return { position, normal: [0, 0, 0].map((_, a) => (a === axis ? side : 0)) };
  });

/** .5 high, its walls .02 thick, its floor as high above the underside, which nobody saw. */
export function cupOnTable(count: number): Shape {
  const [height, outer, inner] = [0.5, 0.2, 0.18];
  const floor = outer - inner;
  const areas = [2 * outer * height, 2 * inner * (height - floor), outer ** 2 - inner ** 2, inner ** 2];
  const ends = areas.map((_, face) => areas.slice(0, face + 1).reduce((sum, area) => sum + area, 0));
  return shape(count, (i) => {
    const [place, share, turn] = [0, 1, 2].map((at) => uniform(10, 3 * i + at)) as [number, number, number];
    const face = ends.findIndex((end) => place * ends[3]! <= end);
    const [x, y] = [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
    const up = [0, 0, 1];
    if (face === 0) return { position: [outer * x, outer * y, height * share], normal: [x, y, 0] };
    if (face === 1) {
      return { position: [inner * x, inner * y, floor + (height - floor) * share], normal: [-x, -y, 0] };
    }
    const radius = Math.sqrt(face === 2 ? inner ** 2 + areas[2]! * share : inner ** 2 * share);
    return { position: [radius * x, radius * y, face === 2 ? height : floor], normal: up };
  });
}

/** Nearest points by the tree, k a point, missing as 0xffffffff: [k × count]. */
export async function neighbourLists(positions: Float32Array, k: number) {
  const count = positions.length / 3;
  const indices = new Uint32Array(k * count).fill(0xffffffff);
  const squared = new Float32Array(k * count).fill(3.4e38);
  const search = new NearestSearch(await buildKdTree(positions, await testHost(), context), k);
  for (let i = 0; i < count; i++) {
    const found = search.find(positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!, k);
    for (let j = 0; j < found; j++) {
      indices[j * count + i] = search.indices[j]!;
      squared[j * count + i] = search.squared[j]!;
    }
  }
  return { indices, squared };
}

/** The input of the stage with the true axes, their signs at random, and the spacing of the area. */
export async function orientationInput(scope: BufferScope, { positions, normals }: Shape): Promise<OrientationInput> {
  const count = positions.length / 3;
  const { indices, squared } = await neighbourLists(positions, 13);
  const tree = await buildKdTree(positions, await testHost(), context);
  const axes = new Float32Array(4 * count).fill(1);
  for (let i = 0; i < 3 * count; i++) {
    const point = Math.floor(i / 3);
    axes[4 * point + (i % 3)] = normals[i]! * (uniform(9, point) < 0.5 ? -1 : 1);
  }
  const last = Math.min(12, count) - 1;
  const radii = Float32Array.from({ length: count }, (_, i) => Math.sqrt(squared[last * count + i]!));
  const spacings = Float32Array.from({ length: count }, (_, i) =>
    Math.sqrt(count > 1 ? squared[count + i]! : 1),
  ).sort();
  return {
    positions,
    points: uploadPoints(scope, positions),
    tree,
    gpuTree: uploadKdTree(scope, tree),
    neighbours: {
      k: 13,
      count,
      indices: scope.upload('neighbours', indices),
      squared: scope.upload('squared', squared),
    },
    planes: { normals: scope.upload('axes', axes), radii: scope.upload('radii', radii), neighbourCount: last + 1 },
    // Points at random have their nearest neighbour half a spacing away, at the median about .47 (Rayleigh).
    scale: { spacingNorm: 2 * (spacings[count >> 1] ?? 1), noiseNorm: 0 },
    seed: 1,
  };
}

/** Share of normals ([4n]) on the side of the true ones. */
export function rightShare(normals: Float32Array, truth: Shape): number {
  const count = truth.positions.length / 3;
  let right = 0;
  for (let i = 0; i < count; i++) {
    let cosine = 0;
    for (let axis = 0; axis < 3; axis++) cosine += normals[4 * i + axis]! * truth.normals[3 * i + axis]!;
    if (cosine > 0) right++;
  }
  return right / count;
}
