/**
 * `<gp-scans>`: the scans of a cloud with the colours that they have in the picture, and their points. Up to eight
 * stand there; more scroll, and only those that are seen are made, since a flight may have thousands.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { flow } from '@lit-labs/virtualizer/layouts/flow.js';
import { virtualize } from '@lit-labs/virtualizer/virtualize.js';
import { formatCount } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { base } from '../../styles/shared.ts';
import { valueCss } from '../../viewport/layers/point-colors.ts';
import type { NumberedScan } from '../../worker/engine-api.ts';

const MOST_ROWS = 8;
const LAYOUT = flow();

export class ScanList extends LitElement {
  static override properties = { scans: { attribute: false }, locale: {} };
  static override styles = [
    base,
    css`
      .rows {
        --row: 1.75rem;
        border: 1px solid var(--gp-line);
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-raised);
      }
      .rows.many {
        /* Half a row more says that there are more. */
        height: calc(${MOST_ROWS + 0.5} * var(--row));
        overflow: hidden auto;
        scrollbar-width: thin;
      }
      .row {
        display: flex;
        align-items: center;
        gap: 0.55rem;
        width: 100%;
        height: var(--row);
        padding-inline: 0.65rem;
      }
      .row:not(:last-child) {
        box-shadow: inset 0 -1px var(--gp-line);
      }
      i {
        flex: none;
        width: 0.65rem;
        height: 0.65rem;
        border-radius: 50%;
      }
      .name {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];
  declare scans: readonly NumberedScan[];
  declare locale: string;

  constructor() {
    super();
    this.scans = [];
    this.locale = language();
  }

  protected override render() {
    const isMany = this.scans.length > MOST_ROWS;
    return html`<div
      class=${isMany ? 'rows many' : 'rows'}
      role="list"
      aria-label=${t('cloud.scans')}
      tabindex=${isMany ? 0 : nothing}
    >
      ${
        isMany
          ? virtualize({ items: this.scans as NumberedScan[], renderItem: this.#row, layout: LAYOUT, scroller: true })
          : this.scans.map(this.#row)
      }
    </div>`;
  }

  readonly #row = ({ name, pointCount, index, number }: NumberedScan, place: number): TemplateResult => {
    const shown = name || t('pointLegend.unnamedScan', { value: number });
    return html`<div class="row" role="listitem" aria-posinset=${place + 1} aria-setsize=${this.scans.length}>
      <i style="background: ${valueCss('scan', index)}"></i>
      <span class="name" title=${shown}>${shown}</span>
      <span class="quiet number">${formatCount(pointCount)}</span>
    </div>`;
  };
}

customElements.define('gp-scans', ScanList);
