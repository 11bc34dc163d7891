/** `<gp-empty>`: before anything is open. Says in one sentence what the program does, and four ways to begin. */
import { css, html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { withShortcut } from '../../app/accelerators.ts';
import { isProjectName } from '../../../batch/output-names.ts';
import { formatClock } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';
import { SAMPLES } from './samples.ts';

/** So many can be taken in at a glance. */
const MOST_RECENTS = 4;

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
      .samples.recents {
        grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
      }
      .card {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
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
      .card .picture {
        display: grid;
        place-items: center;
        width: 100%;
        aspect-ratio: 16 / 9;
        overflow: hidden;
        background: var(--gp-sunken);
        color: var(--gp-quiet);
        font-size: 1.75rem;
      }
      .card img {
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .card .name,
      .card .text {
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .kept {
        display: grid;
        border: 1px solid var(--gp-line);
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
      }
      .kept li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 0.6rem;
        padding: 0.5rem 0.75rem;
      }
      .kept li + li {
        border-top: 1px solid var(--gp-line);
      }
      .kept gp-icon {
        color: var(--gp-warn);
      }
      .kept span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
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
    return html`<div class="page">
      <header>
        <h1>${t('empty.title')}</h1>
        <p>${t('empty.text')}</p>
      </header>
      <div class="target">
        <span class="drop">${t('empty.drop')}</span>
        <button
          class=${this.state.dialog === 'none' ? 'primary' : ''}
          id="open"
          @click=${() => this.actions.perform('open')}
        >
          <gp-icon name="folder-open"></gp-icon>${t('empty.open')}
        </button>
        <gp-tooltip for="open">${withShortcut('open')}</gp-tooltip>
        <button class="second" id="open-folder" @click=${() => this.actions.perform('open-folder')}>
          <gp-icon name="folders"></gp-icon>${t('empty.openFolder')}
        </button>
        <gp-tooltip for="open-folder">${withShortcut('open-folder')}</gp-tooltip>
        <span class="formats help">${t('empty.formats')}</span>
      </div>
      ${this.#kept()} ${this.#recents()}
      <section>
        <h2>${t('empty.samples')}</h2>
        <div class="samples">${SAMPLES.map((sample) => this.#card(sample))}</div>
      </section>
    </div>`;
  }

  /** Work that a window before left unsaved. */
  #kept() {
    const { recoveries } = this.state;
    if (recoveries.length === 0) return nothing;
    return html`<section>
      <h2>${t('session.project.kept')}</h2>
      <ul class="kept">
        ${recoveries.map(
          (recovery) =>
            html`<li>
              <gp-icon name="clock"></gp-icon>
              <span
                ><strong>${recovery.name}</strong>
                <span class="quiet"
                  >${t('session.project.keptText', { time: formatClock(recovery.savedAt) })}</span
                ></span
              >
              <button
                class="small"
                aria-label=${t('session.project.discardWork', { name: recovery.name })}
                @click=${() => void this.actions.projects.discard(recovery)}
              >
                ${t('session.project.discard')}
              </button>
              <button
                class="small restore"
                aria-label=${t('session.project.restoreWork', { name: recovery.name })}
                @click=${() => void this.actions.projects.restore(recovery)}
              >
                ${t('session.project.restore')}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #recents() {
    const { recents } = this.state;
    if (recents.length === 0) return nothing;
    return html`<section>
      <h2>${t('empty.recents')}</h2>
      <div class="samples recents">
        ${recents.slice(0, MOST_RECENTS).map(
          (recent) =>
            html`<button class="card" title=${recent.name} @click=${() => this.actions.openRecent(recent.id)}>
              <span class="picture"
                >${
                  recent.picture
                    ? html`<img src=${recent.picture} alt="" />`
                    : html`<gp-icon name=${isProjectName(recent.name) ? 'save' : 'cloud'}></gp-icon>`
                }</span
              >
              <span class="name">${recent.name}</span>
              <span class="text folder">${recent.folder}</span>
            </button>`,
        )}
      </div>
    </section>`;
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
