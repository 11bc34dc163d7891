/**
 * What a batch is to do, file by file: decided from the job and the list of the input folder alone, so that every
 * machine that takes a shard of it comes to the same items.
 */
import {
  fileFrame,
  fitsFormat,
  formatFromName,
  type MeshFormat,
  type Reading,
  ReconstructError,
  type ReconstructOptions,
  validateOptions,
} from '../engine/vocabulary.ts';
import type { EntryFault, InputEntry } from './folders.ts';
import type { BatchItem, Shard } from './item.ts';
import type { BatchJob, JobOverride } from './job.ts';
import { type Named, nameOutputs } from './name-outputs.ts';
import { anyOf, type PathTest } from './patterns.ts';
import { readingAsked } from './reading-fields.ts';

/**
 * Items sorted by the code points of their inputs' paths. `skipFolder` is the output folder where it lies inside the
 * input folder, relative to that: what is in it is never taken as input.
 * @throws ReconstructError `option-invalid` for options without a meaning, and for meshes that the job itself gives a
 *   name that cannot be theirs
 */
export function planBatch(
  job: BatchJob,
  entries: readonly InputEntry[],
  skipFolder: string | null = null,
): BatchItem[] {
  const reasonOf = reasons(job, skipFolder);
  const overrides = job.overrides.map((override) => ({ override, matches: anyOf(override.files) }));
  const wanted = entries
    .filter((entry) => reasonOf(entry) === null)
    .toSorted((a, b) => compareCodePoints(a.path, b.path))
    .map((entry) => ({ ...entry, ...settingsOf(entry.path, job, overrides) }));
  const outputs = nameOutputs(wanted.map((each): Named => ({ input: each.path, ...each })));
  return wanted.map(({ path, bytes, format, options, reading }, index) => ({
    index,
    input: path,
    inputBytes: bytes,
    output: outputs[index]!,
    format,
    options,
    ...(reading && { reading }),
  }));
}

/** Why a file of the input folder is no item. `output`: it lies in the output folder, where our own files are. */
export type LeaveOutReason = 'pattern' | 'excluded' | 'document' | 'output' | EntryFault;

export interface LeftOut {
  readonly path: string;
  readonly reason: LeaveOutReason;
}

/** What `planBatch` leaves out, sorted as its items are, but for what lies in the output folder. */
export function leftOutOf(
  job: BatchJob,
  entries: readonly InputEntry[],
  skipFolder: string | null = null,
): readonly LeftOut[] {
  const reasonOf = reasons(job, skipFolder);
  return entries
    .map((entry) => ({ path: entry.path, reason: reasonOf(entry) }))
    .filter((each): each is LeftOut => each.reason !== null && each.reason !== 'output')
    .toSorted((a, b) => compareCodePoints(a.path, b.path));
}

/** Text that stands beside clouds in every archive, and is called a cloud by its ending alone. */
const DOCUMENT =
  /(^|\/)(read[-_ ]?me|liesmich|licen[cs]e|copying|copyright|change(s|log)|notes?|citation)\b[^/]*\.\w+$/i;

/** Null for an item. A file that a pattern names to the letter is one, whatever it is called. */
function reasons({ input }: BatchJob, skipFolder: string | null): (entry: InputEntry) => LeaveOutReason | null {
  const isIncluded = anyOf(input.include);
  const isExcluded = anyOf(input.exclude);
  return ({ path, fault }) => {
    if (fault) return fault;
    if (skipFolder !== null && path.startsWith(`${skipFolder}/`)) return 'output';
    if (!isIncluded(path)) return 'pattern';
    if (isExcluded(path)) return 'excluded';
    return DOCUMENT.test(path) && /\.(txt|asc|dat|csv)$/i.test(path) && !input.include.includes(path)
      ? 'document'
      : null;
  };
}

/** Every shard gets its share of each folder, and all together get each item once. */
export function shardOf(items: readonly BatchItem[], { index, count }: Shard): BatchItem[] {
  return items.filter((item) => item.index % count === index - 1);
}

/** `2/5`. @throws ReconstructError `option-invalid` */
export function parseShard(text: string, option = 'shard'): Shard {
  const [, first = '', second = ''] = /^\s*(\d{1,9})\s*\/\s*(\d{1,9})\s*$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (first !== '' && index >= 1 && index <= count) return { index, count };
  throw new ReconstructError(
    'option-invalid',
    `${option} is ${text}; allowed: two whole numbers I/N from 1/N to N/N, such as 2/5 for the second of five`,
    { option, value: text },
  );
}

/** Compares Unicode code points, as `sort` does with UTF-8; JavaScript compares UTF-16, where emoji come before `ﬁ`. */
export function compareCodePoints(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const [unitA, unitB] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (unitA !== unitB) return codePointRank(unitA) - codePointRank(unitB);
  }
  return a.length - b.length;
}

/** Puts surrogates, which stand for code points above all others, above all other units. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

interface Settings {
  readonly options: ReconstructOptions;
  readonly format: MeshFormat;
  readonly reading?: Reading;
  /** Given by the job. */
  readonly output?: string;
}

function settingsOf(
  path: string,
  job: BatchJob,
  overrides: readonly { readonly override: JobOverride; readonly matches: PathTest }[],
): Settings {
  let { options, reading } = job;
  let format: MeshFormat | undefined;
  let output: string | undefined;
  for (const { override } of overrides.filter(({ matches }) => matches(path))) {
    options = { ...options, ...override.options };
    reading = override.reading ? { ...reading, ...override.reading } : reading;
    format = override.format ?? format;
    output = override.output ?? output;
  }
  const settings = {
    options: validateOptions(options),
    format: format ?? job.output.format,
    ...(reading && { reading: readingAsked(reading) }),
  };
  fileFrame(settings.options, reading?.unit ?? null, settings.format);
  if (output === undefined) return settings;
  if (fitsFormat(output, settings.format)) return { ...settings, output };
  // The job's own format is for all files; the ending is for this one.
  if (format === undefined) return { ...settings, format: formatFromName(output), output };
  const message = `the mesh of ${path} shall be ${output} and have the format ${format}; give it the ending of the format`;
  throw new ReconstructError('option-invalid', message, { path, output, format });
}
