/**
 * Decides what the columns of a text cloud are: by the person's word, by the names above the rows, and where neither
 * tells, by the numbers of the whole head together: normals have unit length, return numbers never exceed their counts,
 * colours are whole numbers up to 255 or shares of one, an id counts its rows. A single line could pass for any of it.
 */
import type { ColumnChoice } from './column-choice.ts';
import type { HeaderNames } from './column-names.ts';
import { type ColumnProfile, profileOf } from './column-profile.ts';
import { COLUMN, COLUMN_COUNT, type ColumnName, type ColumnSources } from '../columns.ts';
import type { ColorRange } from '../color-store.ts';
import type { HeadTable } from './text-dialect.ts';

export interface XyzLayout {
  readonly sources: ColumnSources;
  readonly colorRange: ColorRange | undefined;
  /** What each column is and how that was decided, a line each. */
  readonly facts: readonly string[];
  /** Columns whose numbers are lost, from 0. */
  readonly lost: readonly number[];
}

type Role = ColumnName | 'alpha' | 'passed over';
const TRIPLES = [
  ['x', 'y', 'z'],
  ['nx', 'ny', 'nz'],
  ['red', 'green', 'blue'],
] as const;
/** Invalid normals are written as zeros or NaN; the other 90 % must agree. */
const AGREEING_SHARE = 0.9;
/** Normals come with as few as two decimals: |n|² is then off by up to .02. */
const UNIT_TOLERANCE = 0.03;
/** No pulse has more returns (LAS 1.4-R15, table 9). */
const MOST_RETURNS = 15;
/** Numbers above are seconds since some epoch, and no coordinates. */
const FIRST_TIME = 1e8;

/** Undefined where there are no three columns of numbers. */
export function chooseLayout(
  table: HeadTable,
  header: HeaderNames | undefined,
  choice: ColumnChoice | undefined,
): XyzLayout | undefined {
  const columns = new Columns(table);
  if (choice) columns.takeChoice(choice);
  else {
    if (header) columns.takeNames(header);
    columns.passOverWords();
    if (!columns.findCoordinates()) return undefined;
    columns.guess();
  }
  return columns.layout();
}

class Columns {
  readonly #table: HeadTable;
  readonly #profiles: readonly ColumnProfile[];
  readonly #roles: (Role | undefined)[];
  readonly #reasons: string[];
  readonly #lost = new Set<number>();
  #isNamed = false;

  constructor(table: HeadTable) {
    this.#table = table;
    this.#profiles = table.columns.map(profileOf);
    this.#roles = table.columns.map(() => undefined);
    this.#reasons = table.columns.map(() => '');
  }

