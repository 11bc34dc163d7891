/**
 * `<gp-batch-list>`: the clouds of a batch. Only the rows that are seen are made, so five thousand cost no more than
 * twenty; which row of how many it is stands in its attributes, for screen readers. One stop for the Tab key: arrow
 * keys go from row to row, Enter opens.
 *
 * The row that is worked on stays in sight, until the person scrolls away from it.
 *
 * `gp-open` and `gp-retry` tell of which item (`detail`: its index in the batch).
 */
import { flow } from '@lit-labs/virtualizer/layouts/flow.js';
import { virtualize, virtualizerRef, type VirtualizerHostElement } from '@lit-labs/virtualizer/virtualize.js';
import { css, html, LitElement, type PropertyValues } from 'lit';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { meshOf } from '../../app/batch-rows.ts';
import { language, t } from '../../app/i18n.ts';
import type { BatchRow, BatchState } from '../../app/state.ts';
import type { FolderRef } from '../../worker/engine-api.ts';
import { base } from '../../styles/shared.ts';
import './batch-row.ts';

const LAYOUT = flow();
/** So many rows Page Up and Page Down go. */
const PAGE_ROWS = 10;

export class BatchList extends LitElement {
  static override properties = {
    rows: { attribute: false },
    folder: { attribute: false },
    batch: {},
    unit: {},
    locale: {},
    active: { state: true },
  };
  static override styles = [
    base,
    css`
      :host {
        min-height: 0;
      }
      .rows {
        container-type: inline-size;
        height: 100%;
        overflow: hidden auto;
        scrollbar-width: thin;
      }
    `,
  ];
  declare rows: readonly BatchRow[];
  declare folder: FolderRef | null;
  declare batch: BatchState['state'];
  declare unit: LengthUnit;
  declare locale: string;
  /** The row that the Tab key leads to. */
  declare active: number;
  /** First and last row that are seen. */
  #seen = { first: 0, last: 0 };

  constructor() {
    super();
    this.rows = [];
    this.folder = null;
    this.batch = 'ready';
    this.unit = 'none';
    this.locale = language();
    this.active = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('rows')) this.active = Math.max(0, Math.min(this.active, this.rows.length - 1));
  }

  /** Place of the row that is worked on. */
  #current = -1;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('rows')) return;
    const before = this.#current;
    this.#current = this.rows.findIndex(({ state }) => state === 'running');
    const wasSeen = before >= this.#seen.first && before <= this.#seen.last;
    if (this.#current > before && before >= 0 && wasSeen) this.#scrollTo(this.#current);
  }

  protected override render() {
    return html`<div
      class="rows"
      role="list"
      aria-label=${t('batch.list')}
      @keydown=${this.#press}
      @focusin=${this.#hold}
      @visibilityChanged=${this.#moved}
    >
      ${virtualize({
        items: this.rows as BatchRow[],
        keyFunction: (row) => row.item.index,
        renderItem: this.#row,
        layout: LAYOUT,
        scroller: true,
      })}
    </div>`;
  }

  readonly #row = (row: BatchRow, place: number) => {
    const isActive = place === this.active;
    return html`<gp-batch-row
      role="listitem"
      tabindex=${isActive ? 0 : -1}
      aria-posinset=${place + 1}
      aria-setsize=${this.rows.length}
      data-place=${place}
      .row=${row}
      .folder=${this.folder}
      .batch=${this.batch}
      .unit=${this.unit}
      .locale=${this.locale}
      .reachable=${isActive}
      @gp-open=${() => this.#dispatch('gp-open', row)}
      @gp-retry=${() => this.#dispatch('gp-retry', row)}
      @dblclick=${() => this.#open(row)}
    ></gp-batch-row>`;
  };

  #open(row: BatchRow): void {
    if (meshOf(row)) this.#dispatch('gp-open', row);
  }

  #dispatch(name: 'gp-open' | 'gp-retry', row: BatchRow): void {
    this.dispatchEvent(new CustomEvent(name, { detail: row.item.index }));
  }

  readonly #hold = (event: FocusEvent): void => {
    const place = (event.target as HTMLElement).dataset['place'];
    if (place !== undefined) this.active = Number(place);
  };

  /** The Tab key must lead to a row that is there. */
  readonly #moved = ({ first, last }: Event & { first: number; last: number }): void => {
    this.#seen = { first, last };
    const hasFocus = this.renderRoot.querySelector(':focus') !== null;
    if (!hasFocus && (this.active < first || this.active > last)) this.active = Math.max(0, first);
  };

  readonly #press = (event: KeyboardEvent): void => {
    const row = this.rows[this.active];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnRow = (event.composedPath()[0] as HTMLElement).dataset?.['place'] !== undefined;
    if (event.key === 'Enter' && isOnRow) this.#open(row);
    else {
      const last = this.rows.length - 1;
      const to = {
        ArrowDown: this.active + 1,
        ArrowUp: this.active - 1,
        PageDown: this.active + PAGE_ROWS,
        PageUp: this.active - PAGE_ROWS,
        Home: 0,
        End: last,
      }[event.key];
      if (to === undefined) return;
      void this.#go(Math.max(0, Math.min(last, to)));
    }
    event.preventDefault();
  };

  async #go(place: number): Promise<void> {
    this.active = place;
    const isFar = place < this.#seen.first || place > this.#seen.last;
    this.#scrollTo(place);
    if (isFar) await this.#virtualizer?.layoutComplete;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-place='${place}']`)?.focus();
  }

  get #virtualizer() {
    return this.renderRoot.querySelector<VirtualizerHostElement>('.rows')?.[virtualizerRef];
  }

  #scrollTo(place: number): void {
    this.#virtualizer?.element(place)?.scrollIntoView({ block: 'nearest' });
  }
}

customElements.define('gp-batch-list', BatchList);
