/**
 * The first surface of the cloud that a person looks at, found meanwhile, so that a run shows it as soon as it begins.
 */
import { type FirstOptions, firstOptionsOf, firstSurface, isWorthFirst } from '../../engine/index.ts';
import {
  type PreviewMesh,
  type ReconstructOptions,
  type TriangleMesh,
  validateOptions,
} from '../../engine/vocabulary.ts';
import { CallSlot } from './call-slot.ts';
import type { DeviceKeeper } from './device-keeper.ts';
import type { HeldCloud } from './open-cloud.ts';
import { outcomeOf } from './outcome.ts';

interface FirstSurface {
  readonly held: HeldCloud;
  readonly options: FirstOptions;
  /** Null where none came of it. */
  readonly mesh: Promise<TriangleMesh | null>;
}

export class FirstSurfaces {
  readonly #keeper: DeviceKeeper;
  readonly #slot = new CallSlot();
  #last: FirstSurface | undefined;

  constructor(keeper: DeviceKeeper) {
    this.#keeper = keeper;
  }

  /** Begins with the options that most runs have. */
  begin(held: HeldCloud): void {
    void this.#find(held, validateOptions({}));
  }

  /**
   * Null where the run's own first level comes as soon, or where no surface was found. Ours to keep: the arrays are
   * copies. Rejects with the signal's reason.
   */
  async of(held: HeldCloud, options: ReconstructOptions, signal: AbortSignal): Promise<PreviewMesh | null> {
    const found = await outcomeOf(this.#find(held, options), signal);
    signal.throwIfAborted();
    const mesh = found.type === 'done' ? found.value : null;
    if (!mesh?.normals) return null;
    const copy = (values: Float32Array): Float32Array<ArrayBuffer> => Float32Array.from(values);
    return {
      positions: copy(mesh.positions),
      indices: Uint32Array.from(mesh.indices),
      normals: copy(mesh.normals),
    };
  }

  /** Ends what is on, and forgets what was found. */
  forget(): void {
    this.#slot.cancel();
    this.#last = undefined;
  }

  forgetCloud(id: number): void {
    if (this.#last?.held.info.id === id) this.forget();
  }

  /** Resolves when nothing runs any more. */
  idle(): Promise<void> {
    return this.#slot.idle();
  }

  #find(held: HeldCloud, options: ReconstructOptions): Promise<TriangleMesh | null> {
    if (!isWorthFirst(held.cloud, options)) return Promise.resolve(null);
    const wanted = firstOptionsOf(options);
    if (this.#last?.held === held && areEqual(this.#last.options, wanted)) return this.#last.mesh;
    const finding = this.#slot.run(async (signal) =>
      firstSurface(held.cloud, options, await this.#keeper.host(), { signal }),
    );
    // Whatever went wrong, the run itself will tell.
    const mesh = finding.then((outcome) => (outcome.type === 'done' ? outcome.value : null));
    this.#last = { held, options: wanted, mesh };
    return mesh;
  }
}

function areEqual(some: FirstOptions, others: FirstOptions): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
