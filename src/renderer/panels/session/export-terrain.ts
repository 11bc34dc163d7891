/** `<gp-export-terrain>`: the heights of an open surface for maps, as a raster and as lines. */
import { css, html, nothing } from 'lit';
import { unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';
import type { TerrainPart } from '../../../engine/vocabulary.ts';
import '../controls/number-field.ts';
import { Panel } from '../panel.ts';

type LengthOption = 'heightRaster' | 'contours';

export class ExportTerrain extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      section {
        display: grid;
        gap: 0.5rem;
        padding: 0.75rem 1rem;
        border-top: 1px solid var(--gp-line);
      }
      .two {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.5rem;
        align-items: end;
      }
    `,
  ];

  protected override render() {
    const { run } = this.state.document;
    // A closed body has no height to be read from above.
    if (!run || run.report.topology.watertight) return nothing;
    return html`<section>
      <strong>${t('export.terrain.title')}</strong>
      <span class="help">${t('export.terrain.text')}</span>
      <div class="two">
        ${this.#length('heightRaster', t('export.terrain.cell'))} ${this.#button('raster', 'GeoTIFF')}
        ${this.#length('contours', t('export.terrain.interval'))} ${this.#button('dxf', 'DXF')}
        <span></span>${this.#button('geojson', 'GeoJSON')}
      </div>
    </section>`;
  }

  /** Empty is as the triangles suggest. */
  #length(option: LengthOption, label: string) {
    const { exportChoice, exporting, settings } = this.state;
    const length = exportChoice[option];
    return html`<gp-number
      clearable
      label=${label}
      placeholder=${t('export.terrain.auto')}
      .min=${0}
      .value=${typeof length === 'number' ? length : null}
      .unit=${unitText(settings.unit)}
      ?disabled=${exporting !== null}
      .locale=${language()}
      @gp-change=${(event: CustomEvent<number | null>) =>
        this.actions.setExportChoice({ [option]: event.detail || 'auto' })}
    ></gp-number>`;
  }

  #button(part: TerrainPart, name: string) {
    const { exporting } = this.state;
    return html`<button
      id=${`terrain-${part}`}
      aria-disabled=${exporting ? 'true' : nothing}
      @click=${() => exporting || this.actions.exportTerrain(part)}
    >
      ${t('export.terrain.save', { format: name })}
    </button>`;
  }
}

customElements.define('gp-export-terrain', ExportTerrain);
