/** `<gp-progress>`: a run while it works. What it does in plain words, how long it still takes, and how to end it. */
import { css, html, nothing } from 'lit';
import { formatDuration, formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { RunProgress } from '../../app/state.ts';
import { base, buttons, facts, progressBar } from '../../styles/shared.ts';
import { aboutTime } from '../controls/about-time.ts';
import './energy-chart.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';
import { withShortcut } from '../../app/accelerators.ts';

export class ProgressPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    progressBar,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      .stage {
        display: flex;
        justify-content: space-between;
        gap: 0.75rem;
      }
      .actions {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.5rem;
      }
      .keep {
        grid-column: 1 / -1;
      }
    `,
  ];

  protected override render() {
    const { progress } = this.state;
    if (!progress) return nothing;
    return html`
      <div class="stage">
        <span aria-live="polite">${stageText(progress)}</span>
        <span class="number">${formatShare(progress.share)}</span>
      </div>
      <wa-progress-bar label=${t('progress.label')} value=${Math.round(100 * progress.share)}></wa-progress-bar>
      <dl class="facts">
        <dt>${t('progress.elapsed')}</dt>
        <dd>${formatDuration(progress.elapsedMs / 1000)}</dd>
        <dt>${t('progress.left')}</dt>
        <dd>${leftText(progress)}</dd>
      </dl>
      ${this.#buttons(progress)}
      <gp-energy-chart .energies=${progress.energies} .theme=${this.state.settings.theme}></gp-energy-chart>
    `;
  }

  #buttons(progress: RunProgress) {
    const isPaused = progress.state === 'paused';
    const canStop = this.actions.enabled('stop');
    const stopHelp = progress.stoppable ? t('progress.stopHelp') : t('progress.stopNotYet');
    const pauseText = isPaused ? t('progress.resume') : t('progress.pause');
    return html`<div class="actions">
      <button
        class="keep"
        id="stop"
        aria-disabled=${canStop ? nothing : 'true'}
        aria-describedby="why"
        @click=${() => canStop && this.actions.perform('stop')}
      >
        <gp-icon name="square"></gp-icon>${t('progress.stop')}
      </button>
      <span id="why" class="hidden">${stopHelp}</span>
      <gp-tooltip for="stop" placement="left">${stopHelp}</gp-tooltip>
      <button
        id="pause"
        aria-disabled=${this.actions.enabled('pause') ? nothing : 'true'}
        @click=${() => this.actions.perform('pause')}
      >
        <gp-icon name=${isPaused ? 'play' : 'pause'}></gp-icon>${pauseText}
      </button>
      <gp-tooltip for="pause">${withShortcut('pause', pauseText)}</gp-tooltip>
      <button id="cancel" @click=${() => this.actions.perform('cancel')}>
        <gp-icon name="x"></gp-icon>${t('progress.cancel')}
      </button>
      <gp-tooltip for="cancel">${t('progress.cancelHelp')}</gp-tooltip>
    </div>`;
  }
}

function stageText(progress: RunProgress): string {
  if (progress.state === 'paused') return t('progress.paused');
  if (progress.state === 'stopping') return t('progress.stopping');
  const stage = t(`stage.${progress.stage}`);
  return progress.stage === 'level' && progress.level !== null
    ? `${stage} · ${t('progress.level', { level: progress.level })}`
    : stage;
}

function leftText(progress: RunProgress): string {
  if (progress.state === 'stopping') return '–';
  return progress.secondsLeft === null ? t('progress.leftUnknown') : aboutTime(progress.secondsLeft);
}

customElements.define('gp-progress', ProgressPanel);
