/** `<gp-job>`: a run while it works. What it does in plain words, how long it still takes, and the ways to end it. */
import { css, html, nothing } from 'lit';
import { formatDuration, formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { JobState } from '../../app/state.ts';
import { base, buttons, facts } from '../../styles/shared.ts';
import { aboutTime } from './about-time.ts';
import './energy-chart.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';
import { withShortcut } from '../../app/accelerators.ts';

export class JobPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
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
      wa-progress-bar {
        --track-height: 0.5rem;
        --indicator-color: var(--gp-accent);
        --track-color: var(--gp-line);
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
    const { job } = this.state;
    if (!job) return nothing;
    return html`
      <div class="stage">
        <span aria-live="polite">${stageText(job)}</span>
        <span class="number">${formatShare(job.share)}</span>
      </div>
      <wa-progress-bar label=${t('job.progress')} value=${Math.round(100 * job.share)}></wa-progress-bar>
      <dl class="facts">
        <dt>${t('job.elapsed')}</dt>
        <dd>${formatDuration(job.elapsedMs / 1000)}</dd>
        <dt>${t('job.left')}</dt>
        <dd>${leftText(job)}</dd>
      </dl>
      ${this.#buttons(job)}
      <gp-energy-chart .energies=${job.energies} .theme=${this.state.settings.theme}></gp-energy-chart>
    `;
  }

  #buttons(job: JobState) {
    const isPaused = job.state === 'paused';
    const canStop = this.actions.enabled('stop');
    return html`<div class="actions">
      <button
        class="keep"
        id="stop"
        aria-disabled=${canStop ? nothing : 'true'}
        aria-describedby="why"
        @click=${() => canStop && this.actions.perform('stop')}
      >
        <gp-icon name="square"></gp-icon>${t('job.stop')}
      </button>
      <span id="why" class="hidden">${job.stoppable ? t('job.stopHelp') : t('job.stopNotYet')}</span>
      <gp-tooltip for="stop" placement="left">${job.stoppable ? t('job.stopHelp') : t('job.stopNotYet')}</gp-tooltip>
      <button
        id="pause"
        aria-disabled=${this.actions.enabled('pause') ? nothing : 'true'}
        @click=${() => this.actions.perform('pause')}
      >
        <gp-icon name=${isPaused ? 'play' : 'pause'}></gp-icon>${isPaused ? t('job.resume') : t('job.pause')}
      </button>
      <gp-tooltip for="pause">${withShortcut('pause', isPaused ? t('job.resume') : t('job.pause'))}</gp-tooltip>
      <button id="cancel" @click=${() => this.actions.perform('cancel')}>
        <gp-icon name="x"></gp-icon>${t('job.cancel')}
      </button>
      <gp-tooltip for="cancel">${t('job.cancelHelp')}</gp-tooltip>
    </div>`;
  }
}

function stageText(job: JobState): string {
  if (job.state === 'paused') return t('job.paused');
  if (job.state === 'stopping') return t('job.stopping');
  const stage = t(`stage.${job.stage}`);
  return job.stage === 'level' && job.level !== null ? `${stage} · ${t('job.level', { level: job.level })}` : stage;
}

function leftText(job: JobState): string {
  if (job.state === 'stopping') return '–';
  return job.secondsLeft === null ? t('job.leftUnknown') : aboutTime(job.secondsLeft);
}

customElements.define('gp-job', JobPanel);
