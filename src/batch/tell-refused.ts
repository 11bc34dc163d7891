/** What is made of a mesh that is written already: where it cannot be, that is a warning, and the mesh stays. */
import { ReconstructError, type RunContext } from '../engine/vocabulary.ts';

/** Undefined where `body` refused the mesh or the options. Rejects with all else: a cancelled run, a full disk. */
export async function tellRefused<T>(context: RunContext, body: () => Promise<T>): Promise<T | undefined> {
  try {
    return await body();
  } catch (error) {
    const isRefused =
      error instanceof ReconstructError && (error.code === 'option-invalid' || error.code === 'mesh-format');
    if (!isRefused) throw error;
    context.onEvent({ type: 'warning', message: error.message });
    return undefined;
  }
}
