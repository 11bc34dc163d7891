/**
 * `<gp-legend>`: how far the mesh is from the points, over the viewport: a histogram of the distances, two handles that say
 * where the colours end, and the colours between them.
 */
import { css, html, nothing, svg } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { formatLength, formatNumber } from '../../app/format.ts';
import {
  HISTOGRAM_BINS,
  histogramOf,
  histogramRange,
  type Measured,
  measuredOf,
  shownRange,
  shownTolerance,
} from '../../app/heat-range.ts';
import { language, t } from '../../app/i18n.ts';
import type { DistanceRange } from '../../app/state.ts';
import { base, buttons, legendCard } from '../../styles/shared.ts';
import { distanceLegendOf } from '../../viewport/overlays/distance-legend.ts';
import { Panel } from '../panel.ts';

type End = 'low' | 'high';

/** Of the histogram, what an arrow key moves a handle by. */
const STEP = 0.01;

export class LegendPanel extends Panel {
  static override styles = [
    base,
    buttons,
    legendCard,
    css`
      :host {
        width: min(20rem, 100%);
      }
      figcaption {
        display: flex;
        justify-content: space-between;
        gap: 0.75rem;
      }
      .histogram {
        position: relative;
        height: 3.25rem;
        touch-action: none;
      }
      svg {
        position: absolute;
        inset: 0.4rem 0 0;
        display: block;
        width: 100%;
        height: calc(100% - 0.4rem);
      }
      rect {
        fill: color-mix(in oklab, var(--gp-quiet) 30%, transparent);
      }
      rect.in {
        fill: color-mix(in oklab, var(--gp-quiet) 75%, transparent);
      }
      .handle {
        position: absolute;
        top: 0;
        bottom: -0.8rem;
        width: 1.25rem;
        margin-inline-start: -0.625rem;
        border-radius: var(--wa-border-radius-s);
        cursor: ew-resize;
      }
      .handle::before {
        content: '';
        position: absolute;
        inset: 0 calc(50% - 1px);
        background: var(--gp-text);
        box-shadow: 0 0 0 1px var(--gp-panel);
      }
      .handle::after {
        content: '';
        position: absolute;
        top: 1.1rem;
        left: calc(50% - 0.3rem);
        width: 0.6rem;
        height: 1.1rem;
        border: 2px solid var(--gp-text);
        border-radius: 0.25rem;
        background: var(--gp-panel);
      }
      .scale {
        border-radius: 0;
      }
      .ticks {
        position: relative;
        height: 1.15rem;
        margin-top: 0.2rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-xs);
      }
      .ticks span {
        position: absolute;
        translate: -50%;
        white-space: nowrap;
      }
      .sides {
        display: flex;
        justify-content: space-between;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-xs);
      }
      .facts {
        margin-top: 0.25rem;
        font-size: var(--wa-font-size-s);
        text-align: center;
      }
      @media (max-width: 60rem) {
        .histogram {
          height: 2.25rem;
        }
        .handle::after {
          top: 0.7rem;
          height: 0.9rem;
        }
      }
    `,
  ];

  protected override render() {
    const { run, view } = this.state.document;
    if (!run) return nothing;
    const { unit } = this.state.settings;
    const measured = measuredOf(run, this.state.comparison);
    const from = histogramRange(view, measured);
    const range = shownRange(view, measured);
    const legend = distanceLegendOf({
      from,
      range,
      isBanded: view.distanceBands,
      tolerance: shownTolerance(view, measured),
      locale: language(),
    });
    const p50 = formatLength(measured.median, unit, 2);
    const p95 = formatLength(measured.percentile95, unit, 2);
    return html`<figure>
      ${this.#caption(measured)}
      <div class="histogram">
        <div
          role="img"
          aria-label=${t('legend.label', { low: formatLength(range[0], unit), high: formatLength(range[1], unit), p50, p95 })}
        >
          ${this.#bars(histogramOf(view, measured), legend)}
        </div>
        ${view.distanceSigned ? this.#handle('low', legend.low, measured) : nothing}
        ${this.#handle('high', legend.high, measured)}
      </div>
      <div
        class="scale"
        style=${styleMap({
          background: legend.stops,
          marginInline: `${100 * legend.low}% ${100 * (1 - legend.high)}%`,
        })}
      ></div>
      <div class="ticks" aria-hidden="true">
        ${legend.ticks.map(({ at, label }) => html`<span style=${styleMap({ left: `${100 * at}%` })}>${label}</span>`)}
      </div>
      ${
        view.distanceSigned
          ? html`<div class="sides" aria-hidden="true">
              <span>${t('legend.inside')}</span><span>${t('legend.outside')}</span>
            </div>`
          : nothing
      }
      <div class="facts" aria-hidden="true">
        ${t('legend.facts', { p50: formatNumber(measured.median, 2), p95: formatNumber(measured.percentile95, 2) })}
      </div>
    </figure>`;
  }

