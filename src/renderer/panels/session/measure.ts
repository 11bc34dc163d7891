/** `<gp-measure>`: what to do next while measuring, and the distance once both points are set. */
import { css, html, nothing } from 'lit';
import { placeInFile, type Triple } from '../../../engine/vocabulary.ts';
import { formatExtent, formatLength, formatNumber } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { Measurement } from '../../app/state.ts';
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
      <span aria-live="polite">${this.#text(this.state.measurement)}</span>
      <button class="plain" aria-label=${t('measure.end')} @click=${() => this.actions.perform('measure')}>
        <gp-icon name="x"></gp-icon>
      </button>
    </div>`;
  }

  /** A place of the scene, as the file has it. */
  #inFile(place: Triple): string {
    const { cloud } = this.state.document;
    const { origin, placement } = cloud?.info ?? { origin: [0, 0, 0], placement: null };
    const world: Triple = [place[0] + origin[0], place[1] + origin[1], place[2] + origin[2]];
    const inFile = placement ? placeInFile(placement, world) : world;
    return inFile.map((value) => formatNumber(value, PICKED_DIGITS)).join('\u2002');
  }

  #text(measurement: Measurement | null) {
    if (!measurement) return t('measure.first');
    const { from, to, distance } = measurement;
    if (!to || distance === null) {
      return html`${t('measure.second')}
        <span class="help">&ensp;${t('picked.at', { place: this.#inFile(from) })}</span>`;
    }
    const { unit } = this.state.settings;
    const along = to.map((value, axis) => Math.abs(value - from[axis]!));
    return html`<strong>${formatLength(distance, unit, 4)}</strong>
      <span class="help">${nothing}&ensp;${formatExtent(along, unit)} ${t('measure.delta')}</span>`;
  }
}

customElements.define('gp-measure', MeasurePanel);
