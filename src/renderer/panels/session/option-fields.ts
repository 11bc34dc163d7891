/**
 * `<gp-option-fields>`: the few choices that mean something, each with one sentence; those that most people never need
 * are folded away. Of one cloud or of a whole folder: what is known of a cloud is given, where there is one.
 *
 * `gp-change` tells what is changed (`detail`: part of the options), `gp-reset` asks for the automatic settings.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { DEFAULTS, type ReconstructOptions } from '../../../engine/options.ts';
import type { AppState } from '../../app/state.ts';
import { language, t } from '../../app/i18n.ts';
import type { LengthUnit } from '../../../shared/settings.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import '../controls/auto-length.ts';
import './detail-select.ts';
import '../controls/number-field.ts';
import { Deferred } from '../panel.ts';

export class OptionFields extends Deferred {
  static override properties = {
    options: { attribute: false },
    unit: {},
    locale: {},
    estimates: { attribute: false },
    detailHelp: { attribute: false },
    withoutNormals: { type: Boolean },
    suggestedNoise: { attribute: false },
    suggestedHole: { attribute: false },
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
  declare suggestedNoise: number;
  declare suggestedHole: number;

  constructor() {
    super();
    this.options = DEFAULTS;
    this.unit = 'none';
    this.locale = language();
    this.withoutNormals = false;
    this.suggestedNoise = 1;
    this.suggestedHole = 1;
  }

  protected override render() {
    const { options, unit, locale } = this;
    return html`<div class="fields">
      <gp-detail-select
        .resolution=${options.resolution}
        .estimates=${this.estimates}
        .help=${this.detailHelp}
        .unit=${unit}
        .locale=${locale}
        @gp-change=${(event: CustomEvent<ReconstructOptions['resolution']>) => this.#set({ resolution: event.detail })}
      ></gp-detail-select>
      <gp-auto-length
        label=${t('reconstruct.noise')}
        help=${t('reconstruct.noiseHelp')}
        .valueLabel=${t('reconstruct.noiseValue')}
        .noneLabel=${t('reconstruct.none')}
        .value=${options.noise}
        .suggested=${this.suggestedNoise}
        .unit=${unit}
        .locale=${locale}
        @gp-change=${(event: CustomEvent<ReconstructOptions['noise']>) => this.#set({ noise: event.detail })}
      ></gp-auto-length>
      <gp-auto-length
        label=${t('reconstruct.holes')}
        help=${t('reconstruct.holesHelp')}
        .valueLabel=${t('reconstruct.holesValue')}
        .noneLabel=${t('reconstruct.noHoles')}
        .value=${options.holeRadius === 0 ? 'none' : options.holeRadius}
        .suggested=${this.suggestedHole}
        .unit=${unit}
        .locale=${locale}
        @gp-change=${(event: CustomEvent<'auto' | 'none' | number>) =>
          this.#set({ holeRadius: event.detail === 'none' ? 0 : event.detail })}
      ></gp-auto-length>
      <wa-details appearance="plain" summary=${t('reconstruct.advanced')}>${this.#advanced()}</wa-details>
    </div>`;
  }

  #advanced() {
    const { options, withoutNormals } = this;
    return html`<div class="fields">
      <div class="switch">
        <wa-switch
          .checked=${live(!withoutNormals && options.fileNormals === 'use')}
          ?disabled=${withoutNormals}
          @change=${(event: Event) =>
            this.#set({ fileNormals: (event.target as HTMLInputElement).checked ? 'use' : 'ignore' })}
          >${t('reconstruct.fileNormals')}</wa-switch
        >
        <p class="help">${withoutNormals ? t('reconstruct.fileNormalsMissing') : t('reconstruct.fileNormalsHelp')}</p>
      </div>
      <div class="switch">
        <wa-switch
          .checked=${live(options.flip)}
          @change=${(event: Event) => this.#set({ flip: (event.target as HTMLInputElement).checked })}
          >${t('reconstruct.flip')}</wa-switch
        >
        <p class="help">${t('reconstruct.flipHelp')}</p>
      </div>
      <div class="field">
        <wa-radio-group
          label=${t('reconstruct.preset')}
          orientation="horizontal"
          .value=${live(options.preset)}
          @change=${(event: Event) =>
            this.#set({ preset: (event.target as HTMLInputElement).value as ReconstructOptions['preset'] })}
        >
          <wa-radio appearance="button" value="default">${t('reconstruct.presetDefault')}</wa-radio>
          <wa-radio appearance="button" value="paper">${t('reconstruct.presetPaper')}</wa-radio>
        </wa-radio-group>
        <p class="help">${t('reconstruct.presetHelp')}</p>
      </div>
      <div class="field">
        <gp-number
          label=${t('reconstruct.seed')}
          min="0"
          max="4294967295"
          .value=${options.seed}
          .locale=${this.locale}
          @gp-change=${(event: CustomEvent<number>) => this.#set({ seed: Math.round(event.detail) })}
        ></gp-number>
        <p class="help">${t('reconstruct.seedHelp')}</p>
      </div>
      ${
        isDefault(options)
          ? nothing
          : html`<div class="end">
              <button class="plain small" title=${t('reconstruct.resetHelp')} @click=${this.#reset}>
                <gp-icon name="rotate-ccw"></gp-icon>${t('reconstruct.reset')}
              </button>
            </div>`
      }
    </div>`;
  }

  #set(change: Partial<ReconstructOptions>): void {
    this.dispatchEvent(new CustomEvent('gp-change', { detail: change }));
    // What is entered may not be taken; then the fields must show again what is.
    this.requestUpdate();
  }

  #reset(): void {
    this.dispatchEvent(new CustomEvent('gp-reset'));
  }
}

function isDefault(options: ReconstructOptions): boolean {
  return Object.entries(DEFAULTS).every(([name, value]) => options[name as keyof ReconstructOptions] === value);
}

customElements.define('gp-option-fields', OptionFields);
