/**
 * `<gp-app>`: the window. The path above, tools at the left, the viewport (slot `viewport`) filling, the panel of the
 * step at the right, one line of status below. What lies over the view has its place: how it looks at the top left, the
 * legend at the bottom left, a tool's bar at the bottom, messages at the bottom right. It renders the state it is given
 * and nothing else.
 *
 * `gp-theme` tells (`detail`: 'light' or 'dark') what is shown, at first and whenever setting or system change it.
 */
import { css, html, nothing, type PropertyValues } from 'lit';
import { isValueColoring } from '../../app/cloud-colorings.ts';
import { t } from '../../app/i18n.ts';
import '../../styles/index.css';
import { base, buttons, toolBar } from '../../styles/shared.ts';
import { resultName } from '../../app/result-name.ts';
import { withShownUnit } from '../../app/placing-of.ts';
import type { AppState } from '../../app/state.ts';
import { isBatchShown } from '../../app/availability.ts';
import '../../icons/icon.ts';
import '../batch/batch.ts';
import '../batch/batch-side.ts';
import './dialogs.ts';
import './empty.ts';
import '../session/legend.ts';
import '../session/trust-legend.ts';
import '../session/level-bar.ts';
import '../session/measure.ts';
import '../session/point-legend.ts';
import { halfMark, halves } from '../session/half.ts';
import '../session/selection-bar.ts';
import './notices.ts';
import './overlays.ts';
import { Panel } from '../panel.ts';
import './sidebar.ts';
import './status.ts';
import { applyTheme, onSystemTheme, shownTheme, type ShownTheme } from './theme.ts';
import './rail.ts';
import './toolbar.ts';
import './view-bar.ts';
import '../controls/tooltip.ts';
import '../controls/web-awesome.ts';