  #caption({ name }: Measured) {
    const { unit } = this.state.settings;
    const isAutomatic = this.state.document.view.distanceRange === 'auto';
    return html`<figcaption>
      <span
        >${name === null ? t('legend.title') : t('legend.titleMesh', { name })}${unit === 'none' ? nothing : `, ${unit}`}</span
      >
      ${
        isAutomatic
          ? nothing
          : html`<button
              class="link"
              aria-label=${t('legend.resetName')}
              @click=${() => this.actions.setView({ distanceRange: 'auto' })}
            >
              ${t('legend.reset')}
            </button>`
      }
    </figcaption>`;
  }

  #bars(counts: Uint32Array, { low, high }: { readonly low: number; readonly high: number }) {
    const most = Math.max(...counts, 1);
    return html`<svg viewBox=${`0 0 ${HISTOGRAM_BINS} 1`} preserveAspectRatio="none" aria-hidden="true">
      ${Array.from(counts, (count, i) => {
        const middle = (i + 0.5) / HISTOGRAM_BINS;
        const isIn = middle >= low && middle <= high;
        // A few vertices among a million are seen all the same.
        const height = count === 0 ? 0 : Math.max(0.02, count / most);
        return svg`<rect class=${isIn ? 'in' : ''} x=${i} y=${1 - height} width="0.8" height=${height}></rect>`;
      })}
    </svg>`;
  }

  #handle(end: End, at: number, measured: Measured) {
    const { view } = this.state.document;
    const { unit } = this.state.settings;
    const from = histogramRange(view, measured);
    const value = shownRange(view, measured)[end === 'low' ? 0 : 1];
    return html`<div
      class="handle"
      role="slider"
      tabindex="0"
      aria-label=${t(`legend.handle.${end}`)}
      aria-orientation="horizontal"
      aria-valuemin=${end === 'low' ? from.low : 0}
      aria-valuemax=${end === 'low' ? 0 : from.high}
      aria-valuenow=${value}
      aria-valuetext=${formatLength(value, unit)}
      style=${styleMap({ left: `${100 * at}%` })}
      @keydown=${(event: KeyboardEvent) => this.#press(event, end, measured)}
      @pointerdown=${(event: PointerEvent) => this.#grab(event)}
      @pointermove=${(event: PointerEvent) => this.#drag(event, end, measured)}
    ></div>`;
  }

  #grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
  }

  #drag(event: PointerEvent, end: End, measured: Measured): void {
    const handle = event.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = handle.parentElement!.getBoundingClientRect();
    const { low, high } = histogramRange(this.state.document.view, measured);
    this.#move(end, low + ((event.clientX - left) / width) * (high - low), measured);
  }

  #press(event: KeyboardEvent, end: End, measured: Measured): void {
    const { view } = this.state.document;
    const { low, high } = histogramRange(view, measured);
    const value = shownRange(view, measured)[end === 'low' ? 0 : 1];
    const step = STEP * (high - low) * (event.shiftKey ? 10 : 1);
    const next = {
      ArrowLeft: value - step,
      ArrowDown: value - step,
      ArrowRight: value + step,
      ArrowUp: value + step,
      PageDown: value - 10 * step,
      PageUp: value + 10 * step,
      Home: end === 'low' ? low : 0,
      End: end === 'low' ? 0 : high,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(end, next, measured);
  }

  /** Stays on its side of 0 and within the histogram. */
  #move(end: End, value: number, measured: Measured): void {
    const { view } = this.state.document;
    const { low, high } = histogramRange(view, measured);
    const least = 0.5 * STEP * (high - low);
    const [first, last] = end === 'low' ? [low, -least] : [least, high];
    // As many digits as a handle can be placed to.
    const placed = Number(Math.min(last, Math.max(first, value)).toPrecision(3));
    const range = shownRange(view, measured);
    const moved: DistanceRange = end === 'low' ? [placed, range[1]] : [range[0], placed];
    // Of distances without signs the lower end is kept for when they have them again.
    const kept: DistanceRange = view.distanceSigned ? moved : [-moved[1], moved[1]];
    this.actions.setView({ distanceRange: kept });
  }
}

customElements.define('gp-legend', LegendPanel);
