/**
 * `<gp-number>`: a field for a length or a whole number. It takes comma and point, says what is wrong with an entry,
 * and tells (`gp-change`) only of numbers that are valid; emptied, it tells null where `clearable`.
 */
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { live } from 'lit/directives/live.js';
import { editNumber, formatNumber, parseNumber } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { base } from '../../styles/shared.ts';

export class NumberField extends LitElement {
  static override properties = {
    label: {},
    bare: { type: Boolean },
    value: { attribute: false },
    unit: {},
    sign: {},
    placeholder: {},
    min: { type: Number },
    max: { type: Number },
    clearable: { type: Boolean },
    disabled: { type: Boolean },
    locale: {},
    problem: { state: true },
  };
  static override styles = [
    base,
    css`
      label {
        display: block;
        margin-bottom: 0.35rem;
        font-weight: 500;
      }
      .box {
        display: flex;
        align-items: center;
        height: 1.875rem;
        border: 1px solid var(--gp-field);
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-raised);
      }
      .box:focus-within {
        outline: var(--wa-focus-ring);
        outline-offset: 0;
      }
      .box.wrong {
        border-color: var(--gp-bad);
      }
      input {
        flex: 1;
        width: 100%;
        min-width: 0;
        height: 100%;
        padding: 0 0.6em;
        border: 0;
        outline: 0;
        background: none;
        color: inherit;
        font: inherit;
        font-variant-numeric: tabular-nums;
      }
      input::placeholder {
        color: var(--gp-quiet);
        opacity: 1;
      }
      .unit {
        padding-inline-end: 0.6em;
        color: var(--gp-quiet);
      }
      .sign {
        padding-inline-start: 0.6em;
        color: var(--gp-quiet);
      }
      .problem {
        margin-top: 0.25rem;
        color: var(--gp-bad);
        font-size: var(--wa-font-size-s);
      }
    `,
  ];
  declare label: string;
  /** The label is read out only. */
  declare bare: boolean;
  declare value: number | null;
  declare unit: string;
  /** Before the number, as ± stands; it is not typed. */
  declare sign: string;
  declare placeholder: string;
  declare min: number | undefined;
  declare max: number | undefined;
  declare clearable: boolean;
  declare disabled: boolean;
  /** Has the number written anew when the language changes. */
  declare locale: string;
  declare problem: string;

  constructor() {
    super();
    this.label = '';
    this.bare = false;
    this.value = null;
    this.unit = '';
    this.sign = '';
    this.placeholder = '';
    this.clearable = false;
    this.disabled = false;
    this.locale = language();
    this.problem = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value') || changed.has('locale')) this.problem = '';
  }

  protected override render() {
    const text = this.value === null ? '' : editNumber(this.value);
    return html`
      ${this.bare ? nothing : html`<label for="input">${this.label}</label>`}
      <div class=${this.problem ? 'box wrong' : 'box'}>
        ${this.sign ? html`<span class="sign" aria-hidden="true">${this.sign}</span>` : nothing}
        <input
          id="input"
          type="text"
          inputmode="decimal"
          autocomplete="off"
          spellcheck="false"
          aria-label=${this.bare ? this.label : nothing}
          aria-invalid=${this.problem ? 'true' : nothing}
          aria-describedby=${this.problem ? 'problem' : nothing}
          placeholder=${this.placeholder || nothing}
          ?disabled=${this.disabled}
          .value=${this.problem ? this.#typed : live(text)}
          @change=${this.#commit}
        />
        ${this.unit ? html`<span class="unit">${this.unit}</span>` : nothing}
      </div>
      ${this.problem ? html`<p id="problem" class="problem" role="alert">${this.problem}</p>` : nothing}
    `;
  }

  #typed = '';

  readonly #commit = (event: Event): void => {
    event.stopPropagation();
    const { value } = event.target as HTMLInputElement;
    this.#typed = value;
    const number = parseNumber(value);
    if (value.trim() === '' && this.clearable) this.#dispatchChange(null);
    else if (number === null) this.problem = t('reconstruct.invalidNumber');
    else if (number < (this.min ?? -Infinity)) {
      this.problem = t('reconstruct.tooSmall', { min: formatNumber(this.min ?? 0) });
    } else if (number > (this.max ?? Infinity)) {
      this.problem = t('reconstruct.tooLarge', { max: formatNumber(this.max ?? 0) });
    } else this.#dispatchChange(number);
  };

  #dispatchChange(value: number | null): void {
    this.problem = '';
    this.dispatchEvent(new CustomEvent('gp-change', { detail: value }));
    // The state may stay what it was; then the field must show that again.
    this.requestUpdate();
  }
}

customElements.define('gp-number', NumberField);
