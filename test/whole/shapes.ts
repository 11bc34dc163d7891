/** Clouds with a known surface: the samples (see samples/make.mjs) and a torus with normals. */
import { readCloud } from '../../src/engine/index.ts';
import type { PointCloud } from '../../src/engine/index.ts';

export type Point = readonly [number, number, number];

/** Distance of a point close to the surface that a sample was drawn from, in the sample's unit. */
export const DISTANCE: Readonly<Record<string, (point: Point) => number>> = {
  'bracket.ply': bracket,
  'lattice.ply': lattice,
  'hill.ply': hill,
};

/** The L-profile pulled along z, less the bore along x: exact but within the profile's one concave corner. */
function bracket([x, y, z]: Point): number {
  const box = (width: number, height: number): number => {
    const [dx, dy] = [Math.abs(x - width / 2) - width / 2, Math.abs(y - height / 2) - height / 2];
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0);
  };
  const profile = Math.min(box(80, 12), box(12, 60));
  const depth = Math.abs(z - 25) - 25;
  const solid = Math.hypot(Math.max(profile, 0), Math.max(depth, 0)) + Math.min(Math.max(profile, depth), 0);
  const bore = 11 - Math.hypot(y - 38, z - 25);
  return Math.abs(Math.max(solid, bore));
}

/** The implicit function of the joined rods over the length of its gradient: exact to first order. */
function lattice(point: Point): number {
  const value = ([x, y, z]: Point): number => {
    let sum = 0;
    const add = (along: number, from: number, across: number): void => {
      const beyond = along - Math.min(from + 1, Math.max(from, along));
      sum += Math.exp(-Math.hypot(beyond, across) / 0.05);
    };
    for (let i = 0; i <= 2; i++) {
      for (let j = 0; j <= 2; j++) {
        for (let from = 0; from < 2; from++) {
          add(x, from, Math.hypot(y - i, z - j));
          add(y, from, Math.hypot(x - i, z - j));
          add(z, from, Math.hypot(x - i, y - j));
        }
      }
    }
    return -0.05 * Math.log(sum) - 0.16;
  };
  return Math.abs(value(point)) / slope(value, point, 1e-5);
}

/** The height field over the length of the gradient of z − h(x, y). */
function hill(point: Point): number {
  const value = ([x, y, z]: Point): number =>
    z -
    18 * Math.exp(-((x - 40) ** 2 + (y - 55) ** 2) / 500) -
    9 * Math.exp(-((x - 75) ** 2 + (y - 25) ** 2) / 220) -
    1.5 * Math.sin(x / 7) * Math.cos(y / 9);
  return Math.abs(value(point)) / slope(value, point, 1e-4);
}

function slope(value: (point: Point) => number, [x, y, z]: Point, step: number): number {
  return (
    Math.hypot(
      value([x + step, y, z]) - value([x - step, y, z]),
      value([x, y + step, z]) - value([x, y - step, z]),
      value([x, y, z + step]) - value([x, y, z - step]),
    ) /
    (2 * step)
  );
}

export const TORUS = { major: 2, minor: 0.7, pointCount: 8000 } as const;

/** A torus about z as a PLY with normals: true ones multiplied by `sign`, or random ones. */
export function torusWithNormals(normals: 'outward' | 'inward' | 'random'): Promise<PointCloud> {
  const { major, minor, pointCount } = TORUS;
  const header =
    `ply\nformat binary_little_endian 1.0\nelement vertex ${pointCount}\n` +
    ['x', 'y', 'z', 'nx', 'ny', 'nz'].map((name) => `property float ${name}\n`).join('') +
    'end_header\n';
  const rows = new Float32Array(6 * pointCount);
  const random = generator(7);
  for (let i = 0; i < pointCount; i++) {
    // Golden angles: even enough, and no two rows of points in line.
    const [u, v] = [i * 2.399963229728653, (2 * Math.PI * i) / pointCount];
    const out = [Math.cos(v) * Math.cos(u), Math.cos(v) * Math.sin(u), Math.sin(v)] as const;
    const ring = major + minor * Math.cos(v);
    rows.set([ring * Math.cos(u), ring * Math.sin(u), minor * Math.sin(v)], 6 * i);
    if (normals === 'random') rows.set([random() - 0.5, random() - 0.5, random() - 0.5], 6 * i + 3);
    else rows.set(normals === 'outward' ? out : out.map((value) => -value), 6 * i + 3);
  }
  const bytes = new Uint8Array([...new TextEncoder().encode(header), ...new Uint8Array(rows.buffer)]);
  async function* stream() {
    yield bytes;
  }
  const context = { signal: new AbortController().signal, onEvent: () => undefined };
  return readCloud({ name: 'torus.ply', size: bytes.length, stream }, context);
}

/** Marsaglia's xorshift32 as numbers in [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
