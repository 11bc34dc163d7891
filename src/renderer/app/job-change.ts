/** What the window changes of a job. Only what differs from the defaults is kept, so job files stay short. Pure. */
import type { BatchJob } from '../../batch/job.ts';
import { withoutDefaults } from '../../engine/vocabulary.ts';
import type { BatchJobChange } from './actions.ts';

const BELOW = '**/';

export function afterJobChange(job: BatchJob, { options, format, recursive }: BatchJobChange): BatchJob {
  return {
    ...job,
    input: recursive === undefined ? job.input : { ...job.input, include: withBelow(job.input.include, recursive) },
    output: format === undefined ? job.output : { ...job.output, format },
    options: options ? withoutDefaults({ ...job.options, ...options }) : job.options,
  };
}

/** Whether folders below are taken, too. */
export function isRecursive(job: BatchJob): boolean {
  return job.input.include.some((pattern) => pattern.startsWith(BELOW));
}

function withBelow(patterns: readonly string[], below: boolean): string[] {
  const bare = patterns.map((pattern) => (pattern.startsWith(BELOW) ? pattern.slice(BELOW.length) : pattern));
  return below ? bare.map((pattern) => BELOW + pattern) : bare;
}
