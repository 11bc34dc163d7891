/**
 * Faults as the person is told of them: a sentence of the locales, chosen where the fault is met and worded where it
 * leaves main, so that modules need not know the language. The file system's codes become such sentences too.
 */
import { basename, dirname } from 'node:path';
import type { CommandTexts } from '../contracts/locales/commands.en.ts';
import { fill } from '../contracts/locales/texts.ts';

export type RefusalKey = keyof CommandTexts['shell'];

/** Something that cannot be done, for a reason the person can understand. */
export class Refusal extends Error {
  readonly key: RefusalKey;
  readonly values: Readonly<Record<string, string>>;

  constructor(key: RefusalKey, values: Readonly<Record<string, string>> = {}, cause?: unknown) {
    super(`${key} ${JSON.stringify(values)}`, { cause });
    this.name = 'Refusal';
    this.key = key;
    this.values = values;
  }
}

const KEY_BY_CODE: Readonly<Record<string, RefusalKey>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EISDIR: 'notAFile',
  EACCES: 'notAllowed',
  EPERM: 'notAllowed',
  EROFS: 'readOnly',
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EFBIG: 'diskFull',
  EBUSY: 'busy',
  ETXTBSY: 'busy',
  ENAMETOOLONG: 'nameTooLong',
};

/** Does what `asRefusal` does, of a file to be written: where that is missing, it is its folder that is gone. */
export function asSaveRefusal(error: unknown, path: string): unknown {
  const refusal = asRefusal(error, path);
  const isMissing = refusal instanceof Refusal && refusal.key === 'missing';
  return isMissing
    ? new Refusal('folderMissing', { name: basename(path), folder: basename(dirname(path)) }, error)
    : refusal;
}

/** What the file system refused about the file at `path`. Anything that is not its error passes as it is. */
export function asRefusal(error: unknown, path: string): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (error instanceof Refusal || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  const name = basename(path);
  const key = KEY_BY_CODE[code];
  // Node's own words hold the path, which the window must not see: only “what” before the comma is passed on.
  const reason = typeof message === 'string' ? (message.split(',')[0] ?? code) : code;
  return key ? new Refusal(key, { name }, error) : new Refusal('failed', { name, reason }, error);
}

/** Says a fault in one sentence. `isExpected` is false for faults of the program, which belong in the log. */
export function describeFault(error: unknown, texts: CommandTexts): { message: string; isExpected: boolean } {
  if (error instanceof Refusal) return { message: fill(texts.shell[error.key], error.values), isExpected: true };
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return { message: fill(texts.shell.unexpected, { reason }), isExpected: false };
}
