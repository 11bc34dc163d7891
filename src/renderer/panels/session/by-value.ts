/** `<gp-by-value>`: points are selected by a number that each has: a range of its histogram, dragged or typed. */
import { css, html, nothing, svg } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import { language, t } from '../../app/i18n.ts';
import { isStandingTool } from '../../app/select-tools.ts';
import type { ValueRangeDraft } from '../../app/state.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import type { CloudInfo, PointValue } from '../../worker/engine-api.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';

const VALUES = [
  'height',
  'intensity',
  'classification',
  'returnNumber',
  'time',
  'scan',
] as const satisfies readonly PointValue[];
/** Steps of a slider. */
const STEPS = 1000;
const ENDS = ['low', 'high'] as const;

export class ByValuePanel extends Panel {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .fields {
        gap: 0.6rem;
      }
      svg {
        display: block;
        width: 100%;
        height: 3.5rem;
      }
      rect {
        fill: color-mix(in oklab, var(--gp-quiet) 55%, transparent);
      }
      rect.in {
        fill: #2670f5;
      }
      input[type='range'] {
        width: 100%;
        margin: 0;
        accent-color: var(--gp-accent);
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.4rem;
      }
    `,
  ];

  protected override render() {
    const { byValue, document } = this.state;
    const { cloud } = document;
    if (!cloud) return nothing;
    const values = VALUES.filter((value) => isThere(cloud.info, value));
    const isOff = !this.actions.enabled('select-all');
    return html`<gp-section
      .open=${!isStandingTool(this.state.tool)}
      heading=${t('byValue.title')}
      summary=${byValue ? t(`byValue.values.${byValue.value}`) : nothing}
    >
      <div class="fields">
        ${keyed(
          // It keeps the text of what is chosen, of whatever language that was.
          language(),
          html`<wa-select
            label=${t('byValue.value')}
            placeholder=${t('byValue.choose')}
            .value=${live(byValue?.value ?? '')}
            ?disabled=${isOff}
            @change=${(event: Event) => this.actions.chooseValue((event.target as HTMLInputElement).value as PointValue)}
          >
            ${values.map((value) => html`<wa-option value=${value}>${t(`byValue.values.${value}`)}</wa-option>`)}
          </wa-select>`,
        )}
        ${byValue ? this.#range(byValue, isOff) : html`<p class="help">${t('byValue.help')}</p>`}
      </div>
    </gp-section>`;
  }

  #range(draft: ValueRangeDraft, isOff: boolean) {
    const { histogram } = draft;
    if (!histogram) return html`<p class="help">${t('byValue.none')}</p>`;
    const most = Math.max(...histogram.counts, 1);
    const width = (histogram.high - histogram.low) / histogram.counts.length;
    const bars = histogram.counts.map((count, i) => {
      const low = histogram.low + i * width;
      const isIn = low + width >= draft.low && low <= draft.high;
      // A few points among a million are seen all the same.
      const height = count === 0 ? 0 : Math.max(0.02, count / most);
      return svg`<rect class=${isIn ? 'in' : ''} x=${i} y=${1 - height} width="0.8" height=${height}></rect>`;
    });
    return html`<svg viewBox=${`0 0 ${histogram.counts.length} 1`} preserveAspectRatio="none" aria-hidden="true">
        ${bars}
      </svg>
      ${ENDS.map((end) => this.#slider(draft, end, isOff))}
      <div class="two">${ENDS.map((end) => this.#number(draft, end))}</div>`;
  }

  #slider(draft: ValueRangeDraft, end: 'low' | 'high', isOff: boolean) {
    const { low, high } = draft.histogram!;
    const share = high > low ? (draft[end] - low) / (high - low) : 0;
    const valueOf = (event: Event): number => {
      const step = Number((event.target as HTMLInputElement).value);
      // The ends are those of the points: no rounding leaves the last one out.
      return step === 0 ? low : step === STEPS ? high : low + (step / STEPS) * (high - low);
    };
    return html`<input
      type="range"
      aria-label=${t(`byValue.${end}`)}
      min="0"
      max=${STEPS}
      .value=${live(String(Math.round(share * STEPS)))}
      ?disabled=${isOff}
      @input=${(event: Event) => this.actions.setValueRange({ [end]: valueOf(event) }, true)}
      @change=${(event: Event) => this.actions.setValueRange({ [end]: valueOf(event) })}
    />`;
  }

  #number(draft: ValueRangeDraft, end: 'low' | 'high') {
    return html`<gp-number
      label=${t(`byValue.${end}`)}
      .value=${Number(draft[end].toPrecision(8))}
      .locale=${language()}
      @gp-change=${(event: CustomEvent<number>) => this.actions.setValueRange({ [end]: event.detail })}
    ></gp-number>`;
  }
}

function isThere({ attributes, scans }: CloudInfo, value: PointValue): boolean {
  if (value === 'height') return true;
  return value === 'scan' ? scans.length > 1 : attributes.includes(value);
}

customElements.define('gp-by-value', ByValuePanel);