  takeChoice(choice: ColumnChoice): void {
    this.#roles.forEach((_, column) => {
      const name = choice[column] ?? '-';
      this.#set(column, name === '-' ? 'passed over' : name, 'as asked for');
    });
  }

  takeNames({ names, roles }: HeaderNames): void {
    this.#isNamed = TRIPLES[0].every((axis) => roles.includes(axis));
    const isPart = (role: ColumnName): boolean => {
      const triple = TRIPLES.find((parts) => (parts as readonly string[]).includes(role));
      return !triple || triple === TRIPLES[0] || triple.every((part) => roles.includes(part));
    };
    roles.forEach((role, column) => {
      const name = names[column];
      const isWord = this.#isWords(column);
      if (role !== undefined && !isWord && isPart(role) && !this.#isNoColor(role, column)) {
        this.#set(column, role, `by the header name ${name}`);
      } else if (name === '' && this.#isNamed) {
        this.#pass(column, 'it has no name', !this.#isCounter(column));
      } else if (name !== undefined && this.#isNamed) {
        if (/^a(lpha)?(f)?$/i.test(name)) this.#set(column, 'alpha', `by the header name ${name}`);
        else if (isWord) this.#pass(column, `the column ${name} holds words`, false);
        else this.#pass(column, `its header name is ${name}`, !this.#isCounter(column));
      }
    });
  }

  /** Columns without numbers, and those that only count the rows. */
  passOverWords(): void {
    this.#roles.forEach((role, column) => {
      if (role !== undefined) return;
      if (this.#profiles[column]!.count === 0 && !this.#isWords(column)) this.#pass(column, 'it is empty', false);
      else if (this.#isWords(column)) this.#pass(column, 'it holds words', false);
    });
  }

  /** x, y and z: those that are named, else the first columns that can be coordinates. */
  findCoordinates(): boolean {
    const missing = TRIPLES[0].filter((axis) => !this.#roles.includes(axis));
    if (missing.length === 0) return true;
    if (missing.length < 3) {
      for (const axis of missing) {
        const [first] = this.#free();
        if (first === undefined) return false;
        this.#set(first, axis, 'the first column of numbers that no name explains');
      }
      return true;
    }
    this.#passOverIds();
    const free = this.#free();
    if (free.length < 3) return false;
    const start = this.#coordinatesAreSecond(free) ? 3 : 0;
    free.slice(start, start + 3).forEach((column, axis) => {
      const since =
        start === 3
          ? 'since the columns before are none'
          : column > 2
            ? 'by its place among the numbers'
            : 'by its place';
      this.#set(column, TRIPLES[0][axis]!, since);
    });
    return true;
  }

  /** An id or a time stands before the coordinates where three better columns follow. */
  #passOverIds(): void {
    for (;;) {
      const free = this.#free();
      const [first, ...others] = free;
      if (first === undefined || others.length < 3) return;
      const next = others.slice(0, 3).map((column) => this.#profiles[column]!);
      const profile = this.#profiles[first]!;
      const varied = next.every(({ distinctCount }) => distinctCount > 1);
      const fractions = next.filter(({ fractionShare }) => fractionShare > 0.5).length;
      if (!varied || profile.count < 3) return;
      const isStart = profile.min === 0 || profile.min === 1;
      const isId =
        profile.isWhole &&
        ((profile.isCounting && (isStart ? fractions >= 1 : fractions >= 2)) || (profile.isRising && fractions >= 2));
      const isTime =
        profile.isNeverFalling &&
        profile.min >= FIRST_TIME &&
        fractions >= 2 &&
        next.every(({ max }) => Math.abs(max) < FIRST_TIME);
      if (isId && profile.min < FIRST_TIME) this.#pass(first, 'it counts the rows', false);
      else if (isTime) this.#set(first, 'time', 'since its numbers are large and never fall');
      else return;
    }
  }

  /** Colours or normals in front of the coordinates. */
  #coordinatesAreSecond(free: readonly number[]): boolean {
    const [a, b] = [free.slice(0, 3), free.slice(3, 6)];
    if (b.length < 3 || !isRun(a) || !isRun(b)) return false;
    const first = a.map((column) => this.#profiles[column]!);
    const second = b.map((column) => this.#profiles[column]!);
    const isPlace = second.every(({ fractionShare }) => fractionShare > 0.5) && !this.#isUnit(b[0]!);
    const isShare = second.every(({ min, max }) => min >= 0 && max <= 1.001);
    if (!isPlace || isShare) return false;
    const areBytes = first.every(({ isWhole, min, max }) => isWhole && min >= 0 && max <= 255);
    return (areBytes && first.some(({ max }) => max > 1)) || this.#isUnit(a[0]!);
  }

  /** What the other columns are by their numbers. Where there are names, those without one only. */
  guess(): void {
    this.#guessNormals();
    this.#guessReturns();
    this.#guessColors();
    this.#guessScalars();
    for (const column of this.#free()) this.#pass(column, 'its numbers tell nothing', true);
  }

  #guessNormals(): void {
    if (this.#roles.includes('nx')) return;
    const start = this.#runs(3).find((column) => this.#isUnit(column));
    if (start !== undefined) this.#setTriple(start, TRIPLES[1], 'have unit length');
  }

  /** A return number is never larger than its count; two columns of such numbers stand side by side. */
  #guessReturns(): void {
    if (this.#roles.includes('returnNumber') || this.#roles.includes('returnCount')) return;
    const free = this.#free();
    // Three columns of ones only may be white, as well.
    const isOneColor = free.length === 3 && free.every((column) => this.#profiles[column]!.distinctCount === 1);
    const isReturn = (column: number): boolean => {
      const { isWhole, min, max, count } = this.#profiles[column]!;
      return count > 0 && isWhole && min >= 1 && max <= MOST_RETURNS;
    };
    const start = this.#runs(2).find(
      (column) => isReturn(column) && isReturn(column + 1) && this.#neverExceeds(column),
    );
    if (start === undefined || isOneColor || free.length < 3) return;
    const since = `since columns ${start + 1} and ${start + 2} are small whole numbers, the first never above the second`;
    this.#set(start, 'returnNumber', since);
    this.#set(start + 1, 'returnCount', since);
    const isClass = (column: number): boolean => {
      const { isWhole, min, max, distinctCount } = this.#profiles[column]!;
      return isWhole && min >= 0 && max <= 255 && distinctCount <= 24;
    };
    const classColumn = [start + 2, start - 1].find((column) => this.#free().includes(column) && isClass(column));
    if (classColumn !== undefined && !this.#roles.includes('classification')) {
      this.#set(classColumn, 'classification', 'since it has few whole numbers, beside those of the returns');
    }
  }

  #guessColors(): void {
    if (this.#roles.includes('red')) return;
    const starts = this.#runs(3).filter((column) => this.#colorKind(column) !== undefined);
    if (starts.length === 0) return;
    const kinds = ['bytes', 'shares', 'shorts', 'floats'] as const;
    const kind = kinds.find((candidate) => starts.some((start) => this.#colorKind(start) === candidate));
    const best = starts.filter((start) => this.#colorKind(start) === kind);
    // A full blue behind an intensity that is the same in all rows is no alpha.
    const isVaried = (start: number): boolean =>
      this.#profiles[start]!.distinctCount > 1 || this.#profiles[start + 1]!.distinctCount === 1;
    const withAlpha = best.find((start) => this.#isAlpha(start + 3) && isVaried(start));
    const length = this.#runLength(best[0]!);
    // Of four columns of which each could be one, the first is the intensity, as in PTS.
    const start = withAlpha ?? (length === 4 && best.length > 1 ? best[1]! : best[0]!);
    const what = {
      bytes: 'whole numbers from 0 to 255',
      shorts: 'whole numbers from 0 to 65535',
      shares: 'numbers from 0 to 1',
      floats: 'numbers from 0 to 255',
    };
    this.#setTriple(start, TRIPLES[2], `are ${what[kind!]}`);
    if (withAlpha !== undefined) this.#set(start + 3, 'alpha', 'since it is the same full value in all rows');
  }

  /** Intensity, time and class among what is left. */
  #guessScalars(): void {
    for (const column of this.#free()) {
      const { isNeverFalling, fractionShare, distinctCount, count, min } = this.#profiles[column]!;
      if (this.#roles.includes('time') || count < 10) break;
      if (isNeverFalling && distinctCount > 10 && (fractionShare > 0.5 || min >= FIRST_TIME)) {
        this.#set(column, 'time', 'since its numbers never fall');
      }
    }
    const free = this.#free();
    const [first, second] = free;
    if (this.#roles.includes('intensity') || first === undefined) return;
    const hasClass = this.#roles.includes('classification');
    const isPair = free.length === 2 && this.#looksLikeClass(second!) && !this.#looksLikeClass(first);
    const isBeforeColor = this.#roles[first + 1] === 'red' && first > this.#roles.indexOf('z');
    const isLidar = (hasClass || this.#roles.includes('returnNumber')) && !this.#looksLikeClass(first);
    if (isPair && !hasClass) this.#set(second!, 'classification', 'since it has few whole numbers');
    if (free.length === 1) this.#set(first, 'intensity', 'as the one column that is left');
    else if (isBeforeColor) this.#set(first, 'intensity', 'since it stands before the colours');
    else if (isPair || isLidar) this.#set(first, 'intensity', 'as the first column that is left');
  }

  #looksLikeClass(column: number): boolean {
    const { isWhole, min, max, distinctCount } = this.#profiles[column]!;
    return isWhole && min >= 0 && max <= 31 && distinctCount > 1 && distinctCount <= 16;
  }

  #isAlpha(column: number): boolean {
    if (!this.#free().includes(column)) return false;
    const { distinctCount, max } = this.#profiles[column]!;
    return distinctCount === 1 && (max === 255 || max === 65535 || max === 1);
  }

  /** What three columns are as colours; undefined where they are none. */
  #colorKind(start: number): 'bytes' | 'shorts' | 'shares' | 'floats' | undefined {
    const parts = [0, 1, 2].map((part) => this.#profiles[start + part]!);
    if (!parts.every(({ count, min, max }) => count > 0 && min >= 0 && max <= 65535)) return undefined;
    const max = Math.max(...parts.map((part) => part.max));
    if (parts.every(({ isWhole }) => isWhole)) {
      // One wide column beside two of a few small numbers is an intensity with a class and the like.
      const few = parts.filter((part) => part.max <= 31 && part.distinctCount > 1 && part.distinctCount <= 10).length;
      const wide = parts.filter(({ distinctCount }) => distinctCount > 24).length;
      if (few + wide === 3 && few > 0 && wide > 0) return undefined;
      return max <= 255 ? 'bytes' : 'shorts';
    }
    const length = this.#runLength(start);
    if (length !== 3 && !(length === 4 && (this.#isAlpha(start + 3) || start > this.#free()[0]!))) return undefined;
    if (max <= 1.001) return 'shares';
    return max <= 255 && parts.every((part) => part.max > 16 || part.isWhole) ? 'floats' : undefined;
  }

  layout(): XyzLayout {
    const sources = new Array<number>(COLUMN_COUNT).fill(-1);
    this.#roles.forEach((role, column) => {
      if (role !== undefined && role in COLUMN) sources[COLUMN[role as ColumnName]] = column;
    });
    return {
      sources,
      colorRange: sources[COLUMN.red]! < 0 ? undefined : 'text',
      facts: this.#roles.map((role, column) => `${column + 1}: ${role ?? 'passed over'}, ${this.#reasons[column]}`),
      lost: [...this.#lost].sort((a, b) => a - b),
    };
  }

  #set(column: number, role: Role, reason: string): void {
    this.#roles[column] = role;
    this.#reasons[column] = reason;
  }

  #pass(column: number, reason: string, isLoss: boolean): void {
    this.#set(column, 'passed over', reason);
    if (isLoss) this.#lost.add(column);
  }

  #setTriple(start: number, roles: readonly ColumnName[], what: string): void {
    roles.forEach((role, part) => this.#set(start + part, role, `since columns ${start + 1} to ${start + 3} ${what}`));
  }

  #isWords(column: number): boolean {
    return this.#table.wordColumns[column] === true;
  }

  /** Whether a column that is called a colour holds what none can be. */
  #isNoColor(role: ColumnName, column: number): boolean {
    const { min, max } = this.#profiles[column]!;
    return TRIPLES[2].includes(role as 'red') && (min < 0 || max > 65535);
  }

  /** Whether a column is an id, which nobody misses. */
  #isCounter(column: number): boolean {
    const { isWhole, isRising } = this.#profiles[column]!;
    return isWhole && isRising;
  }

  /** Columns that are nothing yet. */
  #free(): number[] {
    return this.#roles.flatMap((role, column) => (role === undefined ? [column] : []));
  }

  /** Columns with which `length` free ones begin. */
  #runs(length: number): number[] {
    const free = new Set(this.#free());
    return [...free].filter((column) => Array.from({ length }, (_, i) => column + i).every((next) => free.has(next)));
  }

  /** How many free columns stand side by side around one. */
  #runLength(column: number): number {
    const free = new Set(this.#free());
    let [first, last] = [column, column];
    while (free.has(first - 1)) first--;
    while (free.has(last + 1)) last++;
    return last - first + 1;
  }

  #neverExceeds(column: number): boolean {
    const [a, b] = [this.#table.columns[column]!, this.#table.columns[column + 1]!];
    return a.every((value, row) => !(value > b[row]!));
  }

  #isUnit(start: number): boolean {
    const parts = [0, 1, 2].map((part) => this.#table.columns[start + part]!);
    let [units, all] = [0, 0];
    for (let row = 0; row < this.#table.rowCount; row++) {
      const square = parts.reduce((sum, part) => sum + part[row]! ** 2, 0);
      if (!(square > 0)) continue;
      all++;
      if (Math.abs(square - 1) <= UNIT_TOLERANCE) units++;
    }
    return all > 0 && units >= AGREEING_SHARE * all;
  }
}

function isRun(columns: readonly number[]): boolean {
  return columns.every((column, i) => column === columns[0]! + i);
}
