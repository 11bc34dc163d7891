/**
 * The window's side of the engine: the worker's calls as promises that always come to an end. A worker that dies (out
 * of memory, a crash in native code) answers nothing, so its death is heard beside every call; the next call starts a
 * new worker, which holds no clouds and runs.
 */
import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type { EngineApi, Outcome } from '../worker/engine-api.ts';

export interface EngineClientOptions {
  /** A worker that had worked is gone with all it held. The calls under way have failed already. */
  readonly onLost: (message: string) => void;
  /** `name` is to be the worker's name: the lock that it holds as long as it lives. */
  readonly createWorker?: (name: string) => Worker;
}

/** One worker from its start to its end. */
interface Life {
  readonly engine: Remote<EngineApi>;
  /** Resolves when the worker is gone. */
  readonly lost: Promise<Outcome<never>>;
  readonly end: (reason: string) => void;
  readonly name: string;
  hasAnswered: boolean;
}

export function createEngineClient(options: EngineClientOptions): EngineApi {
  return new EngineClient(options);
}

class EngineClient implements EngineApi {
  readonly #options: EngineClientOptions;
  #life: Life | undefined;

  constructor(options: EngineClientOptions) {
    this.#options = options;
  }

  start(options: Parameters<EngineApi['start']>[0]): ReturnType<EngineApi['start']> {
    return this.#ask((engine) => engine.start(options));
  }

  examine(...[system, onTrying]: Parameters<EngineApi['examine']>): ReturnType<EngineApi['examine']> {
    return this.#ask((engine) => engine.examine(system, proxy(onTrying)));
  }

  open(...[request, sink]: Parameters<EngineApi['open']>): ReturnType<EngineApi['open']> {
    return this.#ask((engine) => engine.open(request, proxy(sink)));
  }

  keepPoints(...args: Parameters<EngineApi['keepPoints']>): ReturnType<EngineApi['keepPoints']> {
    return this.#ask((engine) => engine.keepPoints(...args));
  }

  place(...args: Parameters<EngineApi['place']>): ReturnType<EngineApi['place']> {
    return this.#ask((engine) => engine.place(...args));
  }

  cut(...args: Parameters<EngineApi['cut']>): ReturnType<EngineApi['cut']> {
    return this.#ask((engine) => engine.cut(...args));
  }

  compare(...[id, file, sink]: Parameters<EngineApi['compare']>): ReturnType<EngineApi['compare']> {
    return this.#ask((engine) => engine.compare(id, file, proxy(sink)));
  }

  writeCut(...args: Parameters<EngineApi['writeCut']>): ReturnType<EngineApi['writeCut']> {
    return this.#ask((engine) => engine.writeCut(...args));
  }

  writeTerrain(...args: Parameters<EngineApi['writeTerrain']>): ReturnType<EngineApi['writeTerrain']> {
    return this.#ask((engine) => engine.writeTerrain(...args));
  }

  editPoints(...args: Parameters<EngineApi['editPoints']>): ReturnType<EngineApi['editPoints']> {
    return this.#ask((engine) => engine.editPoints(...args));
  }

  findPoints(...args: Parameters<EngineApi['findPoints']>): ReturnType<EngineApi['findPoints']> {
    return this.#ask((engine) => engine.findPoints(...args));
  }

  valueHistogram(...args: Parameters<EngineApi['valueHistogram']>): ReturnType<EngineApi['valueHistogram']> {
    return this.#ask((engine) => engine.valueHistogram(...args));
  }

  markPoints(...args: Parameters<EngineApi['markPoints']>): ReturnType<EngineApi['markPoints']> {
    return this.#ask((engine) => engine.markPoints(...args));
  }

  previewColumns(...args: Parameters<EngineApi['previewColumns']>): ReturnType<EngineApi['previewColumns']> {
    return this.#ask((engine) => engine.previewColumns(...args));
  }

  estimate(...args: Parameters<EngineApi['estimate']>): ReturnType<EngineApi['estimate']> {
    return this.#ask((engine) => engine.estimate(...args));
  }

  reconstruct(
    ...[id, options, leftOut, sink]: Parameters<EngineApi['reconstruct']>
  ): ReturnType<EngineApi['reconstruct']> {
    return this.#ask((engine) => engine.reconstruct(id, options, leftOut, proxy(sink)));
  }

  measureTrimmed(...args: Parameters<EngineApi['measureTrimmed']>): ReturnType<EngineApi['measureTrimmed']> {
    return this.#ask((engine) => engine.measureTrimmed(...args));
  }

  finish(...[id, choice, trim, sink]: Parameters<EngineApi['finish']>): ReturnType<EngineApi['finish']> {
    return this.#ask((engine) => engine.finish(id, choice, trim, proxy(sink)));
  }

