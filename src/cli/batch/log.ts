/** The log of a batch: one JSON object a line, appended, so that the tools of a cluster can follow and join them. */
import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { messageOf, ReconstructError } from '../../engine/index.ts';
import { headOfFile } from '../head-of-file.ts';

export interface LogEntry {
  /** `started`, `item`, `warning`, `driver`, `ended` */
  readonly event: string;
  readonly input?: string;
  readonly state?: string;
  readonly ms?: number;
  readonly error?: string;
  readonly [key: string]: unknown;
}

export class BatchLog implements Disposable {
  readonly #file: number;

  /** Makes the folders above it. @throws ReconstructError `output-failed`, for a file that is no log as well */
  constructor(filePath: string) {
    try {
      mkdirSync(path.dirname(path.resolve(filePath)), { recursive: true });
      if (!isLogOrNew(filePath)) {
        const message = `${filePath} exists, and is no log; name another file with --log`;
        throw new ReconstructError('output-failed', message, { path: filePath });
      }
      this.#file = openSync(filePath, 'a');
    } catch (cause) {
      if (cause instanceof ReconstructError) throw cause;
      const reason = messageOf(cause);
      const message = `the log ${filePath} cannot be written: the system says ${reason}; choose another with --log`;
      throw new ReconstructError('output-failed', message, { path: filePath }, { cause });
    }
  }

  /**
   * Writes at once and in one piece: a process that is killed leaves whole lines, and two that append do not mix them.
   */
  write(entry: LogEntry): void {
    try {
      writeSync(this.#file, `${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
    } catch {
      // A full disk stops the meshes, and is told there; a log is not worth more than they are.
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

/** Lines are appended to nothing else of a person's. Pipes and devices hold nothing. */
function isLogOrNew(filePath: string): boolean {
  const found = statSync(filePath, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size === 0) return true;
  return headOfFile(filePath, LOG_HEAD.length).equals(LOG_HEAD);
}

/** Every line begins so. */
const LOG_HEAD = Buffer.from('{"time":"');
