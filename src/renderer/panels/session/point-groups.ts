/**
 * `<gp-point-groups>`: the scans of a cloud, or its classes, with the colours that they have in the picture and their
 * points; each can be hidden or removed. Up to eight stand there; more scroll, and only those that are seen are made,
 * since a flight may have thousands.
 *
 * `gp-toggle` asks to hide a group or to show it again, `gp-remove` to leave its points out (`detail`: its `id`).
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { flow } from '@lit-labs/virtualizer/layouts/flow.js';
import { virtualize } from '@lit-labs/virtualizer/virtualize.js';
import { formatCount } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';

export interface PointGroup {
  readonly id: number;
  readonly name: string;
  readonly pointCount: number;
  /** As CSS takes it. */
  readonly color: string;
  /** Undefined where it cannot be hidden. */
  readonly isHidden?: boolean;
}

const MOST_ROWS = 8;
const LAYOUT = flow();

export class PointGroups extends LitElement {
  static override properties = { groups: { attribute: false }, label: {}, locale: {} };
  static override styles = [
    base,
    buttons,
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
        gap: 0.1rem;
        width: 100%;
        height: var(--row);
        padding-inline: 0.65rem 0.2rem;
      }
      .row:not(:last-child) {
        box-shadow: inset 0 -1px var(--gp-line);
      }
      i {
        flex: none;
        width: 0.65rem;
        height: 0.65rem;
        margin-inline-end: 0.45rem;
        border-radius: 50%;
      }
      .hidden-group > :not(button) {
        opacity: 0.5;
      }
      .name {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .number {
        padding-inline: 0.35rem;
      }
      button.plain {
        flex: none;
        width: 1.5rem;
        min-height: 1.5rem;
        padding: 0;
        color: var(--gp-quiet);
      }
      button.plain:hover,
      button.plain:focus-visible {
        color: var(--gp-text);
      }
    `,
  ];
  declare groups: readonly PointGroup[];
  declare label: string;
  declare locale: string;

  constructor() {
    super();
    this.groups = [];
    this.label = '';
    this.locale = language();
  }

  protected override render() {
    const isMany = this.groups.length > MOST_ROWS;
    return html`<div
      class=${isMany ? 'rows many' : 'rows'}
      role="list"
      aria-label=${this.label}
      tabindex=${isMany ? 0 : nothing}
    >
      ${
        isMany
          ? virtualize({ items: this.groups as PointGroup[], renderItem: this.#row, layout: LAYOUT, scroller: true })
          : this.groups.map(this.#row)
      }
    </div>`;
  }

  readonly #row = (group: PointGroup, place: number): TemplateResult => {
    const { id, name, pointCount, color, isHidden } = group;
    return html`<div
      class=${isHidden ? 'row hidden-group' : 'row'}
      role="listitem"
      aria-posinset=${place + 1}
      aria-setsize=${this.groups.length}
    >
      <i style="background: ${color}"></i>
      <span class="name" title=${name}>${name}</span>
      <span class="quiet number">${formatCount(pointCount)}</span>
      ${
        isHidden === undefined
          ? nothing
          : html`<button
              class="plain"
              aria-label=${t('cloud.groups.show', { name })}
              aria-pressed=${String(!isHidden)}
              title=${t(isHidden ? 'cloud.groups.showHelp' : 'cloud.groups.hideHelp')}
              @click=${() => this.#tell('gp-toggle', id)}
            >
              <gp-icon name=${isHidden ? 'eye-off' : 'eye'}></gp-icon>
            </button>`
      }
      ${
        this.groups.length < 2
          ? nothing
          : html`<button
              class="plain"
              aria-label=${t('cloud.groups.remove', { name })}
              title=${t('cloud.groups.removeHelp')}
              @click=${() => this.#tell('gp-remove', id)}
            >
              <gp-icon name="trash"></gp-icon>
            </button>`
      }
    </div>`;
  };

  #tell(event: 'gp-toggle' | 'gp-remove', detail: number): void {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

customElements.define('gp-point-groups', PointGroups);
