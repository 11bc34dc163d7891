/** `<gp-empty>`: before anything is open. Says in one sentence what the program does, and four ways to begin. */
import { css, html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { withShortcut } from '../../app/accelerators.ts';
import { t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';
import { SAMPLES } from './samples.ts';

/** So many can be taken in at a glance. */
const MOST_RECENTS = 5;

export class EmptyState extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        padding: 1.5rem;
        overflow: auto;
        background: var(--gp-window);
      }
      .page {
        display: grid;
        gap: 1.5rem;
        width: min(42rem, 100%);
        margin: auto;
      }
      header {
        text-align: center;
      }
      h1 {
        font-size: 1.625rem;
        font-weight: 600;
        letter-spacing: -0.01em;
        line-height: 1.25;
      }
      header p {
        max-width: 33rem;
        margin: 0.5rem auto 0;
        color: var(--gp-quiet);
        font-size: 0.9375rem;
        text-wrap: balance;
      }
      .target {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0.75rem;
        padding: 1.5rem 1rem 1.25rem;
        border: 1.5px dashed color-mix(in oklab, var(--gp-quiet) 45%, transparent);
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
      }
      .target .drop,
      .target .formats {
        flex-basis: 100%;
        text-align: center;
      }
      .target .drop {
        font-size: 0.9375rem;
        font-weight: 500;
      }
      button.primary {
        min-width: 7rem;
      }
      button.second {
        min-height: 2.375rem;
      }
      h2 {
        margin-bottom: 0.5rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        font-weight: 600;
      }
      .samples {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
        gap: 0.75rem;
      }
      .card {
        display: grid;
        align-content: start;
        justify-items: start;
        gap: 0;
        width: 100%;
        padding: 0;
        overflow: hidden;
        border-color: var(--gp-line);
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
        text-align: start;
      }
      .card svg {
        display: block;
        width: 100%;
        height: auto;
        aspect-ratio: 16 / 9;
        background: var(--gp-sunken);
        color: var(--gp-accent);
      }
      .card .name {
        padding: 0.6rem 0.75rem 0;
        font-weight: 600;
      }
      .card .text {
        padding: 0.1rem 0.75rem 0.7rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        font-weight: 400;
      }
      .recents {
        display: grid;
        border: 1px solid var(--gp-line);
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
        overflow: hidden;
      }
      .recents li + li {
        border-top: 1px solid var(--gp-line);
      }
      .recents button {
        display: grid;
        grid-template-columns: auto minmax(0, max-content) minmax(0, 1fr);
        justify-content: start;
        gap: 0.6rem;
        width: 100%;
        min-height: 2.125rem;
        border: 0;
        border-radius: 0;
        background: none;
        text-align: start;
      }
      .recents button:focus-visible {
        outline-offset: -2px;
      }
      .recents gp-icon {
        color: var(--gp-quiet);
      }
      .recents span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .recents .folder {
        color: var(--gp-quiet);
        font-weight: 400;
        text-align: end;
      }
      @media (max-height: 40rem) {
        .page {
          gap: 1rem;
        }
        .target {
          padding-block: 1rem 0.75rem;
        }
      }
    `,
  ];

  protected override render() {
    const { recents } = this.state;
    return html`<div class="page">
      <header>
        <h1>${t('empty.title')}</h1>
        <p>${t('empty.text')}</p>
      </header>
      <div class="target">
        <span class="drop">${t('empty.drop')}</span>
        <button class="primary" id="open" @click=${() => this.actions.perform('open')}>
          <gp-icon name="folder-open"></gp-icon>${t('empty.open')}
        </button>
        <gp-tooltip for="open">${withShortcut('open')}</gp-tooltip>
        <button class="second" id="open-folder" @click=${() => this.actions.perform('open-folder')}>
          <gp-icon name="folders"></gp-icon>${t('empty.openFolder')}
        </button>
        <gp-tooltip for="open-folder">${withShortcut('open-folder')}</gp-tooltip>
        <span class="formats help">${t('empty.formats')}</span>
      </div>
      <section>
        <h2>${t('empty.samples')}</h2>
        <div class="samples">${SAMPLES.map((sample) => this.#card(sample))}</div>
      </section>
      ${
        recents.length > 0
          ? html`<section>
              <h2>${t('empty.recents')}</h2>
              <ul class="recents">
                ${recents.slice(0, MOST_RECENTS).map(
                  (recent) =>
                    html`<li>
                      <button @click=${() => this.actions.openRecent(recent.id)}>
                        <gp-icon name="file"></gp-icon><span>${recent.name}</span
                        ><span class="folder">${recent.folder}</span>
                      </button>
                    </li>`,
                )}
              </ul>
            </section>`
          : nothing
      }
    </div>`;
  }

  #card({ file, name, text, picture }: (typeof SAMPLES)[number]) {
    return html`<button class="card" data-sample=${file} @click=${() => this.actions.openSample(file)}>
      ${unsafeHTML(picture)}
      <span class="name">${t(name)}</span>
      <span class="text">${t(text)}</span>
    </button>`;
  }
}

customElements.define('gp-empty', EmptyState);
