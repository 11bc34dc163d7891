/**
 * Unsaved work, kept beside the settings while a window has it, so that neither a crash nor “Don't save” is the end of
 * it. Each session of a window has a file of its own, written beside and renamed; a week later it goes.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Recovery } from '../contracts/ipc.ts';

const KEPT_MS = 7 * 24 * 3600 * 1000;
/** So many a start page can show. */
const MOST = 3;
const NAME = /^[0-9a-f-]{36}\.json$/;

const schema = z.object({
  name: z.string(),
  savedAt: z.number(),
  /** Where the project was saved, or is to be saved again; null where it never was. */
  project: z.string().nullable(),
  text: z.string(),
});
export type KeptWork = z.infer<typeof schema>;

export class RecoveryStore {
  readonly #folder: string;
  readonly #onFault: (error: unknown) => void;

  constructor(folder: string, onFault: (error: unknown) => void) {
    this.#folder = join(folder, 'recovery');
    this.#onFault = onFault;
  }

  /** Newest first, without those of `session`, which is still at work. */
  list(session: string): readonly Recovery[] {
    const found: Recovery[] = [];
    for (const file of this.#names()) {
      const id = file.slice(0, -'.json'.length);
      if (id === session) continue;
      const work = this.read(id);
      if (!work || Date.now() - work.savedAt > KEPT_MS) this.drop(id);
      else found.push({ id, name: work.name, savedAt: work.savedAt });
    }
    return found.sort((a, b) => b.savedAt - a.savedAt).slice(0, MOST);
  }

  /** Null for one that is gone or damaged. */
  read(id: string): KeptWork | null {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#path(id), 'utf8')));
    } catch {
      return null;
    }
  }

  keep(id: string, work: KeptWork): void {
    try {
      mkdirSync(this.#folder, { recursive: true });
      const path = this.#path(id);
      writeFileSync(`${path}.part`, JSON.stringify(work));
      renameSync(`${path}.part`, path);
    } catch (error) {
      this.#onFault(error);
    }
  }

  drop(id: string): void {
    try {
      rmSync(this.#path(id), { force: true });
    } catch (error) {
      this.#onFault(error);
    }
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder).filter((name) => NAME.test(name));
    } catch {
      return []; // nothing was ever kept
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
