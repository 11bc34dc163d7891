/**
 * `<gp-foot>`: below every step, what to do now and what it costs. Its one blue button is Reconstruct until there is a
 * mesh, then Export, and Reconstruct again while the mesh is outdated; during a run there is none.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import { FORMATS } from '../../../engine/vocabulary.ts';
import { withShortcut } from '../../app/accelerators.ts';
import { fileBytes } from '../../app/export-texture.ts';
import { formatBytes, formatCount, formatShare } from '../../app/format.ts';
import { isPlacingReady } from '../../app/availability.ts';
import { t } from '../../app/i18n.ts';
import { pointsLeft } from '../../app/left-out.ts';
import { shownMesh } from '../../app/shown-mesh.ts';
import { isOutdated } from '../../app/steps.ts';
import { base, buttons, progressBar } from '../../styles/shared.ts';
import { aboutTime } from '../controls/about-time.ts';
import { noteOf } from '../controls/notes.ts';
import '../controls/tooltip.ts';
import { Panel } from '../panel.ts';

/** Fewer are no surface: what a run would say after a while is said at once. */
const LEAST_POINTS = 4;

export class Foot extends Panel {
  static override styles = [
    base,
    buttons,
    progressBar,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
        padding: 0.75rem 1rem;
        border-top: 1px solid var(--gp-line);
        background: var(--gp-panel);
      }
      .cost {
        display: flex;
        justify-content: space-between;
        gap: 0.25rem 0.75rem;
        flex-wrap: wrap;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        font-variant-numeric: tabular-nums;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .row button {
        flex: 1 1 auto;
        min-height: 2.25rem;
      }
      .row button.primary {
        flex: 1000 1 auto;
      }
    `,
  ];

  protected override render() {
    const { progress, exporting, finishing, document } = this.state;
    if (progress) return html`<div class="row">${this.#steering()}</div>`;
    if (exporting) return this.#working(t('export.exporting', { name: exporting.name }), exporting.share);
    if (finishing) return this.#working(t(`finish.${finishing.operation}.title`), finishing.share);
    if (!document.run) return html`${this.#costs(this.#pointsTaken())}${this.#reconstruct(this.#primary)}`;
    return isOutdated(document) ? this.#outdated() : this.#finished();
  }

  /** What is about to be done, to the mesh or to selected points, is what is next. */
  get #primary(): 'primary' | '' {
    const { step, finishDraft, document, dialog } = this.state;
    const isAsked = dialog === 'unsaved' || dialog === 'scans';
    const isSelecting = document.edits.selected !== null && document.view.cloudVisible;
    const isPlacing = this.state.tool === 'level' || (this.state.tool === 'measure' && isPlacingReady(this.state));
    return isAsked || isSelecting || isPlacing || (step === 'finish' && finishDraft) ? '' : 'primary';
  }

