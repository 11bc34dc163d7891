/**
 * The page that a batch is judged by: one file that needs no network, written piece by piece, since the pictures of
 * thousands of meshes are more than a string may hold. Without its script it shows the same, failures first.
 *
 * Nothing in it can reach out or run: all text is escaped, and the page's own policy allows no address, and no script
 * but the one below.
 */
import type { OutputFolder } from '../folders.ts';
import { REPORT_CSV } from '../output-names.ts';
import { base64Bytes } from './base64.ts';
import { formatCount } from './format.ts';
import { escaped, shape, shapeDefinitions } from './markup.ts';
import { computingTime, factsOf, type PageCounts, type PageFacts, verdict } from './page-facts.ts';
import { rowMarkup, SORTABLE_COLUMNS } from './page-row.ts';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { PieceWriter } from './piece-writer.ts';
import { readAhead } from './read-ahead.ts';
import { failuresFirst, type ReportRow } from './rows.ts';

const PICTURES_AHEAD = 8;

/** The pictures of a batch have 5 to 40 KB. What is larger was put there by somebody else. */
const MAX_PICTURE_BYTES = 2 ** 19;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** Rejects with the signal's reason when aborted, or as the folder does where a picture cannot be read. */
export async function writePage(
  rows: readonly ReportRow[],
  output: OutputFolder,
  writer: PieceWriter,
  signal: AbortSignal,
): Promise<void> {
  const facts = factsOf(rows);
  await writer.text(pageHead(output.name) + summary(output.name, rows, facts));
  if (rows.length > 0) {
    await writer.text(controls(facts.counts) + tableHead());
    await writeRows(failuresFirst(rows), facts, output, writer, signal);
    await writer.text('</tbody></table><p class="nothing" hidden>No file is like that.</p>');
  }
  await writer.text(`${pageFoot(rows)}<script>${PAGE_SCRIPT}</script></body></html>\n`);
}

async function writeRows(
  rows: readonly ReportRow[],
  facts: PageFacts,
  output: OutputFolder,
  writer: PieceWriter,
  signal: AbortSignal,
): Promise<void> {
  const withPicture = async (row: ReportRow) => {
    signal.throwIfAborted();
    return { row, picture: row.mesh && (await readPicture(output, row.mesh.picture)) };
  };
  for await (const { row, picture } of readAhead(rows, PICTURES_AHEAD, withPicture)) {
    signal.throwIfAborted();
    const { before, after } = rowMarkup(row, facts, picture ? 'there' : 'missing');
    await writer.text(before);
    if (picture) await writer.bytes(base64Bytes(picture));
    await writer.text(after);
  }
}

async function readPicture(output: OutputFolder, path: string): Promise<Uint8Array | null> {
  const bytes = await output.read(path);
  if (!bytes || bytes.length > MAX_PICTURE_BYTES) return null;
  return PNG_SIGNATURE.every((byte, i) => bytes[i] === byte) ? bytes : null;
}

function pageHead(folder: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '${PAGE_SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="GridPull">
<title>${escaped(folder)} – GridPull report</title>
<style>${PAGE_STYLE}</style></head><body>${shapeDefinitions()}
`;
}

function summary(folder: string, rows: readonly ReportRow[], { counts, details, sharedWarnings }: PageFacts): string {
  const warnings = [...sharedWarnings].map(
    (text) => `<p class="shared">${shape('warning')}All meshes: ${escaped(text)}</p>`,
  );
  const facts = details.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return `<header><p class="brand">${shape('mark')}GridPull report</p><h1>${escaped(folder)}</h1>
<p class="verdict ${verdictTone(counts)}">${verdictIcon(counts)}${verdict(counts)}</p>
${rows.length > 0 ? tiles(counts, computingTime(rows)) : ''}
${facts.length > 0 ? `<dl class="facts">${facts.join('')}</dl>` : ''}${warnings.join('')}</header>
<main>`;
}

function verdictTone({ all, failed }: PageCounts): string {
  if (all === 0) return 'empty';
  return failed > 0 ? 'bad' : 'good';
}

function verdictIcon({ all, failed }: PageCounts): string {
  if (all === 0) return '';
  return shape(failed > 0 ? 'cross' : 'check');
}

function tiles({ done, failed, warned, open }: PageCounts, time: string): string {
  const tile = (name: string, value: string, tone = ''): string =>
    `<div class="${tone}"><dt>${name}</dt><dd>${value}</dd></div>`;
  return `<dl class="tiles">${tile('Failed', formatCount(failed), failed > 0 ? 'bad' : '')}${tile('Done', formatCount(done))}${tile('With warnings', formatCount(warned), warned > 0 ? 'warn' : '')}${tile('Not watertight', formatCount(open))}${tile('Computing time', time)}</dl>`;
}

/** Shown by the script, which they need. */
function controls({ all, failed, warned, open }: PageCounts): string {
  const choice = (value: string, text: string, count: number): string =>
    `<label><input type="radio" name="show" value="${value}"${value === '' ? ' checked' : ''}${count === 0 ? ' disabled' : ''}><span>${text} <b>${formatCount(count)}</b></span></label>`;
  return `<form class="controls" hidden><input type="search" id="filter" placeholder="Filter by name, message, …" aria-label="Filter the files" autocomplete="off" spellcheck="false">
<fieldset><legend>Show</legend>${choice('', 'All', all)}${choice('failed', 'Failed', failed)}${choice('warned', 'With warnings', warned)}${choice('open', 'Not watertight', open)}</fieldset>
<output aria-live="polite"></output></form>
`;
}

function tableHead(): string {
  const heads = SORTABLE_COLUMNS.map(
    ({ name, title, help }) =>
      `<th scope="col" class="${name}" aria-sort="none"><button type="button" title="${escaped(help)}" disabled>${title}</button></th>`,
  );
  return `<table><caption>Files of the batch. Distances and cells are in the unit of each file.</caption>
<thead><tr><th scope="col" class="picture">Picture</th>${heads.join('')}</tr></thead><tbody>
`;
}

function pageFoot(rows: readonly ReportRow[]): string {
  const table =
    rows.length > 0
      ? `The same numbers and more for other programs are in <a href="${REPORT_CSV}">${REPORT_CSV}</a>. `
      : '';
  return `</main><footer><p>${table}Every mesh has its <i>details</i> beside it, a file that <code>gridpull run</code> repeats it from.</p></footer>`;
}