export class AppElement extends Panel {
  static override properties = { ...Panel.properties, versions: { attribute: false } };
  static override styles = [
    base,
    buttons,
    toolBar,
    halves,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) auto / auto minmax(0, 1fr) auto;
        height: 100vh;
        overflow: clip;
        background: var(--gp-window);
      }
      header,
      footer {
        grid-column: 1 / -1;
      }
      .rail {
        grid-area: 2 / 1;
        min-height: 0;
      }
      .view {
        grid-area: 2 / 2;
        position: relative;
        min-width: 0;
        overflow: hidden;
      }
      ::slotted([slot='viewport']) {
        position: absolute;
        inset: 0;
      }
      ::slotted([slot='beside']) {
        position: absolute;
        inset: 0 0 0 calc(50% - 1px);
        border-inline-start: 2px solid var(--gp-line);
      }
      .view.split ::slotted([slot='viewport']) {
        inset: 0 calc(50% + 1px) 0 0;
      }
      /* Each in the upper left of its half; the bar of the view stands above. */
      .names {
        position: absolute;
        inset: 3.75rem 0 auto;
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        pointer-events: none;
      }
      #back ~ .names {
        inset-block-start: 6.5rem;
      }
      .names p {
        justify-self: start;
        /* The axes stand at the right. */
        max-width: calc(100% - 8rem);
        margin: 0 0.75rem;
        padding: 0.3rem 0.7rem;
        overflow: hidden;
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
        box-shadow: var(--gp-shadow);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      /* Half of a small view is too narrow for words: the letter is in the panel, too, which says what it is. */
      @media (max-width: 60rem) {
        .names p {
          max-width: none;
          padding-inline: 0.3rem;
        }
        .names .half {
          margin: 0;
        }
        .names .name {
          display: none;
        }
      }
      gp-empty,
      gp-batch {
        position: absolute;
        inset: 0;
      }
      aside {
        grid-area: 2 / 3;
        width: min(var(--gp-sidebar-width), 55vw);
        min-height: 0;
      }
      gp-view-bar {
        position: absolute;
        /* It comes before the view by keyboard, and lies over it. */
        z-index: 1;
        top: 0.75rem;
        left: 0.75rem;
        /* The axes stand at the right. */
        max-width: calc(100% - 1.5rem);
      }
      #back {
        position: absolute;
        z-index: 1;
        top: 3.75rem;
        left: 0.75rem;
        max-width: calc(100% - 8rem);
        border-color: transparent;
        background: var(--gp-panel);
        box-shadow: var(--gp-shadow);
      }
      /* Over the view; only what is drawn there takes the pointer. */
      .over {
        position: absolute;
        /* The scale stands below, bar and axes above. */
        inset: 6.5rem 0.75rem 0.75rem;
        display: grid;
        /* What stands beside a tool's bar stands above it: none covers the other, however many rows the bar has. */
        grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
        pointer-events: none;
      }
      .over[hidden] {
        display: none;
      }
      .over > * {
        grid-area: 1 / 1;
        pointer-events: none;
      }
      .over > * > * {
        pointer-events: auto;
      }
      .legends {
        display: grid;
        gap: 0.5rem;
        align-self: end;
        justify-self: start;
        width: min(18.5rem, 100%);
        padding-bottom: 2rem;
        isolation: isolate;
      }
      .over > .bars {
        display: grid;
        grid-row: 2;
        justify-self: center;
        max-width: 100%;
        padding-bottom: 0.25rem;
      }
      gp-notices {
        /* Read before what it covers. */
        position: relative;
        z-index: 1;
        align-self: end;
        justify-self: end;
        width: min(21.5rem, 100% + 1.5rem);
        max-height: calc(100% + 1.5rem);
        margin: -0.75rem;
        padding: 0.75rem;
        overflow: hidden auto;
        scrollbar-width: none;
      }
      .bar.before {
        padding-inline: 0.9rem;
        font-weight: 500;
      }
      /* Beside a long bar there is no room for the scale. */
      .view:has(.barred) {
        --gp-scale-bottom: 4.75rem;
      }
      @media (max-width: 60rem) {
        .over.barred > .legends {
          padding-bottom: 0.5rem;
        }
        .view:has(.barred) {
          --gp-scale-visibility: hidden;
        }
      }
      /* Behind the page there is nothing to see, so nothing to reach with the Tab key either. */
      .view.empty ::slotted([slot='viewport']),
      .view.behind ::slotted([slot='viewport']) {
        visibility: hidden;
      }
      /* At 200 % on a small screen the panel takes half, so that the view is left the other. */
      @media (max-width: 44rem) {
        aside {
          width: 50vw;
        }
        .over {
          inset-block-start: 3.5rem;
        }
        .legends {
          padding-bottom: 0;
        }
        .names {
          inset-block-start: 3.25rem;
        }
      }
    `,
  ];
  /** Versions of what is behind the window, for the about box. */
  declare versions: Readonly<Record<string, string>> | undefined;
  #theme: ShownTheme | undefined;
  #endTheme: (() => void) | undefined;
  /** The start page had the focus, and is gone with what is drawn now. */
  #leavesStart = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#endTheme = onSystemTheme(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endTheme?.();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (!this.state) return;
    this.#leavesStart = this.shadowRoot?.activeElement?.localName === 'gp-empty' && !isStart(this.state);
    const { theme } = this.state.settings;
    const shown = shownTheme(theme);
    if (shown === this.#theme) return;
    this.#theme = shown;
    applyTheme(shown);
    this.dispatchEvent(new CustomEvent('gp-theme', { detail: shown }));
  }

  /** Who opened something by keyboard goes on where it is to be seen. */
  protected override updated(): void {
    if (this.#leavesStart) this.querySelector<HTMLElement>('[slot=viewport] canvas')?.focus({ preventScroll: true });
  }

  protected override render() {
    if (!this.state) return nothing;
    const { actions } = this;
    const state = withShownUnit(this.state);
    const { document, opening, settings, dropping } = state;
    const hasBatch = isBatchShown(state);
    const isEmpty = isStart(state);
    const bars = isEmpty || hasBatch ? nothing : this.#bars(state);
    return html`
      <header><gp-toolbar .state=${state} .actions=${actions}></gp-toolbar></header>
      ${
        isEmpty || hasBatch
          ? nothing
          : html`<section class="rail" aria-label=${t('rail.title')}>
              <gp-rail .state=${state} .actions=${actions}></gp-rail>
            </section>`
      }
      <main
        class=${isEmpty ? 'view empty' : hasBatch ? 'view behind' : state.beside ? 'view split' : 'view'}
        aria-label=${hasBatch ? t('batch.title') : t('app.viewport')}
      >
        ${isEmpty || hasBatch ? nothing : html`<h1 class="hidden">${document.cloud?.info.name ?? opening?.name}</h1>`}
        ${isEmpty || hasBatch ? nothing : html`<gp-view-bar .state=${state} .actions=${actions}></gp-view-bar>${this.#back(state)}`}
        <slot name="viewport"></slot>
        <slot name="beside"></slot>
        ${isEmpty || hasBatch ? nothing : this.#names(state)}
        ${isEmpty ? html`<gp-empty .state=${state} .actions=${actions}></gp-empty>` : nothing}
        ${hasBatch ? html`<gp-batch .state=${this.state} .actions=${actions}></gp-batch>` : nothing}
        <div
          class=${bars === nothing ? 'over' : 'over barred'}
          ?hidden=${(isEmpty || hasBatch) && state.notices.length === 0}
        >
          ${isEmpty || hasBatch ? nothing : html`${this.#legends(state)}${bars}`}
          <gp-notices .state=${state} .actions=${actions}></gp-notices>
        </div>
      </main>
      ${
        settings.sidebar && !isEmpty
          ? html`<aside aria-label=${t('app.sidebar')}>
              ${hasBatch ? html`<gp-batch-side .state=${this.state} .actions=${actions}></gp-batch-side>` : html`<gp-sidebar .state=${state} .actions=${actions}></gp-sidebar>`}
            </aside>`
          : nothing
      }
      <footer><gp-status .state=${state} .actions=${actions}></gp-status></footer>
      <gp-dialogs .state=${this.state} .actions=${actions} .versions=${this.versions}></gp-dialogs>
      ${dropping ? html`<gp-drop .state=${state} .actions=${actions}></gp-drop>` : nothing}
    `;
  }

  /** The way back from a cloud that is looked at to the batch behind it; nothing moves for it. */
  #back({ batch }: AppState) {
    if (!batch) return nothing;
    return html`<button
      id="back"
      title=${t('batch.backHelp', { name: batch.input.name })}
      @click=${() => this.actions.showBatch()}
    >
      <gp-icon name="arrow-left"></gp-icon>${t('batch.back')}
    </button>`;
  }

  /** Which of two meshes is where. */
  #names({ beside, document }: AppState) {
    if (!beside || !document.run) return nothing;
    return html`<div class="names">
      ${[['a', document.run] as const, ['b', beside.run] as const].map(
        ([half, run]) =>
          html`<p title=${resultName(run)}>${halfMark(half)}<span class="name">${resultName(run)}</span></p>`,
      )}
    </div>`;
  }

  /** What is at work in the view, at its foot. */
  #bars(state: AppState) {
    const { actions } = this;
    if (state.before) {
      return html`<div class="bars">
        <p class="bar before" role="status">${t(`status.before.${state.before}`)}</p>
      </div>`;
    }
    if (state.opening) {
      return html`<div class="bars"><gp-opening .state=${state} .actions=${actions}></gp-opening></div>`;
    }
    if (state.document.edits.selected && state.document.view.cloudVisible) {
      return html`<div class="bars">
        <gp-selection-bar .state=${state} .actions=${actions}></gp-selection-bar>
      </div>`;
    }
    if (state.tool === 'level') {
      return html`<div class="bars"><gp-level-bar .state=${state} .actions=${actions}></gp-level-bar></div>`;
    }
    if (state.tool === 'measure') {
      return html`<div class="bars"><gp-measure .state=${state} .actions=${actions}></gp-measure></div>`;
    }
    return nothing;
  }

  /** What the colours of points and mesh mean, of those that are seen. */
  #legends(state: AppState) {
    const { actions } = this;
    const { cloud, run, view } = state.document;
    const ofPoints = cloud && !state.opening && view.cloudVisible && isValueColoring(view.cloudColoring);
    const isMeshSeen = run && !state.progress && view.meshVisible;
    const ofMesh = isMeshSeen && view.meshColoring === 'distance';
    const ofTrust = isMeshSeen && view.meshColoring === 'trust' && run.geometry.trust;
    if (!ofPoints && !ofMesh && !ofTrust) return nothing;
    return html`<div class="legends">
      ${ofPoints ? html`<gp-point-legend .state=${state} .actions=${actions} theme=${this.#theme ?? nothing}></gp-point-legend>` : nothing}
      ${ofMesh ? html`<gp-legend .state=${state} .actions=${actions}></gp-legend>` : nothing}
      ${ofTrust ? html`<gp-trust-legend .state=${state} .actions=${actions}></gp-trust-legend>` : nothing}
    </div>`;
  }
}

/** Nothing is open, and nothing about to be. */
function isStart(state: AppState): boolean {
  return !state.document.cloud && !state.opening && !isBatchShown(state);
}

customElements.define('gp-app', AppElement);

declare global {
  interface HTMLElementTagNameMap {
    'gp-app': AppElement;
  }
}
