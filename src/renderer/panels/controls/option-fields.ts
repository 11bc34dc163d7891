/**
 * `<gp-option-fields>`: the few choices that mean something, each with one sentence; those that most people never need
 * are folded away. Of one cloud or of a whole folder: what is known of a cloud is given, where there is one.
 *
 * `gp-change` tells what is changed (`detail`: part of the options), `gp-reset` asks for the automatic settings.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import {
  DEFAULTS,
  differingOptions,
  isAllowed,
  optionRow,
  OPTIONS,
  type OptionValue,
  type ReconstructOptions,
} from '../../../engine/vocabulary.ts';
import { unitText } from '../../app/format.ts';
import type { AppState } from '../../app/state.ts';
import { language, t } from '../../app/i18n.ts';
import { EXPERT_OPTIONS, MAIN_OPTIONS, type PanelOption, type SuggestedLengths } from '../../app/panel-options.ts';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import './auto-length.ts';
import './detail-select.ts';
import './number-field.ts';
import { Deferred } from '../panel.ts';

/** They are put together anew whenever the panel is drawn. */
const differ = (a: SuggestedLengths, b: SuggestedLengths): boolean => JSON.stringify(a) !== JSON.stringify(b);

export class OptionFields extends Deferred {
  static override properties = {
    options: { attribute: false },
    unit: {},
    locale: {},
    estimates: { attribute: false },
    detailHelp: { attribute: false },
    withoutNormals: { type: Boolean },
    suggested: { attribute: false, hasChanged: differ },
  };
  static override styles = [
    base,
    buttons,
    fields,
    css`
      wa-details {
        --spacing: 0.75rem;
        margin-inline: -1px;
      }
      wa-details::part(header) {
        padding: 0.4rem 0;
        font-weight: 500;
      }
      wa-details::part(content) {
        padding: 0.5rem 0 0;
      }
      .switch {
        display: grid;
        gap: 0.2rem;
      }
      .end {
        display: flex;
        justify-content: flex-end;
      }
    `,
  ];
  declare options: ReconstructOptions;
  declare unit: LengthUnit;
  /** Has texts written anew when the language changes. */
  declare locale: string;
  /** What each detail costs; undefined where that cannot be said. */
  declare estimates: AppState['estimates'] | undefined;
  declare detailHelp: string | undefined;
  /** The cloud has no normals to use. */
  declare withoutNormals: boolean;
  /** Lengths to start from where one is entered. */
  declare suggested: SuggestedLengths;

  constructor() {
    super();
    this.options = DEFAULTS;
    this.unit = 'none';
    this.locale = language();
    this.withoutNormals = false;
    this.suggested = { noise: 1, holeRadius: 1 };
  }

  protected override render() {
    return html`<div class="fields">
      ${MAIN_OPTIONS.map((name) => this.#control(name))}
      <wa-details appearance="plain" summary=${t('reconstruct.advanced')}>
        <div class="fields">${EXPERT_OPTIONS.map((name) => this.#control(name))}${this.#resetButton()}</div>
      </wa-details>
    </div>`;
  }

  #control(name: PanelOption) {
    const control = OPTIONS[name].panel;
    switch (control) {
      case 'detail':
        return this.#detail(name as PanelOption<typeof control>);
      case 'length':
        return this.#length(name as PanelOption<typeof control>);
      case 'switch':
        return this.#switch(name as PanelOption<typeof control>);
      case 'radio':
        return this.#radio(name as PanelOption<typeof control>);
      case 'number':
        return this.#number(name as PanelOption<typeof control>);
    }
  }

  #detail(name: PanelOption<'detail'>) {
    return html`<gp-detail-select
      .resolution=${this.options[name]}
      .estimates=${this.estimates}
      .help=${this.detailHelp}
      .unit=${this.unit}
      .locale=${this.locale}
      @gp-change=${(event: CustomEvent<ReconstructOptions['resolution']>) => this.#set(name, event.detail)}
    ></gp-detail-select>`;
  }

  #length(name: PanelOption<'length'>) {
    const value = this.options[name];
    // Where there is no word for it, a length of 0 is none.
    const none = isAllowed(OPTIONS[name].kind, 'none') ? 'none' : 0;
    return html`<gp-auto-length
      label=${t(`option.${name}.label`)}
      help=${t(`option.${name}.help`)}
      .valueLabel=${t(`option.${name}.value`)}
      .noneLabel=${t(`option.${name}.none`)}
      .value=${value === none ? 'none' : value}
      .suggested=${this.suggested[name]}
      .unit=${this.unit}
      .locale=${this.locale}
      @gp-change=${(event: CustomEvent<'auto' | 'none' | number>) =>
        this.#set(name, event.detail === 'none' ? none : event.detail)}
    ></gp-auto-length>`;
  }

  /** On is true, or the first of two choices. */
  #switch(name: PanelOption<'switch'>) {
    const { kind } = OPTIONS[name];
    const [on, off] = kind.type === 'flag' ? ([true, false] as const) : kind.choices;
    const isMissing = name === 'fileNormals' && this.withoutNormals;
    return html`<div class="switch">
      <wa-switch
        .checked=${live(!isMissing && this.options[name] === on)}
        ?disabled=${isMissing}
        @change=${(event: Event) => this.#set(name, (event.target as HTMLInputElement).checked ? on : off)}
        >${t(`option.${name}.label`)}</wa-switch
      >
      <p class="help">${isMissing ? t('reconstruct.fileNormalsMissing') : t(`option.${name}.help`)}</p>
    </div>`;
  }

  #radio(name: PanelOption<'radio'>) {
    return html`<div class="field">
      <wa-radio-group
        label=${t(`option.${name}.label`)}
        orientation="horizontal"
        .value=${live(this.options[name])}
        @change=${(event: Event) => this.#set(name, (event.target as HTMLInputElement).value)}
      >
        ${OPTIONS[name].kind.choices.map(
          (choice) =>
            html`<wa-radio appearance="button" value=${choice}>${t(`option.${name}.choices.${choice}`)}</wa-radio>`,
        )}
      </wa-radio-group>
      <p class="help">${t(`option.${name}.help`)}</p>
    </div>`;
  }

  #number(name: PanelOption<'number'>) {
    const { kind } = optionRow(name);
    if (kind.type !== 'whole' && kind.type !== 'number') return nothing;
    const toValue = kind.type === 'whole' ? Math.round : Number;
    return html`<div class="field">
      <gp-number
        label=${t(`option.${name}.label`)}
        .min=${kind.min}
        .max=${kind.max}
        .unit=${kind.type === 'number' && kind.unit === 'length' ? unitText(this.unit) : ''}
        .value=${this.options[name]}
        .locale=${this.locale}
        @gp-change=${(event: CustomEvent<number>) => this.#set(name, toValue(event.detail))}
      ></gp-number>
      <p class="help">${t(`option.${name}.help`)}</p>
    </div>`;
  }

  #resetButton() {
    if (differingOptions(this.options).length === 0) return nothing;
    return html`<div class="end">
      <button class="plain small" title=${t('reconstruct.resetHelp')} @click=${this.#reset}>
        <gp-icon name="rotate-ccw"></gp-icon>${t('reconstruct.reset')}
      </button>
    </div>`;
  }

  #set(name: PanelOption, value: OptionValue): void {
    this.dispatchEvent(new CustomEvent('gp-change', { detail: { [name]: value } }));
    // What is entered may not be taken; then the fields must show again what is.
    this.requestUpdate();
  }

  readonly #reset = (): void => {
    this.dispatchEvent(new CustomEvent('gp-reset'));
  };
}

customElements.define('gp-option-fields', OptionFields);
