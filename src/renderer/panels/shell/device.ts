/** `<gp-device>`: whether the graphics device computes rightly, and the report that can be handed on. */
import { css, html, nothing } from 'lit';
import { isEngineBusy } from '../../app/availability.ts';
import { engineText } from '../../app/engine-text.ts';
import { t } from '../../app/i18n.ts';
import type { Examination } from '../../app/state.ts';
import { base, buttons, facts } from '../../styles/shared.ts';
import type { ExaminedDevice } from '../../worker/engine-api.ts';
import { Panel } from '../panel.ts';

export class DevicePanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    css`
      :host {
        display: grid;
        gap: 0.85rem;
      }
      .verdict {
        margin: 0;
        font-weight: 600;
      }
      ul {
        margin: 0;
        padding-inline-start: 1.1rem;
        overflow-wrap: anywhere;
      }
      pre {
        max-height: 12rem;
        margin: 0;
        padding: 0.6rem;
        overflow: auto;
        border: 1px solid var(--gp-line);
        border-radius: 6px;
        font-size: var(--wa-font-size-2xs);
        user-select: text;
      }
      .acts {
        display: flex;
        justify-content: flex-end;
        gap: 0.4rem;
      }
    `,
  ];

  protected override render() {
    const { device, examination } = this.state;
    const isRunning = examination?.state === 'running';
    return html`
      <dl class="facts">
        <dt>${t('about.device')}</dt>
        <dd>${device?.label ?? t('status.starting')}</dd>
      </dl>
      <div role="status">${this.#said(examination)}</div>
      ${examination?.state === 'done' ? this.#report(examination.found) : nothing}
      <div class="acts">
        ${
          examination?.state === 'done'
            ? html`<button class="small" @click=${this.#copy}>${t('device.copy')}</button>`
            : nothing
        }
        ${
          isRunning
            ? html`<button class="small" @click=${() => this.actions.perform('cancel')}>
                ${t('progress.cancel')}
              </button>`
            : html`<button class="small" ?disabled=${isEngineBusy(this.state) || !device} @click=${this.#examine}>
                ${t(examination ? 'device.again' : 'device.examine')}
              </button>`
        }
      </div>
    `;
  }

  #said(examination: Examination | null) {
    switch (examination?.state) {
      case undefined:
        return html`<p class="help">${t('device.help')}</p>`;
      case 'running':
        return html`<p class="help">${t('device.trying', { number: examination.trying + 1 })}</p>`;
      case 'failed':
        return html`<p class="verdict">${t('device.failed')}</p>
          <p>${engineText(examination.error.message)}</p>`;
      case 'done': {
        const { isSound, wrong } = examination.found;
        if (isSound) return html`<p class="verdict">${t('device.sound')}</p>`;
        return html`<p class="verdict">${t('device.unsound')}</p>
          <ul>
            ${wrong.map((fault) => html`<li>${fault}</li>`)}
          </ul>`;
      }
    }
  }

  #report({ text }: ExaminedDevice) {
    return html`<pre tabindex="0" role="region" aria-label=${t('device.report')}>${text}</pre>`;
  }

  readonly #examine = (): void => void this.actions.graphics.examine();

  /** By the selection: the desktop program lets no page write to the clipboard by itself. */
  readonly #copy = (): void => {
    const report = this.renderRoot.querySelector('pre');
    const selection = getSelection();
    if (!report || !selection) return;
    selection.selectAllChildren(report);
    document.execCommand('copy');
  };
}

customElements.define('gp-device', DevicePanel);
