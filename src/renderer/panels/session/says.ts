/** Lines that each say one thing of what is shown, with what can be done about it as a link at the end. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { IconName } from '../../icons/icons.ts';

export interface Saying {
  readonly icon: IconName;
  readonly tone?: 'good' | 'warn' | 'lost';
  readonly text: string;
  readonly value?: string;
  readonly cure?: {
    readonly label: string;
    /** Where the label alone does not say of what. */
    readonly name?: string;
    readonly isPressed?: boolean;
    readonly perform: () => void;
  };
}

export const says = css`
  .says {
    display: grid;
    gap: 0.125rem;
  }
  .says li {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 1.75rem;
  }
  .says gp-icon {
    color: var(--gp-quiet);
    font-size: 1rem;
  }
  .says .good gp-icon {
    color: var(--gp-good);
  }
  .says .warn gp-icon {
    color: var(--gp-warn);
  }
  .says .lost gp-icon {
    color: #de4624;
  }
  .says .text {
    flex: 1;
    min-width: 0;
  }
  .says .value {
    color: var(--gp-quiet);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
`;

export function sayings(lines: readonly Saying[]): TemplateResult {
  return html`<ul class="says">
    ${lines.map(
      ({ icon, tone, text, value, cure }) =>
        html`<li class=${tone ?? ''}>
          <gp-icon name=${icon}></gp-icon><span class="text">${text}</span
          ><span class="value">${value ?? nothing}</span>
          ${cure ? link(cure) : nothing}
        </li>`,
    )}
  </ul>`;
}

function link({ label, name, isPressed, perform }: NonNullable<Saying['cure']>): TemplateResult {
  return html`<button
    class="link"
    aria-label=${name ?? nothing}
    aria-pressed=${isPressed === undefined ? nothing : String(isPressed)}
    @click=${perform}
  >
    ${label}
  </button>`;
}
