/** How a call of the window ended, as plain data: cloning an `Error` between threads would drop its fields. */
import { ReconstructError } from '../../engine/vocabulary.ts';
import type { Outcome } from './engine-api.ts';

/**
 * Never rejects. An abort answers at once, whatever the work still has to put away: whoever pressed “cancel” must not
 * wait for a driver.
 */
export async function outcomeOf<T>(work: Promise<T>, signal: AbortSignal): Promise<Outcome<T>> {
  work.catch(() => undefined);
  try {
    return { type: 'done', value: await Promise.race([work, abortOf(signal, work)]) };
  } catch (error) {
    return signal.aborted ? { type: 'cancelled' } : failure(error);
  }
}

/** Never rejects either; for work that, aborted, still comes to a value that matters. */
export async function outcomeAtEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<Outcome<T>> {
  try {
    return { type: 'done', value: await work };
  } catch (error) {
    return signal.aborted ? { type: 'cancelled' } : failure(error);
  }
}

export function failure(error: unknown): Outcome<never> {
  if (error instanceof ReconstructError) return { type: 'failed', error: error.toPlain() };
  // A mistake in the program: the person gets a sentence, the console what helps to mend it.
  console.error(error);
  const reason = error instanceof Error ? error.message : String(error);
  const message = `Something in the program went wrong (${reason}). Try again; if it stays, please report it.`;
  return { type: 'failed', error: { code: 'internal', message } };
}

/** Rejects once the signal aborts; lets go of the signal when `work` is over. */
function abortOf(signal: AbortSignal, work: Promise<unknown>): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(new Error('cancelled'));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    const release = (): void => signal.removeEventListener('abort', abort);
    work.then(release, release);
  });
}
