/**
 * Vertex normals as means of the triangles' normals, each weighted by its angle at the vertex (Thürmer and Wüthrich,
 * "Computing Vertex Normals from Polygonal Facets", 1998): the result depends on the surface, not on how it is cut into
 * triangles. Weighting by area lets one long sliver of marching cubes tilt a vertex.
 */
import type { Steps } from '../host/steps.ts';
import { finishSteps, STEP_MASK } from '../host/steps.ts';

/** `vertexNormals` for callers that must stay responsive: 2 million triangles take about a quarter of a second. */
export function* vertexNormalSteps(
  positions: Float32Array | Float64Array,
  indices: Uint32Array,
): Steps<Float32Array<ArrayBuffer>> {
  const sums = new Float64Array(positions.length);
  yield* addNormalSteps(sums, positions, indices);
  return yield* normalsOfSums(sums);
}

/** Adds to the sums that normals are made of, [3 × vertexCount], those of triangles, in their order. */
export function* addNormalSteps(
  sums: Float64Array,
  positions: Float32Array | Float64Array,
  indices: Uint32Array,
): Steps<void> {
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    addTriangle(sums, positions, indices, first);
  }
}

/** [3 × vertexCount] unit length; (0, 0, 1) where the sum is nothing. */
export function* normalsOfSums(sums: Float64Array): Steps<Float32Array<ArrayBuffer>> {
  const normals = new Float32Array(sums.length);
  for (let i = 0; i < sums.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    const [x, y, z] = [sums[i]!, sums[i + 1]!, sums[i + 2]!];
    const length = Math.sqrt(x * x + y * y + z * z);
    normals[i] = length > 0 ? x / length : 0;
    normals[i + 1] = length > 0 ? y / length : 0;
    normals[i + 2] = length > 0 ? z / length : 1;
  }
  return normals;
}

/**
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount], counter-clockwise from outside
 * @returns [3 × vertexCount] unit length, outward; (0, 0, 1) where no triangle with an area meets the vertex
 */
export function vertexNormals(positions: Float32Array | Float64Array, indices: Uint32Array): Float32Array<ArrayBuffer> {
  return finishSteps(vertexNormalSteps(positions, indices));
}

function addTriangle(
  sums: Float64Array,
  positions: Float32Array | Float64Array,
  indices: Uint32Array,
  first: number,
): void {
  const [a, b, c] = [3 * indices[first]!, 3 * indices[first + 1]!, 3 * indices[first + 2]!];
  const abX = positions[b]! - positions[a]!;
  const abY = positions[b + 1]! - positions[a + 1]!;
  const abZ = positions[b + 2]! - positions[a + 2]!;
  const acX = positions[c]! - positions[a]!;
  const acY = positions[c + 1]! - positions[a + 1]!;
  const acZ = positions[c + 2]! - positions[a + 2]!;
  const x = abY * acZ - abZ * acY;
  const y = abZ * acX - abX * acZ;
  const z = abX * acY - abY * acX;
  const doubleArea = Math.sqrt(x * x + y * y + z * z);
  if (!(doubleArea > 0)) return;
  // atan2(|u × v|, u · v) keeps its digits for needle angles, where acos loses half of them.
  const abDotAc = abX * acX + abY * acY + abZ * acZ;
  const bcDotBa = abX * abX + abY * abY + abZ * abZ - abDotAc;
  const angleA = Math.atan2(doubleArea, abDotAc);
  const angleB = Math.atan2(doubleArea, bcDotBa);
  addScaled(sums, a, angleA / doubleArea, x, y, z);
  addScaled(sums, b, angleB / doubleArea, x, y, z);
  addScaled(sums, c, Math.max(0, Math.PI - angleA - angleB) / doubleArea, x, y, z);
}

function addScaled(sums: Float64Array, at: number, factor: number, x: number, y: number, z: number): void {
  sums[at] = sums[at]! + factor * x;
  sums[at + 1] = sums[at + 1]! + factor * y;
  sums[at + 2] = sums[at + 2]! + factor * z;
}
