/** The box of points, taken in at once or piece by piece so that the caller can let the event loop turn. */
import type { Triple } from './triple.ts';

/** Whether a point counts; in the space of the points. */
export type PointTest = (x: number, y: number, z: number) => boolean;

export class PointBounds {
  #count = 0;
  readonly #min: [number, number, number] = [Infinity, Infinity, Infinity];
  readonly #max: [number, number, number] = [-Infinity, -Infinity, -Infinity];

  /** Points taken in. */
  get count(): number {
    return this.#count;
  }

  /** Zeros where there are no points. */
  get min(): Triple {
    return this.#count > 0 ? [...this.#min] : [0, 0, 0];
  }

  get max(): Triple {
    return this.#count > 0 ? [...this.#max] : [0, 0, 0];
  }

  /** Takes in those of `positions` [3 × n] that pass; without a test all do. */
  add(positions: Float32Array | Float64Array, test?: PointTest): void {
    let [minX, minY, minZ] = this.#min;
    let [maxX, maxY, maxZ] = this.#max;
    for (let i = 0; i < positions.length; i += 3) {
      const x = positions[i]!;
      const y = positions[i + 1]!;
      const z = positions[i + 2]!;
      if (test && !test(x, y, z)) continue;
      this.#count++;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
    this.#min.splice(0, 3, minX, minY, minZ);
    this.#max.splice(0, 3, maxX, maxY, maxZ);
  }
}

/** @param positions [3 × pointCount], any space */
export function boundsOf(positions: Float32Array | Float64Array): PointBounds {
  const bounds = new PointBounds();
  bounds.add(positions);
  return bounds;
}
