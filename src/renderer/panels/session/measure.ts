/** `<gp-measure>`: what to do next while measuring, and the distance once both points are set. */
import { css, html } from 'lit';
import { formatExtent, formatLength, formatNumber } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { lastMeasured } from '../../app/measured.ts';
import { inFile } from '../../worker/scene-places.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

/** As many as a float32 of the scene holds. */
const PICKED_DIGITS = 7;

export class MeasurePanel extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      div {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        padding: 0.4rem 0.4rem 0.4rem 0.9rem;
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
        box-shadow: var(--gp-shadow);
      }
      gp-icon {
        color: var(--gp-quiet);
      }
      strong {
        font-size: var(--wa-font-size-l);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      button {
        width: 1.75rem;
        min-height: 1.75rem;
        padding: 0;
      }
    `,
  ];

  protected override render() {
    return html`<div>
      <gp-icon name="ruler"></gp-icon>
      <span aria-live="polite">${this.#text()}</span>
      <button class="plain" aria-label=${t('measure.end')} @click=${() => this.actions.perform('measure')}>
        <gp-icon name="x"></gp-icon>
      </button>
    </div>`;
  }

  #text() {
    const { measuring, document, settings } = this.state;
    const measured = lastMeasured(this.state);
    if (measured) {
      const along = measured.to.map((value, axis) => Math.abs(value - measured.from[axis]!));
      return html`<strong>${formatLength(measured.length, settings.unit, 4)}</strong>
        <span class="help">&ensp;${formatExtent(along, settings.unit)} ${t('measure.delta')}</span>`;
    }
    if (!document.cloud || !measuring || !('from' in measuring)) return t('measure.first');
    const place = inFile(document.cloud.info, measuring.from).map((value) => formatNumber(value, PICKED_DIGITS));
    return html`${t('measure.second')}
      <span class="help">&ensp;${t('picked.at', { place: place.join('\u2002') })}</span>`;
  }
}

customElements.define('gp-measure', MeasurePanel);
