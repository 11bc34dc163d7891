/** `<gp-measurements>`: the distances that were measured, each to be found again, taken away, or written to a table. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatCount, formatLength } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { measuredIn } from '../../app/measured.ts';
import type { Measurement } from '../../app/state.ts';
import type { CloudInfo } from '../../worker/engine-api.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';
import { acts } from './acts.ts';

export class MeasurementsPanel extends Panel {
  static override styles = [
    base,
    acts,
    buttons,
    fields,
    css`
      ol {
        display: grid;
        gap: 0.125rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.25rem;
      }
      li .found {
        display: flex;
        flex: 1;
        justify-content: flex-start;
        gap: 0.75rem;
        min-height: 1.75rem;
        padding: 0 0.5rem;
      }
      li .found span {
        min-width: 1.25rem;
        color: var(--gp-quiet);
        text-align: start;
      }
      li .gone {
        width: 1.75rem;
        min-height: 1.75rem;
        padding: 0;
      }
      wa-switch {
        font-weight: 500;
      }
    `,
  ];

  protected override render() {
    const { document, tool, step } = this.state;
    const { cloud, measurements } = document;
    if (!cloud) return nothing;
    const isMeasuring = tool === 'measure';
    // In Clean it is the scale that is measured for.
    const isLive = isMeasuring && step === 'check';
    return html`<gp-section
      heading=${t('measurements.title')}
      summary=${formatCount(measurements.length)}
      ?live=${isLive}
      .open=${isLive || measurements.length > 0}
    >
      <div class="fields">
        ${measurements.length > 0 ? this.#list(cloud.info, measurements) : html`<p class="help">${t('measurements.help')}</p>`}
        <div class="acts">
          <button
            class="small"
            aria-pressed=${String(isMeasuring)}
            ?disabled=${!this.actions.enabled('measure')}
            @click=${() => this.actions.perform('measure')}
          >
            <gp-icon name="ruler"></gp-icon>${t('measurements.add')}
          </button>
          ${measurements.length > 0 ? this.#acts() : nothing}
        </div>
      </div>
    </gp-section>`;
  }

  #list(info: CloudInfo, measurements: readonly Measurement[]) {
    const { view } = this.state.document;
    const { measuring } = this.actions;
    return html`<ol>
        ${measurements.map((measurement, i) => {
          const number = formatCount(i + 1);
          const length = formatLength(measuredIn(info, measurement).length, this.state.settings.unit, 4);
          return html`<li>
            <button
              class="plain found number"
              title=${t('measurements.show')}
              @click=${() => measuring.show(measurement)}
            >
              <span>${number}</span> ${length}
            </button>
            <button
              class="plain gone"
              aria-label=${t('measurements.remove', { number })}
              @click=${() => measuring.remove(measurement)}
            >
              <gp-icon name="x"></gp-icon>
            </button>
          </li>`;
        })}
      </ol>
      <wa-switch
        .checked=${live(view.measurementsVisible)}
        @change=${() => this.actions.setView({ measurementsVisible: !view.measurementsVisible })}
        >${t('measurements.visible')}</wa-switch
      >`;
  }

  #acts() {
    const { measuring } = this.actions;
    return html`<button class="small" @click=${() => measuring.save()}>
        <gp-icon name="download"></gp-icon>${t('measurements.save')}
      </button>
      <button class="small plain" @click=${() => measuring.removeAll()}>${t('measurements.removeAll')}</button>`;
  }
}

customElements.define('gp-measurements', MeasurementsPanel);
