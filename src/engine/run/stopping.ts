/** A stop ends work early and keeps what there is: no cancellation, though it goes the same way. */

/** The reason of a stop: hosts never see it. */
export const STOPPED = Symbol('stopped');

/** What `work` resolves to, or nothing where a stop ended it. */
export async function untilStopped<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error === STOPPED) return undefined;
    throw error;
  }
}
