/** `<gp-batch-outcome>`: what came of a batch that has ended, and what to do with it. */
import { css, html, nothing } from 'lit';
import { REPORT_HTML } from '../../../batch/output-names.ts';
import { formatCount, formatDuration } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { BatchState } from '../../app/state.ts';
import type { IconName } from '../../icons/icons.ts';
import { base, buttons, facts } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';

export class BatchOutcome extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      .card {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0 0.6rem;
        padding: 0.6rem 0.75rem;
        border-radius: var(--wa-border-radius-m);
      }
      .card gp-icon {
        grid-row: 1 / 3;
        margin-top: 0.05rem;
        font-size: 1.25rem;
      }
      .card p {
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        overflow-wrap: anywhere;
      }
      .good {
        background: var(--gp-good-soft);
      }
      .good > :not(p) {
        color: var(--gp-good);
      }
      .warn {
        background: var(--gp-warn-soft);
      }
      .warn > :not(p) {
        color: var(--gp-warn);
      }
      strong {
        font-weight: 600;
      }
      .actions {
        display: grid;
        gap: 0.5rem;
      }
    `,
  ];

  protected override render() {
    const { batch, folders } = this.state;
    if (!batch?.summary) return nothing;
    return html`
      ${outcomeCard(batch)}
      <dl class="facts">
        <dt>${t('batch.time')}</dt>
        <dd>${formatDuration(batch.elapsedMs / 1000)}</dd>
      </dl>
      <div class="actions">
        <button id="report" class="wide" @click=${() => this.actions.openBatchReport()}>
          <gp-icon name="file-chart"></gp-icon>${folders?.report ? t('batch.report') : t('batch.reportCopy')}
        </button>
        ${
          folders?.report
            ? html`<gp-tooltip for="report" placement="left">${t('batch.reportHelp')}</gp-tooltip>`
            : html`<p class="help">${t('batch.reportInFolder', { report: REPORT_HTML })}</p>`
        }
        ${
          folders?.reveal
            ? html`<button class="wide" @click=${() => this.actions.revealBatch()}>
                <gp-icon name="folder-open"></gp-icon>${t('batch.reveal')}
              </button>`
            : nothing
        }
        ${
          batch.summary.failed > 0
            ? html`<button class="wide" @click=${() => this.actions.startBatch('retry-failed')}>
                <gp-icon name="rotate-ccw"></gp-icon>${t('batch.retryFailed')}
              </button>`
            : nothing
        }
      </div>
    `;
  }
}

function outcomeCard({ summary, rows, output }: BatchState) {
  if (!summary) return nothing;
  const counts = { done: formatCount(summary.done), all: formatCount(rows.length) };
  if (summary.cancelled > 0) {
    return card('warn', 'ban', t('batch.cancelledTitle'), t('batch.cancelledText', counts));
  }
  if (summary.failed > 0) {
    return card(
      'warn',
      'triangle-alert',
      t('batch.someFailed', { count: summary.failed }),
      t('batch.someFailedText', counts),
    );
  }
  const text = t('batch.allDoneText', { count: summary.done, folder: output?.name ?? '' });
  return card('good', 'circle-check', t('batch.allDone'), text);
}

function card(kind: 'good' | 'warn', icon: IconName, title: string, text: string) {
  return html`<div class="card ${kind}" role="status">
    <gp-icon name=${icon}></gp-icon><strong>${title}</strong>
    <p>${text}</p>
  </div>`;
}

customElements.define('gp-batch-outcome', BatchOutcome);
