/** `<gp-scale>`: the true size: of something that was measured, or by the unit that the file is in. */
import { css, html, nothing } from 'lit';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { UNITS } from '../../../engine/vocabulary.ts';
import { keysOf } from '../../app/accelerators.ts';
import { formatExtent, formatLength, formatNumber } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { lastMeasured } from '../../app/measured.ts';
import { shownUnit } from '../../app/placing-of.ts';
import type { CloudInfo } from '../../worker/engine-api.ts';
import { base, buttons, facts, fields, toolBar } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';

export class ScalePanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    fields,
    toolBar,
    css`
      .pair {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 6.5rem;
        gap: 0.4rem;
      }
      select {
        height: 1.875rem;
        padding: 0 0.5em;
        border: 1px solid var(--gp-field);
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-raised);
        color: inherit;
        font: inherit;
      }
      .row select {
        width: 6.5rem;
      }
      .acts {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.5rem;
      }
      .acts .primary {
        min-height: 2rem;
      }
      kbd {
        padding: 0 0.35em;
        border: 1px solid color-mix(in oklab, currentColor 55%, transparent);
        border-radius: 0.25rem;
        font: inherit;
        font-size: 0.6875rem;
        font-weight: 400;
      }
    `,
  ];

  protected override render() {
    const { cloud } = this.state.document;
    if (!cloud) return nothing;
    const { tool } = this.state;
    const unit = shownUnit(this.state);
    const isLive = tool === 'measure';
    const distance = lastMeasured(this.state)?.length ?? null;
    return html`<gp-section
      heading=${t('scale.title')}
      summary=${unit === 'none' ? t('scale.noUnit') : unit}
      ?live=${isLive}
      .open=${isLive}
    >
      <div class="fields">
        <p class="help">${t('scale.help')}</p>
        ${
          distance === null
            ? html`<button aria-pressed=${String(isLive)} @click=${() => this.actions.perform('measure')}>
                <gp-icon name="ruler"></gp-icon>${isLive ? t('scale.measuring') : t('scale.measure')}
              </button>`
            : this.#really(distance, unit, cloud.info)
        }
        <div class="row">
          <label class="label" for="unit">${t('scale.fileUnit')}</label>
          ${this.#units('unit', cloud.info.placement?.unit ?? 'none', (chosen) =>
            chosen === 'none' ? undefined : this.actions.placing.place({ unit: chosen }),
          )}
        </div>
      </div>
    </gp-section>`;
  }

  #really(distance: number, unit: LengthUnit, info: CloudInfo) {
    const draft = this.state.scaleDraft ?? { length: null, unit };
    const { placing } = this.actions;
    const factor = draft.length ? draft.length / distance : null;
    const size = info.max.map((value, axis) => (value - info.min[axis]!) * (factor ?? 1));
    return html`<dl class="facts">
        <dt>${t('scale.measured')}</dt>
        <dd>${formatLength(distance, unit, 4)}</dd>
      </dl>
      <div class="field">
        <span class="label">${t('scale.really')}</span>
        <div class="pair">
          <gp-number
            bare
            label=${t('scale.really')}
            .min=${Number.MIN_VALUE}
            .value=${draft.length}
            .locale=${language()}
            @gp-change=${(event: CustomEvent<number>) => placing.draftScale({ ...draft, length: event.detail })}
          ></gp-number>
          ${this.#units('true-unit', draft.unit, (chosen) => placing.draftScale({ ...draft, unit: chosen }))}
        </div>
      </div>
      ${
        factor === null
          ? nothing
          : html`<dl class="facts">
              <dt>${t('scale.becomes', { unit: unit === 'none' ? t('scale.oneUnit') : `1\u00a0${unit}` })}</dt>
              <dd>${draft.unit === 'none' ? formatNumber(factor, 4) : formatLength(factor, draft.unit, 4)}</dd>
              <dt>${t('scale.size')}</dt>
              <dd>${formatExtent(size, draft.unit)}</dd>
            </dl>`
      }
      <div class="acts">
        <button
          id="apply"
          class=${factor === null ? '' : 'primary'}
          aria-keyshortcuts="Enter"
          aria-disabled=${factor === null ? 'true' : 'false'}
          @click=${() => factor !== null && placing.apply()}
        >
          ${t('scale.set')}${factor === null ? nothing : html`<kbd aria-hidden="true">${keysOf('Enter')}</kbd>`}
        </button>
        <button @click=${() => this.actions.perform('measure')}>${t('upright.cancel')}</button>
      </div>`;
  }

  #units(id: string, shown: LengthUnit, choose: (unit: LengthUnit) => void) {
    const name = (unit: LengthUnit): string => (unit === 'none' ? t('settings.unitNone') : unit);
    return html`<select
      id=${id}
      aria-label=${t('settings.unit')}
      .value=${shown}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as LengthUnit)}
    >
      ${(['none', ...UNITS] as const).map(
        (unit) => html`<option value=${unit} ?selected=${unit === shown}>${name(unit)}</option>`,
      )}
    </select>`;
  }
}

customElements.define('gp-scale', ScalePanel);
