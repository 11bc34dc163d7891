/**
 * `<gp-columns>`: what the columns of a text file are taken for, with its first rows, and the choice to say otherwise.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { SEPARATORS } from '../../../engine/vocabulary.ts';
import { formatCount, formatExtent } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { ColumnRole, ColumnsState } from '../../app/state.ts';
import { base, buttons } from '../../styles/shared.ts';
import { LENGTH_UNITS } from '../controls/length-units.ts';
import { Panel } from '../panel.ts';
import './points-picture.ts';

const DECIMAL_MARKS = ['.', ','] as const;
const ROLES = [
  '-',
  'x',
  'y',
  'z',
  'red',
  'green',
  'blue',
  'nx',
  'ny',
  'nz',
  'intensity',
  'classification',
  'returnNumber',
  'returnCount',
  'time',
  'scan',
] as const satisfies readonly ColumnRole[];

export class ColumnsPanel extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      .page {
        display: grid;
        gap: 0.9rem;
        padding-bottom: 0.25rem;
      }
      .look {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 1rem;
        align-items: start;
      }
      .table {
        border: 1px solid var(--gp-line);
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-raised);
        overflow: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      th {
        padding: 0.35rem 0.3rem 0;
        background: var(--gp-sunken);
        font-weight: 400;
        text-align: right;
      }
      td {
        padding: 0.3rem 0.65rem;
        border-top: 1px solid var(--gp-line);
        font-family: var(--wa-font-family-code);
        font-size: var(--wa-font-size-s);
        text-align: right;
      }
      .left-out {
        color: var(--gp-quiet);
      }
      .of-file {
        display: block;
        min-height: 1.4em;
        padding: 0.25rem 0.35rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      select {
        width: 100%;
        min-width: 6.2rem;
        min-height: 1.875rem;
        padding: 0 0.4rem;
        border: 1px solid var(--gp-field);
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-raised);
        color: var(--gp-text);
        font: inherit;
        font-weight: 600;
      }
      select.left-out {
        border-style: dashed;
        color: var(--gp-quiet);
        font-weight: 400;
      }
      figure {
        margin: 0;
        border: 1px solid var(--gp-line);
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-raised);
        overflow: hidden;
      }
      figcaption {
        max-width: 176px;
        padding: 0.5rem 0.75rem;
        border-top: 1px solid var(--gp-line);
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
        gap: 0.5rem 1rem;
      }
      .choices label {
        display: grid;
        gap: 0.25rem;
      }
      .choices select {
        font-weight: 400;
      }
      .problem {
        padding: 0.5rem 0.65rem;
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-warn-soft);
        color: var(--gp-warn);
      }
      footer {
        display: flex;
        justify-content: flex-end;
        gap: 0.5rem;
      }
      footer button {
        min-width: 6rem;
        min-height: 2.125rem;
      }
      @media (max-width: 52rem) {
        .look {
          grid-template-columns: minmax(0, 1fr);
        }
        figure {
          display: none;
        }
      }
    `,
  ];

  protected override render() {
    const { columns } = this.state;
    if (!columns) return nothing;
    const { file, preview, problem } = columns;
    return html`<div class="page">
      <p class="help">${t('columns.help', { name: file.name })}</p>
      <div class="look">
        <div class="table" tabindex="0">${this.#table(columns)}</div>
        <figure>
          <gp-points-picture .sample=${preview.sample} label=${t('columns.picture')}></gp-points-picture>
          <figcaption>
            ${
              preview.sample
                ? html`<span>${t('columns.sample', { count: preview.sample.positions.length / 3 })}</span><br /><span
                      >${t('columns.size', {
                        size: formatExtent(preview.sample.size, this.state.settings.unit),
                      })}</span
                    >`
                : t('columns.noSample')
            }
          </figcaption>
        </figure>
      </div>
      <div class="choices">${this.#choices(columns)}</div>
      <p class="help">${t('columns.above')}: ${formatCount(preview.linesAbove)}</p>
      ${problem === null ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      <footer>
        <button @click=${() => this.actions.showDialog('none')}>${t('columns.cancel')}</button>
        <button
          class="primary"
          aria-disabled=${problem === null ? nothing : 'true'}
          @click=${() => this.actions.openWithColumns()}
        >
          ${t('columns.open')}
        </button>
      </footer>
    </div>`;
  }

  /** What was found, or chosen where nothing can be read that way. */
  #choices({ preview, dialect }: ColumnsState) {
    const { unit } = this.state.settings;
    return html`
      ${choice(
        t('columns.between'),
        SEPARATORS.map((name) => [name, t(`columns.separators.${name}`)]),
        dialect.separator ?? preview.separator,
        (separator) => this.actions.setDialect({ separator }),
      )}
      ${choice(
        t('columns.decimal'),
        DECIMAL_MARKS.map((mark) => [mark, t(`columns.decimals.${mark}`)]),
        dialect.decimalMark ?? preview.decimalMark,
        (decimalMark) => this.actions.setDialect({ decimalMark }),
      )}
      ${choice(
        t('settings.unit'),
        LENGTH_UNITS.map(([name, key]) => [name, t(key)]),
        unit,
        (chosen) => this.actions.setSettings({ unit: chosen }),
      )}
    `;
  }

  #table({ roles, preview }: ColumnsState) {
    const styleOf = (column: number): string => (roles[column] === '-' ? 'left-out' : '');
    return html`<table>
      <thead>
        <tr>
          ${preview.columns.map(
            ({ name }, column) =>
              html`<th scope="col">
                <select
                  class=${styleOf(column)}
                  aria-label=${t('columns.column', { number: column + 1 })}
                  .value=${live(roles[column] ?? '-')}
                  @change=${(event: Event) => this.#choose(column, (event.target as HTMLSelectElement).value as ColumnRole)}
                >
                  ${ROLES.map(
                    (role) =>
                      html`<option value=${role} ?selected=${role === roles[column]}>
                        ${t(`columns.roles.${role}`)}
                      </option>`,
                  )}
                </select>
                <span class="of-file">${name ?? ''}</span>
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${preview.rows.map(
          (row) =>
            html`<tr>
              ${row.map((value, column) => html`<td class=${styleOf(column)}>${value}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** No two columns are the same thing: where another is what this one becomes, the two change places. */
  #choose(column: number, role: ColumnRole): void {
    const roles = [...(this.state.columns?.roles ?? [])];
    const other = role === '-' ? -1 : roles.indexOf(role);
    if (other >= 0) roles[other] = roles[column] ?? '-';
    roles[column] = role;
    this.actions.setColumns(roles);
  }
}

/** A list to choose from, its values with their names. */
function choice<T extends string>(
  label: string,
  values: readonly (readonly [T, string])[],
  chosen: T,
  onChange: (value: T) => void,
) {
  return html`<label>
    ${label}
    <select
      .value=${live(chosen)}
      @change=${(event: Event) => onChange((event.target as HTMLSelectElement).value as T)}
    >
      ${values.map(([value, name]) => html`<option value=${value} ?selected=${value === chosen}>${name}</option>`)}
    </select>
  </label>`;
}

customElements.define('gp-columns', ColumnsPanel);
