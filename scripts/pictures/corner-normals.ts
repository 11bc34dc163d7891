/**
 * Normals at the corners of triangles: smooth across gentle edges, sharp across creases. One normal per vertex, as
 * files hold them, smears light around the edges of machine parts and walls, which then look dented although the
 * surface is flat.
 */

/** Cosine of the angle between triangles from which their common vertex is shaded as a crease. */
const CREASE_COSINE = Math.cos((40 * Math.PI) / 180);

/**
 * Each corner takes the area-weighted mean of the triangles at its vertex that lean less than 40 degrees from its own.
 *
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount]
 * @returns [9 × triangleCount] unit length, or zero for a triangle without area
 */
export function cornerNormals(positions: Float64Array, indices: Uint32Array): Float32Array<ArrayBuffer> {
  const areas = triangleAreas(positions, indices);
  const { starts, triangles } = trianglesOfVertices(positions.length / 3, indices);
  const normals = new Float32Array(3 * indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    const own = 3 * Math.floor(corner / 3);
    const [x, y, z] = [areas[own]!, areas[own + 1]!, areas[own + 2]!];
    const ownLength = Math.hypot(x, y, z);
    let [sumX, sumY, sumZ] = [0, 0, 0];
    const vertex = indices[corner]!;
    for (let k = starts[vertex]!; k < starts[vertex + 1]!; k++) {
      const other = 3 * triangles[k]!;
      const [otherX, otherY, otherZ] = [areas[other]!, areas[other + 1]!, areas[other + 2]!];
      const cosine = x * otherX + y * otherY + z * otherZ;
      if (cosine < CREASE_COSINE * ownLength * Math.hypot(otherX, otherY, otherZ)) continue;
      sumX += otherX;
      sumY += otherY;
      sumZ += otherZ;
    }
    const length = Math.hypot(sumX, sumY, sumZ) || 1;
    normals[3 * corner] = sumX / length;
    normals[3 * corner + 1] = sumY / length;
    normals[3 * corner + 2] = sumZ / length;
  }
  return normals;
}

/** Normals of twice the triangles' areas, [3 × triangleCount]. */
function triangleAreas(positions: Float64Array, indices: Uint32Array): Float64Array {
  const areas = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [3 * indices[i]!, 3 * indices[i + 1]!, 3 * indices[i + 2]!];
    const [ax, ay, az] = [positions[a]!, positions[a + 1]!, positions[a + 2]!];
    const [ux, uy, uz] = [positions[b]! - ax, positions[b + 1]! - ay, positions[b + 2]! - az];
    const [vx, vy, vz] = [positions[c]! - ax, positions[c + 1]! - ay, positions[c + 2]! - az];
    areas[i] = uy * vz - uz * vy;
    areas[i + 1] = uz * vx - ux * vz;
    areas[i + 2] = ux * vy - uy * vx;
  }
  return areas;
}

/** The triangles of vertex v are `triangles[starts[v]…starts[v + 1])`. */
function trianglesOfVertices(
  vertexCount: number,
  indices: Uint32Array,
): { readonly starts: Uint32Array; readonly triangles: Uint32Array } {
  const starts = new Uint32Array(vertexCount + 1);
  for (const vertex of indices) starts[vertex + 1]!++;
  for (let v = 0; v < vertexCount; v++) starts[v + 1]! += starts[v]!;
  const next = starts.slice();
  const triangles = new Uint32Array(indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    triangles[next[indices[corner]!]!++] = Math.floor(corner / 3);
  }
  return { starts, triangles };
}
