/**
 * Points spread evenly over a surface: one in each of N equal shares of the area, so that every triangle gets its
 * number to within one, and uniform within its triangle (Osada et al. 2002, section 4.1).
 *
 * The draws and the order of every sum follow compare-surfaces, so that both give the same samples to the last bit.
 */
import { ReconstructError } from '../errors.ts';
import { MersenneTwister64 } from '../math/mersenne-twister.ts';
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';

export interface SurfaceSamples {
  /** [3 × sampleCount] */
  readonly points: Float64Array<ArrayBuffer>;
  /** [3 × sampleCount] unit normals of the triangles they lie on. */
  readonly normals: Float64Array<ArrayBuffer>;
  /** Area of the whole surface. */
  readonly area: number;
}

/** @throws ReconstructError `mesh-format` where the mesh has no area */
export function* sampleSurfaceSteps(mesh: WorldMesh, sampleCount: number, seed: number): Steps<SurfaceSamples> {
  const { positions, indices } = mesh;
  const { facetNormals, areaUpTo } = yield* facetSteps(mesh);
  const area = areaUpTo.at(-1) ?? 0;
  if (!(area > 0)) {
    throw new ReconstructError('mesh-format', 'The mesh has no area: all its triangles are points or lines.', {
      triangles: indices.length / 3,
    });
  }
  const random = new MersenneTwister64(seed);
  const points = new Float64Array(3 * sampleCount);
  const normals = new Float64Array(3 * sampleCount);
  let triangle = 0;
  for (let i = 0; i < sampleCount; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const wanted = ((i + random.nextUnit()) / sampleCount) * area;
    while (triangle < areaUpTo.length - 1 && areaUpTo[triangle]! < wanted) triangle++;
    const r = Math.sqrt(random.nextUnit());
    const q = random.nextUnit();
    const a = 3 * indices[3 * triangle]!;
    const b = 3 * indices[3 * triangle + 1]!;
    const c = 3 * indices[3 * triangle + 2]!;
    for (let axis = 0; axis < 3; axis++) {
      points[3 * i + axis] =
        positions[a + axis]! * (1 - r) + positions[b + axis]! * r * (1 - q) + positions[c + axis]! * r * q;
      normals[3 * i + axis] = facetNormals[3 * triangle + axis]!;
    }
  }
  return { points, normals, area };
}

interface Facets {
  /** [3 × triangleCount] unit length, zero for triangles without an area */
  readonly facetNormals: Float64Array;
  /** [triangleCount] area of this triangle and all before it */
  readonly areaUpTo: Float64Array;
}

function* facetSteps(mesh: WorldMesh): Steps<Facets> {
  const triangleCount = mesh.indices.length / 3;
  const facetNormals = new Float64Array(3 * triangleCount);
  const areaUpTo = new Float64Array(triangleCount);
  let area = 0;
  for (let t = 0; t < triangleCount; t++) {
    if ((t & STEP_MASK) === 0) yield;
    const doubleArea = writeUnitNormal(mesh, t, facetNormals, 3 * t);
    area += doubleArea / 2;
    areaUpTo[t] = area;
  }
  return { facetNormals, areaUpTo };
}

/**
 * Writes the unit normal of a triangle to `normals` at `at` (zeros where it has no area).
 * @returns twice the triangle's area
 */
export function writeUnitNormal(
  { positions, indices }: WorldMesh,
  triangle: number,
  normals: Float64Array,
  at: number,
): number {
  const a = 3 * indices[3 * triangle]!;
  const b = 3 * indices[3 * triangle + 1]!;
  const c = 3 * indices[3 * triangle + 2]!;
  const abX = positions[b]! - positions[a]!;
  const abY = positions[b + 1]! - positions[a + 1]!;
  const abZ = positions[b + 2]! - positions[a + 2]!;
  const acX = positions[c]! - positions[a]!;
  const acY = positions[c + 1]! - positions[a + 1]!;
  const acZ = positions[c + 2]! - positions[a + 2]!;
  const x = abY * acZ - abZ * acY;
  const y = abZ * acX - abX * acZ;
  const z = abX * acY - abY * acX;
  const length = Math.sqrt(x * x + y * y + z * z);
  normals[at] = length > 0 ? x / length : 0;
  normals[at + 1] = length > 0 ? y / length : 0;
  normals[at + 2] = length > 0 ? z / length : 0;
  return length;
}
