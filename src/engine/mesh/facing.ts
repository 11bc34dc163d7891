/**
 * Which side of an open sheet is its front. A closed surface has an outside; a terrain or a facade has none, and the
 * winding number picks either. Such a sheet is turned to face up, which is what terrain, tables and reliefs mean.
 */

/** A sheet whose normals agree less than this is no sheet but a room, a statue with a hole, … : left as it is. */
const LEAST_AGREEMENT = 0.5;
/** How much of the mean normal has to lie along y or z, the axes that files call up. */
const LEAST_UPRIGHT = 0.8;

/**
 * Whether an open mesh looks like a sheet seen from below: its area-weighted mean normal is long (≥ ½) and points
 * down its y or z axis.
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount]
 */
export function facesDown(positions: Float32Array, indices: Uint32Array): boolean {
  const sum: [number, number, number] = [0, 0, 0];
  let area = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [3 * indices[i]!, 3 * indices[i + 1]!, 3 * indices[i + 2]!];
    const edge = (to: number, axis: number): number => positions[to + axis]! - positions[a + axis]!;
    const x = edge(b, 1) * edge(c, 2) - edge(b, 2) * edge(c, 1);
    const y = edge(b, 2) * edge(c, 0) - edge(b, 0) * edge(c, 2);
    const z = edge(b, 0) * edge(c, 1) - edge(b, 1) * edge(c, 0);
    sum[0] += x;
    sum[1] += y;
    sum[2] += z;
    area += Math.hypot(x, y, z);
  }
  const length = Math.hypot(...sum);
  if (length === 0 || length < LEAST_AGREEMENT * area) return false;
  return Math.min(sum[1], sum[2]) <= -LEAST_UPRIGHT * length;
}

/** Every triangle the other way round; the argument is left as it is. */
export function flipped(indices: Uint32Array): Uint32Array<ArrayBuffer> {
  const result = new Uint32Array(indices.length);
  for (let i = 0; i < indices.length; i += 3) {
    result[i] = indices[i]!;
    result[i + 1] = indices[i + 2]!;
    result[i + 2] = indices[i + 1]!;
  }
  return result;
}
