/** Work that needs the graphics device, done again on a new one where the device is lost under it. */
import { ReconstructError } from '../../engine/vocabulary.ts';
import type { DeviceKeeper, OpenedHost } from './device-keeper.ts';

/** A device lost three times in one piece of work will be lost a fourth time. */
const MOST_LOSSES = 2;

export class DeviceWork {
  readonly #keeper: DeviceKeeper;
  readonly #signal: AbortSignal;
  readonly #onLost: () => void;
  #losses = 0;

  /** @param onLost for every loss after which the work goes on */
  constructor(keeper: DeviceKeeper, signal: AbortSignal, onLost: () => void = () => undefined) {
    this.#keeper = keeper;
    this.#signal = signal;
    this.#onLost = onLost;
  }

  /** Losses of all calls so far. */
  get losses(): number {
    return this.#losses;
  }

  /** Rejects like `body`; with `gpu-lost` where the device is lost again and again. */
  async run<T>(body: (host: OpenedHost) => Promise<T>): Promise<T> {
    for (;;) {
      const host = await this.#keeper.host();
      this.#signal.throwIfAborted();
      try {
        return await body(host);
      } catch (error) {
        if (this.#signal.aborted || !(await this.#keeper.isLost(host))) throw error;
        if (this.#losses++ === MOST_LOSSES) throw lossOf(error);
        this.#onLost();
      }
    }
  }
}

/** Whatever work says that met a dead device: that it is dead. */
function lossOf(error: unknown): ReconstructError {
  if (error instanceof ReconstructError && error.code === 'gpu-lost') return error;
  const message =
    'The graphics device was lost again and again. Close other programs that use it, or compute without it.';
  return new ReconstructError('gpu-lost', message, {}, { cause: error });
}
