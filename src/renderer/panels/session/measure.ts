/** `<gp-measure>`: what to do next while measuring, and the distance once both points are set. */
import { css, html, nothing } from 'lit';
import { formatExtent, formatLength } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { Measurement } from '../../app/state.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

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
      <span aria-live="polite">${this.#text(this.state.measurement)}</span>
      <button class="plain" aria-label=${t('measure.end')} @click=${() => this.actions.perform('measure')}>
        <gp-icon name="x"></gp-icon>
      </button>
    </div>`;
  }

  #text(measurement: Measurement | null) {
    if (!measurement) return t('measure.first');
    const { from, to, distance } = measurement;
    if (!to || distance === null) return t('measure.second');
    const { unit } = this.state.settings;
    const along = to.map((value, axis) => Math.abs(value - from[axis]!));
    return html`<strong>${formatLength(distance, unit, 4)}</strong>
      <span class="help">${nothing}&ensp;${formatExtent(along, unit)} ${t('measure.delta')}</span>`;
  }
}

customElements.define('gp-measure', MeasurePanel);
