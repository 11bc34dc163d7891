/** `<gp-cut>`: the section plane: across which axis, where, what is seen of the rest, and the outline as a drawing. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatCount, formatLength, unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { shownUnit } from '../../app/placing-of.ts';
import type { CutState } from '../../app/state.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';
import { base, buttons, facts, fields, segments } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';
import { acts } from './acts.ts';

const AXES = ['x', 'y', 'z'] as const;
const STEPS = 200;

interface Range {
  readonly low: number;
  readonly high: number;
}

export class CutPanel extends Panel {
  static override styles = [
    base,
    acts,
    buttons,
    facts,
    fields,
    segments,
    css`
      .slider {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 7rem;
        align-items: center;
        gap: 0.75rem;
      }
      wa-slider::part(label) {
        position: absolute;
        clip-path: inset(50%);
      }
      wa-switch::part(base) {
        flex-direction: row-reverse;
        justify-content: space-between;
        width: 100%;
      }
      wa-switch::part(label) {
        margin: 0;
        font-weight: 500;
      }
      .acts .plain {
        margin-inline-start: auto;
      }
    `,
  ];
  #ranges: { readonly of: FinishedRun; readonly along: readonly Range[] } | null = null;

  protected override render() {
    const { cut, document } = this.state;
    const { run, cloud } = document;
    if (!run || !cloud) return nothing;
    return html`<gp-section
      heading=${t('cut.title')}
      summary=${cut ? t('clean.on') : t('clean.off')}
      ?live=${cut !== null}
      .open=${cut !== null}
    >
      <div class="fields">
        <wa-switch
          .checked=${live(cut !== null)}
          ?disabled=${!this.actions.enabled('section')}
          @change=${() => this.actions.perform('section')}
          >${t('cut.switch')}</wa-switch
        >
        ${cut ? this.#plane(cut, run, cloud.info.origin[AXES.indexOf(cut.across)]!) : nothing}
      </div>
    </gp-section>`;
  }

  #plane(cut: CutState, run: FinishedRun, origin: number) {
    const { cutting } = this.actions;
    return html`<div class="field">
        <span class="label">${t('cut.across')}</span>
        <div class="segments" role="group" aria-label=${t('cut.across')}>
          ${AXES.map(
            (across) =>
              html`<button aria-pressed=${String(across === cut.across)} @click=${() => cutting.change({ across })}>
                ${across.toUpperCase()}
              </button>`,
          )}
        </div>
      </div>
      ${this.#position(cut, this.#rangeOf(run, cut.across), origin)}
      <wa-switch .checked=${live(cut.isRestShown)} @change=${() => cutting.change({ isRestShown: !cut.isRestShown })}
        >${t('cut.rest')}</wa-switch
      >
      ${this.#facts()}
      <div class="acts">
        <button class="small" @click=${() => cutting.save('svg')}>
          <gp-icon name="download"></gp-icon>${t('cut.save', { format: 'SVG' })}
        </button>
        <button class="small" @click=${() => cutting.save('dxf')}>
          <gp-icon name="download"></gp-icon>${t('cut.save', { format: 'DXF' })}
        </button>
        <button class="small plain" @click=${() => cutting.change({ isFlipped: !cut.isFlipped })}>
          ${t('cut.flip')}
        </button>
      </div>`;
  }

  #position({ position }: CutState, { low, high }: Range, origin: number) {
    const unit = shownUnit(this.state);
    const { cutting } = this.actions;
    const span = Math.max(high - low, Number.MIN_VALUE);
    const step = 10 ** (Math.floor(Math.log10(span)) - 3);
    const world = Number((Math.round((position + origin) / step) * step).toPrecision(12));
    const slide = (event: Event): void => {
      event.stopPropagation();
      const share = Number((event.target as HTMLInputElement).value) / STEPS;
      cutting.change({ position: low + share * span });
    };
    return html`<div class="field">
      <span class="label">${t('cut.position')}</span>
      <div class="slider">
        <wa-slider
          label=${t('cut.position')}
          min="0"
          max=${STEPS}
          step="1"
          .value=${live(Math.round((STEPS * (position - low)) / span))}
          .valueFormatter=${() => formatLength(world, unit, 4)}
          @input=${slide}
        ></wa-slider>
        <gp-number
          bare
          label=${t('cut.position')}
          .value=${world}
          .unit=${unitText(unit)}
          .locale=${language()}
          @gp-change=${(event: CustomEvent<number>) => cutting.change({ position: event.detail - origin })}
        ></gp-number>
      </div>
    </div>`;
  }

  #facts() {
    const { outline } = this.state;
    const unit = shownUnit(this.state);
    if (!outline) return html`<p class="help">${t('cut.looking')}</p>`;
    if (outline.curves === 0) return html`<p class="help">${t('cut.none')}</p>`;
    const { curves, closed, length, area } = outline;
    return html`<dl class="facts">
      <dt>${t('cut.outline')}</dt>
      <dd>${formatLength(length, unit)}</dd>
      <dt>${t('cut.curves')}</dt>
      <dd>
        ${formatCount(curves)}${closed < curves ? html` <span class="quiet">${t('cut.open', { count: curves - closed })}</span>` : nothing}
      </dd>
      ${
        closed > 0
          ? html`<dt>${t('cut.area')}</dt>
              <dd>${formatLength(area, unit, 3, 2)}</dd>`
          : nothing
      }
    </dl>`;
  }

  #rangeOf(run: FinishedRun, across: CutState['across']): Range {
    if (this.#ranges?.of !== run) this.#ranges = { of: run, along: rangesOf(run.geometry.positions) };
    return this.#ranges.along[AXES.indexOf(across)]!;
  }
}

/** Of so many vertices each is looked at: more takes longer than a frame, and a slider needs no exact end. */
const MOST_LOOKED_AT = 200_000;

function rangesOf(positions: Float32Array): Range[] {
  const stride = 3 * Math.max(1, Math.floor(positions.length / 3 / MOST_LOOKED_AT));
  return AXES.map((_, axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = axis; i < positions.length; i += stride) {
      low = Math.min(low, positions[i]!);
      high = Math.max(high, positions[i]!);
    }
    return { low, high };
  });
}

customElements.define('gp-cut', CutPanel);
