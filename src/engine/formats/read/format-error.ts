/** The reader's one way to refuse a file: `name: what is wrong, where. What to try.`, with the place as details. */
import { ReconstructError } from '../../errors.ts';
import type { ErrorDetails } from '../../errors.ts';

export function formatError(file: string, what: string, hint: string, details: ErrorDetails = {}): ReconstructError {
  return new ReconstructError('cloud-format', `${file}: ${what}. ${hint}`, { file, ...details });
}

/** The error of a file that ends before the points it promises. `complete` counts those that are there in full. */
export function truncationError(
  file: string,
  complete: number,
  promised: number,
  details: ErrorDetails = {},
): ReconstructError {
  return formatError(
    file,
    `the file ends after ${complete} of the ${promised} vertices that its header promises`,
    'It is incomplete, or its header is wrong: copy or export it again.',
    { ...details, vertex: complete, vertexCount: promised },
  );
}
