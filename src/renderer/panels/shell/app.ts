/**
 * `<gp-app>`: the window. Toolbar above, the viewport (slot `viewport`) filling, the sidebar at its side, one line of
 * status below; what is said for a while lies over the viewport. It renders the state it is given and nothing else.
 *
 * `gp-theme` tells (`detail`: 'light' or 'dark') what is shown, at first and whenever setting or system change it.
 */
import { css, html, nothing, type PropertyValues } from 'lit';
import { isValueColoring } from '../../app/cloud-colorings.ts';
import { t } from '../../app/i18n.ts';
import '../../styles/index.css';
import { base } from '../../styles/shared.ts';
import { isBatchShown } from '../../app/availability.ts';
import '../batch/batch.ts';
import '../batch/batch-side.ts';
import './dialogs.ts';
import './empty.ts';
import '../session/legend.ts';
import '../session/measure.ts';
import '../session/point-legend.ts';
import './notices.ts';
import './overlays.ts';
import { Panel } from '../panel.ts';
import './sidebar.ts';
import './status.ts';
import { applyTheme, onSystemTheme, shownTheme, type ShownTheme } from './theme.ts';
import './toolbar.ts';
import '../controls/web-awesome.ts';

export class AppElement extends Panel {
  static override properties = { ...Panel.properties, versions: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) auto;
        height: 100vh;
        overflow: clip;
        background: var(--gp-window);
      }
      header,
      footer {
        grid-column: 1 / -1;
      }
      .view {
        position: relative;
        min-width: 0;
        overflow: hidden;
      }
      ::slotted([slot='viewport']) {
        position: absolute;
        inset: 0;
      }
      gp-empty,
      gp-batch {
        position: absolute;
        inset: 0;
      }
      aside {
        width: min(var(--gp-sidebar-width), 55vw);
        min-height: 0;
      }
      /* Over the viewport; only what is drawn there takes the pointer. */
      .over {
        position: absolute;
        /* The viewport's scale stands below, its axes at the top right. */
        inset: 0.75rem 0.75rem 2.75rem;
        display: grid;
        grid-template: minmax(0, 1fr) auto / auto minmax(0, 1fr) auto;
        gap: 0.75rem;
        pointer-events: none;
      }
      .over > * {
        pointer-events: auto;
      }
      gp-notices {
        grid-area: 1 / 1 / 2 / -1;
        align-self: start;
        justify-self: center;
        width: min(28.5rem, 100% + 1.5rem);
        max-height: calc(100% + 1.5rem);
        margin: -0.75rem;
        padding: 0.75rem;
        overflow: hidden auto;
      }
      .over > gp-notices {
        pointer-events: none;
      }
      .foot {
        grid-area: 2 / 1 / 3 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        justify-content: space-between;
        gap: 0.5rem 0.75rem;
      }
      .over > .foot {
        pointer-events: none;
      }
      .foot > * {
        pointer-events: auto;
      }
      .legends {
        display: grid;
        gap: 0.5rem;
        width: min(20rem, 100%);
      }
      .foot > .legends {
        pointer-events: none;
      }
      .legends > * {
        pointer-events: auto;
      }
      gp-opening,
      gp-measure {
        margin-inline: auto;
      }
      /* Nothing is behind messages then but the first buttons: they make room. */
      .view.empty {
        display: flex;
        flex-direction: column;
      }
      /* Behind the page there is nothing to see, so nothing to reach with the Tab key either. */
      .view.empty ::slotted([slot='viewport']),
      .view.behind ::slotted([slot='viewport']) {
        visibility: hidden;
      }
      .view.empty gp-empty {
        position: relative;
        flex: 1;
        min-height: 0;
      }
      .view.empty .over {
        position: relative;
        inset: auto;
        /* What comes first is painted first. */
        z-index: 1;
        order: -1;
        grid-template: auto / 1fr;
        margin: 0.75rem 0.75rem 0;
      }
      .view.empty gp-notices {
        max-height: 16rem;
      }
      .over[hidden],
      .view.empty .foot {
        display: none;
      }
      @media (max-width: 60rem) {
        .view:not(.empty) gp-notices {
          justify-self: start;
          width: min(28.5rem, 100% - 5rem);
        }
      }
    `,
  ];
  /** Versions of what is behind the window, for the about box. */
  declare versions: Readonly<Record<string, string>> | undefined;
  #theme: ShownTheme | undefined;
  #endTheme: (() => void) | undefined;

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
    const { theme } = this.state.settings;
    const shown = shownTheme(theme);
    if (shown === this.#theme) return;
    this.#theme = shown;
    applyTheme(shown);
    this.dispatchEvent(new CustomEvent('gp-theme', { detail: shown }));
  }

  protected override render() {
    if (!this.state) return nothing;
    const { state, actions } = this;
    const { document, opening, settings, tool, dropping } = state;
    const hasBatch = isBatchShown(state);
    const isEmpty = !document.cloud && !opening && !hasBatch;
    return html`
      <header><gp-toolbar .state=${state} .actions=${actions}></gp-toolbar></header>
      <main
        class=${isEmpty ? 'view empty' : hasBatch ? 'view behind' : 'view'}
        aria-label=${hasBatch ? t('batch.title') : t('app.viewport')}
      >
        ${isEmpty || hasBatch ? nothing : html`<h1 class="hidden">${document.cloud?.info.name ?? opening?.name}</h1>`}
        <slot name="viewport"></slot>
        ${isEmpty ? html`<gp-empty .state=${state} .actions=${actions}></gp-empty>` : nothing}
        ${hasBatch ? html`<gp-batch .state=${state} .actions=${actions}></gp-batch>` : nothing}
        <div class="over" ?hidden=${(isEmpty || hasBatch) && state.notices.length === 0}>
          <gp-notices .state=${state} .actions=${actions}></gp-notices>
          <div class="foot">
            ${hasBatch ? nothing : this.#legends()}
            ${tool === 'measure' ? html`<gp-measure .state=${state} .actions=${actions}></gp-measure>` : nothing}
            ${opening ? html`<gp-opening .state=${state} .actions=${actions}></gp-opening>` : nothing}
          </div>
        </div>
      </main>
      ${
        settings.sidebar && !isEmpty
          ? html`<aside aria-label=${t('app.sidebar')}>
              ${hasBatch ? html`<gp-batch-side .state=${state} .actions=${actions}></gp-batch-side>` : html`<gp-sidebar .state=${state} .actions=${actions}></gp-sidebar>`}
            </aside>`
          : nothing
      }
      <footer><gp-status .state=${state} .actions=${actions}></gp-status></footer>
      <gp-dialogs .state=${state} .actions=${actions} .versions=${this.versions}></gp-dialogs>
      ${dropping ? html`<gp-drop .state=${state} .actions=${actions}></gp-drop>` : nothing}
    `;
  }

  /** What the colours of points and mesh mean, of those that are seen. */
  #legends() {
    const { state, actions } = this;
    const { cloud, run, view } = state.document;
    const ofPoints = cloud && !state.opening && view.cloudVisible && isValueColoring(view.cloudColoring);
    const ofMesh = run && !state.progress && view.meshVisible && view.meshColoring === 'distance';
    if (!ofPoints && !ofMesh) return nothing;
    return html`<div class="legends">
      ${ofPoints ? html`<gp-point-legend .state=${state} .actions=${actions} theme=${this.#theme ?? nothing}></gp-point-legend>` : nothing}
      ${ofMesh ? html`<gp-legend .state=${state} .actions=${actions}></gp-legend>` : nothing}
    </div>`;
  }
}

customElements.define('gp-app', AppElement);

declare global {
  interface HTMLElementTagNameMap {
    'gp-app': AppElement;
  }
}
