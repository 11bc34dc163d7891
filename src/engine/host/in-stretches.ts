/**
 * Work on a number of elements as tasks of consecutive stretches, whose results stand in the order of the stretches.
 */
import { abortable } from '../gpu/gpu.ts';
import { type Range, ranges } from '../math/ranges.ts';
import type { TaskHost } from './host.ts';

/**
 * Begins as many stretches at a time as there are workers: after an abort no queue of tasks goes on. Rejects with
 * `signal.reason` then.
 *
 * @param size the most elements of a stretch: what is cut depends on it alone, not on the number of workers
 */
export async function inStretches<R>(
  total: number,
  size: number,
  { parallelTasks }: Pick<TaskHost, 'parallelTasks'>,
  signal: AbortSignal,
  run: (range: Range) => Promise<R>,
): Promise<R[]> {
  // All lanes take from the same stretches; one that throws ends them for the others, too.
  const stretches = [...ranges(total, size)].entries();
  const results: R[] = [];
  const lane = async (): Promise<void> => {
    for (const [place, range] of stretches) {
      signal.throwIfAborted();
      results[place] = await abortable(run(range), signal);
    }
  };
  await Promise.all(Array.from({ length: parallelTasks }, lane));
  return results;
}