  write(...[id, options, target, sink]: Parameters<EngineApi['write']>): ReturnType<EngineApi['write']> {
    return this.#ask((engine) => engine.write(id, options, target, proxy(sink)));
  }

  writeCloud(...[id, frame, target, sink]: Parameters<EngineApi['writeCloud']>): ReturnType<EngineApi['writeCloud']> {
    return this.#ask((engine) => engine.writeCloud(id, frame, target, proxy(sink)));
  }

  readJob(...args: Parameters<EngineApi['readJob']>): ReturnType<EngineApi['readJob']> {
    return this.#ask((engine) => engine.readJob(...args));
  }

  planBatch(...args: Parameters<EngineApi['planBatch']>): ReturnType<EngineApi['planBatch']> {
    return this.#ask((engine) => engine.planBatch(...args));
  }

  batch(...[request, sink]: Parameters<EngineApi['batch']>): ReturnType<EngineApi['batch']> {
    return this.#ask((engine) => engine.batch(request, proxy(sink)));
  }

  openResult(
    ...[cloud, mesh, sidecar, sink]: Parameters<EngineApi['openResult']>
  ): ReturnType<EngineApi['openResult']> {
    return this.#ask((engine) => engine.openResult(cloud, mesh, sidecar, proxy(sink)));
  }

  describeProject(...args: Parameters<EngineApi['describeProject']>): ReturnType<EngineApi['describeProject']> {
    return this.#ask((engine) => engine.describeProject(...args));
  }

  findScans(...args: Parameters<EngineApi['findScans']>): ReturnType<EngineApi['findScans']> {
    return this.#ask((engine) => engine.findScans(...args));
  }

  openProject(
    ...[text, name, files, sink]: Parameters<EngineApi['openProject']>
  ): ReturnType<EngineApi['openProject']> {
    return this.#ask((engine) => engine.openProject(text, name, files, proxy(sink)));
  }

  async speeds(): Promise<Readonly<Record<string, number>>> {
    const life = this.#life;
    return life ? Promise.race([life.engine.speeds(), life.lost.then(() => ({}))]) : {};
  }

  cancel(): void {
    this.#post((engine) => engine.cancel());
  }

  pause(): void {
    this.#post((engine) => engine.pause());
  }

  resume(): void {
    this.#post((engine) => engine.resume());
  }

  stop(): void {
    this.#post((engine) => engine.stop());
  }

  release(ids: Parameters<EngineApi['release']>[0]): void {
    this.#post((engine) => engine.release(ids));
  }

  loseDevice(): void {
    this.#post((engine) => engine.loseDevice());
  }

  async #ask<T>(call: (engine: Remote<EngineApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const life = (this.#life ??= this.#begin());
    const answer = call(life.engine).then(
      (outcome) => {
        this.#answered(life);
        return outcome;
      },
      // The worker lives and could not even say so: an answer that cannot be cloned, say.
      (error: unknown) => internal(error instanceof Error ? error.message : String(error)),
    );
    return Promise.race([answer, life.lost]);
  }

  /** What needs no answer; nothing to say to a worker that is not there. */
  #post(call: (engine: Remote<EngineApi>) => Promise<void>): void {
    if (this.#life) call(this.#life.engine).catch((error: unknown) => console.error(error));
  }

  #begin(): Life {
    const name = `gridpull-engine-${crypto.randomUUID()}`;
    const worker = (this.#options.createWorker ?? startWorker)(name);
    const engine = wrap<EngineApi>(worker);
    let resolveLost: (outcome: Outcome<never>) => void = () => undefined;
    const lost = new Promise<Outcome<never>>((resolve) => (resolveLost = resolve));
    const end = (reason: string): void => {
      if (this.#life !== life) return;
      this.#life = undefined;
      worker.terminate();
      engine[releaseProxy]();
      resolveLost(internal(reason));
      // One that never worked would not work the next time either: its calls have failed, that is all there is to say.
      if (life.hasAnswered) this.#options.onLost(reason);
    };
    const life: Life = { engine, lost, end, name, hasAnswered: false };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(event.message || 'it could not be loaded');
    });
    worker.addEventListener('messageerror', () => end('a message could not be read'));
    return life;
  }

  /** From its first answer on the worker holds its lock; the system lets go of it when the worker is gone. */
  #answered(life: Life): void {
    if (life.hasAnswered) return;
    life.hasAnswered = true;
    void navigator.locks?.request(life.name, () => life.end('it ended without a word, perhaps for lack of memory'));
  }
}

function startWorker(name: string): Worker {
  return new Worker(new URL('../worker/engine.worker.ts', import.meta.url), { type: 'module', name });
}

function internal(reason: string): Outcome<never> {
  const message = `The part of the program that computes has stopped (${reason}). It was started anew; open the file again.`;
  return { type: 'failed', error: { code: 'internal', message } };
}
