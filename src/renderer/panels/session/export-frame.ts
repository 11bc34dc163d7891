/** `<gp-export-frame>`: how the file holds the mesh, and whether its certificate lies beside it. */
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import {
  FORMATS,
  type LengthUnit,
  lengthUnitOf,
  type MeshFormat,
  type ReconstructOptions,
  UNITS,
} from '../../../engine/vocabulary.ts';
import { language, t } from '../../app/i18n.ts';
import { base, fields } from '../../styles/shared.ts';
import { LENGTH_UNITS } from '../controls/length-units.ts';
import { Panel } from '../panel.ts';

type OutputUnit = ReconstructOptions['outputUnit'];

export class ExportFrame extends Panel {
  static override styles = [
    base,
    fields,
    css`
      section {
        display: grid;
        gap: 0.75rem;
        padding: 0 1rem 0.75rem;
      }
      .field {
        display: grid;
        gap: 0.3rem;
      }
    `,
  ];

  protected override render() {
    const { run } = this.state.document;
    if (!run) return nothing;
    const { exportFormat, exporting } = this.state;
    const isBusy = exporting !== null;
    return html`<section>
      <div class="field">${this.#unit(exportFormat, lengthUnitOf(run.report), isBusy)}</div>
      <div class="field">${this.#up(exportFormat, isBusy)}</div>
      <div class="field">
        <wa-switch
          id="certify"
          size="small"
          .checked=${live(this.state.exportChoice.certify)}
          ?disabled=${isBusy}
          @change=${(event: Event) =>
            this.actions.setExportChoice({ certify: (event.target as HTMLInputElement).checked })}
          >${t('export.certificate.title')}</wa-switch
        >
        <span class="help">${t('export.certificate.text')}</span>
      </div>
    </section>`;
  }

  /** Lengths are converted only where it is known what they are. */
  #unit(format: MeshFormat, unit: LengthUnit | null, isBusy: boolean) {
    const { outputUnit } = this.state.exportChoice;
    const { unit: taken } = FORMATS[format].written;
    const choices: readonly OutputUnit[] = taken === null ? ['as-is', ...UNITS] : ['auto', 'as-is'];
    const shown = shownUnit(outputUnit, unit, choices);
    return html`${keyed(
      // It keeps the text of what is chosen, of whatever language and format that was.
      `${language()} ${format} ${unit}`,
      html`<wa-select
        id="output-unit"
        label=${t('export.unit.title')}
        size="small"
        .value=${live(shown)}
        ?disabled=${isBusy || unit === null}
        @change=${(event: Event) => {
          const { value } = event.target as HTMLInputElement;
          this.actions.setExportChoice({ outputUnit: choices.find((choice) => choice === value) ?? 'auto' });
        }}
      >
        ${choices.map((choice) => html`<wa-option value=${choice}>${this.#unitName(choice, unit, format)}</wa-option>`)}
      </wa-select>`,
    )}
    ${unit === null ? html`<span class="help">${t('export.unit.unknown')}</span>` : nothing}`;
  }

  #unitName(choice: OutputUnit, unit: LengthUnit | null, format: MeshFormat): string {
    if (choice === 'auto') {
      const taken = FORMATS[format].written.unit ?? 'm';
      return t('export.unit.demanded', { unit: nameOf(taken), format: FORMATS[format].name });
    }
    if (choice !== 'as-is') return nameOf(choice);
    return unit === null ? t('export.unit.asIs') : t('export.unit.asMeasured', { unit: nameOf(unit) });
  }

  #up(format: MeshFormat, isBusy: boolean) {
    const isTurned = FORMATS[format].written.up !== null;
    const { outputUp } = this.state.exportChoice;
    return html`<wa-radio-group
        id="output-up"
        label=${t('export.up.title')}
        orientation="horizontal"
        size="small"
        .value=${live(isTurned ? 'y' : outputUp)}
        ?disabled=${isBusy || isTurned}
        @change=${(event: Event) => {
          const { value } = event.target as HTMLInputElement;
          this.actions.setExportChoice({ outputUp: value === 'y' ? 'y' : 'z' });
        }}
      >
        ${(['z', 'y'] as const).map(
          (axis) => html`<wa-radio appearance="button" value=${axis}>${axis.toUpperCase()}</wa-radio>`,
        )}
      </wa-radio-group>
      ${isTurned ? html`<span class="help">${t('export.up.turned', { format: FORMATS[format].name })}</span>` : nothing}`;
  }
}

/** What a file of this format would get: what was chosen for another one may not be there. */
function shownUnit(chosen: OutputUnit, unit: LengthUnit | null, choices: readonly OutputUnit[]): OutputUnit {
  if (unit === null) return 'as-is';
  return choices.includes(chosen) ? chosen : choices[0]!;
}

function nameOf(unit: LengthUnit): string {
  const [, key] = LENGTH_UNITS.find(([id]) => id === unit)!;
  return t(key);
}

customElements.define('gp-export-frame', ExportFrame);
