/**
 * Turns round the parts of a scene that are inside out (algorithm.md, "flipped parts"): furniture that stands apart
 * from the walls, whose own winding number says nothing about them. Only where the winding number is wrong somewhere
 * and the scene is closed: what is right costs one sum at a quarter of the representatives, what is open is left alone.
 */
import { dumpParts } from './dump-sides.ts';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { abortable, type Gpu } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { encodeWinding, finished, sumWinding } from './tree-sums.ts';
import { encodeVectors, type GpuWindingTree, MOMENT_KERNELS } from './winding-tree.ts';
import { type SmoothPatches, smoothPatches } from './smooth-patches.ts';
import { chooseSigns } from './choose-signs.ts';

/**
 * Mean square of (winding number - ½) on the surface. Below the first all is well: koala .005, gear .008, gyroid .009;
 * above the second the scene is open, and turning patches makes it worse: living room .13 (sides wrong 10.8 → 14.1 %).
 * Room .027.
 */
const LEAST_ENERGY = 0.015;
const MOST_ENERGY = 0.08;

/** Whether parts of a closed scene seem to be inside out, by the mean square of (winding number - ½). */
export function isPartlyInsideOut(energy: number): boolean {
  return energy > LEAST_ENERGY && energy < MOST_ENERGY;
}

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
  readonly neighbours: Uint32Array;
  readonly noiseNorm: number;
  readonly planes: PlaneFit;
  /** A tree over the representatives; its sources are replaced. */
  readonly tree: GpuWindingTree;
  /** [tree.pointCount] the point of each representative, tree order. */
  readonly sources: Uint32Array;
  /** Pairs closer than this are dropped, normalised. */
  readonly width: number;
}

/** [4 × pointCount] the normals with the sides chosen. Rejects with the signal's reason when cancelled. */
export async function turnParts(stage: StageContext, input: PartsInput): Promise<Float32Array<ArrayBuffer>> {
  const { gpu, host, context } = stage;
  const { positions, normals, neighbours, noiseNorm } = input;
  using sums = await PartSums.make(gpu, input, context);
  const energy = meanSquare(await sums.of(() => true));
  if (!isPartlyInsideOut(energy)) return normals;
  const grown = host.runTask(smoothPatches, { positions, normals, neighbours, noiseNorm });
  const parts = await abortable(grown, context.signal);
  if (parts.patchCount < 2) return normals;
  const windings = new Float32Array((parts.patchCount + 1) * sums.samples.length);
  for (let patch = 0; patch <= parts.patchCount; patch++) {
    windings.set(await sums.of((point) => parts.patches[point] === patch), patch * sums.samples.length);
  }
  const sampleCounts = countSamples(parts, sums.samples);
  const flips = await abortable(host.runTask(chooseSigns, { windings, sampleCounts }), context.signal);
  await dumpParts(host, positions, parts, flips);
  return normals.map((value, at) => (at % 4 !== 3 && flips[parts.patches[at >> 2]!] === 1 ? -value : value));
}

function meanSquare(windings: Float32Array): number {
  return windings.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / Math.max(1, windings.length);
}

function countSamples({ patches, patchCount }: SmoothPatches, samples: Uint32Array): Uint32Array {
  const counts = new Uint32Array(patchCount);
  for (const point of samples) if (patches[point]! < patchCount) counts[patches[point]!]!++;
  return counts;
}

/** Winding numbers at the samples, of some of the points alone. */
class PartSums implements Disposable {
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
   * [samples] the winding number of the points that `isPart` holds for: normal × area, as `place_area_dipoles.wgsl`.
   */
  async of(isPart: (point: number) => boolean): Promise<Float32Array> {
    const { normals, planes, sources, tree, width } = this.#input;
    const weight = normals.length / 4 / sources.length / (4 * planes.neighbourCount);
    const vectors = new Float32Array(4 * sources.length);
    sources.forEach((point, at) => {
      if (!isPart(point)) return;
      const area = weight * this.#radii[point]! ** 2;
      for (let axis = 0; axis < 3; axis++) vectors[4 * at + axis] = area * normals[4 * point + axis]!;
    });
    this.#gpu.device.queue.writeBuffer(this.#vectors, 0, vectors);
    const count = this.samples.length;
    const commands = this.#gpu.commands('orientation/part');
    encodeVectors(commands, tree, this.#vectors);
    encodeWinding(commands, tree, { queries: this.#queries, count, width }, this.#winding);
    commands.submit();
    await finished(this.#gpu, this.#context);
    return this.#gpu.readFloats(this.#winding, count, this.#context.signal);
  }
}
