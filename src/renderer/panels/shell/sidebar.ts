/** `<gp-sidebar>`: the panel. It shows one step of the path, what it is about above, and below what to do now. */
import type { Step } from '../../app/state.ts';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';
import '../controls/section.ts';
import '../controls/tooltip.ts';
import { Panel } from '../panel.ts';
import '../session/check.ts';
import '../session/clean.ts';
import '../session/cloud.ts';
import '../session/export.ts';
import '../session/finish.ts';
import '../session/progress.ts';
import '../session/reconstruct.ts';
import './foot.ts';

export class Sidebar extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        background: var(--gp-panel);
        border-inline-start: 1px solid var(--gp-line);
      }
      header {
        display: flex;
        flex: none;
        align-items: center;
        justify-content: space-between;
        min-height: 2.75rem;
        padding: 0 0.75rem 0 1rem;
        border-bottom: 1px solid var(--gp-line);
      }
      h2 {
        font-size: 0.9375rem;
        font-weight: 600;
      }
      header button {
        width: 1.75rem;
        min-height: 1.75rem;
        padding: 0;
      }
      .body {
        position: relative;
        flex: 1;
        min-height: 0;
        overflow: hidden auto;
        scrollbar-width: thin;
      }
      .none {
        padding: 1rem;
      }
      gp-foot {
        flex: none;
      }
    `,
  ];

  protected override render() {
    const { step, progress } = this.state;
    const title = step === 'reconstruct' && progress ? t('progress.title') : t(`step.name.${step}`);
    const help = t(`step.help.${step}`);
    return html`<header>
        <h2>${title}</h2>
        <button id="help" class="plain" aria-label=${help}><gp-icon name="info"></gp-icon></button>
        <gp-tooltip for="help" placement="left">${help}</gp-tooltip>
      </header>
      <div class="body" tabindex="-1">${this.#step(step)}</div>
      <gp-foot .state=${this.state} .actions=${this.actions}></gp-foot>`;
  }

  #last: { readonly step: Step; readonly run: unknown } | undefined;

  protected override updated(_changed: PropertyValues<this>): void {
    const { step, document } = this.state;
    // What came of it is said first.
    if (step === this.#last?.step && document.run === this.#last.run) return;
    this.#last = { step, run: document.run };
    const body = this.renderRoot.querySelector('.body');
    if (body) body.scrollTop = 0;
  }

  #step(step: Step): TemplateResult {
    const { state, actions } = this;
    const hasMesh = state.document.run !== null && state.progress === null;
    switch (step) {
      case 'scan':
        return html`<gp-cloud .state=${state} .actions=${actions}></gp-cloud>`;
      case 'clean':
        return html`<gp-clean .state=${state} .actions=${actions}></gp-clean>`;
      case 'reconstruct':
        return state.progress
          ? html`<gp-progress .state=${state} .actions=${actions}></gp-progress>`
          : html`<gp-reconstruct .state=${state} .actions=${actions}></gp-reconstruct>`;
      case 'check':
        return hasMesh ? html`<gp-check .state=${state} .actions=${actions}></gp-check>` : this.#noMesh();
      case 'finish':
        return hasMesh ? html`<gp-finish .state=${state} .actions=${actions}></gp-finish>` : this.#noMesh();
      case 'export':
        return hasMesh ? html`<gp-export .state=${state} .actions=${actions}></gp-export>` : this.#noMesh();
    }
  }

  #noMesh(): TemplateResult {
    return html`<p class="none quiet">${this.state.progress ? t('step.meshComes') : t('step.noMesh')}</p>`;
  }
}

customElements.define('gp-sidebar', Sidebar);
