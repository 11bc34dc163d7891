/** A row of the page: a picture, the file with all there is to say about it, and either its numbers or its reason. */
import { errorMarkup, FILE_COLUMN, RESULT_COLUMNS, type RowState, STATE_COLUMN, stateOf } from './columns.ts';
import { formatBytes } from './format.ts';
import { escaped, fileLink, pathMarkup, shape, type ShapeName } from './markup.ts';
import { differences } from './options-text.ts';
import { isOpen, type PageFacts } from './page-facts.ts';
import type { ReportRow } from './rows.ts';

/** Text before the picture's address and after it; only `before` where there is no picture. */
export interface RowMarkup {
  readonly before: string;
  readonly after: string;
}

export const SORTABLE_COLUMNS = [FILE_COLUMN, STATE_COLUMN, ...RESULT_COLUMNS] as const;

export function rowMarkup(row: ReportRow, facts: PageFacts, picture: 'there' | 'missing'): RowMarkup {
  const state = stateOf(row, facts.sharedWarnings);
  const is = [state, ...(isOpen(row) ? ['open'] : [])].join(' ');
  const keys = SORTABLE_COLUMNS.map(({ key }) => key(row, facts.sharedWarnings));
  const start = `<tr class="${is}" data-keys="${escaped(JSON.stringify(keys))}"><td class="picture">`;
  const rest = `</td>${fileCell(row, facts)}${stateCell(state)}${row.error ? reasonCell(row.error) : numberCells(row)}</tr>\n`;
  if (picture === 'missing') return { before: start + missingPicture(row), after: rest };
  const name = escaped(row.input);
  return {
    before: `${start}<button type="button"><img alt="Picture of ${name}, larger" width="128" height="96" loading="lazy" decoding="async" src="data:image/png;base64,`,
    after: `"></button>${rest}`,
  };
}

function missingPicture({ mesh }: ReportRow): string {
  return mesh ? '<span class="none">no picture</span>' : '';
}

function fileCell(row: ReportRow, { options, sharedWarnings }: PageFacts): string {
  const others = options ? differences(row.options, options) : '';
  const notes = [
    ...(row.sameAs === null ? [] : [note('same', `Same content as ${escaped(row.sameAs)}`)]),
    ...(others ? [note('options', `Computed with ${escaped(others)}`)] : []),
    ...(row.result?.report.stoppedEarly ? [note('options', 'Ended early by hand')] : []),
    ...row.warnings
      .filter((warning) => !sharedWarnings.has(warning))
      .map((warning) => note('warning', shape('warning') + escaped(warning))),
  ];
  const list = notes.length > 0 ? `<ul>${notes.join('')}</ul>` : '';
  return `<th scope="row"><span class="input" title="${escaped(row.input)}">${pathMarkup(row.input)}</span><span class="files">${filesLine(row)}</span>${list}</th>`;
}

function note(kind: string, markup: string): string {
  return `<li class="${kind}">${markup}</li>`;
}

/** The mesh goes by its name alone where it lies as its cloud does. */
function filesLine({ mesh, input, inputBytes, sidecar }: ReportRow): string {
  const cloud = `<span>cloud ${formatBytes(inputBytes)}</span>`;
  const details = `<a class="details" href="${fileLink(sidecar)}">details</a>`;
  if (!mesh) return cloud + details;
  const text = folderOf(mesh.path) === folderOf(input) ? mesh.path.slice(folderOf(mesh.path).length) : mesh.path;
  const size = mesh.bytes === null ? '' : ` ${formatBytes(mesh.bytes)}`;
  return `<span><a href="${fileLink(mesh.path)}">${escaped(text)}</a>${size}</span>${cloud}${details}`;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

const STATE_LOOKS: Readonly<Record<RowState, readonly [ShapeName, string]>> = {
  done: ['check', 'Done'],
  warned: ['warning', 'Done<span class="unseen"> with warnings</span>'],
  failed: ['cross', 'Failed'],
};

function stateCell(state: RowState): string {
  const [icon, text] = STATE_LOOKS[state];
  return `<td class="state"><span>${shape(icon)}${text}</span></td>`;
}

function reasonCell(error: NonNullable<ReportRow['error']>): string {
  return `<td class="reason" colspan="${RESULT_COLUMNS.length}">${errorMarkup(error)}</td>`;
}

function numberCells({ result }: ReportRow): string {
  if (!result) return `<td colspan="${RESULT_COLUMNS.length}"></td>`;
  return RESULT_COLUMNS.map(({ name, cell }) => {
    const { text, note: below, tone } = cell(result);
    const small = below ? `<small>${below}</small>` : '';
    return `<td class="number ${name}${tone ? ` ${tone}` : ''}"><span>${text}</span>${small}</td>`;
  }).join('');
}
