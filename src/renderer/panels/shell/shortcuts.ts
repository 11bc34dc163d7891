/** `<gp-shortcuts>`: every key, from the table of commands, by menu. */
import { css, html } from 'lit';
import { keysOf } from '../../app/accelerators.ts';
import { t, translate } from '../../app/i18n.ts';
import { base } from '../../styles/shared.ts';
import { COMMAND_IDS, type CommandId, COMMANDS, MENUS, type MenuName } from '../../../contracts/commands.ts';
import { Panel } from '../panel.ts';

const MOUSE = ['orbit', 'pan', 'zoom', 'before', 'add', 'subtract', 'overlap'] as const;

export class ShortcutsSheet extends Panel {
  static override styles = [
    base,
    css`
      .groups {
        columns: 2 18rem;
        column-gap: 2.5rem;
      }
      section {
        break-inside: avoid;
        padding-bottom: 1.1rem;
      }
      h3 {
        margin-bottom: 0.3rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: auto auto;
        justify-content: space-between;
        gap: 0.3rem 1rem;
        align-items: baseline;
      }
      dd {
        text-align: end;
      }
      kbd {
        display: inline-block;
        min-width: 1.6em;
        padding: 0.1em 0.4em;
        border: 1px solid var(--gp-line);
        border-bottom-width: 2px;
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-raised);
        font: inherit;
        font-size: var(--wa-font-size-s);
        line-height: 1.3;
        text-align: center;
      }
    `,
  ];

  protected override render() {
    return html`<div class="groups">
      ${MENUS.map((menu) => this.#group(menu))}
      <section>
        <h3>${t('shortcuts.mouse')}</h3>
        <dl>
          ${MOUSE.map(
            (what) =>
              html`<dt>${t(`shortcuts.${what}`)}</dt>
                <dd class="quiet">${t(`shortcuts.${what}Keys`)}</dd>`,
          )}
        </dl>
      </section>
    </div>`;
  }

  #keys(id: CommandId): readonly string[] {
    const { accelerator, also = [] } = COMMANDS[id];
    return [accelerator!, ...also].flatMap((keys) => keysOf(keys));
  }

  #group(menu: MenuName) {
    const ids = COMMAND_IDS.filter((id) => COMMANDS[id].menu === menu && COMMANDS[id].accelerator);
    return html`<section>
      <h3>${translate(`menus.${menu}`)}</h3>
      <dl>
        ${ids.map(
          (id) =>
            html`<dt>${translate(`commands.${id}`).replace(/\s?…$/, '')}</dt>
              <dd>${this.#keys(id).map((key) => html` <kbd>${key}</kbd>`)}</dd>`,
        )}
      </dl>
    </section>`;
  }
}

customElements.define('gp-shortcuts', ShortcutsSheet);
