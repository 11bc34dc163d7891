/**
 * The names of a text file's columns, from whatever lines stand above its first row: with a comment sign or without,
 * split as the rows are or otherwise, with units, with blanks inside names, more or fewer than there are columns.
 */
import { ALIASES, COLUMN, type ColumnName, keyOf, speltTogether } from '../columns.ts';
import { quotedFields } from './text-dialect.ts';

export interface HeaderNames {
  /** [column count] as in the file; undefined where no name belongs to a column for certain. */
  readonly names: readonly (string | undefined)[];
  /** [column count] what they mean; undefined for a name that says nothing to us. */
  readonly roles: readonly (ColumnName | undefined)[];
}

/** Parts of names that are about a coordinate, but are none. */
const NO_COORDINATE =
  /^(n|normal|norm|std|sd|sigma|stdev|rot|rotation|vel|velocity|acc|error|err|precision|accuracy|dip|cov|rms|var|scale|scan|raw|color|colour|time|angle)$/;
const AXES = ['x', 'y', 'z'] as const;

/** What names mean; of two names for the same thing the stronger one counts, then the earlier. */
export function rolesOf(names: readonly (string | undefined)[]): (ColumnName | undefined)[] {
  const roles = new Array<ColumnName | undefined>(names.length).fill(undefined);
  const keys = names.map((name) => (name === undefined ? undefined : keyOf(name)));
  for (const [column, place] of speltTogether(keys)) roles[place] = column;
  for (const aliases of ALIASES) {
    for (const column of Object.keys(COLUMN) as ColumnName[]) {
      if (roles.includes(column)) continue;
      const known = aliases[column] ?? [];
      const index = keys.findIndex((key, i) => key !== undefined && roles[i] === undefined && known.includes(key));
      if (index >= 0) roles[index] = column;
    }
  }
  for (const axis of AXES) {
    if (roles.includes(axis)) continue;
    const index = names.findIndex((name, i) => name !== undefined && roles[i] === undefined && isAxis(name, axis));
    if (index >= 0) roles[index] = axis;
  }
  // Beside colours that are spelt otherwise Rf is the reflectance.
  const reflectance = keys.indexOf('rf');
  if (reflectance >= 0 && roles[reflectance] === undefined && !roles.includes('intensity')) {
    roles[reflectance] = 'intensity';
  }
  // A number of returns without a return's own number is the number of a point.
  const counted = roles.indexOf('returnCount');
  if (counted >= 0 && keys[counted] === 'nr' && !roles.includes('returnNumber')) roles[counted] = undefined;
  return roles;
}

/** Whether one part of a name is a coordinate's, as x is of “UTM x” and height of “height m”. */
function isAxis(name: string, axis: (typeof AXES)[number]): boolean {
  const parts = name
    .replace(/(?<=\w.*)[[(].*$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .map(keyOf)
    .filter((part) => part !== '');
  if (parts.length < 2 || parts.some((part) => NO_COORDINATE.test(part))) return false;
  return ALIASES.some((aliases) =>
    aliases[axis]?.some((known) => (known.length !== 1 || known === axis ? parts.includes(known) : false)),
  );
}

/**
 * The names in the lines above the rows; of several lines with names the one that says most.
 * @param delimiter of the rows; '' where blanks separate them
 * @param hasLabels whether the first column is one of words or counts the rows: where it alone has no name, names
 *   belong
 * to the other columns, as R writes them
 */
export function findNames(
  lines: readonly string[],
  columnCount: number,
  delimiter: string,
  hasLabels: boolean,
): HeaderNames | undefined {
  let best: HeaderNames | undefined;
  let bestScore = 0;
  for (const line of lines) {
    // Of the ways to split one line the first counts, of two lines the later one.
    const [found, score] = splits(line, delimiter)
      .map(({ names, isDelimited }) => {
        const isShort = hasLabels && names.length === columnCount - 1;
        return align(isShort ? [undefined, ...names] : names, columnCount, isDelimited);
      })
      .reduce<[HeaderNames | undefined, number]>(
        (most, aligned) => (scoreOf(aligned) > most[1] ? [aligned, scoreOf(aligned)] : most),
        [undefined, 0],
      );
    if (found && score >= bestScore) [best, bestScore] = [found, score];
  }
  return best;
}

/** Known names, and a half where every column has a name; 0 for fewer than two. */
function scoreOf(aligned: HeaderNames | undefined): number {
  const known = aligned?.roles.filter((role) => role !== undefined).length ?? 0;
  return known < 2 ? 0 : known + (aligned!.names.includes(undefined) ? 0 : 0.5);
}

interface Split {
  readonly names: string[];
  /** By something else than blanks. */
  readonly isDelimited: boolean;
}

/** A line of names taken apart in each way that makes sense, the rows' own first. */
function splits(line: string, delimiter: string): Split[] {
  const bare = line.replace(/^[ #%!/*;]+/, '').trimEnd();
  const bodies = [bare, bare.replace(/^[^:;,|\t]{1,40}:\s+/, '')];
  const separators: RegExp[] = [/\t/, /;/, /,/, /\|/, /\s{2,}/, /[\s,;|]+/];
  const all: (readonly [string[], boolean])[] = [];
  for (const body of new Set(bodies)) {
    if (delimiter !== '') all.push([quotedFields(body, delimiter).fields, true]);
    separators.forEach((separator, i) => {
      if (separator.test(body.trim())) all.push([body.trim().split(separator), i < 4]);
    });
  }
  return all.map(([fields, isDelimited]) => {
    const names = fields.map((field) => field.replaceAll('"', '').trim());
    while (names.at(-1) === '') names.pop();
    return { names, isDelimited };
  });
}

/** Gives each column its name. Where the counts differ, names count from either end up to the first unknown one. */
function align(
  names: readonly (string | undefined)[],
  columnCount: number,
  isDelimited: boolean,
): HeaderNames | undefined {
  const roles = rolesOf(names);
  const known = roles.filter((role) => role !== undefined).length;
  const hasAxes = AXES.every((axis) => roles.includes(axis));
  if (names.length === columnCount) {
    // Prose has words like x and y, too, but few of them.
    const isHeader = 2 * known >= columnCount || roles[0] !== undefined || (hasAxes && isDelimited);
    return isHeader ? { names, roles } : undefined;
  }
  if (!hasAxes) return undefined;
  const placedNames = new Array<string | undefined>(columnCount).fill(undefined);
  const placedRoles = new Array<ColumnName | undefined>(columnCount).fill(undefined);
  const offset = columnCount - names.length;
  const place = (from: number, to: number): void => {
    placedNames[to] = names[from];
    placedRoles[to] = roles[from];
  };
  let front = 0;
  for (; front < Math.min(names.length, columnCount); front++) {
    if (offset < 0 && roles[front] === undefined) break;
    place(front, front);
  }
  for (let back = names.length - 1; offset < 0 && back + offset >= front && roles[back] !== undefined; back--) {
    place(back, back + offset);
  }
  return AXES.every((axis) => placedRoles.includes(axis)) ? { names: placedNames, roles: placedRoles } : undefined;
}
