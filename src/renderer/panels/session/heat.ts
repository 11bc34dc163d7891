/** `<gp-heat>`: the heat map's switch and where its scale ends. The scale itself is the legend over the viewport. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { editNumber, unitText } from '../../app/format.ts';
import { automaticRange } from '../../app/heat-range.ts';
import { language, t } from '../../app/i18n.ts';
import { base, fields } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import { Panel } from '../panel.ts';

export class HeatControl extends Panel {
  static override styles = [
    base,
    fields,
    css`
      gp-number {
        width: 8.5rem;
      }
      wa-switch {
        font-weight: 500;
      }
    `,
  ];

  protected override render() {
    const { run, view } = this.state.document;
    if (!run) return nothing;
    const isOn = view.meshColoring === 'distance';
    const automatic = Number(automaticRange(run).toPrecision(2));
    return html`<div class="field">
      <wa-switch
        .checked=${live(isOn)}
        ?disabled=${!this.actions.enabled('distances')}
        @change=${() => this.actions.perform('distances')}
        >${t('result.heatSwitch')}</wa-switch
      >
      ${
        isOn
          ? html`<div class="row">
              <span>${t('result.range')}</span>
              <gp-number
                bare
                clearable
                label=${t('result.range')}
                placeholder=${`${t('reconstruct.auto')} (${editNumber(automatic)})`}
                min="0"
                .value=${view.distanceRange === 'auto' ? null : view.distanceRange}
                .unit=${unitText(this.state.settings.unit)}
                .locale=${language()}
                @gp-change=${(event: CustomEvent<number | null>) =>
                  this.actions.setView({ distanceRange: event.detail || 'auto' })}
              ></gp-number>
            </div>`
          : nothing
      }
    </div>`;
  }
}

customElements.define('gp-heat', HeatControl);
