/** What the shell is told. The same numbers are in the README and in every help page; scripts rely on them. */
import { type ErrorCode, messageOf, ReconstructError } from '../engine/vocabulary.ts';

import { LIMIT_SENTENCES, limitIn, type SystemLimit } from './system-limits.ts';

export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  badInput: 3,
  noGpu: 4,
  outOfMemory: 5,
  partlyFailed: 6,
  notReady: 7,
  interrupted: 130,
} as const;

export const EXIT_HELP = `
Exit codes:
  0    done
  1    failed: the output cannot be written, or the graphics driver failed
  2    wrong usage: an unknown option, or a value without a meaning
  3    the input cannot be read, is empty, or holds no surface
  4    no graphics card or software driver was found
  5    out of memory
  6    some files of a batch failed; all others are done
  7    check: the mesh was read, and is not ready to print
  130  interrupted; nothing half-written is left`;

const BY_CODE: Record<ErrorCode, number> = {
  'cloud-format': EXIT.badInput,
  'cloud-empty': EXIT.badInput,
  'cloud-degenerate': EXIT.badInput,
  'mesh-format': EXIT.badInput,
  'option-invalid': EXIT.usage,
  'gpu-unavailable': EXIT.noGpu,
  'gpu-out-of-memory': EXIT.outOfMemory,
  'gpu-lost': EXIT.failure,
  'shader-invalid': EXIT.failure,
  'field-not-finite': EXIT.failure,
  'output-failed': EXIT.failure,
};

/** The reason a run is aborted with when the person presses Ctrl+C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** Ctrl+C; else the system ends the program, as a queue does whose time is over. */
  readonly isWish: boolean;

  constructor(isWish = true) {
    super();
    this.isWish = isWish;
  }
}

/** A command that did less than was asked for, and has told the rest: `text` goes to standard output all the same. */
export class Incomplete extends Error {
  override readonly name = 'Incomplete';
  readonly code: number;
  readonly text: string;

  constructor(code: number, line: string, text: string) {
    super(line);
    this.code = code;
    this.text = text;
  }
}

/** The computing process died without an answer. */
export class ProcessLost extends Error {
  override readonly name = 'ProcessLost';
  readonly isOutOfMemory: boolean;

  /** @param how the signal's name, or words for it @param limit what the system refused before, where that is known */
  constructor(how: string, limit: SystemLimit | null = null) {
    // Linux ends the process that takes the last memory with this signal.
    const met = how === 'SIGKILL' ? 'memory' : limit;
    super(
      met
        ? LIMIT_SENTENCES[met]
        : `the computation crashed (${how}), most likely in the graphics driver; try again with --software, and see what gridpull doctor says`,
    );
    this.isOutOfMemory = met === 'memory';
  }
}

/** Exit code and the one line to print for anything that a command may throw. */
export function explain(error: unknown): { code: number; line: string } {
  if (error instanceof Interrupted) return { code: EXIT.interrupted, line: 'interrupted; nothing was written' };
  if (error instanceof ReconstructError) return { code: BY_CODE[error.code], line: oneLine(error.message) };
  if (error instanceof Incomplete) return { code: error.code, line: error.message };
  if (error instanceof ProcessLost) {
    return { code: error.isOutOfMemory ? EXIT.outOfMemory : EXIT.failure, line: error.message };
  }
  if (error instanceof RangeError && /allocation|array length|heap/i.test(error.message)) {
    const line = `out of memory (${oneLine(error.message)}); try a lower --resolution, or fewer points`;
    return { code: EXIT.outOfMemory, line };
  }
  const limit = limitIn(messageOf(error));
  if (limit) return { code: limit === 'memory' ? EXIT.outOfMemory : EXIT.failure, line: LIMIT_SENTENCES[limit] };
  return { code: EXIT.failure, line: `unexpected: ${oneLine(messageOf(error))} (set GRIDPULL_DEBUG=1 for details)` };
}

/** Compilers report several lines; the first says what, the others are for `GRIDPULL_DEBUG`. */
function oneLine(message: string): string {
  const [first = '', ...more] = message.split('\n');
  return more.length === 0 ? first : `${first} (and ${more.length} more lines: set GRIDPULL_DEBUG=1)`;
}
