/** The reader's one way to refuse a file: `name: what is wrong, where. What to try.`, with the place as details. */
import { ReconstructError } from '../../errors.ts';
import type { ErrorDetails } from '../../errors.ts';

export function formatError(file: string, what: string, hint: string, details: ErrorDetails = {}): ReconstructError {
  return new ReconstructError('cloud-format', `${file}: ${what}. ${hint}`, { file, ...details });
}
