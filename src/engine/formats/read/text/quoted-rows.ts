/**
 * Rows of a table with fields in quotes (RFC 4180, with any delimiter), by Papa Parse: quotes may hold delimiters, line
 * ends and quotes. Rows come as strings, which is slower than numbers from bytes, but only such files pay for it.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';
import { CR } from '../ply/ply-header.ts';
import type { LineEnd } from './text-head.ts';

/** A row longer than that has lost a quote. */
const MAX_ROW_CHARACTERS = 1 << 20;

interface ParsedRows {
  readonly data: readonly (readonly string[])[];
  readonly meta: { readonly cursor: number };
}

/** Calls `visit` for every row with the number of its first line, the first row having `firstLine`. */
export async function forEachQuotedRow(
  cursor: ByteCursor,
  delimiter: string,
  lineEnd: LineEnd,
  firstLine: number,
  visit: (fields: readonly string[], line: number) => void,
): Promise<void> {
  const { default: Papa } = await import('papaparse');
  const newline = lineEnd === CR ? '\r' : '\n';
  const decoder = new TextDecoder();
  let line = firstLine;
  let rest = '';
  const take = (text: string, isLast: boolean): void => {
    const parser = new Papa.Parser({ delimiter, newline, quoteChar: '"' });
    const { data, meta } = parser.parse(text, 0, !isLast) as ParsedRows;
    for (const fields of data) {
      visit(fields, line++);
      for (const field of fields) if (field.includes(newline)) line += field.split(newline).length - 1;
    }
    rest = isLast ? '' : text.slice(meta.cursor);
  };
  do {
    const piece = decoder.decode(cursor.bytes.subarray(cursor.start, cursor.end), { stream: true });
    cursor.start = cursor.end;
    take(rest + (lineEnd === 'mixed' ? piece.replace(/\r(?!\n)/g, '\n') : piece), false);
    if (rest.length > MAX_ROW_CHARACTERS) {
      const what = `a quote in line ${line} is never closed`;
      throw formatError(cursor.name, what, 'Repair the line or export again.', { line });
    }
  } while (await cursor.more());
  take(rest + decoder.decode(), true);
}
