/** What the page tells of all files together. */
import { DEFAULTS, type ReconstructOptions } from '../../engine/vocabulary.ts';
import { errorTitle, stateOf } from './columns.ts';
import { formatBytes, formatCount, formatCounted, formatDuration, formatMoment } from './format.ts';
import { escaped } from './markup.ts';
import { commonOptions, differences } from './options-text.ts';
import type { ReportRow } from './rows.ts';
import { tally } from './tally.ts';

export interface PageFacts {
  readonly counts: PageCounts;
  /** What most files were computed with; null where there is no file. */
  readonly options: ReconstructOptions | null;
  /** Warnings of every file that was done: said once, since beside each file they would hide its own. */
  readonly sharedWarnings: ReadonlySet<string>;
  /** Name and value, markup, in the order to be shown. */
  readonly details: readonly (readonly [string, string])[];
}

export interface PageCounts {
  readonly all: number;
  readonly done: number;
  readonly failed: number;
  /** Done, with warnings of its own. */
  readonly warned: number;
  /** Done, with a surface that ends somewhere. */
  readonly open: number;
}

export function factsOf(rows: readonly ReportRow[]): PageFacts {
  const sharedWarnings = warningsOfAll(rows.filter(({ state }) => state === 'done'));
  const options = rows.length > 0 ? commonOptions(rows.map((row) => row.options)) : null;
  const count = (isCounted: (row: ReportRow) => boolean): number => rows.filter(isCounted).length;
  const failed = count(({ state }) => state === 'failed');
  return {
    counts: {
      all: rows.length,
      done: rows.length - failed,
      failed,
      warned: count((row) => stateOf(row, sharedWarnings) === 'warned'),
      open: count(isOpen),
    },
    options,
    sharedWarnings,
    details: options ? detailsOf(rows, options) : [],
  };
}

export function isOpen({ result }: ReportRow): boolean {
  return result !== null && !result.topology.watertight;
}

/** One file alone shares nothing. */
function warningsOfAll([first, ...others]: readonly ReportRow[]): ReadonlySet<string> {
  if (!first || others.length === 0) return new Set();
  const sets = others.map(({ warnings }) => new Set(warnings));
  return new Set(first.warnings.filter((warning) => sets.every((set) => set.has(warning))));
}

function detailsOf(rows: readonly ReportRow[], options: ReconstructOptions): (readonly [string, string])[] {
  const errors = rows.flatMap(({ error }) => (error ? [errorTitle(error)] : []));
  const devices = rows.flatMap(({ device }) => (device === null ? [] : [device]));
  const details: (readonly [string, string])[] = [
    ['Reasons', counted(errors, 'always')],
    ['Options', optionsOf(rows, options)],
    ['Device', counted(devices, 'of several')],
    [
      'Program',
      counted(
        rows.map(({ version }) => `GridPull ${version}`),
        'of several',
      ),
    ],
    ['Finished', finishedOf(rows)],
    ['Files', filesOf(rows)],
  ];
  return details.filter(([, value]) => value !== '');
}

/** Each value once, with how often it is there unless that goes without saying. */
function counted(values: readonly string[], counts: 'always' | 'of several'): string {
  const found = tally(values);
  const isSaid = (times: number): boolean => times > 1 && (counts === 'always' || found.length > 1);
  return found
    .map(
      ([value, times]) => escaped(value) + (isSaid(times) ? ` <span class="times">×${formatCount(times)}</span>` : ''),
    )
    .join(', ');
}

function optionsOf(rows: readonly ReportRow[], options: ReconstructOptions): string {
  const others = rows.filter((row) => differences(row.options, options) !== '').length;
  const chosen = escaped(differences({ ...options, seed: DEFAULTS.seed })) || 'all automatic';
  const format = tally(rows.map((row) => row.format.toUpperCase()));
  const exceptions = others > 0 ? `; other options for ${formatCounted(others, 'file')}, named there` : '';
  return `${chosen}, seed ${options.seed}, ${format.map(([name]) => escaped(name)).join(' and ')}${exceptions}`;
}

function finishedOf(rows: readonly ReportRow[]): string {
  const moments = rows.map(({ finishedAt }) => finishedAt).sort();
  const [first, last] = [moments[0]!, moments.at(-1)!];
  const from = moment(first);
  return formatMoment(first) === formatMoment(last) ? from : `${from} to ${moment(last)}`;
}

/** The page's script says it in the reader's own time. */
function moment(iso: string): string {
  return `<time datetime="${escaped(iso)}">${escaped(formatMoment(iso))}</time>`;
}

function filesOf(rows: readonly ReportRow[]): string {
  const bytes = (values: readonly (number | null | undefined)[]): string =>
    formatBytes(values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
  const read = `clouds ${bytes(rows.map((row) => row.inputBytes))}`;
  return `${read}, meshes ${bytes(rows.map((row) => row.mesh?.bytes))}`;
}

/** Sum over all files, one after another; shards may have run beside each other. */
export function computingTime(rows: readonly ReportRow[]): string {
  return formatDuration(rows.reduce((sum, { result }) => sum + (result?.times.total ?? 0), 0));
}

/** The outcome in one sentence. */
export function verdict({ all, done, failed }: PageCounts): string {
  if (all === 0) return 'There are no results in this folder yet.';
  if (failed === 0) return all === 1 ? 'The mesh is done.' : `All ${formatCount(all)} meshes are done.`;
  if (done === 0) return all === 1 ? 'The file failed.' : `All ${formatCount(all)} files failed.`;
  return `${formatCount(failed)} of ${formatCounted(all, 'file')} failed; all others are done.`;
}
