/**
 * Files for points that memory does not hold, beside what is written in the end. Where the system allows it they have
 * no name from the moment they are open, so that nothing of them is left by whatever ends the process; elsewhere they
 * have names of partial files, which are removed at the end and, after a kill, by whoever comes next.
 */
import { closeSync, openSync, readSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import {
  ReconstructError,
  type ReconstructOptions,
  type RunControl,
  type Scratch,
  type ScratchFile,
  WORK_LIMITS,
} from '../engine/index.ts';
import { outputError } from './node-files.ts';
import { partialName } from './partial-files.ts';

/** Whether an open file may lose its name. */
const HAS_NAMELESS = process.platform !== 'win32';

export function wholePointsOf(limits: NonNullable<RunControl['limits']>): number {
  return limits.wholePoints ?? WORK_LIMITS.wholePoints;
}

/** Whether a run asks for more of its points than a share, in order: all are held for it. */
export function holdsAll(options: ReconstructOptions): boolean {
  const { preset, alignScans, cleanedCloud, trim, texture } = options;
  return preset !== 'default' || alignScans || cleanedCloud || trim !== 'none' || texture !== 'none';
}

export class ScratchFiles implements Scratch, Disposable {
  readonly wholePoints: number;
  readonly copies: number;
  readonly #target: string;
  readonly #open = new Set<NodeScratchFile>();

  /** @param target what is written in the end: its disk has the room, and messages name it */
  constructor(target: string, { wholePoints, copies }: Pick<Scratch, 'wholePoints' | 'copies'>) {
    this.#target = path.resolve(target);
    this.wholePoints = wholePoints;
    this.copies = copies;
  }

  open(): ScratchFile {
    const file = new NodeScratchFile(this.#target, () => this.#open.delete(file));
    this.#open.add(file);
    return file;
  }

  /** @param taking what takes so many bytes, and while what */
  reserve(
    bytes: number,
    taking: readonly [what: string, during: string] = ['the points take', 'they are put in order'],
  ): void {
    const folder = path.dirname(this.#target);
    const { bavail, blocks, bsize } = refused(this.#target, () => statfsSync(folder));
    const free = bavail * bsize;
    // Some file systems of networks do not tell how large they are.
    if (blocks === 0 || free >= bytes) return;
    const [what, during] = taking;
    const message =
      `${what} ${gigabytes(bytes)} of the disk of ${folder} while ${during}, and ${gigabytes(free)} are free; ` +
      'free some space or write elsewhere';
    throw new ReconstructError('output-failed', message, { path: this.#target, bytes, free });
  }

  [Symbol.dispose](): void {
    for (const file of this.#open) file.close();
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toPrecision(3)} GB`;
}

class NodeScratchFile implements ScratchFile {
  readonly #descriptor: number;
  readonly #target: string;
  readonly #path: string;
  readonly #onClosed: () => void;

  constructor(target: string, onClosed: () => void) {
    this.#target = target;
    this.#path = path.join(path.dirname(target), partialName(target));
    this.#descriptor = refused(target, () => openSync(this.#path, 'wx+'));
    this.#onClosed = onClosed;
    if (HAS_NAMELESS) rmSync(this.#path, { force: true });
  }

  write(bytes: Uint8Array, at: number): void {
    let done = 0;
    while (done < bytes.length) {
      done += refused(this.#target, () => writeSync(this.#descriptor, bytes, done, bytes.length - done, at + done));
    }
  }

  read(into: Uint8Array, at: number): void {
    let done = 0;
    while (done < into.length) {
      const count = refused(this.#target, () => readSync(this.#descriptor, into, done, into.length - done, at + done));
      if (count === 0) throw new Error(`a scratch file ends before byte ${at + into.length}`);
      done += count;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
    if (!HAS_NAMELESS) rmSync(this.#path, { force: true });
    this.#onClosed();
  }
}

function refused<T>(target: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw outputError(target, error);
  }
}
