/**
 * Buttons of the bars, drawn from the table of commands: icon, name for screen readers and where it is asked for in
 * sight, tooltip with the shortcut. A button that makes no sense now can still be reached, so that its tooltip can be
 * read.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { withShortcut } from '../../app/accelerators.ts';
import type { Actions } from '../../app/actions.ts';
import { translate } from '../../app/i18n.ts';
import type { IconName } from '../../icons/icons.ts';
import { COMMANDS, type CommandId } from '../../../contracts/commands.ts';

export interface ToolButton {
  readonly id: CommandId;
  readonly icon: IconName;
  /** In sight beside the icon, and so the button's name. */
  readonly word?: string;
  /** In place of the command's own name. */
  readonly label?: string;
}

export function toolButton(actions: Actions, { id, icon, word, label }: ToolButton): TemplateResult {
  const name = label ?? translate(`commands.${id}`).replace(/\s?…$/, '');
  const isOff = !actions.enabled(id);
  // A toggle says its state, a plain button has none.
  const pressed = COMMANDS[id].checkable ? String(actions.checked(id)) : nothing;
  return html`<button
      id=${id}
      class=${word ? 'tool stop word' : 'tool stop'}
      data-command=${id}
      aria-label=${word ?? name}
      aria-pressed=${pressed}
      aria-disabled=${isOff ? 'true' : nothing}
      @click=${() => isOff || actions.perform(id)}
    >
      <gp-icon name=${icon}></gp-icon>${word ? html`<span>${word}</span>` : nothing}
    </button>
    <gp-tooltip for=${id}>${withShortcut(id, name)}</gp-tooltip>`;
}
