/**
 * Long work in submits of bounded length. A desktop draws between submits and its driver kills one of seconds; a run
 * that is cancelled leaves no more than the two submits on their way. One is recorded while the one before runs, so
 * the device never waits for the CPU. A paused run stands still before a submit.
 */
import type { RunContext } from '../events.ts';
import type { CommandList } from './command-list.ts';
import { abortable, type Gpu } from './gpu.ts';
import { SubmitPace } from './submit-pace.ts';

export class PacedWork implements Disposable {
  readonly #gpu: Gpu;
  readonly #label: string;
  readonly #signal: AbortSignal;
  readonly #budget: number;
  readonly #pace: SubmitPace;
  #commands: CommandList;
  #spent = 0;
  #before: Promise<unknown> = Promise.resolve();

  /** `budget`: cost of a submit in whatever unit `spend` counts, until it is known what submits take on this device. */
  constructor(gpu: Gpu, label: string, budget: number, { signal }: Pick<RunContext, 'signal'>) {
    this.#gpu = gpu;
    this.#label = label;
    this.#budget = budget;
    this.#pace = new SubmitPace(gpu.device, label);
    this.#signal = signal;
    this.#commands = gpu.commands(label);
  }

  /** What to record into; another one after `spend`. */
  get commands(): CommandList {
    return this.#commands;
  }

  /** What the next submit should cost. */
  get due(): number {
    return this.#budget * this.#pace.share;
  }

  /** Counts work just recorded, and submits once it is as much as is due. */
  async spend(cost: number): Promise<void> {
    this.#spent += cost;
    if (this.#spent >= this.due) await this.#submit();
  }

  /** Submits what is left; does not wait, for who reads the results does. Throws the signal's reason. */
  finish(): void {
    this.#signal.throwIfAborted();
    this.#commands.submit();
  }

  /** Drops what is recorded and not submitted, as after an abort. */
  [Symbol.dispose](): void {
    this.#commands[Symbol.dispose]();
  }

  /** Submits what is recorded and waits for the submit before it. Rejects with the signal's reason. */
  async #submit(): Promise<void> {
    await this.#gpu.pausePoint();
    this.#signal.throwIfAborted();
    this.#commands.submit();
    const held = this.#spent / this.#budget;
    const submittedMs = performance.now();
    const done = this.#gpu.device.queue.onSubmittedWorkDone().then(
      () => this.#pace.learn(held, submittedMs, performance.now()),
      // A lost device shows as a fault at the next submit or readback, with its reason.
      () => undefined,
    );
    await abortable(this.#before, this.#signal);
    this.#before = done;
    this.#commands = this.#gpu.commands(this.#label);
    this.#spent = 0;
  }
}
