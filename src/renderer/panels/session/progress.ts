/** `<gp-progress>`: a run while it works. What it does in plain words, and how long it still takes. */
import { css, html, nothing } from 'lit';
import { formatDuration, formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { RunProgress } from '../../app/state.ts';
import { base, facts, progressBar } from '../../styles/shared.ts';
import { aboutTime } from '../controls/about-time.ts';
import './energy-chart.ts';
import { Panel } from '../panel.ts';

export class ProgressPanel extends Panel {
  static override styles = [
    base,
    facts,
    progressBar,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
      }
      .stage {
        display: flex;
        justify-content: space-between;
        gap: 0.75rem;
      }
      strong {
        font-weight: 600;
      }
    `,
  ];

  protected override render() {
    const { progress } = this.state;
    if (!progress) return nothing;
    return html`
      <div class="stage">
        <strong aria-live="polite">${stageText(progress)}</strong>
        <span class="number">${formatShare(progress.share)}</span>
      </div>
      <wa-progress-bar label=${t('progress.label')} value=${Math.round(100 * progress.share)}></wa-progress-bar>
      <dl class="facts">
        <dt>${t('progress.elapsed')}</dt>
        <dd>${formatDuration(progress.elapsedMs / 1000)}</dd>
        <dt>${t('progress.left')}</dt>
        <dd>${leftText(progress)}</dd>
      </dl>
      <gp-energy-chart .energies=${progress.energies} .theme=${this.state.settings.theme}></gp-energy-chart>
    `;
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
