/** Files that end before the points they promise: refused with how many are whole, or read as far as they go. */
import type { ReadOptions } from '../../cloud/point-sample.ts';
import { formatError } from './format-error.ts';

/**
 * What the reader warns of where the whole points of a cut file are asked for.
 * @throws ReconstructError `cloud-format` where they are not
 */
export function cutFileWarning(name: string, complete: number, promised: number, options: ReadOptions): string {
  const what = `the file ends after ${complete} of the ${promised} points that it promises`;
  if (options.partial && complete > 0) return `${name}: ${what}; those are read.`;
  const hint = 'It is incomplete, or its header is wrong: copy or export it again.';
  throw formatError(name, what, hint, { point: complete, pointCount: promised });
}
