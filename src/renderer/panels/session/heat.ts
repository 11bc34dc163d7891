/**
 * `<gp-heat>`: the switch of the distances' colours, and how they colour. The scale itself is the legend over the
 * viewport.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { unitText } from '../../app/format.ts';
import { isCompared, measuredOf, shownRange } from '../../app/heat-range.ts';
import { language, t } from '../../app/i18n.ts';
import type { DistanceRange } from '../../app/state.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';
import '../controls/number-field.ts';
import { Panel } from '../panel.ts';

export class HeatControl extends Panel {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      wa-switch {
        font-weight: 500;
      }
      .row wa-switch {
        font-weight: 400;
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.4rem;
      }
    `,
  ];

  protected override render() {
    const { run, view } = this.state.document;
    if (!run) return nothing;
    const isColoured = view.meshColoring === 'distance';
    const isOfMesh = isCompared(run, this.state.comparison);
    return html`<div class="fields">
      <wa-switch
        .checked=${live(isColoured && !isOfMesh)}
        ?disabled=${!this.actions.enabled('distances')}
        @change=${() => (isColoured && isOfMesh ? this.actions.comparing.showPoints() : this.actions.perform('distances'))}
        >${t('result.heatSwitch')}</wa-switch
      >
      ${isColoured ? this.#how(run) : nothing}
    </div>`;
  }

  #how(run: FinishedRun) {
    const { view } = this.state.document;
    const { distanceSigned, distanceBands } = view;
    const range = shownRange(view, measuredOf(run, this.state.comparison));
    return html`<div class="row">
        <wa-switch
          .checked=${live(distanceSigned)}
          @change=${() => this.actions.setView({ distanceSigned: !distanceSigned })}
          >${t('distances.signed')}</wa-switch
        >
        <wa-switch
          .checked=${live(distanceBands)}
          @change=${() => this.actions.setView({ distanceBands: !distanceBands })}
          >${t('distances.bands')}</wa-switch
        >
      </div>
      <div class="field" role="group" aria-label=${t('distances.ends')}>
        <div class="row">
          <span>${t('distances.ends')}</span>
          <button
            class="link"
            ?disabled=${view.distanceRange === 'auto'}
            @click=${() => this.actions.setView({ distanceRange: 'auto' })}
          >
            ${t('reconstruct.auto')}
          </button>
        </div>
        ${
          distanceSigned
            ? html`<div class="two">
                ${this.#end('low', range[0], (low) => [low, range[1]])}
                ${this.#end('high', range[1], (high) => [range[0], high])}
              </div>`
            : this.#end('high', range[1], (high) => [-high, high])
        }
      </div>`;
  }

  /** Each stays on its side of 0. */
  #end(end: 'low' | 'high', value: number, rangeOf: (value: number) => DistanceRange) {
    return html`<gp-number
      bare
      label=${t(`legend.handle.${end}`)}
      min=${end === 'low' ? nothing : 0}
      max=${end === 'low' ? 0 : nothing}
      .value=${Number(value.toPrecision(3))}
      .unit=${unitText(this.state.settings.unit)}
      .locale=${language()}
      @gp-change=${({ detail }: CustomEvent<number>) => {
        const range = rangeOf(detail);
        this.actions.setView({ distanceRange: range[0] < range[1] ? range : 'auto' });
      }}
    ></gp-number>`;
  }
}

customElements.define('gp-heat', HeatControl);
