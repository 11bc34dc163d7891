/**
 * `<gp-energy-chart>`: the energy over the iterations, logarithmic, with a band for each level. Drawn on a canvas by
 * uPlot, since points come many times a second; a sentence says the same to those who cannot see it.
 */
import { css, html, LitElement, type PropertyValues, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { formatCount, formatNumber } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { EnergyPoint } from '../../app/state.ts';
import { base } from '../../styles/shared.ts';
import { areShares, axisRange, chartOf, levelBands } from './energy-bands.ts';

const HEIGHT = 128;
/** The chart is made so much later, when the panel around it is laid out and drawn. */
const CREATE_MS = 100;

export class EnergyChart extends LitElement {
  static override properties = { energies: { attribute: false }, theme: {} };
  static override styles = [
    unsafeCSS(uPlotStyles),
    base,
    css`
      .title {
        font-weight: 500;
      }
      #chart {
        height: ${HEIGHT}px;
        margin: 0.35rem 0;
        border-radius: var(--wa-border-radius-m);
        position: relative;
        background: var(--gp-sunken);
        overflow: hidden;
      }
      .none {
        position: absolute;
        inset: 0;
        z-index: 1;
        display: grid;
        place-content: center;
        background: var(--gp-sunken);
        padding: 0 1rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        text-align: center;
      }
    `,
  ];
  declare energies: readonly EnergyPoint[];
  /** Has the chart drawn anew in other colours. */
  declare theme: string;
  #plot: uPlot | undefined;
  #creating: ReturnType<typeof setTimeout> | undefined;
  #resize: ResizeObserver | undefined;

  protected override render() {
    const isEmpty = this.energies.length < 2;
    return html`
      <p class="title">${t('energy.title')}</p>
      <div id="chart" role="img" aria-label=${isEmpty ? t('energy.none') : this.#inWords()}>
        ${isEmpty ? html`<p class="none">${t('energy.none')}</p>` : ''}
      </div>
      <p class="help">${t('energy.help')}</p>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('theme')) this.#drop();
    if (this.#plot) this.#plot.setData(dataOf(this.energies));
    // Empty, too, and not beside all else that appears with it.
    else this.#creating ??= setTimeout(() => this.#create(), CREATE_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drop();
  }

  #inWords(): string {
    const { energies } = this;
    const chart = chartOf(energies);
    return t('energy.label', {
      count: energies.at(-1)!.iteration,
      first: this.#valueText(chart[0]?.value ?? 0),
      last: this.#valueText(chart.findLast((point) => point.value !== null)?.value ?? 0),
      levels: levelBands(energies).length,
    });
  }

  #valueText(value: number): string {
    return areShares(this.energies) ? t('energy.share', { percent: formatNumber(100 * value, 1) }) : logLabel(value);
  }

  #create(): void {
    this.#creating = undefined;
    if (this.#plot || !this.isConnected) return;
    const parent = this.renderRoot.querySelector<HTMLElement>('#chart')!;
    const style = getComputedStyle(this);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const font = `11px ${style.fontFamily}`;
    // Once: asking for a style while drawing has the page laid out anew.
    const [shade, quiet] = [color('--gp-hover'), color('--gp-quiet')];
    const axis = { stroke: quiet, font, ticks: { show: false }, grid: { show: false } };
    this.#plot = new uPlot(
      {
        width: Math.max(parent.clientWidth, 80),
        height: HEIGHT,
        padding: [16, 14, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false }, y: { distr: 3, log: 10, range: (_, least, most) => axisRange(least, most) } },
        axes: [
          { ...axis, size: 22, space: 44, values: (_, values) => values.map((value) => formatCount(value)) },
          {
            ...axis,
            size: 52,
            grid: { show: true, stroke: color('--gp-line'), width: 1, filter: (_, splits) => readable(splits) },
            filter: (_, splits) => readable(splits),
            values: (_, values) => values.map((value) => (value ? this.#valueText(value) : '')),
          },
        ],
        series: [{}, { stroke: color('--gp-accent'), width: 1.75, points: { show: false } }],
        hooks: { drawClear: [(plot) => this.#drawBands(plot, shade, quiet, font)] },
      },
      dataOf(this.energies),
      parent,
    );
    this.#resize = new ResizeObserver(() => {
      if (parent.clientWidth > 0) this.#plot?.setSize({ width: parent.clientWidth, height: HEIGHT });
    });
    this.#resize.observe(parent);
  }

  /** Every other level is shaded; its number stands where there is room for it. */
  #drawBands(plot: uPlot, shade: string, text: string, font: string): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.font = font.replace('11px', `${10 * devicePixelRatio}px`);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'alphabetic';
    levelBands(this.energies).forEach(({ level, from, to }, index) => {
      const left = plot.valToPos(from, 'x', true);
      const right = plot.valToPos(to, 'x', true);
      ctx.fillStyle = shade;
      if (index % 2 === 1) ctx.fillRect(left, bbox.top, right - left, bbox.height);
      const label = String(level);
      ctx.fillStyle = text;
      if (right - left > ctx.measureText(label).width + 4) {
        ctx.fillText(label, (left + right) / 2, bbox.top - 4 * devicePixelRatio);
      }
    });
    ctx.restore();
  }

  #drop(): void {
    this.#resize?.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }
}

function dataOf(energies: readonly EnergyPoint[]): uPlot.AlignedData {
  const chart = chartOf(energies);
  return [chart.map((point) => point.iteration), chart.map((point) => point.value)];
}

/** Powers of ten; where fewer than two are in sight, their doubles and fives, too. Others stand too close. */
function readable(splits: readonly number[]): (number | null)[] {
  const leading = (value: number): number => Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  const decades = splits.filter((value) => leading(value) === 1).length;
  const shown = decades >= 2 ? [1] : [1, 2, 5];
  return splits.map((value) => (shown.includes(leading(value)) ? value : null));
}

function logLabel(value: number): string {
  const isPower = Math.abs(Math.log10(value) % 1) < 1e-6 || Math.abs(Math.log10(value) % 1) > 1 - 1e-6;
  return isPower ? powerOfTen(value) : formatNumber(value, 1);
}

function powerOfTen(value: number): string {
  const power = Math.round(Math.log10(value));
  return `10${String(power).replace(/./g, (digit) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(digit)]!)}`;
}

/** The first canvas of a page waits for the graphics process, which a run keeps busy: it is drawn on before. */
function warmUp(): void {
  const canvas = document.createElement('canvas');
  canvas.width = 2 * HEIGHT;
  canvas.height = HEIGHT;
  canvas.getContext('2d')!.fillRect(0, 0, canvas.width, canvas.height);
}
setTimeout(warmUp, CREATE_MS);

customElements.define('gp-energy-chart', EnergyChart);
