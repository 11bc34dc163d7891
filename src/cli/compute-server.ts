/**
 * The other end of `compute-process.ts`: takes one task after another until the command line is gone. The device and
 * the threads are opened with the first task that needs them, and stay.
 */
import { LocalRunner } from '../batch/local-runner.ts';
import type { RunContext, RunEvent } from '../engine/index.ts';
import {
  type AnyResult,
  type BatchPlace,
  failureMessage,
  type FromComputeProcess,
  type Outcome,
  type Task,
  type ToComputeProcess,
} from './compute-messages.ts';
import { examineNodeDevice } from './examine-node-device.ts';
import { nodeHash, nodeInputFolder, nodeOutputFolder } from './node-folders.ts';
import { type NodeHost, type NodeHostOptions, openNodeHost } from './node-host.ts';
import { Orphaned, RunCheckpoints } from './run-checkpoints.ts';
import { peakMemoryBytes, reconstructFile } from './reconstruct-file.ts';
import { extractPhase, planPhase, solvePhase } from './tiles/phases.ts';

/** How long the cleaning up after a lost command line may take. */
const ORPHAN_MS = 2000;

export function serveComputing(): void {
  const server = new ComputeServer();
  let current: { readonly controller: AbortController; readonly ended: Promise<void> } | null = null;
  // A terminal sends Ctrl+C to both processes; the command line decides what it means.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);
  process.once('disconnect', () => {
    current?.controller.abort(new Orphaned('the command line is gone'));
    setTimeout(() => process.exit(), ORPHAN_MS).unref();
    void (current?.ended ?? Promise.resolve()).finally(() => process.exit());
  });
  process.on('message', (message: ToComputeProcess) => {
    switch (message.type) {
      case 'prefetch':
        server.runnerOf(message.task.place).prefetch(message.task.item);
        return;
      case 'cancel':
        current?.controller.abort(message.isWish ? new Error('cancelled') : new Orphaned('cancelled'));
        return;
      case 'run': {
        const controller = new AbortController();
        current = { controller, ended: answer(server, message.task, controller.signal) };
      }
    }
  });
}

async function answer(server: ComputeServer, task: Task, signal: AbortSignal): Promise<void> {
  const onEvent = (event: RunEvent): void => {
    if (process.connected) void sent({ type: 'event', event });
  };
  const outcome = await outcomeOf(() => server.run(task, { signal, onEvent }), signal);
  if (process.connected) await sent({ ...outcome, memoryBytes: process.memoryUsage.rss() });
}

async function outcomeOf(run: () => Promise<AnyResult>, signal: AbortSignal): Promise<Outcome> {
  try {
    return { type: 'done', result: await run() };
  } catch (error) {
    return signal.aborted && error === signal.reason ? { type: 'cancelled' } : failureMessage(error);
  }
}

/** What outlives a task: the host, and the runner with the cloud that it has read ahead. */
class ComputeServer {
  #host: Promise<NodeHost> | null = null;
  #runner: LocalRunner | null = null;
  #context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

  run(task: Task, context: RunContext): Promise<AnyResult> {
    this.#context = context;
    if (task.type === 'doctor') {
      const onCase = (name: string): void => {
        if (process.connected) void sent({ type: 'trying', name });
      };
      return examineNodeDevice(task, (options) => this.#openHost(options), context, onCase);
    }
    if (task.type === 'tiles-plan') return planPhase(task, () => this.#openHost(deviceOf(task)), context);
    if (task.type === 'tiles-part') {
      const phase = task.phase === 'solve' ? solvePhase : extractPhase;
      return phase(task, () => this.#openHost(deviceOf(task)), context);
    }
    if (task.type === 'file')
      return reconstructFile(
        task,
        () => this.#openHost({ ...deviceOf(task), profiling: task.diagnostics.profile !== undefined }),
        context,
      );
    return this.runnerOf(task.place).run(task.item, context);
  }

  /** One process computes for one place only: the first one's runner serves all. */
  runnerOf({ inputFolder, outputFolder, ...place }: BatchPlace): LocalRunner {
    return (this.#runner ??= new LocalRunner({
      host: () => this.#openHost(deviceOf(place)),
      input: nodeInputFolder(inputFolder),
      output: nodeOutputFolder(outputFolder),
      createHash: nodeHash,
      freeMemoryBytes: () => process.availableMemory(),
      peakMemoryBytes,
      checkpoints: (item, of, context) =>
        RunCheckpoints.ofItem(item, { outputFolder, software: place.software }, of, context),
    }));
  }

  /** Asked with the first task, and when the device before was lost: nobody uses that any more. */
  #openHost(options: NodeHostOptions): Promise<NodeHost> {
    const before = this.#host;
    const opening = this.#openNew(options);
    this.#host = opening;
    before?.then(
      (host) => host[Symbol.asyncDispose](),
      () => undefined,
    );
    return opening;
  }

  async #openNew(options: NodeHostOptions): Promise<NodeHost> {
    const host = await openNodeHost(options);
    if (host.softwareDevice && !options.software) {
      const message = `no graphics card was found; computing with ${host.deviceLabel}, which is slower`;
      this.#context.onEvent({ type: 'warning', message });
    }
    return host;
  }
}

function deviceOf({ software, adapter }: NodeHostOptions): NodeHostOptions {
  return { software, ...(adapter !== undefined && { adapter }) };
}

function sent(message: FromComputeProcess): Promise<void> {
  return new Promise((resolve) => {
    // A failure to send means that nobody listens any more: `disconnect` follows.
    process.send?.(message, undefined, undefined, () => resolve());
  });
}
