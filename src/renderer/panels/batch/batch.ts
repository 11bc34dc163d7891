/**
 * `<gp-batch>`: a folder of clouds, in the place of the viewport. What it is and how far it is above, then which rows
 * to show, then the rows.
 */
import { css, html, nothing } from 'lit';
import { bytesOf, isOpen } from '../../app/batch-rows.ts';
import { formatBytes, formatCount } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { isRecursive } from '../../app/job-change.ts';
import type { BatchRow, BatchState } from '../../app/state.ts';
import '../../icons/icon.ts';
import { base, buttons } from '../../styles/shared.ts';
import './batch-list.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';

const FILTERS = ['all', 'done', 'failed'] as const;
type Filter = (typeof FILTERS)[number];

export class BatchPanel extends Panel {
  static override properties = { ...Panel.properties, filter: { state: true } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        container-type: inline-size;
        background: var(--gp-panel);
      }
      header {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 0.5rem 1rem;
        padding: 0.75rem 1rem;
        border-bottom: 1px solid var(--gp-line);
      }
      .title {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: center;
        gap: 0 0.75rem;
      }
      .title > gp-icon {
        color: var(--gp-accent-text);
        font-size: 1.5rem;
      }
      h1 {
        overflow: hidden;
        font-size: var(--wa-font-size-l);
        font-weight: 600;
        line-height: 1.3;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .close {
        width: 1.875rem;
        padding: 0;
      }
      .filters {
        display: flex;
      }
      .filters button {
        min-height: 1.75rem;
        border-radius: 0;
      }
      .filters button + button {
        margin-inline-start: -1px;
      }
      .filters button:first-child {
        border-start-start-radius: var(--wa-border-radius-m);
        border-end-start-radius: var(--wa-border-radius-m);
      }
      .filters button:last-child {
        border-start-end-radius: var(--wa-border-radius-m);
        border-end-end-radius: var(--wa-border-radius-m);
      }
      .filters button[aria-pressed='true'] {
        z-index: 1;
        border-color: var(--gp-accent);
        background: var(--gp-accent-soft);
        color: var(--gp-accent-text);
      }
      .filters .number {
        font-weight: 400;
        opacity: 0.85;
      }
      .none {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 0.35rem;
        padding: 2rem;
        text-align: center;
      }
      @container (max-width: 36rem) {
        header {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .filters {
          grid-area: 2 / 1 / 3 / -1;
        }
      }
      .none gp-icon {
        margin-bottom: 0.35rem;
        color: var(--gp-quiet);
        font-size: 2rem;
      }
      .none button {
        margin-top: 0.75rem;
      }
    `,
  ];
  declare filter: Filter;
  /** The rows of a filter, found once for every list. */
  #shown: { of: readonly BatchRow[]; filter: Filter; rows: readonly BatchRow[] } | undefined;

  constructor() {
    super();
    this.filter = 'all';
  }

  protected override render() {
    const { batch, settings } = this.state;
    if (!batch) return nothing;
    const rows = this.#filtered(batch.rows);
    return html`
      ${this.#head(batch)}
      ${
        rows.length > 0
          ? html`<gp-batch-list
              .rows=${rows}
              .folder=${batch.output}
              .batch=${batch.state}
              .unit=${settings.unit}
              .locale=${language()}
              @gp-open=${(event: CustomEvent<number>) => this.actions.openItem(event.detail)}
              @gp-retry=${(event: CustomEvent<number>) => this.actions.retryItem(event.detail)}
            ></gp-batch-list>`
          : this.#none(batch)
      }
    `;
  }

  #head(batch: BatchState) {
    const { input, rows } = batch;
    const counts = countStates(rows);
    return html`<header>
      <div class="title">
        <gp-icon name="folders"></gp-icon>
        <div>
          <h1 title=${input.name}>${input.name}</h1>
          <p class="quiet number" role="status">${this.#summary(batch, counts)}</p>
        </div>
      </div>
      <div class="filters" role="group" aria-label=${t('batch.filter')}>
        ${FILTERS.map((filter) => {
          const count = filter === 'all' ? rows.length : counts[filter];
          return html`<button aria-pressed=${String(this.filter === filter)} @click=${() => (this.filter = filter)}>
            ${t(`batch.${filter}`)} <span class="number">${formatCount(count)}</span>
          </button>`;
        })}
      </div>
      <button
        class="plain close"
        id="close"
        aria-label=${t('batch.close')}
        @click=${() => this.actions.perform('close')}
      >
        <gp-icon name="x"></gp-icon>
      </button>
      <gp-tooltip for="close">${t('batch.closeHelp')}</gp-tooltip>
    </header>`;
  }

  #summary({ state, rows }: BatchState, counts: Counts): string {
    if (state === 'listing' && rows.length === 0) return t('batch.listing');
    const parts = [t('batch.clouds', { count: rows.length })];
    if (rows.length > 0) parts.push(formatBytes(bytesOf(rows)));
    if (counts.done > 0) parts.push(t('batch.countsDone', { count: counts.done }));
    if (counts.failed > 0) parts.push(t('batch.countsFailed', { count: counts.failed }));
    if (counts.done + counts.failed > 0 && counts.open > 0) {
      parts.push(t('batch.countsWaiting', { count: counts.open }));
    }
    return parts.join(' · ');
  }

  #filtered(rows: readonly BatchRow[]): readonly BatchRow[] {
    const { filter } = this;
    if (filter === 'all') return rows;
    if (this.#shown?.of !== rows || this.#shown.filter !== filter) {
      this.#shown = { of: rows, filter, rows: rows.filter(({ state }) => state === filter) };
    }
    return this.#shown.rows;
  }

  #none({ state, rows, job }: BatchState) {
    if (state === 'listing') {
      return html`<div class="none">
        <gp-icon name="folder-open"></gp-icon>
        <p>${t('batch.listing')}</p>
      </div>`;
    }
    if (rows.length > 0) {
      return html`<div class="none">
        <p class="quiet">${this.filter === 'done' ? t('batch.noneDone') : t('batch.noneFailed')}</p>
      </div>`;
    }
    return html`<div class="none">
      <gp-icon name="folder-open"></gp-icon>
      <strong>${t('batch.empty')}</strong>
      <p class="quiet">${t('batch.emptyHelp')}</p>
      ${
        isRecursive(job)
          ? nothing
          : html`<button @click=${() => this.actions.setJob({ recursive: true })}>${t('batch.emptyBelow')}</button>`
      }
    </div>`;
  }
}

interface Counts {
  readonly done: number;
  readonly failed: number;
  readonly open: number;
}

function countStates(rows: readonly BatchRow[]): Counts {
  const counts = { done: 0, failed: 0, open: 0 };
  for (const { state } of rows) {
    if (state === 'done' || state === 'failed') counts[state]++;
    else if (isOpen(state)) counts.open++;
  }
  return counts;
}

customElements.define('gp-batch', BatchPanel);