  /** Said where some take no part. */
  #pointsTaken(): string | undefined {
    const { document, step } = this.state;
    if (step !== 'clean' && !document.edits.removed && !document.crop) return undefined;
    if (document.crop) return t('foot.cropped');
    const count = pointsLeft(document);
    return document.edits.removed ? t('cloud.pointCount', { count }) : t('foot.allPoints', { count });
  }

  #steering(): TemplateResult {
    const { actions } = this;
    const { progress } = this.state;
    const isPaused = progress?.state === 'paused';
    const canStop = actions.enabled('stop');
    const stopHelp = progress?.stoppable ? t('progress.stopHelp') : t('progress.stopNotYet');
    const pauseText = isPaused ? t('progress.resume') : t('progress.pause');
    return html`<button
        id="pause"
        aria-disabled=${actions.enabled('pause') ? nothing : 'true'}
        @click=${() => actions.perform('pause')}
      >
        ${pauseText}
      </button>
      <gp-tooltip for="pause">${withShortcut('pause', pauseText)}</gp-tooltip>
      <button
        id="stop"
        aria-disabled=${canStop ? nothing : 'true'}
        aria-describedby="why"
        @click=${() => canStop && actions.perform('stop')}
      >
        ${t('progress.stop')}
      </button>
      <span id="why" class="hidden">${stopHelp}</span>
      <gp-tooltip for="stop">${stopHelp}</gp-tooltip>
      <button id="cancel" @click=${() => actions.perform('cancel')}>${t('progress.cancel')}</button>
      <gp-tooltip for="cancel">${t('progress.cancelHelp')}</gp-tooltip>`;
  }

  #working(text: string, share: number): TemplateResult {
    return html`<div class="cost"><span>${text}</span><span>${formatShare(share)}</span></div>
      <wa-progress-bar label=${text} value=${Math.round(100 * share)}></wa-progress-bar>
      <div class="row">
        <button id="cancel" @click=${() => this.actions.perform('cancel')}>${t('progress.cancel')}</button>
      </div>`;
  }

  #outdated(): TemplateResult {
    return html`${this.#costs(t('foot.meshKept'))}
      <div class="row">
        <button id="export" @click=${() => this.actions.perform('export')}>${t('export.button')}</button>
        ${this.#reconstruct(this.#primary)}
      </div>`;
  }

  #finished(): TemplateResult {
    const { step } = this.state;
    return html`${this.#size()}
      <div class="row">${step === 'reconstruct' ? this.#reconstruct('') : nothing} ${this.#export()}</div>`;
  }

  #size(): TemplateResult {
    const mesh = shownMesh(this.state);
    const { exportFormat, settings } = this.state;
    if (!mesh) return html``;
    const triangles = t('status.triangles', { count: mesh.topology.triangles });
    const bytes = formatBytes(fileBytes(this.state, exportFormat) ?? 0);
    return html`<div class="cost">
      <span>${settings.unit === 'none' ? triangles : `${triangles} · ${settings.unit}`}</span>
      <span>${t('foot.fileSize', { format: FORMATS[exportFormat].name, bytes })}</span>
    </div>`;
  }

  #export(): TemplateResult {
    const { exportFormat, step } = this.state;
    const isOff = !this.actions.enabled('export');
    const format = FORMATS[exportFormat].name;
    return html`<button
        id="export"
        class=${this.#primary}
        aria-disabled=${isOff ? 'true' : nothing}
        @click=${() => isOff || this.actions.perform('export')}
      >
        <gp-icon name="download"></gp-icon>${step === 'export' ? t('export.as', { format }) : t('export.mesh')}
      </button>
      <gp-tooltip for="export">${withShortcut('export')}</gp-tooltip>`;
  }

  /** What a run will take, or why it cannot be. */
  #costs(before?: string): TemplateResult {
    const { document, estimates } = this.state;
    const { resolution } = document.options;
    const estimate = estimates?.get(resolution);
    if (!estimate) return html`<div class="cost"><span>${t('reconstruct.estimating')}</span></div>`;
    const detail =
      resolution === 'auto'
        ? t('foot.detailAutomatic', { resolution: formatCount(estimate.resolution) })
        : t('foot.detail', { resolution: formatCount(estimate.resolution) });
    const needs = { memory: formatBytes(estimate.gpuBytes), time: aboutTime(estimate.seconds) };
    return html`<div class="cost">
      <span>${before ?? detail}</span>
      ${estimate.feasible ? html`<span>${t('foot.costs', needs)}</span>` : nothing}
    </div>`;
  }

  #reconstruct(kind: 'primary' | ''): TemplateResult {
    const why = this.#whyNot();
    const isAgain = this.state.document.run !== null;
    return html`<button
        id="start"
        class=${kind}
        aria-disabled=${why ? 'true' : nothing}
        aria-describedby=${why ? 'why' : nothing}
        @click=${() => !why && this.actions.perform('reconstruct')}
      >
        ${kind ? html`<gp-icon name="play"></gp-icon>` : nothing}${isAgain ? t('reconstruct.again') : t('reconstruct.button')}
      </button>
      ${
        why
          ? html`<p id="why" class="help">${why}</p>`
          : html`<gp-tooltip for="start">${withShortcut('reconstruct')}</gp-tooltip>`
      }`;
  }

  /** Null where nothing stands in the way. */
  #whyNot(): string | null {
    const { device, document, opening, exporting, estimates } = this.state;
    if (!document.cloud) return t('reconstruct.whyNoCloud');
    if (pointsLeft(document) < LEAST_POINTS) return t('session.project.fewPoints');
    if (!device) return t('reconstruct.whyNoDevice');
    if (opening || exporting) return t('reconstruct.whyBusy');
    const estimate = estimates?.get(document.options.resolution);
    if (estimate && !estimate.feasible) return t('reconstruct.whyInfeasible', { note: noteOf(estimate) });
    return this.actions.enabled('reconstruct') ? null : t('reconstruct.whyBusy');
  }
}

customElements.define('gp-foot', Foot);
