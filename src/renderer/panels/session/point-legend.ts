/** `<gp-point-legend>`: what the colours of the points mean, over the viewport, beside the legend of the mesh. */
import { css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { isValueColoring } from '../../app/cloud-colorings.ts';
import { formatCount, formatEnds } from '../../app/format.ts';
import { t, translate } from '../../app/i18n.ts';
import { base, legendCard } from '../../styles/shared.ts';
import {
  type LegendRow,
  type ListLegend,
  pointLegendOf,
  type RampLegend,
} from '../../viewport/overlays/point-legend.ts';
import { Panel } from '../panel.ts';
import type { ShownTheme } from '../shell/theme.ts';

export class PointLegendPanel extends Panel {
  static override properties = { ...Panel.properties, theme: {} };
  static override styles = [
    base,
    legendCard,
    css`
      :host {
        width: min(16rem, 100%);
      }
      figure {
        padding-inline: 0.9rem;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        margin-top: 0.25rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      li,
      .missing {
        display: flex;
        align-items: center;
        gap: 0.55rem;
        font-size: var(--wa-font-size-s);
        line-height: 1.6;
      }
      .missing {
        margin-top: 0.25rem;
      }
      i {
        flex: none;
        width: 0.75rem;
        height: 0.75rem;
        border-radius: 0.2rem;
        box-shadow: inset 0 0 0 1px rgb(0 0 0 / 15%);
      }
      .name {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .more {
        padding-inline-start: 1.3rem;
      }
    `,
  ];
  declare theme: ShownTheme;

  protected override render() {
    const { cloud, view } = this.state.document;
    const { cloudColoring } = view;
    if (!cloud || !isValueColoring(cloudColoring)) return nothing;
    const legend = pointLegendOf(cloud.info, cloudColoring, this.theme);
    if (!legend) return nothing;
    return html`<figure>
      <figcaption>${t(`pointLegend.title.${legend.attribute}`)}</figcaption>
      ${legend.kind === 'ramp' ? ramp(legend) : list(legend)}
    </figure>`;
  }
}

function ramp({ stops, range, missingColor }: RampLegend) {
  const [low, high] = formatEnds(range.low, range.high);
  return html`<div
      class="scale"
      role="img"
      aria-label=${t('pointLegend.ramp', { low, high })}
      style=${styleMap({ background: stops })}
    ></div>
    <div class="ends" aria-hidden="true"><span>${low}</span><span>${high}</span></div>
    ${
      range.missingCount > 0
        ? html`<div class="missing">${row(missingColor, t('pointLegend.missing'), range.missingCount)}</div>`
        : nothing
    }`;
}

function list({ attribute, rows, moreCount }: ListLegend) {
  return html`<ul>
    ${rows.map((shown) => html`<li>${row(shown.color, rowName(attribute, shown), shown.count)}</li>`)}
    ${moreCount > 0 ? html`<li class="more quiet">${t('pointLegend.more', { count: moreCount })}</li>` : nothing}
  </ul>`;
}

function row(color: string, name: string, count: number) {
  return html`<i style=${styleMap({ background: color })}></i>
    <span class="name" title=${name}>${name}</span>
    <span class="quiet">${formatCount(count)}</span>`;
}

function rowName(attribute: ListLegend['attribute'], { value, name }: LegendRow): string {
  if (attribute === 'scan') return name ?? t('pointLegend.unnamedScan', { value });
  if (attribute === 'returnNumber') {
    return value === 0 ? t('pointLegend.noReturn') : t('pointLegend.return', { value });
  }
  return name ? translate(`pointLegend.classes.${name}`) : t('pointLegend.unnamedClass', { value });
}

customElements.define('gp-point-legend', PointLegendPanel);
