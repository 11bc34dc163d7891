/** `<gp-trust-legend>`: the scale of trust over the viewport, and what the hatch means. */
import { css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { formatLength } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { base, hatch, legendCard } from '../../styles/shared.ts';
import { TRUST_COLORS } from '../../viewport/layers/color-maps.ts';
import { legendOf } from '../../viewport/overlays/legend.ts';
import { Panel } from '../panel.ts';

export class TrustLegendPanel extends Panel {
  static override styles = [
    base,
    hatch,
    legendCard,
    css`
      :host {
        width: min(20rem, 100%);
      }
      .ticks {
        position: relative;
        height: 1.15rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-xs);
      }
      .ticks span {
        position: absolute;
        translate: -50%;
        white-space: nowrap;
      }
      .guess {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        margin-top: 0.35rem;
        font-size: var(--wa-font-size-s);
      }
    `,
  ];

  protected override render() {
    const { run } = this.state.document;
    const trust = run?.geometry.trust;
    if (!run || !trust) return nothing;
    const { unit } = this.state.settings;
    const { median, percentile95 } = run.report.trust ?? {};
    const legend = legendOf(trust.range, language(), TRUST_COLORS);
    const label = t('trust.label', {
      max: formatLength(legend.range, unit),
      p50: formatLength(median ?? 0, unit),
      p95: formatLength(percentile95 ?? 0, unit),
    });
    return html`<figure>
      <figcaption>
        ${t('trust.title')}${unit === 'none' ? nothing : html` <span class="quiet">${unit}</span>`}
      </figcaption>
      <div role="img" aria-label=${label}>
        <div class="scale" style=${styleMap({ background: legend.stops })}></div>
        <div class="ticks">
          ${legend.ticks.map(({ at, label: tick }) => html`<span style=${styleMap({ left: `${100 * at}%` })}>${tick}</span>`)}
        </div>
      </div>
      <div class="guess"><span class="hatch" aria-hidden="true"></span><span>${t('trust.guess')}</span></div>
    </figure>`;
  }
}

customElements.define('gp-trust-legend', TrustLegendPanel);
