/**
 * `<gp-stages>`: the path from scan to file. Each circle holds a number, a tick, the ring of a run or the sign of what
 * is outdated; all steps can be looked at at any time. One stop for the Tab key, as other bars.
 */
import { css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { withShortcut } from '../../app/accelerators.ts';
import { formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { stepCommand, type StepState, stepStates } from '../../app/steps.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Bar } from '../controls/bar.ts';
import '../controls/tooltip.ts';

export class Stages extends Bar {
  static override styles = [
    base,
    buttons,
    css`
      ol {
        display: flex;
        align-items: center;
        justify-content: center;
        min-width: 0;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        flex: none;
      }
      li + li {
        margin-inline-start: 1.25rem;
      }
      li + li::before {
        content: '';
        position: absolute;
        top: 50%;
        right: calc(100% + 0.2rem);
        width: 0.85rem;
        height: 1px;
        background: color-mix(in oklab, var(--gp-field) 55%, var(--gp-line));
      }
      button {
        position: relative;
        gap: 0.45em;
        min-height: 2rem;
        padding: 0 0.7em 0 0.45em;
        border-color: transparent;
        background: none;
        white-space: nowrap;
      }
      button:hover:not([aria-disabled='true']) {
        background: var(--gp-hover);
      }
      button[aria-disabled='true'] {
        opacity: 1;
      }
      button.empty {
        color: var(--gp-quiet);
        font-weight: 400;
      }
      button[aria-current='step'],
      button[aria-current='step']:hover:not([aria-disabled='true']) {
        background: var(--gp-accent-soft);
        color: var(--gp-accent-text);
        font-weight: 600;
      }
      i {
        display: grid;
        place-items: center;
        width: 1.25rem;
        height: 1.25rem;
        border-radius: 50%;
        box-shadow: inset 0 0 0 1.5px color-mix(in oklab, var(--gp-field) 70%, var(--gp-line));
        color: var(--gp-quiet);
        font: 600 0.6875rem/1 var(--wa-font-family-body);
        font-style: normal;
      }
      i gp-icon {
        font-size: 0.8rem;
      }
      .done i {
        box-shadow: none;
        background: var(--gp-good-soft);
        color: var(--gp-good);
      }
      .outdated i {
        box-shadow: none;
        background: var(--gp-warn-soft);
        color: var(--gp-warn);
      }
      .number[aria-current='step'] i {
        box-shadow: none;
        background: var(--gp-accent);
        color: var(--gp-on-accent);
      }
      .running i {
        box-shadow: none;
        background: conic-gradient(var(--gp-accent) var(--share), var(--gp-line) 0);
        mask: radial-gradient(closest-side, #0000 66%, #000 70%);
      }
      @media (max-width: 60rem) {
        button:not([aria-current='step']) {
          padding: 0 0.3em;
        }
        /* Read out all the same. */
        button:not([aria-current='step']) .name {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        li + li {
          margin-inline-start: 0.9rem;
        }
        li + li::before {
          width: 0.6rem;
        }
      }
      @media (max-width: 44rem) {
        li + li {
          margin-inline-start: 0;
        }
        li + li::before {
          display: none;
        }
        button:not([aria-current='step']) {
          padding: 0 0.2em;
        }
      }
    `,
  ];

  protected override render() {
    return html`<nav aria-label=${t('step.path')} @keydown=${this.move} @focusin=${this.hold}>
      <ol>
        ${stepStates(this.state).map((step, i) => html`<li>${this.#step(step, i + 1)}</li>`)}
      </ol>
    </nav>`;
  }

  protected override firstStop(): HTMLButtonElement | undefined {
    return this.renderRoot.querySelector<HTMLButtonElement>('[aria-current]') ?? super.firstStop();
  }

  /** Tab comes to where the person is, however that came to be. */
  protected override updated(): void {
    if (this.shadowRoot?.activeElement) super.updated();
    else this.setTabStop(this.firstStop());
  }

  #step({ step, isCurrent, mark, isEmpty }: StepState, number: number) {
    const command = stepCommand(step);
    const isOff = !this.actions.enabled(command);
    const name = t(`step.name.${step}`);
    return html`<button
        id=${step}
        class=${`stop ${mark} ${isEmpty ? 'empty' : ''}`}
        aria-current=${isCurrent && !isOff ? 'step' : nothing}
        aria-disabled=${isOff ? 'true' : nothing}
        style=${styleMap({ '--share': `${100 * (this.state.progress?.share ?? 0)}%` })}
        @click=${() => isOff || this.actions.setStep(step)}
      >
        <i>${signOf(mark, number)}</i>
        <span class="name">${name}</span
        >${mark === 'number' ? nothing : html`<span class="hidden">, ${this.#markInWords(mark)}</span>`}
      </button>
      <gp-tooltip for=${step}
        >${isEmpty ? `${withShortcut(command, name)}: ${this.#why(isOff)}` : withShortcut(command, name)}</gp-tooltip
      >`;
  }

  #why(isOff: boolean): string {
    if (isOff) return t('reconstruct.whyNoCloud');
    return this.state.progress ? t('reconstruct.whyBusy') : t('step.noMesh');
  }

  #markInWords(mark: Exclude<StepState['mark'], 'number'>): string {
    return t(`step.mark.${mark}`, { share: formatShare(this.state.progress?.share ?? 0) });
  }
}

function signOf(mark: StepState['mark'], number: number) {
  switch (mark) {
    case 'number':
      return number;
    case 'done':
      return html`<gp-icon name="check"></gp-icon>`;
    case 'outdated':
      return html`<gp-icon name="refresh"></gp-icon>`;
    case 'running':
      return nothing;
  }
}

customElements.define('gp-stages', Stages);
