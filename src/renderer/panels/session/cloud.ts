/** `<gp-cloud>`: what was opened. Its numbers tell whether it is the right file, in the unit it was measured in. */
import { css, html, nothing } from 'lit';
import { hasShift } from '../../../engine/vocabulary.ts';
import { VALUE_COLORINGS } from '../../app/cloud-colorings.ts';
import type { CloudInfo } from '../../worker/engine-api.ts';
import { formatBytes, formatCount, formatExtent, formatLength } from '../../app/format.ts';
import { engineText } from '../../app/engine-text.ts';
import { language, t } from '../../app/i18n.ts';
import { SCAN_CYCLE } from '../../worker/byte-scale.ts';
import { valueCss } from '../../viewport/layers/point-colors.ts';
import { base, buttons, facts, note } from '../../styles/shared.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';
import type { PointGroup } from './point-groups.ts';
import './point-groups.ts';

const ATTRIBUTE_NAMES = [...VALUE_COLORINGS, 'returnCount'] as const;

export class CloudPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    note,
    css`
      .first {
        display: grid;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
        border-bottom: 1px solid var(--gp-line);
      }
      /* A name may be one long word; two lines of it are enough to know it by. */
      .name {
        display: -webkit-box;
        overflow: hidden;
        font-weight: 500;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .acts:not(:first-child),
      .help {
        margin-top: 0.6rem;
      }
      li + li {
        margin-top: 0.35rem;
      }
      .bone {
        height: 0.8rem;
        border-radius: 0.25rem;
        background: var(--gp-sunken);
      }
      .bone:nth-child(odd) {
        width: 70%;
      }
    `,
  ];

  protected override render() {
    const { cloud } = this.state.document;
    if (!cloud) return html`<div class="first">${[1, 2, 3, 4].map(() => html`<div class="bone"></div>`)}</div>`;
    const { info } = cloud;
    const name = nameOf(info);
    return html`<div class="first">
        <p class="name" title=${name}>${name}</p>
        ${this.#shape(info)}
        ${
          info.warnings.length > 0
            ? html`<ul class="note">
                ${info.warnings.map((warning) => html`<li>${engineText(warning, info.name)}</li>`)}
              </ul>`
            : nothing
        }
      </div>
      ${this.#scans(info)}${this.#file(info)}`;
  }

  #shape(info: CloudInfo) {
    const { unit } = this.state.settings;
    const { removed } = this.state.document.edits;
    const size = info.max.map((value, axis) => value - info.min[axis]!);
    return html`<dl class="facts">
      <dt>${t('cloud.points')}</dt>
      <dd>${formatCount(info.pointsInFile - info.dropped)}</dd>
      ${
        removed
          ? html`<dt>${t('cloud.removed')}</dt>
              <dd>${formatCount(removed.count)}</dd>`
          : nothing
      }
      <dt>${t('cloud.size')}</dt>
      <dd>${formatExtent(size, unit)}</dd>
      <dt>${t('cloud.spacing')}</dt>
      <dd>${formatLength(info.spacing, unit)}</dd>
      <dt>${t('cloud.has')}</dt>
      <dd>${contents(info)}</dd>
    </dl>`;
  }

  #file(info: CloudInfo) {
    const isShifted = hasShift(info);
    return html`<gp-section heading=${t('cloud.file')} summary=${formatBytes(info.fileBytes)}>
      <dl class="facts">
        ${
          info.dropped > 0
            ? html`<dt>${t('cloud.dropped')}</dt>
                <dd>${t('cloud.droppedText', { count: info.dropped })}</dd>`
            : nothing
        }
        ${origins(info)}
        ${
          isShifted
            ? html`<dt>${t('cloud.shift')}</dt>
                <dd>${info.shift.map((value) => formatCount(value)).join('; ')}</dd>`
            : nothing
        }
      </dl>
      ${isShifted ? html`<p class="help">${t('cloud.shiftHelp')}</p>` : nothing} ${this.#acts()}
    </gp-section>`;
  }

  #scans({ scans }: CloudInfo) {
    if (scans.length === 0) return nothing;
    const { hiddenScans } = this.state.document.view;
    const groups = scans.map(({ index, name, number, pointCount }): PointGroup => {
      const isHidden = hiddenScans.includes(index);
      return {
        id: index,
        name: name || t('pointLegend.unnamedScan', { value: number }),
        pointCount,
        color: valueCss('scan', index),
        // The picture tells no more of them apart.
        ...(scans.length <= SCAN_CYCLE && { isHidden }),
      };
    });
    const toggle = ({ detail: index }: CustomEvent<number>): void =>
      this.actions.setView({
        hiddenScans: hiddenScans.includes(index) ? hiddenScans.filter((one) => one !== index) : [...hiddenScans, index],
      });
    return html`<gp-section heading=${t('cloud.scans')} summary=${formatCount(scans.length)}>
      <gp-point-groups
        .groups=${groups}
        label=${t('cloud.scans')}
        locale=${language()}
        @gp-toggle=${toggle}
        @gp-remove=${(event: CustomEvent<number>) => this.actions.removeScan(event.detail)}
      ></gp-point-groups>
      ${hiddenScans.length > 0 ? html`<p class="help">${t('cloud.groups.hiddenHelp')}</p>` : nothing}
    </gp-section>`;
  }

  /** A run that is on keeps its points. */
  #acts() {
    const { cloud } = this.state.document;
    if (!cloud || this.state.progress) return nothing;
    return html`<div class="acts">
      <button class="small" @click=${() => this.actions.addScans()}>
        <gp-icon name="plus"></gp-icon>${t('cloud.addScans')}
      </button>
      ${
        cloud.info.hasColumns && cloud.files.length === 1
          ? html`<button class="small" @click=${() => this.actions.chooseColumns()}>
              <gp-icon name="table"></gp-icon>${t('cloud.columns')}
            </button>`
          : nothing
      }
    </div>`;
  }
}

function nameOf({ name, fileCount }: CloudInfo): string {
  return fileCount > 1 ? t('session.files', { name, count: fileCount - 1 }) : name;
}

/** Where the points were measured from, and in which system. */
function origins({ scans, crs }: CloudInfo) {
  const sensorCount = scans.filter(({ sensor }) => sensor !== undefined).length;
  const pathCount = scans.filter(({ path }) => path !== undefined).length;
  const system = crs?.name ?? (crs?.epsg === undefined ? undefined : t('cloud.crsNumber', { epsg: crs.epsg }));
  return html`
    ${
      scans.length > 0
        ? html`<dt>${t('cloud.sensors')}</dt>
            <dd>
              ${
                pathCount > 0
                  ? t('cloud.pathsText', { count: pathCount, lines: scans.length })
                  : t('cloud.sensorsText', { count: sensorCount, scans: scans.length })
              }
            </dd>`
        : nothing
    }
    ${
      system
        ? html`<dt>${t('cloud.crs')}</dt>
            <dd>${system}</dd>`
        : nothing
    }
  `;
}

function contents(info: CloudInfo): string {
  const parts = [
    info.hasColors ? t('cloud.colors') : '',
    info.hasNormals ? t('cloud.normals') : '',
    ...ATTRIBUTE_NAMES.filter((name) => info.attributes.includes(name)).map((name) => t(`cloud.attributes.${name}`)),
  ].filter(Boolean);
  return parts.join(', ') || t('cloud.onlyPoints');
}

customElements.define('gp-cloud', CloudPanel);
