/** `<gp-select>`: how points are selected: what a drawing does to the selection, and whether it goes through. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SelectMode } from '../../../engine/vocabulary.ts';
import { withShortcut } from '../../app/accelerators.ts';
import { t } from '../../app/i18n.ts';
import { isSelectTool, isStandingTool } from '../../app/select-tools.ts';
import { base, buttons, fields, segments } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import '../controls/tooltip.ts';
import { Panel } from '../panel.ts';

const MODES = ['new', 'add', 'subtract', 'overlap'] as const satisfies readonly SelectMode[];

export class SelectPanel extends Panel {
  static override styles = [
    base,
    buttons,
    fields,
    segments,
    css`
      .fields {
        gap: 0.6rem;
      }
      /* The words in line with those of the other rows, the switch at their end. */
      wa-switch::part(base) {
        flex-direction: row-reverse;
        justify-content: space-between;
        width: 100%;
      }
      wa-switch::part(label) {
        margin: 0;
        font-weight: 500;
      }
      .row gp-number {
        width: 7rem;
      }
    `,
  ];

  protected override render() {
    const { tool, selecting } = this.state;
    const isLive = isSelectTool(tool);
    return html`<gp-section
      heading=${t('select.title')}
      .open=${!isStandingTool(this.state.tool)}
      summary=${isLive ? t(`rail.${tool}`) : t('select.off')}
      ?live=${isLive}
    >
      <div class="fields">
        ${this.#modes(selecting.heldMode ?? selecting.mode)}
        <wa-switch
          id="hidden"
          .checked=${live(selecting.hiddenToo)}
          @change=${() => this.actions.setSelecting({ hiddenToo: !selecting.hiddenToo })}
          >${t('select.hiddenToo')}</wa-switch
        >
        <gp-tooltip for="hidden" placement="left">${withShortcut('hidden-too')}</gp-tooltip>
        ${tool === 'brush' ? this.#brush(selecting.brushRadius) : nothing}
        <p class="help">${isLive ? t('select.help') : t('select.choose')}</p>
      </div>
    </gp-section>`;
  }

  #modes(shown: SelectMode) {
    return html`<div class="segments" role="group" aria-label=${t('select.mode')}>
      ${MODES.map(
        (mode) =>
          html`<button
              id=${mode}
              aria-pressed=${String(mode === shown)}
              @click=${() => this.actions.setSelecting({ mode })}
            >
              ${t(`select.modes.${mode}`)}
            </button>
            <gp-tooltip for=${mode}>${t(`select.modeKeys.${mode}`)}</gp-tooltip>`,
      )}
    </div>`;
  }

  #brush(radius: number) {
    return html`<div class="row">
      <span class="label">${t('select.brushSize')}</span>
      <gp-number
        bare
        label=${t('select.brushSize')}
        .min=${8}
        .max=${400}
        .value=${2 * radius}
        unit="px"
        @gp-change=${(event: CustomEvent<number>) => this.actions.setSelecting({ brushRadius: event.detail / 2 })}
      ></gp-number>
    </div>`;
  }
}

customElements.define('gp-select', SelectPanel);
