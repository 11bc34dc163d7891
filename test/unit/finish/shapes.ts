/** Small meshes and clouds for the rules of trimming, and the support of one by the other by brute force. */
import type { TrimInput } from '../../../src/engine/finish/trim-mesh.ts';

export type Point = readonly [number, number, number];

export interface TestMesh {
  readonly points: readonly Point[];
  readonly triangles: readonly (readonly [number, number, number])[];
}

/** A flat square of side 1 around the origin in z = 0, of count × count cells, facing up. */
export function sheet(count: number): TestMesh {
  const at = (i: number, j: number): number => i * (count + 1) + j;
  const points: Point[] = [];
  const triangles: [number, number, number][] = [];
  for (let i = 0; i <= count; i++) {
    for (let j = 0; j <= count; j++) {
      points.push([i / count - 0.5, j / count - 0.5, 0]);
      if (i < count && j < count) {
        triangles.push([at(i, j), at(i + 1, j), at(i + 1, j + 1)], [at(i, j), at(i + 1, j + 1), at(i, j + 1)]);
      }
    }
  }
  return { points, triangles };
}

/** A closed ball of rings and sectors, facing outward. */
export function ball(radius: number, centre: Point, rings = 24): TestMesh {
  const sectors = 2 * rings;
  const points: Point[] = [];
  const triangles: [number, number, number][] = [];
  const place = (polar: number, around: number): Point => [
    centre[0] + radius * Math.sin(polar) * Math.cos(around),
    centre[1] + radius * Math.sin(polar) * Math.sin(around),
    centre[2] + radius * Math.cos(polar),
  ];
  points.push(place(0, 0), place(Math.PI, 0));
  const at = (ring: number, sector: number): number =>
    ring === 0 ? 0 : ring === rings ? 1 : 2 + (ring - 1) * sectors + (sector % sectors);
  for (let ring = 1; ring < rings; ring++) {
    for (let s = 0; s < sectors; s++) points.push(place((Math.PI * ring) / rings, (2 * Math.PI * s) / sectors));
  }
  for (let ring = 0; ring < rings; ring++) {
    for (let s = 0; s < sectors; s++) {
      const [a, b, c, d] = [at(ring, s), at(ring + 1, s), at(ring + 1, s + 1), at(ring, s + 1)];
      if (ring < rings - 1) triangles.push([a, b, c]);
      if (ring > 0) triangles.push([a, c, d]);
    }
  }
  return { points, triangles };
}

export function together(...meshes: readonly TestMesh[]): TestMesh {
  const points: Point[] = [];
  const triangles: [number, number, number][] = [];
  for (const mesh of meshes) {
    const first = points.length;
    points.push(...mesh.points);
    triangles.push(...mesh.triangles.map(([a, b, c]): [number, number, number] => [a + first, b + first, c + first]));
  }
  return { points, triangles };
}

const distanceSquared = (p: Point, q: Point): number => (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2;

/**
 * The mesh over a cloud whose points are `spacing` apart: vertices beyond 2.5 spacings of a point are far.
 * The plane neighbourhoods hold 12 points.
 */
export function trimInput(
  mesh: TestMesh,
  cloud: readonly Point[],
  spacing: number,
  holeRadiusNorm: number,
): TrimInput & { positions: Float32Array<ArrayBuffer> } {
  const neighbourCount = 12;
  const squared = new Float32Array(mesh.points.length).fill(Infinity);
  mesh.points.forEach((vertex, i) => {
    for (const point of cloud) squared[i] = Math.min(squared[i]!, distanceSquared(vertex, point));
  });
  return {
    positions: Float32Array.from(mesh.points.flat()),
    indices: Uint32Array.from(mesh.triangles.flat()),
    squared,
    radii: new Float32Array(mesh.points.length).fill(spacing * Math.sqrt(neighbourCount / Math.PI)),
    neighbourCount,
    voxelNorm: spacing / 10,
    noiseNorm: 0,
    holeRadiusNorm,
  };
}
