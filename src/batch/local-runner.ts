/**
 * Computes the items of a batch where it is called: in the process that the command line gives for it, in the window's
 * worker. One item after another on one device; the next cloud is loaded meanwhile (`prefetch.ts`).
 *
 * Everything is computed before anything is written: a cancellation or a failure on the way leaves no mesh, and once
 * the mesh has its name only the small picture is left to do, which a cancellation no longer keeps from its place.
 */
import {
  type Host,
  lengthUnitOf,
  messageOf,
  type PointFit,
  ReconstructError,
  type Reconstruction,
} from '../engine/index.ts';
import type { RunContext, RunControl } from '../engine/index.ts';
import {
  asWritten,
  fileFrame,
  inFrame,
  isOwnFrame,
  lossMessages,
  lostDistance,
  measurePointFit,
  projectionName,
  reconstruct,
  terrainChoice,
  terrainParts,
  writeMesh,
  writePoints,
  writeProjection,
  writeTerrain,
  type WriteTerrainPart,
} from '../engine/index.ts';
import type { OutputFolder } from './folders.ts';
import { hashedSink } from './hashed-sink.ts';
import type { BatchItem } from './item.ts';
import { ItemWatch } from './item-watch.ts';
import { cleanedCloudPath, terrainPath, thumbnailPath } from './output-names.ts';
import { fitsInMemory, Prefetch } from './prefetch.ts';
import type { FinishedItem, ItemRunner } from './runner.ts';
import type { ItemResult, ItemTimes } from './sidecar.ts';
import { type CloudSupply, loadItemCloud, loadItemCloudAhead, type ItemCloud } from './load-item-cloud.ts';
import { tellRefused } from './tell-refused.ts';
import { drawThumbnail } from './thumbnail/draw-mesh.ts';
import { writeWithBeside } from './write-beside.ts';

/** What the runner is given. It disposes none of it. */
export interface LocalRunnerParts extends CloudSupply {
  /**
   * Asked with the first item, and again after a device was lost: it must then open another one, and see to the end of
   * the one before, which is used no more.
   */
  host(): Promise<Host>;
  readonly output: OutputFolder;
  /** Free memory of the machine at this moment; null where nobody can tell. */
  freeMemoryBytes(): number | null;
  /** Peak memory of this process since it began; null likewise. */
  peakMemoryBytes(): number | null;
  /** Steers every item; `pause` holds between the steps around the run, too. */
  readonly control?: RunControl;
  /**
   * Those of an item that is about to be computed; left out by hosts that keep none.
   * @param of the device that computes, and the SHA-256 of the file
   */
  checkpoints?(
    item: BatchItem,
    of: { readonly device: string; readonly sha256: string },
    context: RunContext,
  ): ItemCheckpoints | undefined;
}

/** Of one item, so that a batch that is killed goes on within it. */
export interface ItemCheckpoints {
  /** What its run is to be steered by: where it goes on, and what becomes of its own checkpoints. */
  control(): Promise<RunControl>;
  /** After it: done, or failed with an error. */
  settle(error?: unknown): Promise<void>;
}

/** What was computed of one item, nothing of it written. */
interface Computed extends Omit<Reconstruction, 'holes' | 'cloud'> {
  readonly inputSha256: string;
  readonly fit: PointFit;
  /** PNG; null where drawing failed. */
  readonly picture: Uint8Array | null;
}

/** Checkpoints of the item at hand, once there are some. */
interface Keeping {
  checkpoints: ItemCheckpoints | undefined;
}

export class LocalRunner implements ItemRunner, AsyncDisposable {
  readonly #parts: LocalRunnerParts;
  readonly #prefetch: Prefetch;
  #host: Promise<Host> | undefined;

  constructor(parts: LocalRunnerParts) {
    this.#parts = parts;
    this.#prefetch = new Prefetch(async (item, context) =>
      loadItemCloudAhead(parts, item, await this.#openHost(), context, parts.control?.pause),
    );
  }

