/** How often a mesh winds round a point, by the solid angles of all its triangles (Van Oosterom and Strackee, 1983). */
import type { Triple } from './slow-surface-distance.ts';

interface Mesh {
  readonly positions: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
}

/** 1 inside of a closed mesh that faces outward, 0 outside. */
export function slowWinding({ positions, indices }: Mesh, p: Triple): number {
  let sum = 0;
  for (let first = 0; first < indices.length; first += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => {
      const at = 3 * indices[first + corner]!;
      return [positions[at]! - p[0], positions[at + 1]! - p[1], positions[at + 2]! - p[2]] as const;
    }) as [Triple, Triple, Triple];
    const [lengthA, lengthB, lengthC] = [Math.hypot(...a), Math.hypot(...b), Math.hypot(...c)];
    const triple =
      a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
    const below = lengthA * lengthB * lengthC + dot(a, b) * lengthC + dot(b, c) * lengthA + dot(c, a) * lengthB;
    sum += 2 * Math.atan2(triple, below);
  }
  return sum / (4 * Math.PI);
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
