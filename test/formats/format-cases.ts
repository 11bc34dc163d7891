/** The collection: every file of a kind that we read, good or broken, and files of kinds that we do not. */
import type { FormatCase, Readable, Refused } from './format-case.ts';
import { FOREIGN_CASES } from './foreign-cases.ts';
import { E57_CASES } from './e57-cases.ts';
import { LAS_CASES } from './las-cases.ts';
import { POINT_CASES } from './point-cases.ts';
import { PLY_CASES } from './ply-cases.ts';
import { TEXT_CASES } from './text-cases.ts';

/** Those of kinds that we read. */
export const OURS: readonly FormatCase[] = [...PLY_CASES, ...TEXT_CASES, ...LAS_CASES, ...E57_CASES, ...POINT_CASES];

export const READABLE: readonly Readable[] = OURS.filter((one): one is Readable => one.reading !== undefined);
export const REFUSED: readonly Refused[] = OURS.filter((one): one is Refused => one.refusal !== undefined);
export const FOREIGN: readonly Refused[] = FOREIGN_CASES;

/** The case of a file's name. Throws where no case has it. */
export function formatCase(name: string): FormatCase {
  const found = [...OURS, ...FOREIGN].find((one) => one.name === name);
  if (!found) throw new Error(`no format case is named ${name}`);
  return found;
}
