/**
 * Winding numbers on the surface of a cloud, of all of its points or of some of them: what tells the parts of a closed
 * scene that are inside out, repairs that make things worse, and a file's normals that cannot be right.
 */
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { encodeWinding, pacedSums, sumInParts, sumWinding } from './tree-sums.ts';
import { encodeVectors, type GpuWindingTree, MOMENT_KERNELS } from './winding-tree.ts';

/** The energy is measured at one in so many representatives: the room's turns are the same with all of them. */
const SAMPLE_STRIDE = 4;
/** Queries that share a thread (`quad.wgsl`): these stay together. */
const QUAD = 4;

export interface PartsInput {
  /** [3 × pointCount], normalised. */
  readonly positions: Float32Array;
  /** [4 × pointCount], outward as far as is known; w = confidence. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** [k × pointCount] lists of neighbours, see `PatchInput`. */
  readonly neighbours: Uint32Array<ArrayBuffer>;
  readonly noiseNorm: number;
  readonly planes: PlaneFit;
  /** A tree over the representatives; its sources are replaced. */
  readonly tree: GpuWindingTree;
  /** [tree.pointCount] the point of each representative, tree order. */
  readonly sources: Uint32Array;
  /** Pairs closer than this are dropped, normalised. */
  readonly width: number;
}

/** Of (winding number - ½): 0 on a closed surface whose normals point outward. */
export function meanSquare(windings: Float32Array): number {
  return windings.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / Math.max(1, windings.length);
}

/** [4 × count] the normals, some of them pointing the other way. */
export function turnedRound(normals: Float32Array, isTurned: (i: number) => boolean): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(normals);
  for (let i = 0; i < normals.length / 4; i++) {
    if (isTurned(i)) for (let axis = 0; axis < 3; axis++) turned[4 * i + axis] = -turned[4 * i + axis]!;
  }
  return turned;
}

/** Winding numbers at the samples, of some of the points alone. */
export class PartSums implements Disposable {
  /** [samples] the point of each. */
  readonly samples: Uint32Array;
  readonly #gpu: Gpu;
  readonly #input: PartsInput;
  readonly #radii: Float32Array;
  readonly #context: RunContext;
  readonly #scope: BufferScope;
  readonly #queries: GPUBuffer;
  readonly #vectors: GPUBuffer;
  readonly #winding: GPUBuffer;

  static async make(gpu: Gpu, input: PartsInput, context: RunContext): Promise<PartSums> {
    await gpu.load(sumWinding, ...MOMENT_KERNELS);
    const radii = await gpu.readFloats(input.planes.radii, input.positions.length / 3, context.signal);
    return new PartSums(gpu, input, radii, context);
  }

  private constructor(gpu: Gpu, input: PartsInput, radii: Float32Array, context: RunContext) {
    this.#gpu = gpu;
    this.#input = input;
    this.#radii = radii;
    this.#context = context;
    const { sources, positions } = input;
    this.samples = sources.filter((_, at) => Math.floor(at / QUAD) % SAMPLE_STRIDE === 0);
    const queries = new Float32Array(4 * this.samples.length);
    this.samples.forEach((point, at) => queries.set(positions.subarray(3 * point, 3 * point + 3), 4 * at));
    this.#scope = new BufferScope(gpu, 'orientation/parts');
    this.#queries = this.#scope.upload('samples', queries);
    this.#vectors = this.#scope.storage('part dipoles', 16 * sources.length);
    this.#winding = this.#scope.storage('part winding', 4 * this.samples.length);
  }

  [Symbol.dispose](): void {
    this.#scope[Symbol.dispose]();
  }

  /**
   * [samples] the winding number of the points that `isPart` holds for, with these normals [4 × pointCount]: normal ×
   * area, as `place_area_dipoles.wgsl`.
   */
  async of(normals: Float32Array, isPart = (_point: number): boolean => true): Promise<Float32Array> {
    const { planes, sources, tree, width } = this.#input;
    const weight = normals.length / 4 / sources.length / (4 * planes.neighbourCount);
    const vectors = new Float32Array(4 * sources.length);
    sources.forEach((point, at) => {
      if (!isPart(point)) return;
      const area = weight * this.#radii[point]! ** 2;
      for (let axis = 0; axis < 3; axis++) vectors[4 * at + axis] = area * normals[4 * point + axis]!;
    });
    this.#gpu.device.queue.writeBuffer(this.#vectors, 0, vectors);
    const count = this.samples.length;
    using work = pacedSums(this.#gpu, 'orientation/part', this.#context);
    encodeVectors(work.commands, tree, this.#vectors);
    await sumInParts(work, encodeWinding, tree, { queries: this.#queries, count, width }, this.#winding);
    work.finish();
    return this.#gpu.readFloats(this.#winding, count, this.#context.signal);
  }
}
