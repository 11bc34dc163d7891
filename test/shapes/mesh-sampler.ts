/**
 * Points spread evenly over a mesh, as many as a disk holds: each point is a pure function of (seed, index), so any
 * range can be made alone, in any order, and a cloud of fewer points is the beginning of one of more.
 */
import { normalPair, randomBits, unitFloat } from '../../src/engine/math/random.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';

/** Words of random bits a point may use. */
const STEPS = { face: 0, across: 1, along: 2, noise: 3 } as const;

export interface SampleOptions {
  readonly seed: number;
  /** Standard deviation along each axis, world units. */
  readonly noiseWorld: number;
}

/** Numbers of one point: position, then the normal of its triangle. */
export const FLOATS = 6;

export class MeshSampler {
  readonly #mesh: WorldMesh;
  readonly #options: SampleOptions;
  /** [triangleCount] area of this triangle and all before. */
  readonly #areas: Float64Array;
  /** [3 × triangleCount] unit length. */
  readonly #normals: Float64Array;

  constructor(mesh: WorldMesh, options: SampleOptions) {
    this.#mesh = mesh;
    this.#options = options;
    const triangleCount = mesh.indices.length / 3;
    this.#areas = new Float64Array(triangleCount);
    this.#normals = new Float64Array(3 * triangleCount);
    let total = 0;
    for (let triangle = 0; triangle < triangleCount; triangle++) {
      const [a, b, c] = [0, 1, 2].map((k) => this.#vertex(triangle, k));
      const [u, v] = [minus(b!, a!), minus(c!, a!)];
      const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]] as const;
      const length = Math.hypot(...cross);
      if (length > 0)
        this.#normals.set(
          cross.map((part) => part / length),
          3 * triangle,
        );
      total += length / 2;
      this.#areas[triangle] = total;
    }
    if (!(total > 0)) throw new Error('the mesh has no area to put points on');
  }

  /** Fills `rows` (`FLOATS` numbers a point) with as many points as fit, from number `first` on. */
  fill(rows: Float32Array, first: number): void {
    for (let place = 0; place < rows.length / FLOATS; place++) this.#put(rows, FLOATS * place, first + place);
  }

  #put(rows: Float32Array, at: number, index: number): void {
    const { seed, noiseWorld } = this.#options;
    const uniform = (step: number): number => unitFloat(randomBits(seed, step, index));
    const triangle = this.#triangleAt(uniform(STEPS.face) * this.#areas[this.#areas.length - 1]!);
    // Uniform barycentric coordinates: R. Osada et al., "Shape Distributions" (2002), eq. (1).
    const root = Math.sqrt(uniform(STEPS.across));
    const along = uniform(STEPS.along);
    const weights = [1 - root, root * (1 - along), root * along];
    for (let axis = 0; axis < 3; axis++) {
      let value = 0;
      for (let k = 0; k < 3; k++) value += weights[k]! * this.#vertex(triangle, k)[axis]!;
      rows[at + axis] = value;
      rows[at + 3 + axis] = this.#normals[3 * triangle + axis]!;
    }
    if (noiseWorld === 0) return;
    const bits = [0, 1, 2, 3].map((k) => randomBits(seed, STEPS.noise + k, index));
    const [first, second] = [normalPair(bits[0]!, bits[1]!), normalPair(bits[2]!, bits[3]!)];
    [...first, second[0]].forEach((value, axis) => (rows[at + axis]! += noiseWorld * value));
  }

  /** The first triangle whose sum of areas is above `area`. */
  #triangleAt(area: number): number {
    let [low, high] = [0, this.#areas.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#areas[middle]! > area) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #vertex(triangle: number, k: number): readonly [number, number, number] {
    const { positions, indices } = this.#mesh;
    const vertex = 3 * indices[3 * triangle + k]!;
    return [positions[vertex]!, positions[vertex + 1]!, positions[vertex + 2]!];
  }
}

type Triple = readonly [number, number, number];
const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
