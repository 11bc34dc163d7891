/** `<gp-export>`: as which format the mesh is written, and what that keeps and loses of it. The foot has the button. */
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  FORMATS,
  hasShift,
  lengthUnitOf,
  MOST_TEXTURED_TRIANGLES,
  notKept,
  TEXTURE_PIXELS,
  textureObstacle,
} from '../../../engine/vocabulary.ts';
import { fileBytes, texturedMesh } from '../../app/export-texture.ts';
import { formatBytes } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { hasOtherCrop } from '../../app/left-out.ts';
import type { ExportChoice } from '../../app/state.ts';
import { base } from '../../styles/shared.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';
import './export-cloud.ts';
import './export-frame.ts';
import './export-terrain.ts';
import { describeExport, describeLosses, type ExportedMesh } from './export-losses.ts';
import { Panel } from '../panel.ts';

export class ExportPanel extends Panel {
  static override styles = [
    base,
    css`
      div {
        display: grid;
        gap: 0.5rem;
        padding: 0.75rem 1rem;
      }
      label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.1rem 0.55rem;
        align-items: center;
        padding: 0.55rem 0.7rem;
        border: 1px solid var(--gp-line);
        border-radius: var(--wa-border-radius-l);
        background: var(--gp-raised);
      }
      label:hover {
        border-color: var(--gp-field);
      }
      label:has(:checked) {
        border-color: var(--gp-accent);
        box-shadow: inset 0 0 0 1px var(--gp-accent);
        background: color-mix(in oklab, var(--gp-accent-soft) 45%, var(--gp-raised));
      }
      label:has(:focus-visible) {
        outline: var(--wa-focus-ring);
        outline-offset: 2px;
      }
      input {
        margin: 0;
        outline: none;
        accent-color: var(--gp-accent);
      }
      strong {
        font-weight: 600;
      }
      wa-switch {
        grid-column: 2 / -1;
        margin-top: 0.3rem;
      }
      .help:not(.size) {
        grid-column: 2 / -1;
      }
      p {
        padding: 0 1rem 0.75rem;
      }
    `,
  ];

  protected override render() {
    const { run, cloud, trim } = this.state.document;
    const { settings } = this.state;
    if (!run) return nothing;
    const mesh = {
      hasColors: run.geometry.colors !== undefined,
      isShifted: cloud !== null && hasShift(cloud.info),
      unit: settings.unit,
      isConverted: isConverted(run, this.state.exportChoice),
    };
    return html`<div role="radiogroup" aria-label=${t('export.format')}>
        ${EXPORT_FORMATS.map((format) => this.#card(format, mesh))}
      </div>
      ${hasOtherCrop(this.state.document) ? html`<p class="help">${t('export.otherCrop')}</p>` : nothing}
      ${notKept(this.state.exportFormat).includes('texture') ? nothing : this.#texture()}
      ${run.geometry.trust && !notKept(this.state.exportFormat).includes('trust') ? this.#trust() : nothing}
      ${trim === null ? nothing : html`<p class="help">${t('export.trimmed')}</p>`}
      <gp-export-frame .state=${this.state} .actions=${this.actions}></gp-export-frame>
      <gp-export-cloud .state=${this.state} .actions=${this.actions}></gp-export-cloud>
      <gp-export-terrain .state=${this.state} .actions=${this.actions}></gp-export-terrain>`;
  }

  #trust() {
    return html`<div>
      <label>
        <input
          type="checkbox"
          .checked=${this.state.exportChoice.trust}
          ?disabled=${this.state.exporting !== null}
          @change=${(event: Event) => this.actions.setExportChoice({ trust: (event.target as HTMLInputElement).checked })}
        />
        <strong>${t('export.trust')}</strong>
        <span class="help">${t('export.trustText')}</span>
      </label>
    </div>`;
  }

  #texture() {
    const { exportChoice, exporting } = this.state;
    const mesh = texturedMesh(this.state);
    if (!mesh) return nothing;
    const obstacle = textureObstacle(mesh);
    const shows = mesh.hasColors ? (mesh.isSimplified ? 'both' : 'colors') : 'relief';
    const text =
      obstacle === null
        ? t(`export.texture.${shows}`)
        : t(`export.texture.${obstacle}`, { count: MOST_TEXTURED_TRIANGLES });
    return html`<div>
      ${keyed(
        // It keeps the text of what is chosen, of whatever language that was.
        language(),
        html`<wa-select
          id="texture"
          label=${t('export.texture.title')}
          size="small"
          .value=${live(obstacle === null ? String(exportChoice.texture) : 'none')}
          ?disabled=${exporting !== null || obstacle !== null}
          @change=${(event: Event) => {
            const { value } = event.target as HTMLInputElement;
            const texture = TEXTURE_PIXELS.find((pixels) => String(pixels) === value) ?? 'none';
            this.actions.setExportChoice({ texture });
          }}
        >
          <wa-option value="none">${t('export.texture.none')}</wa-option>
          ${TEXTURE_PIXELS.map(
            (pixels) =>
              html`<wa-option value=${String(pixels)}
                >${t('export.texture.pixels', { pixels: String(pixels) })}</wa-option
              >`,
          )}
        </wa-select>`,
      )}
      <span class="help">${text} ${this.state.exportFormat === 'obj' ? t('export.texture.beside') : nothing}</span>
    </div>`;
  }

  #card(format: ExportFormat, mesh: ExportedMesh) {
    const { exportFormat, exporting } = this.state;
    const isCompressed = format === 'glb' && exportFormat === 'glb-compressed';
    const written = isCompressed ? 'glb-compressed' : format;
    const bytes = fileBytes(this.state, written) ?? 0;
    const isChosen = exportFormat === written;
    // Of the others what they would lose: all of it at once is a wall of text.
    const said = isChosen ? describeExport(format, mesh) : describeLosses(format, mesh);
    return html`<label>
      <input
        type="radio"
        name="format"
        value=${format}
        .checked=${isChosen}
        ?disabled=${exporting !== null}
        @change=${() => this.actions.setExportFormat(format)}
      />
      <strong>${FORMATS[format].name}</strong>
      <span class="help number size">${t('export.about', { bytes: formatBytes(bytes) })}</span>
      <span class="help">${t(`export.formats.${format}`)}</span>
      ${said === null ? nothing : html`<span class="help">${said}</span>`}
      ${format === 'glb' && isChosen ? this.#compression(isCompressed, exporting !== null) : nothing}
    </label>`;
  }

  #compression(isCompressed: boolean, isBusy: boolean) {
    return html`<wa-switch
      size="small"
      .checked=${isCompressed}
      ?disabled=${isBusy}
      @click=${(event: Event) => event.stopPropagation()}
      @change=${(event: Event) => {
        event.stopPropagation();
        this.actions.setExportFormat((event.target as HTMLInputElement).checked ? 'glb-compressed' : 'glb');
      }}
      >${t('export.compressed')}</wa-switch
    >`;
  }
}

/** Formats that are defined in a unit get it. */
function isConverted({ report }: FinishedRun, { outputUnit }: ExportChoice): boolean {
  return outputUnit !== 'as-is' && lengthUnitOf(report) !== null;
}

customElements.define('gp-export', ExportPanel);
