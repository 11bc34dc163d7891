/** What lies over the viewport for a while: a file being read, a file about to be dropped. */
import { css, html, nothing } from 'lit';
import { formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { base, buttons, progressBar } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

/** `<gp-opening>`: at the bottom, since the points appear above it while they are read. */
export class OpeningOverlay extends Panel {
  static override styles = [
    base,
    buttons,
    progressBar,
    css`
      :host {
        width: min(26rem, 100%);
      }
      .card {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.5rem;
        padding: 0.85rem 1rem;
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
        box-shadow: var(--gp-shadow);
      }
      .row {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 1rem;
      }
      .name {
        min-width: 0;
        overflow: hidden;
        font-weight: 500;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  protected override render() {
    const { opening } = this.state;
    if (!opening) return nothing;
    const title = t('opening.title', { name: opening.name });
    return html`<div class="card" role="status" aria-busy="true">
      <div class="row">
        <span class="name" title=${opening.name}>${title}</span>
        <button class="small" @click=${() => this.actions.perform('cancel')}>${t('progress.cancel')}</button>
      </div>
      <wa-progress-bar label=${title} value=${Math.round(100 * opening.share)}></wa-progress-bar>
      <span class="help number">${t('opening.share', { share: formatShare(opening.share) })}</span>
    </div>`;
  }
}

/** `<gp-drop>`: over the whole window; it lets the drop itself through. */
export class DropOverlay extends Panel {
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        inset: 0;
        z-index: 50;
        display: grid;
        padding: 0.75rem;
        background: color-mix(in oklab, var(--gp-window) 82%, transparent);
        pointer-events: none;
      }
      div {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 0.25rem;
        border: 2px dashed var(--gp-accent);
        border-radius: var(--wa-border-radius-l);
        background: color-mix(in oklab, var(--gp-accent-soft) 60%, transparent);
        text-align: center;
      }
      gp-icon {
        margin-bottom: 0.5rem;
        color: var(--gp-accent-text);
        font-size: 2.25rem;
      }
      strong {
        font-size: 1.25rem;
        font-weight: 600;
      }
    `,
  ];

  protected override render() {
    const { document, progress, finishing, batch } = this.state;
    const isBusy = progress !== null || finishing !== null || batch?.state === 'running' || batch?.state === 'paused';
    const text = isBusy ? t('session.project.dropBusy') : document.cloud ? t('drop.text') : '';
    return html`<div role="status">
      <gp-icon name="download"></gp-icon><strong>${t('drop.title')}</strong>
      ${text ? html`<span class="quiet">${text}</span>` : nothing}
    </div>`;
  }
}

customElements.define('gp-opening', OpeningOverlay);
customElements.define('gp-drop', DropOverlay);
