/** `<gp-tolerance>`: how near the mesh is to be to the points, and how much of it is. */
import { css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { formatLength, formatSmallShare, unitText } from '../../app/format.ts';
import { type Measured, measuredOf, sharesOf, shownTolerance } from '../../app/heat-range.ts';
import { language, t } from '../../app/i18n.ts';
import { base, fields } from '../../styles/shared.ts';
import { BAND_SHARES, cssColor, DISTANCE_COLORS } from '../../viewport/layers/color-maps.ts';
import '../controls/number-field.ts';
import { Panel } from '../panel.ts';

const COLORS = {
  inside: cssColor(DISTANCE_COLORS.at(BAND_SHARES.inside)),
  outside: cssColor(DISTANCE_COLORS.at(BAND_SHARES.outside)),
};

export class TolerancePanel extends Panel {
  static override styles = [
    base,
    fields,
    css`
      gp-number {
        width: 8rem;
      }
      .row strong {
        font-weight: 600;
      }
      .bar {
        display: flex;
        gap: 1px;
        height: 0.5rem;
        overflow: hidden;
        border-radius: 0.25rem;
      }
      .within {
        flex: 1;
        background: color-mix(in oklab, var(--gp-quiet) 45%, var(--gp-panel));
      }
      .sides {
        display: flex;
        justify-content: space-between;
        gap: 0.75rem;
      }
    `,
  ];

  protected override render() {
    const { run, view } = this.state.document;
    if (!run) return nothing;
    const measured = measuredOf(run, this.state.comparison);
    const tolerance = shownTolerance(view, measured);
    const shares = sharesOf(tolerance, measured);
    if (!shares) return nothing;
    const { unit } = this.state.settings;
    const inside = formatSmallShare(shares.inside);
    const within = formatSmallShare(shares.within);
    const outside = formatSmallShare(shares.outside);
    const part = (side: 'inside' | 'outside') =>
      styleMap({ width: `${100 * shares[side]}%`, background: COLORS[side] });
    return html`<div class="field">
      <div class="row">
        <gp-number
          bare
          clearable
          label=${t('tolerance.label')}
          min="0"
          .value=${tolerance}
          .unit=${unitText(unit)}
          .sign=${'±'}
          .locale=${language()}
          @gp-change=${(event: CustomEvent<number | null>) =>
            this.actions.setView({ tolerance: event.detail === null ? 'auto' : event.detail })}
        ></gp-number>
        <span aria-hidden="true"><strong>${within}</strong> <span class="quiet">${t('tolerance.within')}</span></span>
      </div>
      <div class="bar" aria-hidden="true">
        <span style=${part('inside')}></span><span class="within"></span><span style=${part('outside')}></span>
      </div>
      <div class="sides help" aria-hidden="true">
        <span>${t('tolerance.inside', { share: inside })}</span
        ><span>${t('tolerance.outside', { share: outside })}</span>
      </div>
      <p class="hidden" role="status">
        ${this.#said(measured, { tolerance: formatLength(tolerance, unit), within, inside, outside })}
      </p>
    </div>`;
  }

  #said({ name }: Measured, values: Readonly<Record<'tolerance' | 'within' | 'inside' | 'outside', string>>): string {
    return name === null ? t('tolerance.said', values) : t('tolerance.saidMesh', { ...values, name });
  }
}

customElements.define('gp-tolerance', TolerancePanel);
