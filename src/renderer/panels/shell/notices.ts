/** `<gp-notices>`: messages over the viewport, never over the controls. Errors stay until they are dismissed. */
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { t } from '../../app/i18n.ts';
import type { Notice } from '../../app/state.ts';
import type { IconName } from '../../icons/icons.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

const ICONS: Readonly<Record<Notice['kind'], IconName>> = {
  error: 'circle-alert',
  warning: 'triangle-alert',
  success: 'circle-check',
};

export class Notices extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      ul {
        display: grid;
        gap: 0.5rem;
      }
      li {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 0.1rem 0.65rem;
        padding: 0.7rem 0.5rem 0.7rem 0.85rem;
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-panel);
        /* Reaches no further than the list's padding, which would cut it off. */
        box-shadow:
          0 0.1rem 0.6rem rgb(0 0 0 / 16%),
          0 0 0 1px var(--gp-line);
        pointer-events: auto;
      }
      li > gp-icon {
        margin-top: 0.05rem;
        font-size: 1.15rem;
      }
      .error > gp-icon {
        color: var(--gp-bad);
      }
      .warning > gp-icon {
        color: var(--gp-warn);
      }
      .success > gp-icon {
        color: var(--gp-good);
      }
      strong {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .text {
        min-width: 0;
      }
      .text p {
        max-height: 9rem;
        overflow-y: auto;
        color: var(--gp-quiet);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .text button {
        margin-top: 0.5rem;
      }
      .dismiss {
        align-self: start;
        width: 1.75rem;
        min-height: 1.75rem;
        /* Its cross stands in line with the title. */
        margin-top: -0.3rem;
        padding: 0;
      }
    `,
  ];

  protected override render() {
    return html`<ul aria-label=${t('app.notices')}>
      ${repeat(
        this.state.notices,
        (notice) => notice.id,
        (notice) => this.#notice(notice),
      )}
    </ul>`;
  }

  #notice({ id, kind, title, message, action }: Notice) {
    return html`<li class=${kind}>
      <gp-icon name=${ICONS[kind]}></gp-icon>
      <div class="text" role=${kind === 'success' ? 'status' : 'alert'}>
        <span class="hidden">${t(`notice.${kind}`)}:</span>
        <strong>${title}</strong>
        <p>${message}</p>
        ${
          action
            ? html`<button class="small" @click=${() => this.#act(id, action.perform)}>${action.label}</button>`
            : nothing
        }
      </div>
      <button class="plain dismiss" aria-label=${t('notice.dismiss')} @click=${() => this.actions.dismissNotice(id)}>
        <gp-icon name="x"></gp-icon>
      </button>
    </li>`;
  }

  #act(id: number, perform: () => void): void {
    this.actions.dismissNotice(id);
    perform();
  }
}

customElements.define('gp-notices', Notices);
