/**
 * Files that end before what they promise, of every format: refused with how many points are whole, or read as far as
 * they go where `--partial` (`ReadOptions.partial`) asks for that. A refusal that it would lift says `partial` in its
 * details, so that the window can offer it.
 */
import type { ReadOptions } from '../../cloud/point-sample.ts';
import type { ErrorDetails, ReconstructError } from '../../errors.ts';
import { formatError } from './format-error.ts';

/** Where a file ends. */
export interface FileCut {
  /** Points that are there in full. */
  readonly whole: number;
  /** Points that the file says it has; left out where it says nothing. */
  readonly promised?: number;
  /** What it ends in, such as `within the head of scan 2`. */
  readonly where?: string;
}

/** What to do with a file of which a part can be read. */
export const PARTIAL_HINT =
  'It is incomplete, or its header is wrong: copy or export it again, or read the whole points with --partial.';
const HINT = 'It is incomplete, or its header is wrong: copy or export it again.';

export function cutFileError(name: string, cut: FileCut, details: ErrorDetails = {}): ReconstructError {
  const { whole, promised } = cut;
  const counts = {
    ...(whole > 0 && { partial: true, wholePoints: whole }),
    ...(promised !== undefined && { pointCount: promised }),
  };
  return formatError(name, whatOf(cut), whole > 0 ? PARTIAL_HINT : HINT, { ...counts, ...details });
}

/**
 * What the reader warns of where the whole points of a cut file are asked for.
 * @throws ReconstructError `cloud-format` where they are not, or where there are none
 */
export function cutFileWarning(
  name: string,
  cut: FileCut,
  { partial }: ReadOptions,
  details: ErrorDetails = {},
): string {
  if (!partial || cut.whole === 0) throw cutFileError(name, cut, details);
  return `${name}: ${whatOf(cut)}; those are read.`;
}

function whatOf({ whole, promised, where }: FileCut): string {
  const place = where === undefined ? '' : ` ${where},`;
  if (promised === undefined) return `the file ends${place} after ${whole} whole points`;
  if (whole === promised) return `the file ends${place} behind all of its ${whole} points`;
  return `the file ends${place} after ${whole} of the ${promised} points that it promises`;
}
