/** `<gp-batch-existing>`: asked before a batch starts whose output folder holds results already. */
import { css, html } from 'lit';
import type { BatchMode } from '../../../batch/mode.ts';
import { t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

export class BatchExisting extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      .page {
        display: grid;
        gap: 0.625rem;
        padding-bottom: 0.25rem;
      }
      .page > p {
        margin-bottom: 0.375rem;
      }
      .choice {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        justify-items: start;
        gap: 0.1rem 0.75rem;
        padding: 0.7rem 0.85rem;
        text-align: start;
      }
      .choice gp-icon {
        grid-row: 1 / 3;
        color: var(--gp-accent-text);
        font-size: 1.25rem;
      }
      .choice strong {
        font-weight: 600;
      }
      .choice span {
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        font-weight: 400;
        line-height: 1.4;
      }
    `,
  ];

  protected override render() {
    const rows = this.state.batch?.rows ?? [];
    const hasFailed = rows.some(({ sidecar }) => sidecar?.state === 'failed');
    return html`<div class="page">
      <p>${t('batch.existing.text', { folder: this.state.batch?.output?.name ?? '' })}</p>
      ${this.#choice('resume', 'play', t('batch.existing.resume'), t('batch.existing.resumeText'))}
      ${
        hasFailed
          ? this.#choice('retry-failed', 'rotate-ccw', t('batch.existing.retry'), t('batch.existing.retryText'))
          : ''
      }
      ${this.#choice('fresh', 'folders', t('batch.existing.fresh'), t('batch.existing.freshText'))}
    </div>`;
  }

  #choice(mode: BatchMode, icon: 'play' | 'rotate-ccw' | 'folders', title: string, text: string) {
    return html`<button class="choice" data-mode=${mode} @click=${() => this.actions.startBatch(mode)}>
      <gp-icon name=${icon}></gp-icon><strong>${title}</strong><span>${text}</span>
    </button>`;
  }
}

customElements.define('gp-batch-existing', BatchExisting);
