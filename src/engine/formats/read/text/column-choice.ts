/** The columns of a text file as a person names them: `x,y,z,-,r,g,b`. */
import { ReconstructError } from '../../../errors.ts';
import { ATTRIBUTE_NAMES, COLUMN, type ColumnName } from '../columns.ts';
import { rolesOf } from './column-names.ts';

/** `-`: passed over. */
export type ColumnChoice = readonly (ColumnName | '-')[];

const SHORT: Readonly<Record<string, ColumnName>> = { i: 'intensity', c: 'classification', t: 'time' };
const TRIPLES = [
  ['x', 'y', 'z'],
  ['nx', 'ny', 'nz'],
  ['red', 'green', 'blue'],
] as const;

/** @throws ReconstructError `option-invalid` for unknown words, a word twice, and where x, y or z is missing */
export function columnChoice(words: readonly string[]): ColumnChoice {
  const refuse = (what: string): never => {
    throw new ReconstructError('option-invalid', `columns are «${words.join(',')}»: ${what}`, { option: 'columns' });
  };
  const choice = words.map((word): ColumnName | '-' => {
    const given = word.trim();
    if (given === '-') return '-';
    const known =
      Object.keys(COLUMN).find((name) => name.toLowerCase() === given.toLowerCase()) ??
      SHORT[given.toLowerCase()] ??
      rolesOf([given])[0];
    return (known as ColumnName | undefined) ?? refuse(`«${given}» is no column; allowed: ${ALLOWED}`);
  });
  const twice = choice.find((name, i) => name !== '-' && choice.indexOf(name) !== i);
  if (twice !== undefined) refuse(`${twice} is there twice`);
  for (const triple of TRIPLES) {
    const missing = triple.filter((name) => !choice.includes(name));
    if (missing.length > 0 && (triple[0] === 'x' || missing.length < 3)) refuse(`${missing.join(' and ')} is missing`);
  }
  return choice;
}

const ALLOWED = `x, y, z, nx, ny, nz, r, g, b, ${ATTRIBUTE_NAMES.join(', ')}, and - for a column that is passed over`;
