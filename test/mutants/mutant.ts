/** A change that breaks the program by hand, and the tests that must notice: what the tables beside this file hold. */
import { readFileSync } from 'node:fs';

/** Rooms that the score is kept for, and the rest of the program. */
export const SCORED_ROOMS = ['analysis', 'orientation', 'grid', 'field', 'finish'] as const;
export type MutantRoom = (typeof SCORED_ROOMS)[number] | 'elsewhere';

export interface Mutant {
  /** What it breaks, in a few words; one of a kind. */
  readonly breaks: string;
  /** From the project's folder. */
  readonly file: string;
  /** Found exactly once in the file; where it spans lines, with their indentation. */
  readonly text: string;
  readonly replacement: string;
  /** The cheapest test files that must fail, from `test/`. */
  readonly tests: readonly string[];
  /** Why nothing that the program promises changes: such a mutant is run, and does not count where it survives. */
  readonly equivalent?: string;
}

/** The source with the change made. Throws where the text is not found exactly once: the table has rotted. */
export function mutate(source: string, { file, text, replacement, breaks }: Mutant): string {
  const count = source.split(text).length - 1;
  if (count !== 1) throw new Error(`"${breaks}": its text is found ${count} times in ${file}, not once: ${text}`);
  if (text === replacement) throw new Error(`"${breaks}" changes nothing in ${file}`);
  return source.replace(text, () => replacement);
}

export function mutatedFile(root: string, mutant: Mutant): string {
  return mutate(readFileSync(`${root}/${mutant.file}`, 'utf8'), mutant);
}

/** A row of a table: what it breaks, the text, its replacement, and the argument where it is equivalent. */
export type MutantRow = readonly [breaks: string, text: string, replacement: string, equivalent?: string];

/** The mutants of one file, which the same tests must notice. */
export function mutantsOf(file: string, tests: readonly string[], rows: readonly MutantRow[]): Mutant[] {
  return rows.map(([breaks, text, replacement, equivalent]) => ({
    breaks,
    file,
    text,
    replacement,
    tests,
    ...(equivalent === undefined ? {} : { equivalent }),
  }));
}
