/**
 * `<gp-batch-side>`: the work on a folder from top to bottom, as the sidebar has it for one cloud: which clouds, where
 * the meshes go, how they are made, and the button that starts it. While it works there is only that to see.
 */
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import { DEFAULTS, EXPORT_FORMATS, FORMATS, type ReconstructOptions } from '../../../engine/vocabulary.ts';
import { withShortcut } from '../../app/accelerators.ts';
import { isBatchActive, whyNoBatch } from '../../app/availability.ts';
import { bytesOf } from '../../app/batch-rows.ts';
import { formatBytes, formatCount, roundLength } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { isRecursive } from '../../app/job-change.ts';
import type { SuggestedLengths } from '../../app/panel-options.ts';
import type { BatchState } from '../../app/state.ts';
import { base, buttons, facts, fields } from '../../styles/shared.ts';
import './batch-outcome.ts';
import './batch-progress.ts';
import '../controls/option-fields.ts';
import { Panel } from '../panel.ts';
import '../controls/section.ts';
import '../controls/tooltip.ts';

export class BatchSide extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    fields,
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
      .folder {
        display: flex;
        flex: 1;
        align-items: center;
        gap: 0.45rem;
        min-width: 0;
      }
      .folder gp-icon {
        flex: none;
        color: var(--gp-quiet);
        font-size: 1.15em;
      }
      .folder span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .row button {
        flex: none;
      }
      .why {
        margin-top: 0.4rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      .each {
        margin-bottom: 1rem;
      }
    `,
  ];

  protected override render() {
    const { state, actions } = this;
    const { batch } = state;
    if (!batch) return nothing;
    if (isBatchActive(state)) {
      const heading = batch.state === 'paused' ? t('batch.pausedTitle') : t('batch.running');
      return html`<gp-section heading=${heading} fixed>
        <gp-batch-progress .state=${state} .actions=${actions}></gp-batch-progress>
      </gp-section>`;
    }
    return html`
      ${
        batch.summary
          ? html`<gp-section heading=${t('batch.ended')}>
              <gp-batch-outcome .state=${state} .actions=${actions}></gp-batch-outcome>
            </gp-section>`
          : nothing
      }
      <gp-section heading=${t('batch.input')} summary=${t('batch.clouds', { count: batch.rows.length })}>
        ${this.#input(batch)}
      </gp-section>
      <gp-section heading=${t('batch.output')} summary=${batch.output?.name ?? ''}>${this.#output(batch)}</gp-section>
      <gp-section heading=${t('reconstruct.title')}>
        ${this.#options(batch)}
        <div slot="always">${this.#start(batch)}</div>
      </gp-section>
    `;
  }

  #input({ rows, job }: BatchState) {
    return html`<div class="fields">
      <dl class="facts">
        <dt>${t('batch.files')}</dt>
        <dd>${formatCount(rows.length)}</dd>
        <dt>${t('batch.size')}</dt>
        <dd>${formatBytes(bytesOf(rows))}</dd>
      </dl>
      <div class="field">
        <wa-switch
          .checked=${live(isRecursive(job))}
          @change=${(event: Event) => this.actions.setJob({ recursive: (event.target as HTMLInputElement).checked })}
          >${t('batch.recursive')}</wa-switch
        >
        <p class="help">${t('batch.recursiveHelp')}</p>
      </div>
    </div>`;
  }

  #output({ output, job }: BatchState) {
    return html`<div class="fields">
      <div class="field">
        <span class="label">${t('batch.outputFolder')}</span>
        <div class="row">
          <span class="folder" title=${output?.name ?? nothing}
            ><gp-icon name="folder"></gp-icon><span>${output?.name ?? t('batch.noOutput')}</span></span
          >
          <button class="small" @click=${() => this.actions.chooseBatchOutput()}>${t('batch.change')}</button>
        </div>
      </div>
      ${keyed(
        language(),
        html`<wa-select
          label=${t('batch.format')}
          .value=${live(job.output.format)}
          @change=${(event: Event) => this.#setFormat((event.target as HTMLInputElement).value)}
        >
          ${EXPORT_FORMATS.map((format) => html`<wa-option value=${format}>${FORMATS[format].name}: ${t(`export.formats.${format}`)}</wa-option>`)}
        </wa-select>`,
      )}
    </div>`;
  }

  #options({ job, rows }: BatchState) {
    // Lengths that one of these clouds was found to have, where one is done.
    const report = rows.find(({ sidecar }) => sidecar?.result)?.sidecar?.result?.report;
    const suggested: SuggestedLengths = {
      noise: roundLength(report?.noise || 1),
      holeRadius: roundLength(report?.holeRadius || 1),
    };
    return html`<p class="help each">
        ${t('batch.eachByItself')}
        ${job.overrides.length > 0 ? t('batch.overrides', { count: job.overrides.length }) : nothing}
      </p>
      <gp-option-fields
        .options=${{ ...DEFAULTS, ...job.options }}
        .unit=${this.state.settings.unit}
        .locale=${language()}
        .detailHelp=${t('batch.detailHelp')}
        .suggested=${suggested}
        @gp-change=${(event: CustomEvent<Partial<ReconstructOptions>>) => this.actions.setJob({ options: event.detail })}
        @gp-reset=${() => this.actions.perform('reset-options')}
      ></gp-option-fields>`;
  }

  #start({ rows, summary }: BatchState) {
    const why = whyNoBatch(this.state);
    return html`<button
        id="start"
        class=${summary ? 'wide' : 'primary wide'}
        aria-disabled=${why ? 'true' : nothing}
        aria-describedby=${why ? 'why' : nothing}
        @click=${() => !why && this.actions.startBatch()}
      >
        <gp-icon name="play"></gp-icon>${summary ? t('batch.again') : this.#startText(rows.length)}
      </button>
      ${
        why
          ? html`<p id="why" class="why">${t(`batch.why.${why}`)}</p>`
          : html`<gp-tooltip for="start">${withShortcut('reconstruct')}</gp-tooltip>`
      }`;
  }

  #startText(count: number): string {
    return count > 0 ? t('batch.start', { count }) : t('reconstruct.button');
  }

  #setFormat(value: string): void {
    const format = EXPORT_FORMATS.find((known) => known === value);
    if (format) this.actions.setJob({ format });
  }
}

customElements.define('gp-batch-side', BatchSide);
