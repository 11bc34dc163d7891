/** `<gp-settings>`: what is kept between starts. Each takes effect at once, so there is nothing to confirm. */
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import { language as spokenLanguage, t } from '../../app/i18n.ts';
import { base, fields } from '../../styles/shared.ts';
import type { Language, LengthUnit, Theme } from '../../../contracts/settings.ts';
import type { DeviceInfo } from '../../worker/engine-api.ts';
import { LENGTH_UNITS } from '../controls/length-units.ts';
import { Panel } from '../panel.ts';

export class SettingsPanel extends Panel {
  static override styles = [
    base,
    fields,
    css`
      .fields {
        gap: 1.25rem;
        padding-bottom: 0.25rem;
      }
    `,
  ];

  protected override render() {
    const { theme, language, unit, software } = this.state.settings;
    const { device } = this.state;
    const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
    return html`<div class="fields">
      <wa-radio-group
        label=${t('settings.theme')}
        orientation="horizontal"
        .value=${live(theme)}
        @change=${(event: Event) => this.actions.setSettings({ theme: valueOf(event) as Theme })}
      >
        <wa-radio appearance="button" value="system">${t('settings.themeSystem')}</wa-radio>
        <wa-radio appearance="button" value="light">${t('settings.themeLight')}</wa-radio>
        <wa-radio appearance="button" value="dark">${t('settings.themeDark')}</wa-radio>
      </wa-radio-group>
      <wa-select
        label=${t('settings.language')}
        .value=${live(language)}
        @change=${(event: Event) => this.actions.setSettings({ language: valueOf(event) as Language })}
      >
        <wa-option value="system">${t('settings.languageSystem')}</wa-option>
        <wa-option value="en" lang="en">English</wa-option>
        <wa-option value="de" lang="de">Deutsch</wa-option>
      </wa-select>
      <div class="field">
        ${keyed(
          spokenLanguage(),
          html`<wa-select
            label=${t('settings.unit')}
            .value=${live(unit)}
            @change=${(event: Event) => this.actions.setSettings({ unit: valueOf(event) as LengthUnit })}
          >
            ${LENGTH_UNITS.map(([value, name]) => html`<wa-option value=${value}>${t(name)}</wa-option>`)}
          </wa-select>`,
        )}
        <p class="help">${t('settings.unitHelp')}</p>
      </div>
      ${device && device.cards.length > 1 ? this.#cards(device) : nothing}
      <div class="field">
        <wa-switch
          .checked=${live(software)}
          @change=${(event: Event) =>
            this.actions.setSettings({ software: (event.target as HTMLInputElement).checked })}
          >${t('settings.software')}</wa-switch
        >
        <p class="help">${t('settings.softwareHelp')}</p>
      </div>
    </div>`;
  }

  /** Where a laptop has a frugal card and a fast one, say. A choice that is not there any more is shown as none. */
  #cards({ cards }: DeviceInfo) {
    const { adapter, software } = this.state.settings;
    const chosen = cards.find((card) => card === adapter) ?? '';
    return html`<div class="field">
      <wa-select
        label=${t('settings.card')}
        ?disabled=${software}
        .value=${live(chosen)}
        @change=${(event: Event) =>
          this.actions.setSettings({ adapter: (event.target as HTMLInputElement).value || null })}
      >
        <wa-option value="">${t('settings.cardAuto', { card: cards[0] ?? '' })}</wa-option>
        ${cards.map((card) => html`<wa-option value=${card}>${card}</wa-option>`)}
      </wa-select>
      <p class="help">${t('settings.cardHelp')}</p>
    </div>`;
  }
}

customElements.define('gp-settings', SettingsPanel);
