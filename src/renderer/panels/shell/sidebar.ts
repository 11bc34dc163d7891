/**
 * `<gp-sidebar>`: the work from top to bottom, cloud, reconstruct, result, export. Steps that are done fold themselves
 * away once, to leave room for the next; a person may open and fold them as they like after that.
 */
import { css, html, nothing, type PropertyValues } from 'lit';
import { withShortcut } from '../../app/accelerators.ts';
import { formatCount, formatShortCount } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';
import '../session/cloud.ts';
import '../session/export.ts';
import '../session/progress.ts';
import { noteOf } from '../controls/notes.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';
import '../session/reconstruct.ts';
import '../session/result.ts';
import '../controls/section.ts';
import type { Section } from '../controls/section.ts';

export class Sidebar extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        height: 100%;
        overflow: auto;
        background: var(--gp-panel);
        border-inline-start: 1px solid var(--gp-line);
        /* What has the focus is not hidden by the button that stays at the bottom. */
        scroll-padding-bottom: 5rem;
        scrollbar-width: thin;
      }
      .why {
        margin-top: 0.4rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
    `,
  ];

  protected override render() {
    const { document, progress } = this.state;
    const panel = { state: this.state, actions: this.actions };
    const { cloud, run } = document;
    return html`
      <gp-section
        id="cloud"
        heading=${t('cloud.title')}
        summary=${cloud ? t('cloud.pointCount', { count: cloud.info.pointsInFile - cloud.info.dropped }) : ''}
      >
        <gp-cloud .state=${panel.state} .actions=${panel.actions}></gp-cloud>
      </gp-section>
      ${
        progress
          ? html`<gp-section heading=${t('progress.title')} fixed>
              <gp-progress .state=${panel.state} .actions=${panel.actions}></gp-progress>
            </gp-section>`
          : nothing
      }
      ${
        cloud && !progress
          ? html`<gp-section id="reconstruct" heading=${t('reconstruct.title')} summary=${this.#optionsInWords()}>
              <gp-reconstruct .state=${panel.state} .actions=${panel.actions}></gp-reconstruct>
              <div slot="always">${this.#start()}</div>
            </gp-section>`
          : nothing
      }
      ${
        run && !progress
          ? html`<gp-section
                id="result"
                heading=${t('result.title')}
                summary=${t('result.summary', { triangles: formatShortCount(run.report.topology.triangles) })}
              >
                <gp-result .state=${panel.state} .actions=${panel.actions}></gp-result>
              </gp-section>
              <gp-section id="export" heading=${t('export.title')}>
                <gp-export .state=${panel.state} .actions=${panel.actions}></gp-export>
              </gp-section>`
          : nothing
      }
    `;
  }

  /** The run that is on, or shown. */
  #step: 'progress' | number | null = null;

  protected override updated(_changed: PropertyValues<this>): void {
    const { progress, document } = this.state;
    const step = progress ? 'progress' : (document.run?.id ?? null);
    if (step === this.#step) return;
    this.#step = step;
    for (const name of ['cloud', 'reconstruct']) {
      const section = this.renderRoot.querySelector<Section>(`#${name}`);
      if (section) section.open = step === null;
    }
    this.scrollTop = 0;
  }

  #start() {
    const why = this.#whyNot();
    const isAgain = this.state.document.run !== null;
    return html`<button
        id="start"
        class=${isAgain ? 'wide' : 'primary wide'}
        aria-disabled=${why ? 'true' : nothing}
        aria-describedby=${why ? 'why' : nothing}
        @click=${() => !why && this.actions.perform('reconstruct')}
      >
        <gp-icon name="play"></gp-icon>${isAgain ? t('reconstruct.again') : t('reconstruct.button')}
      </button>
      ${
        why
          ? html`<p id="why" class="why">${why}</p>`
          : html`<gp-tooltip for="start">${withShortcut('reconstruct')}</gp-tooltip>`
      }`;
  }

  /** Null where nothing stands in the way. */
  #whyNot(): string | null {
    const { device, document, opening, exporting, estimates } = this.state;
    if (!document.cloud) return t('reconstruct.whyNoCloud');
    if (!device) return t('reconstruct.whyNoDevice');
    if (opening || exporting) return t('reconstruct.whyBusy');
    const estimate = estimates?.get(document.options.resolution);
    if (estimate && !estimate.feasible) return t('reconstruct.whyInfeasible', { note: noteOf(estimate) });
    return this.actions.enabled('reconstruct') ? null : t('reconstruct.whyBusy');
  }

  #optionsInWords(): string {
    const { resolution } = this.state.document.options;
    return resolution === 'auto' ? t('reconstruct.automatic') : formatCount(resolution);
  }
}

customElements.define('gp-sidebar', Sidebar);
