/** `<gp-cloud>`: what was opened. Its numbers tell whether it is the right file, in the unit it was measured in. */
import { css, html, nothing } from 'lit';
import { hasShift, type ReturnChoice } from '../../../engine/vocabulary.ts';
import { VALUE_COLORINGS } from '../../app/cloud-colorings.ts';
import type { CloudInfo } from '../../worker/engine-api.ts';
import { formatBytes, formatCount, formatExtent, formatLength } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { SCAN_CYCLE } from '../../worker/byte-scale.ts';
import { valueCss } from '../../viewport/layers/point-colors.ts';
import { base, buttons, facts } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';
import type { PointGroup } from './point-groups.ts';
import './point-groups.ts';

const RETURNS = ['first', 'last', 'single'] as const satisfies readonly ReturnChoice[];
const ATTRIBUTE_NAMES = [...VALUE_COLORINGS, 'returnCount'] as const;

export class CloudPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    css`
      .name {
        margin-bottom: 0.5rem;
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .warnings {
        display: grid;
        gap: 0.35rem;
        margin-top: 0.75rem;
        padding: 0.5rem 0.65rem;
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-warn-soft);
        color: var(--gp-warn);
        font-size: var(--wa-font-size-s);
      }
      .help {
        margin-top: 0.6rem;
      }
      h3 {
        display: flex;
        justify-content: space-between;
        margin: 0.85rem 0 0.4rem;
        font: inherit;
        font-weight: 500;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-top: 0.6rem;
      }
      .bone {
        height: 0.8rem;
        margin: 0.4rem 0;
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
    if (!cloud) return html`${[1, 2, 3, 4].map(() => html`<div class="bone"></div>`)}`;
    const { info } = cloud;
    const { unit } = this.state.settings;
    const size = info.max.map((value, axis) => value - info.min[axis]!);
    const isShifted = hasShift(info);
    return html`
      <p class="name">${nameOf(info)}</p>
      <dl class="facts">
        <dt>${t('cloud.points')}</dt>
        <dd>${formatCount(info.pointsInFile - info.dropped)}</dd>
        ${
          info.dropped > 0
            ? html`<dt>${t('cloud.dropped')}</dt>
                <dd>${t('cloud.droppedText', { count: info.dropped })}</dd>`
            : nothing
        }
        <dt>${t('cloud.size')}</dt>
        <dd>${formatExtent(size, unit)}</dd>
        <dt>${t('cloud.spacing')}</dt>
        <dd>${formatLength(info.spacing, unit)}</dd>
        <dt>${t('cloud.has')}</dt>
        <dd>${contents(info)}</dd>
        ${origins(info)}
        <dt>${t('cloud.file')}</dt>
        <dd>${formatBytes(info.fileBytes)}</dd>
        ${
          isShifted
            ? html`<dt>${t('cloud.shift')}</dt>
                <dd>${info.shift.map((value) => formatCount(value)).join('; ')}</dd>`
            : nothing
        }
      </dl>
      ${isShifted ? html`<p class="help">${t('cloud.shiftHelp')}</p>` : nothing} ${this.#scans(info)}
      ${this.#classes(info)} ${this.#returns(info)} ${this.#acts()}
      ${
        info.warnings.length > 0
          ? html`<ul class="warnings">
              ${info.warnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>`
          : nothing
      }
    `;
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
    const toggle = (index: number): void =>
      this.actions.setView({
        hiddenScans: hiddenScans.includes(index) ? hiddenScans.filter((one) => one !== index) : [...hiddenScans, index],
      });
    return html`${this.#groups(t('cloud.scans'), groups, toggle, (index) => this.actions.removeScan(index))}
    ${hiddenScans.length > 0 ? html`<p class="help">${t('cloud.groups.hiddenHelp')}</p>` : nothing}`;
  }

  #classes({ values }: CloudInfo) {
    const groups = (values.classification ?? []).map(({ value, count, name }): PointGroup => ({
      id: value,
      name: name ? t(`pointLegend.classes.${name}`) : t('pointLegend.unnamedClass', { value }),
      pointCount: count,
      color: valueCss('classification', value),
    }));
    if (groups.length === 0) return nothing;
    return this.#groups(
      t('cloud.classes'),
      groups,
      () => undefined,
      (value) => this.actions.removeClass(value),
    );
  }

  /** Where some pulse came back more than once. */
  #returns({ attributes, values }: CloudInfo) {
    const isNumbered = attributes.includes('returnNumber') && attributes.includes('returnCount');
    if (!isNumbered || !values.returnNumber?.some(({ value }) => value > 1)) return nothing;
    return html`<h3>${t('cloud.returnsOf')}</h3>
      <div class="acts" role="group" aria-label=${t('cloud.returnsOf')}>
        ${RETURNS.map(
          (choice) =>
            html`<button
              class="small"
              aria-label=${t('cloud.keepReturns', { name: t(`cloud.returns.${choice}`) })}
              title=${t('cloud.returnsHelp')}
              @click=${() => this.actions.keepReturns(choice)}
            >
              ${t(`cloud.returnsShort.${choice}`)}
            </button>`,
        )}
      </div>`;
  }

  #groups(label: string, groups: readonly PointGroup[], toggle: (id: number) => void, remove: (id: number) => void) {
    return html`<h3>${label} <span class="quiet number">${formatCount(groups.length)}</span></h3>
      <gp-point-groups
        .groups=${groups}
        label=${label}
        locale=${language()}
        @gp-toggle=${(event: CustomEvent<number>) => toggle(event.detail)}
        @gp-remove=${(event: CustomEvent<number>) => remove(event.detail)}
      ></gp-point-groups>`;
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
  const system = crs?.name ?? (crs?.epsg === undefined ? undefined : t('cloud.crsNumber', { epsg: crs.epsg }));
  return html`
    ${
      scans.length > 0
        ? html`<dt>${t('cloud.sensors')}</dt>
            <dd>${t('cloud.sensorsText', { count: sensorCount, scans: scans.length })}</dd>`
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
