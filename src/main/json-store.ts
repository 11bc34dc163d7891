/**
 * One validated value kept as JSON in the user's folder. A file that cannot be read must not keep the program from
 * starting: it is put aside as `<name>.broken.json` and the value begins anew. Electron-free: tests give a folder.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { z } from 'zod';

export interface JsonStoreOptions<Value> {
  readonly folder: string;
  readonly name: string;
  /** Reads any JSON object, falling back field by field (`.catch`), so that one bad field does not cost the others. */
  readonly schema: z.ZodType<Value>;
  readonly onFault: (error: unknown) => void;
}

export class JsonStore<Value extends object> {
  readonly #options: JsonStoreOptions<Value>;
  readonly #conf: Conf<Record<string, unknown>> | null;
  #value: Value;

  constructor(options: JsonStoreOptions<Value>) {
    this.#options = options;
    this.#keepBroken();
    this.#conf = this.#open();
    this.#value = options.schema.parse(this.#conf?.store ?? {});
  }

  get value(): Value {
    return this.#value;
  }

  /** Kept at once and whole; a disk that refuses is told to `onFault`, and the value holds until the program ends. */
  set(value: Value): void {
    this.#value = value;
    try {
      if (this.#conf) this.#conf.store = Object.fromEntries(Object.entries(value));
    } catch (error) {
      this.#options.onFault(error);
    }
  }

  #open(): Conf<Record<string, unknown>> | null {
    try {
      return new Conf({
        cwd: this.#options.folder,
        configName: this.#options.name,
        clearInvalidConfig: true,
        accessPropertiesByDotNotation: false,
      });
    } catch (error) {
      this.#options.onFault(error);
      return null;
    }
  }

  #keepBroken(): void {
    const file = join(this.#options.folder, `${this.#options.name}.json`);
    if (!existsSync(file)) return;
    try {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object');
    } catch (error) {
      this.#options.onFault(new Error(`${file} cannot be read, its copy ends in .broken.json`, { cause: error }));
      try {
        copyFileSync(file, join(this.#options.folder, `${this.#options.name}.broken.json`));
      } catch (copyError) {
        this.#options.onFault(copyError);
      }
    }
  }
}
