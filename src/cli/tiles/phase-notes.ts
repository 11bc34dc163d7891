/**
 * What the phases of a shared run leave for those that look on: that the mesh is joined, and what failed. Notes decide
 * nothing: where one is lost, or cannot be written, the run goes on.
 *
 *     joined.json             the mesh, and the key of the plan that it is of
 *     failed/solve-3.json     the last failure of a phase, and of a part; gone when the phase is called again
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeFileBeside } from '../node-files.ts';

export interface PartFailure {
  readonly phase: 'plan' | 'solve' | 'extract' | 'join';
  /** From 1; null for a phase that has no parts. */
  readonly part: number | null;
  /** What it ended with (exit-codes.ts). */
  readonly code: number;
  readonly line: string;
}

const JOINED = 'joined.json';
const FAILED = 'failed';

export class PhaseNotes {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param mesh its absolute path @param key the plan's */
  keepJoined(mesh: string, key: string): Promise<void> {
    return this.#keep(JOINED, { mesh, key });
  }

  /** The path of the mesh of a plan; null where there is no note of it. */
  async joinedMesh(key: string): Promise<string | null> {
    const note = (await this.#read(JOINED)) as { mesh?: unknown; key?: unknown } | null;
    return note?.key === key && typeof note.mesh === 'string' ? note.mesh : null;
  }

  keepFailure(failure: PartFailure): Promise<void> {
    return this.#keep(path.join(FAILED, noteName(failure)), failure);
  }

  /** In the order of their names. */
  async failures(): Promise<PartFailure[]> {
    const names = await readdir(path.join(this.#folder, FAILED)).catch(() => []);
    const notes: PartFailure[] = [];
    for (const name of names.filter((one) => /^[a-z]+(-\d+)?\.json$/.test(one)).toSorted()) {
      const note = (await this.#read(path.join(FAILED, name))) as Partial<PartFailure> | null;
      if (typeof note?.phase === 'string' && typeof note.code === 'number') notes.push(note as PartFailure);
    }
    return notes;
  }

  /** Forgets a failure, since the phase is called again. */
  async forgetFailure(of: Pick<PartFailure, 'phase' | 'part'>): Promise<void> {
    await rm(path.join(this.#folder, FAILED, noteName(of)), { force: true }).catch(() => undefined);
  }

  /** Forgets all failures, since the whole run is started again. */
  async forgetFailures(): Promise<void> {
    await rm(path.join(this.#folder, FAILED), { recursive: true, force: true }).catch(() => undefined);
  }

  async #keep(name: string, note: object): Promise<void> {
    const file = path.join(this.#folder, name);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      const text = new TextEncoder().encode(`${JSON.stringify(note)}\n`);
      await writeFileBeside(file, (sink) => sink.write(text));
    } catch {
      // Whoever looks on sees less.
    }
  }

  async #read(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(path.join(this.#folder, name), 'utf8'));
    } catch {
      return null;
    }
  }
}

function noteName({ phase, part }: Pick<PartFailure, 'phase' | 'part'>): string {
  return part === null ? `${phase}.json` : `${phase}-${part}.json`;
}
