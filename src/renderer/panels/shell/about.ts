/** `<gp-about>`: what this is, by whose method, and on what it runs. */
import { css, html, nothing } from 'lit';
import { t } from '../../app/i18n.ts';
import { projectEn } from '../../app/locales/project.en.ts';
import { base, facts } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

type VersionName = keyof typeof projectEn.versions;

export class AboutPanel extends Panel {
  static override properties = { ...Panel.properties, versions: { attribute: false } };
  static override styles = [
    base,
    facts,
    css`
      :host {
        display: grid;
        gap: 0.85rem;
      }
    `,
  ];
  /** Names and versions of what is behind the window. */
  declare versions: Readonly<Record<string, string>> | undefined;

  protected override render() {
    const { device, platform } = this.state;
    return html`
      <p>${t('about.text')}</p>
      <p class="quiet">${t('about.method')}</p>
      <dl class="facts">
        <dt>${t('about.device')}</dt>
        <dd>
          ${device?.label ?? t('status.starting')}
          <button class="link" @click=${() => this.actions.showDialog('device')}>${t('device.open')}</button>
        </dd>
        <dt>${t('about.platform')}</dt>
        <dd>${t(`about.${platform}`)}</dd>
        ${Object.entries(this.versions ?? {}).map(
          ([name, version]) =>
            html`<dt>${name in projectEn.versions ? t(`session.project.versions.${name as VersionName}`) : name}</dt>
              <dd>${version}</dd>`,
        )}
      </dl>
      <p class="help">${t('about.licence')}. ${t('about.icons')}${nothing}</p>
    `;
  }
}

customElements.define('gp-about', AboutPanel);