  prefetch(item: BatchItem): void {
    if (fitsInMemory(item, this.#parts.freeMemoryBytes())) this.#prefetch.begin(item);
  }

  async run(item: BatchItem, context: RunContext): Promise<FinishedItem> {
    const watch = new ItemWatch(context, this.#parts.control?.pause);
    const keeping: Keeping = { checkpoints: undefined };
    try {
      const finished = await this.#computeAndWrite(item, watch, keeping);
      await keeping.checkpoints?.settle();
      return finished;
    } catch (error) {
      await keeping.checkpoints?.settle(error);
      throw error;
    }
  }

  async #computeAndWrite(item: BatchItem, watch: ItemWatch, keeping: Keeping): Promise<FinishedItem> {
    const computed = await this.#compute(item, watch, keeping);
    const written = await watch.stage('write', async () => {
      const mesh = await this.#writeMesh(item, computed, watch);
      await this.#writeCleaned(item, computed, watch);
      await this.#writeTerrain(item, computed, watch);
      await this.#writeProjection(item, computed, watch);
      await this.#writePicture(item, computed, watch);
      return mesh;
    });
    const { inputSha256, report } = computed;
    const result = this.#result(computed, watch.times);
    return { inputSha256, ...written, device: report.device, result, warnings: watch.warnings };
  }

  /** Ends what is loaded ahead. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#prefetch[Symbol.asyncDispose]();
  }

  async #compute(item: BatchItem, watch: ItemWatch, keeping: Keeping): Promise<Computed> {
    const loaded = await watch.stage('read', () => this.#load(item, watch));
    const { cloud, mesh, report, cleaned, host } = await watch.time('reconstruct', () =>
      this.#reconstruct(item, loaded, watch, keeping),
    );
    const fit = await watch.time('measure', () =>
      measurePointFit(cloud, mesh, host, watch.context, { lostBeyond: lostDistance(report) }),
    );
    const picture = await watch.time('draw', () => draw(mesh, watch));
    return { inputSha256: loaded.sha256, mesh, report, ...(cleaned && { cleaned }), fit, picture };
  }

  async #load(item: BatchItem, { context }: ItemWatch): Promise<ItemCloud> {
    const ahead = await this.#prefetch.take(item, context);
    return ahead ?? loadItemCloud(this.#parts, item, context);
  }

  /** Goes on with a new device where the first is lost on the way; no mesh depends on which. */
  async #reconstruct(
    item: BatchItem,
    { cloud, prepared, sha256 }: ItemCloud,
    watch: ItemWatch,
    keeping: Keeping,
  ): Promise<Reconstruction & { readonly host: Host }> {
    const control = { ...this.#parts.control, pause: watch.pause, ...(prepared && { prepared }) };
    const attempt = async () => {
      const host = await this.#openHost();
      try {
        const own = await this.#keep(item, { device: host.deviceLabel, sha256 }, watch, keeping);
        return { ...(await reconstruct(cloud, item.options, host, watch.context, { ...control, ...own })), host };
      } catch (error) {
        // The next item shall not meet it again.
        if (isLoss(error)) this.#host = undefined;
        throw error;
      }
    };
    const mark = watch.mark();
    try {
      return await attempt();
    } catch (error) {
      if (!isLoss(error)) throw error;
      watch.rewind(mark);
      watch.warn('The graphics device was lost. The file was computed again, from its start, on a new one.');
      return attempt();
    }
  }

  /** Of a run that begins anew on another device nothing is kept: its first one's checkpoint serves the next try. */
  async #keep(
    item: BatchItem,
    of: { readonly device: string; readonly sha256: string },
    { context }: ItemWatch,
    keeping: Keeping,
  ): Promise<RunControl> {
    if (keeping.checkpoints) return {};
    keeping.checkpoints = this.#parts.checkpoints?.(item, of, context);
    return (await keeping.checkpoints?.control()) ?? {};
  }

  async #openHost(): Promise<Host> {
    const opening = (this.#host ??= this.#parts.host());
    try {
      return await opening;
    } catch (error) {
      // A driver may come back between two files.
      if (this.#host === opening) this.#host = undefined;
      throw error;
    }
  }

  async #writeMesh({ output, format, options }: BatchItem, { mesh: found, report }: Computed, watch: ItemWatch) {
    const { context } = watch;
    const mesh = asWritten(found, options, fileFrame(options, lengthUnitOf(report), format));
    const hash = this.#parts.createHash();
    const summary = await writeWithBeside(
      output,
      (path, body) => this.#parts.output.write(path, body, context.signal),
      (sink, beside) => writeMesh(mesh, format, hashedSink(sink, hash), context, beside),
    );
    for (const message of lossMessages(summary)) watch.warn(message);
    return { outputSha256: hash.digest(), outputBytes: summary.bytes };
  }

  async #writeCleaned({ output, options }: BatchItem, { cleaned, report }: Computed, { context }: ItemWatch) {
    if (!cleaned) return;
    const path = cleanedCloudPath(output);
    const placed = inFrame(cleaned, fileFrame(options, lengthUnitOf(report), 'ply'));
    await this.#parts.output.write(path, (sink) => writePoints(placed, sink, context), context.signal);
  }

  async #writeTerrain({ output, options }: BatchItem, { mesh, report }: Computed, { context }: ItemWatch) {
    const choice = terrainChoice(options, report.crs);
    if (terrainParts(choice).length === 0) return;
    const write: WriteTerrainPart = (part, body) =>
      this.#parts.output.write(terrainPath(output, part), body, context.signal);
    await tellRefused(context, () => writeTerrain(mesh, choice, write, context));
  }

  async #writePicture({ output }: BatchItem, { picture }: Computed, watch: ItemWatch): Promise<void> {
    if (!picture) return;
    try {
      await this.#parts.output.write(thumbnailPath(output), (sink) => sink.write(picture));
    } catch (error) {
      watch.warn(`The picture of the mesh was not written: ${messageOf(error)}`);
    }
  }

  async #writeProjection(item: BatchItem, { report }: Computed, watch: ItemWatch): Promise<void> {
    const { output } = this.#parts;
    const name = projectionName(item.output);
    try {
      const frame = fileFrame(item.options, lengthUnitOf(report), item.format);
      const warning = await writeProjection(isOwnFrame(frame) ? report.crs : undefined, {
        name,
        read: async () => {
          const bytes = await output.read(name);
          return bytes && new TextDecoder().decode(bytes);
        },
        write: (text) => output.write(name, (sink) => sink.write(new TextEncoder().encode(text))),
      });
      if (warning !== undefined) watch.warn(warning);
    } catch (error) {
      watch.warn(`The coordinate system was not written: ${messageOf(error)}`);
    }
  }

  #result({ report, fit }: Computed, times: ItemTimes): ItemResult {
    const { sampleCount, ...measured } = fit;
    return {
      report,
      fit: sampleCount > 0 ? measured : null,
      times,
      peakMemoryBytes: this.#parts.peakMemoryBytes(),
    };
  }
}

/** Rejects only when cancelled: a mesh without its picture is still the mesh. */
async function draw(mesh: Reconstruction['mesh'], watch: ItemWatch): Promise<Uint8Array | null> {
  const { signal } = watch.context;
  try {
    return await drawThumbnail(mesh, signal);
  } catch (error) {
    signal.throwIfAborted();
    watch.warn(`No picture was drawn of the mesh: ${messageOf(error)}`);
    return null;
  }
}

function isLoss(error: unknown): boolean {
  return error instanceof ReconstructError && error.code === 'gpu-lost';
}
