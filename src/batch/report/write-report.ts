/**
 * The report of an output folder: a page for people and a table for programs, from whatever sidecars are there. Can be
 * made again at any time, by any machine, with the same bytes for the same sidecars and pictures.
 */
import type { OutputFolder } from '../folders.ts';
import { REPORT_CSV, REPORT_HTML } from '../output-names.ts';
import { collectSidecars } from './collect.ts';
import { csvLines } from './csv.ts';
import { refuseForeignFiles } from './foreign-files.ts';
import { writePage } from './page.ts';
import { PieceWriter } from './piece-writer.ts';
import { type ReportRow, rowsOf } from './rows.ts';

/**
 * Rejects with the signal's reason when aborted, or where the folder cannot be read or written, or holds a report of
 * somebody else; older reports stay.
 */
export async function writeReport(
  output: OutputFolder,
  signal: AbortSignal,
): Promise<{ readonly done: number; readonly failed: number }> {
  await refuseForeignFiles(output);
  const rows = rowsOf(await collectSidecars(output, signal));
  await writeTo(output, REPORT_CSV, signal, async (writer) => {
    for (const line of csvLines(rows)) await writer.text(line);
  });
  await writeTo(output, REPORT_HTML, signal, (writer) => writePage(rows, output, writer, signal));
  const failed = rows.filter(isFailed).length;
  return { done: rows.length - failed, failed };
}

function isFailed({ state }: ReportRow): boolean {
  return state === 'failed';
}

function writeTo(
  output: OutputFolder,
  path: string,
  signal: AbortSignal,
  body: (writer: PieceWriter) => Promise<void>,
): Promise<void> {
  return output.write(
    path,
    async (sink) => {
      const writer = new PieceWriter(sink);
      await body(writer);
      await writer.end();
    },
    signal,
  );
}
