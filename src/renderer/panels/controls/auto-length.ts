/**
 * `<gp-auto-length>`: a length that the program finds by itself, switches off, or takes from the person. Choosing
 * “Value” starts from `suggested`, so the field is never empty.
 */
import { css, html, LitElement, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { base, fields } from '../../styles/shared.ts';
import './number-field.ts';

export class AutoLength extends LitElement {
  static override properties = {
    label: {},
    help: {},
    valueLabel: {},
    noneLabel: {},
    value: { attribute: false },
    suggested: { attribute: false },
    unit: {},
    locale: {},
  };
  static override styles = [
    base,
    fields,
    css`
      gp-number {
        margin-top: 0.15rem;
      }
    `,
  ];
  declare label: string;
  declare help: string;
  declare valueLabel: string;
  declare noneLabel: string;
  declare value: 'auto' | 'none' | number;
  declare suggested: number;
  declare unit: LengthUnit;
  declare locale: string;

  constructor() {
    super();
    this.locale = language();
  }

  protected override render() {
    const mode = typeof this.value === 'number' ? 'value' : this.value;
    return html`<div class="field">
      <wa-radio-group
        label=${this.label}
        orientation="horizontal"
        .value=${live(mode)}
        @change=${(event: Event) => this.#choose((event.target as HTMLInputElement).value)}
      >
        <wa-radio appearance="button" value="auto">${t('reconstruct.auto')}</wa-radio>
        <wa-radio appearance="button" value="none">${this.noneLabel}</wa-radio>
        <wa-radio appearance="button" value="value">${t('reconstruct.value')}</wa-radio>
      </wa-radio-group>
      ${
        typeof this.value === 'number'
          ? html`<gp-number
              bare
              label=${`${this.label}: ${this.valueLabel}`}
              min="0"
              .value=${this.value}
              .unit=${unitText(this.unit)}
              .locale=${this.locale}
              @gp-change=${(event: CustomEvent<number>) => this.#dispatchChange(event.detail)}
            ></gp-number>`
          : nothing
      }
      <p class="help">${this.help}</p>
    </div>`;
  }

  #choose(mode: string): void {
    if (mode === 'auto' || mode === 'none') this.#dispatchChange(mode);
    else this.#dispatchChange(this.suggested);
  }

  #dispatchChange(value: 'auto' | 'none' | number): void {
    this.dispatchEvent(new CustomEvent('gp-change', { detail: value }));
  }
}

customElements.define('gp-auto-length', AutoLength);
