/** What the shell is told. The same numbers are in the README; scripts rely on them. */
import { type ErrorCode, ReconstructError } from '../engine/errors.ts';

export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  badInput: 3,
  noGpu: 4,
  outOfMemory: 5,
  interrupted: 130,
} as const;

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
}

/** Exit code and the one line to print for anything that a command may throw. */
export function explain(error: unknown): { code: number; line: string } {
  if (error instanceof Interrupted) return { code: EXIT.interrupted, line: 'interrupted; nothing was written' };
  if (error instanceof ReconstructError) return { code: BY_CODE[error.code], line: error.message };
  if (error instanceof RangeError && /allocation|array length|heap/i.test(error.message)) {
    return { code: EXIT.outOfMemory, line: `out of memory (${error.message}); try a lower --resolution or fewer points` };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: EXIT.failure, line: `unexpected: ${message.split('\n')[0]} (set GRIDPULL_DEBUG=1 for details)` };
}
