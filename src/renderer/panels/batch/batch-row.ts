/**
 * `<gp-batch-row>`: one cloud of a batch. Drawn anew only when its own row changes, however often the batch tells.
 * `gp-open` and `gp-retry` ask for what its buttons say.
 */
import { thumbnailPath } from '../../../batch/output-names.ts';
import { css, html, LitElement, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { meshOf } from '../../app/batch-rows.ts';
import { formatBytes } from '../../app/format.ts';
import { engineText } from '../../app/engine-text.ts';
import { language, t } from '../../app/i18n.ts';
import type { BatchRow, BatchState } from '../../app/state.ts';
import '../../icons/icon.ts';
import type { FolderRef } from '../../worker/engine-api.ts';
import { base, buttons } from '../../styles/shared.ts';
import { resultInWords, shownState, splitPath, STATE_ICONS, stateInWords } from './batch-words.ts';
import './thumbnail.ts';

export class BatchRowElement extends LitElement {
  static override properties = {
    row: { attribute: false },
    folder: { attribute: false },
    batch: {},
    unit: {},
    locale: {},
    reachable: { type: Boolean },
  };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: 3rem minmax(0, 2fr) minmax(0, 3fr) 6rem;
        align-items: center;
        gap: 0.25rem 1rem;
        width: 100%;
        min-height: 4rem;
        padding: 0.5rem 1rem;
        border-bottom: 1px solid var(--gp-line);
      }
      :host(:hover) {
        background: var(--gp-hover);
      }
      :host(:focus-visible) {
        outline: var(--wa-focus-ring);
        outline-offset: -2px;
      }
      .name,
      .place {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name {
        font-weight: 500;
      }
      .place,
      .result {
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      .file,
      .what {
        min-width: 0;
      }
      .state {
        display: flex;
        align-items: center;
        gap: 0.4em;
        font-weight: 500;
      }
      .state gp-icon {
        flex: none;
        font-size: 1.15em;
      }
      .state .more {
        color: var(--gp-quiet);
        font-weight: 400;
      }
      .waiting,
      .cancelled {
        color: var(--gp-quiet);
        font-weight: 400;
      }
      .done gp-icon {
        color: var(--gp-good);
      }
      .failed {
        color: var(--gp-bad);
      }
      .running gp-icon,
      .checking gp-icon {
        color: var(--gp-accent-text);
        animation: turn 1.6s linear infinite;
      }
      @keyframes turn {
        to {
          rotate: 1turn;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .state gp-icon {
          animation: none !important;
        }
      }
      .error {
        margin-top: 0.1rem;
        color: var(--gp-text);
        font-size: var(--wa-font-size-s);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .bar {
        height: 0.375rem;
        margin-top: 0.35rem;
        overflow: hidden;
        border-radius: 1rem;
        background: var(--gp-line);
      }
      .bar div {
        height: 100%;
        border-radius: inherit;
        background: var(--gp-accent);
      }
      .buttons {
        display: flex;
        gap: 0.375rem;
        justify-content: flex-end;
      }
      /* Of the list, which is narrow in a small window. */
      @container (max-width: 36rem) {
        :host {
          grid-template-columns: 3rem minmax(0, 1fr) auto;
        }
        .what {
          grid-area: 2 / 2 / 3 / -1;
        }
        .buttons {
          grid-area: 1 / 3;
        }
      }
    `,
  ];
  declare row: BatchRow;
  /** The folder of the meshes. */
  declare folder: FolderRef | null;
  declare batch: BatchState['state'];
  declare unit: LengthUnit;
  declare locale: string;
  /** Whether the Tab key stops at its buttons: only in the row that arrow keys have led to. */
  declare reachable: boolean;

  constructor() {
    super();
    this.batch = 'ready';
    this.unit = 'none';
    this.locale = language();
    this.reachable = false;
  }

  protected override render() {
    const { row } = this;
    const { item, sidecar } = row;
    const [place, name] = splitPath(item.input);
    const size = formatBytes(item.inputBytes);
    return html`
      <gp-thumbnail
        .folder=${this.folder}
        path=${sidecar?.state === 'done' ? thumbnailPath(sidecar.output.path) : ''}
        version=${sidecar?.finishedAt ?? ''}
      ></gp-thumbnail>
      <div class="file">
        <div class="name" title=${item.input}>${name}</div>
        <div class="place number">${place ? `${place} · ${size}` : size}</div>
      </div>
      <div class="what">${this.#state()}${this.#details()}</div>
      <div class="buttons">${this.#buttons(name)}</div>
    `;
  }

  #state() {
    const { row } = this;
    const state = shownState(row, this.batch);
    const more = stateInWords(row);
    return html`<div class="state ${state}">
      <gp-icon name=${STATE_ICONS[state]}></gp-icon>
      <span>${t(`batch.state.${state}`)}</span>
      ${more ? html`<span class="more number">${more}</span>` : nothing}
    </div>`;
  }

  #details() {
    const { state, share, sidecar, item } = this.row;
    if (state === 'running') {
      const percent = Math.round(100 * share);
      return html`<div
        class="bar"
        role="progressbar"
        aria-label=${t('batch.progress', { name: item.input })}
        aria-valuenow=${percent}
      >
        <div style=${styleMap({ width: `${percent}%` })}></div>
      </div>`;
    }
    if (state === 'failed' && sidecar?.error) return html`<p class="error">${engineText(sidecar.error.message)}</p>`;
    if (state === 'done' && sidecar) {
      return html`<div class="result number">${resultInWords(sidecar, this.unit)}</div>`;
    }
    return nothing;
  }

  #buttons(name: string) {
    const isBusy = this.batch === 'running' || this.batch === 'paused' || this.batch === 'listing';
    if (meshOf(this.row)) {
      const help = isBusy ? t('batch.openBusy') : t('batch.openHelp');
      return this.#button('gp-open', t('batch.open'), t('batch.openName', { name }), help, isBusy);
    }
    if (this.row.state !== 'failed') return nothing;
    const help = isBusy ? t('batch.retryBusy') : '';
    return this.#button('gp-retry', t('batch.retry'), t('batch.retryName', { name }), help, isBusy);
  }

  #button(event: 'gp-open' | 'gp-retry', text: string, label: string, help: string, isOff: boolean) {
    // A tooltip of our own in every row would be thirty more elements to make at once.
    return html`<button
      class="small"
      title=${help || nothing}
      tabindex=${this.reachable ? 0 : -1}
      aria-label=${label}
      aria-disabled=${isOff ? 'true' : nothing}
      @click=${() => isOff || this.dispatchEvent(new CustomEvent(event))}
    >
      ${text}
    </button>`;
  }
}

customElements.define('gp-batch-row', BatchRowElement);
