/** `<gp-trim>`: hides what lies far from the points, live while the slider moves; its right end trims nothing. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatLength, unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import { Panel } from '../panel.ts';
import { lengthAt, placeOf } from './trim-scale.ts';

/** Steps of the slider: fine enough to look smooth, coarse enough for the arrow keys. */
const STEP = 0.005;

export class TrimControl extends Panel {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .slider {
        display: grid;
        grid-template-columns: 1fr 6.75rem;
        align-items: center;
        gap: 0.75rem;
      }
      wa-slider {
        --track-size: 0.25rem;
        --thumb-width: 1rem;
        --thumb-height: 1rem;
        padding-inline: 0.5rem;
      }
      /* The row says it; screen readers take it from here. */
      wa-slider::part(label) {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  protected override render() {
    const { run, trim } = this.state.document;
    if (!run) return nothing;
    const { unit } = this.state.settings;
    const max = run.distancePercentiles[100] ?? 0;
    return html`<div class="field">
      <div class="slider">
        <wa-slider
          label=${t('result.trimSlider')}
          min="0"
          max="1"
          step=${STEP}
          .value=${live(trim === null ? 1 : placeOf(trim, max))}
          .valueFormatter=${(at: number) => (at >= 1 ? t('result.trimOff') : formatLength(lengthAt(at, max), unit))}
          ?disabled=${!(max > 0)}
          @input=${(event: Event) => this.#slide(event, max, true)}
          @change=${(event: Event) => this.#slide(event, max, false)}
        ></wa-slider>
        <gp-number
          bare
          clearable
          label=${t('result.trimValue')}
          placeholder=${t('result.trimOff')}
          min="0"
          .value=${trim === null ? null : Number(trim.toPrecision(3))}
          .unit=${unitText(unit)}
          .locale=${language()}
          @gp-change=${(event: CustomEvent<number | null>) => this.actions.setTrim(event.detail)}
        ></gp-number>
      </div>
      <div class="row">
        <p class="help">${t('result.trimHelp')}</p>
        ${
          trim === null
            ? nothing
            : html`<button class="small" @click=${() => this.actions.setTrim(null)}>${t('result.trimReset')}</button>`
        }
      </div>
    </div>`;
  }

  #slide(event: Event, max: number, transient: boolean): void {
    event.stopPropagation();
    const at = Number((event.target as HTMLInputElement).value);
    this.actions.setTrim(at >= 1 ? null : lengthAt(at, max), transient);
  }
}

customElements.define('gp-trim', TrimControl);
