/** `<gp-legend>`: the heat map's scale over the viewport, with the median and the 95th percentile marked on it. */
import { css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { formatLength } from '../../app/format.ts';
import { shownRange } from '../../app/heat-range.ts';
import { language, t } from '../../app/i18n.ts';
import { base, legendCard } from '../../styles/shared.ts';
import { legendOf, type Marker } from '../../viewport/overlays/legend.ts';
import { Panel } from '../panel.ts';

export class LegendPanel extends Panel {
  static override styles = [
    base,
    legendCard,
    css`
      :host {
        width: min(20rem, 100%);
      }
      .marks,
      .ticks {
        position: relative;
        height: 1.15rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-xs);
      }
      .ticks span,
      .marks span {
        position: absolute;
        translate: -50%;
        white-space: nowrap;
      }
      .marks {
        color: var(--gp-text);
      }
      i {
        position: absolute;
        top: -0.25rem;
        bottom: 0;
        width: 2px;
        margin-inline-start: -1px;
        background: var(--gp-text);
        box-shadow: 0 0 0 1px var(--gp-panel);
      }
      .facts {
        display: flex;
        gap: 1rem;
        margin-top: 0.25rem;
        font-size: var(--wa-font-size-s);
      }
    `,
  ];

  protected override render() {
    const { run, view } = this.state.document;
    if (!run) return nothing;
    const { unit } = this.state.settings;
    const legend = legendOf(run.distancePercentiles, shownRange(view.distanceRange, run), language());
    const at = (share: number) => styleMap({ left: `${100 * share}%` });
    const label = t('legend.label', {
      max: formatLength(legend.range, unit),
      p50: formatLength(run.distancePercentiles[50] ?? 0, unit),
      p95: formatLength(run.distancePercentiles[95] ?? 0, unit),
    });
    return html`<figure>
      <figcaption>
        ${t('legend.title')}${unit === 'none' ? nothing : html` <span class="quiet">(${unit})</span>`}
      </figcaption>
      <div role="img" aria-label=${label}>
        <div class="scale" style=${styleMap({ background: legend.stops })}>
          ${legend.markers.map((marker) => html`<i style=${at(marker.at)}></i>`)}
        </div>
        <div class="ticks">${legend.ticks.map((tick) => html`<span style=${at(tick.at)}>${tick.label}</span>`)}</div>
      </div>
      <div class="facts" aria-hidden="true">
        ${legend.markers.map((marker) => html`<span>${markerName(marker)} ${marker.label}</span>`)}
      </div>
    </figure>`;
  }
}

function markerName({ kind }: Marker): string {
  return kind === 'median' ? t('legend.half') : t('legend.percentile', { percent: 95 });
}

customElements.define('gp-legend', LegendPanel);
