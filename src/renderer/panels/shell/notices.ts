/**
 * `<gp-notices>`: messages at the bottom right of the view, the newest lowest, never over the controls. At most three are
 * there at once, and how many more there are; while they are pointed at or have the focus, none leaves by itself.
 */
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

const MOST_SHOWN = 3;

export class Notices extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      ul {
        display: grid;
        gap: 0.5rem;
      }
      li:not(.more) {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 0.1rem 0.65rem;
        padding: 0.65rem 0.5rem 0.65rem 0.8rem;
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-raised);
        /* Reaches no further than the list's padding, which would cut it off. */
        box-shadow:
          inset 3px 0 0 var(--tone),
          0 0.1rem 0.6rem rgb(0 0 0 / 16%),
          0 0 0 1px var(--gp-line);
        pointer-events: auto;
      }
      .more {
        display: block;
        padding: 0.15rem 0.8rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        text-align: end;
      }
      li > gp-icon {
        margin-top: 0.05rem;
        font-size: 1.15rem;
      }
      li > gp-icon {
        color: var(--tone);
      }
      .error {
        --tone: var(--gp-bad);
      }
      .warning {
        --tone: var(--gp-warn);
      }
      .success {
        --tone: var(--gp-good);
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
        font-size: var(--wa-font-size-s);
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
    const { notices } = this.state;
    const moreCount = Math.max(0, notices.length - MOST_SHOWN);
    return html`<ul
      aria-label=${t('app.notices')}
      @pointerenter=${() => this.actions.holdNotices(true)}
      @pointerleave=${() => this.actions.holdNotices(false)}
      @focusin=${() => this.actions.holdNotices(true)}
      @focusout=${() => this.actions.holdNotices(false)}
    >
      ${moreCount > 0 ? html`<li class="more">${t('notice.more', { count: moreCount })}</li>` : nothing}
      ${repeat(
        notices.slice(-MOST_SHOWN),
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
