/**
 * What a text file would be read as, for a person to look at before it is: the names above its columns, its first rows
 * as they stand there, and what each column is taken for.
 */
import type { Separator } from '../../../reading-choices.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { COLUMN, type ColumnName } from '../columns.ts';
import { textOf } from './number-row.ts';
import { quotedFields } from './text-dialect.ts';
import { judgeXyzText, type JudgedText, type TextChoice } from './xyz-text.ts';

export interface PreviewColumn {
  /** As in the file; undefined where none belongs to the column for certain. */
  readonly name: string | undefined;
  /** `-`: passed over. */
  readonly role: ColumnName | '-';
}

export interface TextPreview {
  readonly columns: readonly PreviewColumn[];
  /** The first points, a text for each column. */
  readonly rows: readonly (readonly string[])[];
  readonly separator: Separator;
  readonly decimalMark: ',' | '.';
  /** Lines above the first row. */
  readonly linesAbove: number;
}

const ROWS = 8;

/** @returns null for a grid of heights, which has no columns. @throws ReconstructError as the reader does */
export async function previewXyzText(cursor: ByteCursor, choice: TextChoice): Promise<TextPreview | null> {
  const judged = await judgeXyzText(cursor, choice);
  if (!judged) return null;
  const { table, header, layout, head } = judged;
  const { dialect, firstLine } = table;
  const roles = new Array<ColumnName | '-'>(dialect.columnCount).fill('-');
  for (const name of Object.keys(COLUMN) as ColumnName[]) {
    const place = layout.sources[COLUMN[name]]!;
    if (place >= 0) roles[place] = name;
  }
  return {
    columns: roles.map((role, column) => ({ name: header?.names[column], role })),
    rows: firstRows(judged),
    separator: dialect.separatorName,
    decimalMark: dialect.decimalMark,
    linesAbove: head.lineOffset + firstLine,
  };
}

/**
 * As they stand in the file, where a line is a point and parts as its dialect says; else the numbers that were read.
 */
function firstRows({ table, head: { bytes, lines }, delimiter }: JudgedText): string[][] {
  const { columnCount, linesPerPoint } = table.dialect;
  const rows: string[][] = [];
  for (let row = 0; row < Math.min(ROWS, table.rowCount); row++) {
    const numbers = table.columns.map((column) => (Number.isNaN(column[row]) ? '' : String(column[row])));
    rows.push(numbers);
  }
  if (linesPerPoint > 1) return rows;
  const texts = lines
    .slice(table.firstLine)
    .filter(({ isBlank, isComment }) => !isBlank && !isComment)
    .slice(0, rows.length)
    .map(({ start, end }) => fieldsOf(textOf(bytes, start, end), delimiter));
  return texts.every((fields) => fields.length === columnCount) ? texts : rows;
}

function fieldsOf(line: string, delimiter: string): string[] {
  if (delimiter === '') return line.trim().split(/\s+/);
  const fields = quotedFields(line, delimiter).fields.map((field) => field.trim());
  if (fields.at(-1) === '') fields.pop();
  return fields;
}
