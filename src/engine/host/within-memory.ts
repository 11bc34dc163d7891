/**
 * Work that may need more memory than there is, and without which a run still has a result: a level finer than those
 * that are solved, a tile that can be cut in two. Three kinds of refusal end it: a buffer beyond the device's limits, a
 * device whose memory has run out, and an array that the process cannot have.
 */
import { messageOf, ReconstructError } from '../errors.ts';
import { JoinedAbort } from './joined-abort.ts';
import type { StageContext } from './stage-context.ts';

/** Why there is no result. */
export class TooLarge {
  /** What was refused: a part of a sentence. */
  readonly reason: string;

  constructor(error: unknown) {
    // What the error tells to try is for a run that ends with it.
    this.reason = messageOf(error).split(';')[0]!;
  }
}

/**
 * What `work` resolves to, or that it was too large; everything it had is to be in scopes of its own. The stage that it
 * is given ends with a refusal. Rejects with whatever else `work` rejects with.
 */
export async function withinMemory<T>(
  stage: StageContext,
  work: (stage: StageContext) => Promise<T>,
): Promise<T | TooLarge> {
  const { context, gpu } = stage;
  // What went wrong before is not this work's.
  await gpu.settle();
  using ending = new JoinedAbort().follow(context.signal);
  const inside = { ...stage, context: { ...context, signal: ending.signal } };
  try {
    return await gpu.sparing(
      (fault) => ending.abort(fault),
      () => work(inside),
    );
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (ending.signal.aborted) return new TooLarge(ending.signal.reason);
    if (isOutOfMemory(error)) return new TooLarge(error);
    throw error;
  }
}

function isOutOfMemory(error: unknown): boolean {
  if (error instanceof ReconstructError) return error.code === 'gpu-out-of-memory';
  return error instanceof RangeError && /allocation|array length/i.test(error.message);
}
