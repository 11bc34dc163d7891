/**
 * The directions at each corner of a texture in which the pictures go right and up, along the surface: glTF's tangents
 * (glTF 2.0 Specification, section 3.7.2.1), of the triangles' gradients weighted by their area, made square to the
 * normal.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { cross, dot, type Triple, unit } from '../../math/triple.ts';

export interface Unwrapped {
  /** [cornerCount] the vertex of each corner. */
  readonly sources: Uint32Array<ArrayBuffer>;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [2 × cornerCount] 0…1 from the left and from the top. */
  readonly coordinates: Float32Array<ArrayBuffer>;
}

/**
 * [4 × cornerCount] right, and the side on which up lies: up = side · (normal × right)
 *
 * @param positions [3 × vertexCount]
 * @param normals [3 × vertexCount] unit length
 */
export function* tangentSteps(
  { sources, indices, coordinates }: Unwrapped,
  positions: Float32Array,
  normals: Float32Array,
): Steps<Float32Array<ArrayBuffer>> {
  const [rights, ups] = [new Float64Array(3 * sources.length), new Float64Array(3 * sources.length)];
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    addGradients(first, { sources, indices, coordinates }, positions, rights, ups);
  }
  const tangents = new Float32Array(4 * sources.length);
  for (let corner = 0; corner < sources.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    const normal = tripleAt(normals, sources[corner]!);
    const right = squareTo(normal, tripleAt(rights, corner));
    tangents.set(right, 4 * corner);
    tangents[4 * corner + 3] = dot(cross(normal, right), tripleAt(ups, corner)) < 0 ? -1 : 1;
  }
  return tangents;
}

/** How places change to the right and upwards in the picture, times twice its area there. */
function addGradients(
  first: number,
  { sources, indices, coordinates }: Unwrapped,
  positions: Float32Array,
  rights: Float64Array,
  ups: Float64Array,
): void {
  const corners = [indices[first]!, indices[first + 1]!, indices[first + 2]!] as const;
  const [a, b, c] = corners.map((corner) => 3 * sources[corner]!) as [number, number, number];
  const [u, v] = [0, 1].map((part) => corners.map((corner) => coordinates[2 * corner + part]!)) as [number[], number[]];
  // v goes down.
  const [u1, u2, v1, v2] = [u[1]! - u[0]!, u[2]! - u[0]!, v[0]! - v[1]!, v[0]! - v[2]!];
  const side = u1 * v2 - u2 * v1 < 0 ? -1 : 1;
  for (let axis = 0; axis < 3; axis++) {
    const [p, q] = [positions[b + axis]! - positions[a + axis]!, positions[c + axis]! - positions[a + axis]!];
    for (const corner of corners) {
      rights[3 * corner + axis]! += side * (p * v2 - q * v1);
      ups[3 * corner + axis]! += side * (q * u1 - p * u2);
    }
  }
}

/** The part of a direction along the surface; where nothing is left of it, any along the surface. */
function squareTo(normal: Triple, direction: Triple): Triple {
  const along = dot(normal, direction);
  const part = direction.map((value, axis) => value - along * normal[axis]!) as unknown as Triple;
  if (dot(part, part) > 1e-20 * dot(direction, direction)) return unit(part);
  const least = Math.abs(normal[0]) < 0.6 ? ([1, 0, 0] as const) : ([0, 1, 0] as const);
  return unit(cross(normal, least));
}

export const tripleAt = (values: ArrayLike<number>, row: number): Triple => [
  values[3 * row]!,
  values[3 * row + 1]!,
  values[3 * row + 2]!,
];
