/** `<gp-export>`: the format, what it loses of this mesh, and the button. Used in the sidebar and in the dialog. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { EXPORT_FORMATS, type ExportFormat, hasShift } from '../../../engine/vocabulary.ts';
import { formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { base, buttons, fields, progressBar } from '../../styles/shared.ts';
import { describeExport } from './export-losses.ts';
import { Panel } from '../panel.ts';

/** Chosen once, meant for the next time too, in the sidebar as in the dialog. */
let chosen: ExportFormat = 'ply';

export class ExportPanel extends Panel {
  static override properties = { ...Panel.properties, prominent: { type: Boolean } };
  static override styles = [base, buttons, fields, progressBar];

  /** The one thing to do where it stands. */
  declare prominent: boolean | undefined;

  protected override render() {
    const { run, cloud, trim } = this.state.document;
    const { exporting, settings } = this.state;
    if (exporting) {
      return html`<div class="field">
        <div class="row">
          <span>${t('export.exporting', { name: exporting.name })}</span
          ><span class="number">${formatShare(exporting.share)}</span>
        </div>
        <wa-progress-bar
          label=${t('export.exporting', { name: exporting.name })}
          value=${Math.round(100 * exporting.share)}
        ></wa-progress-bar>
      </div>`;
    }
    if (!run) return nothing;
    const mesh = {
      hasColors: run.geometry.colors !== undefined,
      isShifted: cloud !== null && hasShift(cloud.info),
      unit: settings.unit,
    };
    return html`<div class="fields">
      <div class="field">
        <wa-select
          label=${t('export.format')}
          placement="top"
          .value=${live(chosen)}
          @change=${(event: Event) => this.#choose((event.target as HTMLInputElement).value)}
        >
          ${EXPORT_FORMATS.map((format) => html`<wa-option value=${format}>${t(`export.formats.${format}`)}</wa-option>`)}
        </wa-select>
        <p class="help" aria-live="polite">
          ${describeExport(chosen, mesh)} ${trim === null ? nothing : t('export.trimmed')}
        </p>
      </div>
      <button
        class=${this.prominent ? 'primary wide' : 'wide'}
        aria-disabled=${this.actions.enabled('export') ? nothing : 'true'}
        @click=${this.#export}
      >
        <gp-icon name="download"></gp-icon>${t('export.button')}
      </button>
    </div>`;
  }

  #choose(value: string): void {
    chosen = EXPORT_FORMATS.find((format) => format === value) ?? 'ply';
    this.requestUpdate();
  }

  #export(): void {
    if (this.actions.enabled('export')) this.actions.exportMesh(chosen);
  }
}

customElements.define('gp-export', ExportPanel);
