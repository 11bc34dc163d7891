/**
 * The graphics device and its workers, opened when somebody needs them and opened again after they were lost (a driver
 * that crashed, a laptop that slept). A loss while nothing runs is nobody's business until the next run.
 */
import type { Host } from '../../engine/hosting.ts';
import type { AdapterFacts } from '../../engine/index.ts';
import type { DeviceChoice, DeviceInfo } from './engine-api.ts';

export interface OpenedHost extends Host, AsyncDisposable {
  readonly softwareDevice: boolean;
  /** All that the browser offers, where it was asked. */
  readonly adapters?: readonly AdapterFacts[];
}

/** @throws ReconstructError `gpu-unavailable` */
export type OpenHost = (choice: DeviceChoice) => Promise<OpenedHost>;

/** How long a fault waits for the news that the device is gone, which may come just after it. */
const NEWS_MS = 100;
/** A driver that restarts has no adapter for a moment: so often, and so far apart, is asked for another one. */
const REOPEN_ATTEMPTS = 8;
const REOPEN_MS = 500;

export class DeviceKeeper {
  readonly #open: OpenHost;
  readonly #reopenMs: number;
  #choice: DeviceChoice = { software: false, adapter: null };
  #opened: Promise<OpenedHost> | undefined;
  readonly #lost = new WeakSet<OpenedHost>();

  /** @param reopenMs between two attempts to get a lost device back */
  constructor(open: OpenHost, reopenMs = REOPEN_MS) {
    this.#open = open;
    this.#reopenMs = reopenMs;
  }

  /** Opens the device, another one than before if the choice changed. */
  async start({ software, adapter }: DeviceChoice): Promise<DeviceInfo> {
    const isSame = software === this.#choice.software && adapter === this.#choice.adapter;
    if (!isSame) await this.close();
    this.#choice = { software, adapter };
    const { deviceLabel, softwareDevice, adapters = [] } = await this.host();
    const cards = adapters.filter(({ isSoftware }) => !isSoftware).map(({ label }) => label);
    return { label: deviceLabel, software: softwareDevice, cards };
  }

  /** A host whose device works as far as we know. */
  async host(): Promise<OpenedHost> {
    const before = await this.#opened?.catch(() => undefined);
    if (before && !this.#lost.has(before)) return before;
    if (before) await this.close();
    // Two who ask at once share one.
    this.#opened ??= this.#openWatched(before ? REOPEN_ATTEMPTS : 1);
    return this.#opened;
  }

  /** Whether the fault that `host`'s run met is, or comes from, the loss of its device. */
  async isLost(host: OpenedHost): Promise<boolean> {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, NEWS_MS));
    if (!this.#lost.has(host)) await Promise.race([host.device.lost, patience]);
    return this.#lost.has(host);
  }

  /** Ends the device as a crash of its driver would. */
  lose(): void {
    void this.#opened?.then(
      (host) => host.device.destroy(),
      () => undefined,
    );
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    const host = await opened?.catch(() => undefined);
    await host?.[Symbol.asyncDispose]();
  }

  #openWatched(attempts: number): Promise<OpenedHost> {
    const opening = this.#openPatiently(attempts);
    opening.then(
      (host) => void host.device.lost.then(() => this.#lost.add(host)),
      // Failing once is no reason not to try again at the next call: a driver may be installed meanwhile.
      () => {
        if (this.#opened === opening) this.#opened = undefined;
      },
    );
    return opening;
  }

  async #openPatiently(attempts: number): Promise<OpenedHost> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#open(this.#choice);
      } catch (error) {
        if (attempt >= attempts) throw error;
        await new Promise<void>((resolve) => setTimeout(resolve, this.#reopenMs));
      }
    }
  }
}
