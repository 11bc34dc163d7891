/**
 * `<gp-clean>`: what of the points takes no part: by class, by return, left out by the file or the run; the crop box.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type CropBox, RETURN_CHOICES } from '../../../engine/vocabulary.ts';
import { formatCount, unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { isStandingTool } from '../../app/select-tools.ts';
import { valueCss } from '../../viewport/layers/point-colors.ts';
import type { CloudInfo } from '../../worker/engine-api.ts';
import { base, buttons, facts, fields } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';
import { leftOut } from './left-out.ts';
import type { PointGroup } from './point-groups.ts';
import './by-value.ts';
import './found.ts';
import './point-groups.ts';
import './measurements.ts';
import './scale.ts';
import './select.ts';
import './upright.ts';

const AXES = ['x', 'y', 'z'] as const;

export class CleanPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    fields,
    css`
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .by-hand + .help,
      .by-hand + .facts {
        margin-top: 0.4rem;
      }
      .row gp-number {
        width: 7rem;
      }
      .three {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.4rem;
      }
    `,
  ];

  protected override render() {
    const { cloud } = this.state.document;
    if (!cloud) return nothing;
    const { state, actions } = this;
    return html`<gp-select .state=${state} .actions=${actions}></gp-select>
      <gp-found .state=${state} .actions=${actions}></gp-found>
      <gp-by-value .state=${state} .actions=${actions}></gp-by-value>
      ${this.#crop(cloud.info)}
      <gp-upright .state=${state} .actions=${actions}></gp-upright>
      <gp-scale .state=${state} .actions=${actions}></gp-scale>
      ${
        state.document.measurements.length > 0
          ? html`<gp-measurements .state=${state} .actions=${actions}></gp-measurements>`
          : nothing
      }
      ${this.#classes(cloud.info)}${this.#returns(cloud.info)}${this.#leftOut(cloud.info)}`;
  }

  #crop(info: CloudInfo) {
    const { crop } = this.state.document;
    return html`<gp-section
      heading=${t('clean.crop')}
      .open=${!isStandingTool(this.state.tool)}
      summary=${crop ? t('clean.on') : t('clean.off')}
      ?live=${crop !== null}
    >
      <div class="fields">
        <div class="field">
          <wa-switch
            .checked=${live(crop !== null)}
            ?disabled=${!this.actions.enabled('clip-box')}
            @change=${() => this.actions.perform('clip-box')}
            >${t('clean.cropSwitch')}</wa-switch
          >
          <p class="help">${t('clean.cropHelp')}</p>
        </div>
        ${crop ? this.#box(crop, info) : nothing}
      </div>
    </gp-section>`;
  }

  /** The box in numbers: what is dragged can be typed, too. */
  #box(crop: CropBox, { origin }: CloudInfo) {
    const set = (name: 'centre' | 'size', axis: number, value: number): void =>
      this.actions.setCrop({ ...crop, [name]: crop[name].with(axis, value) });
    // Three digits of the box; coordinates may have many before them.
    const step = 10 ** (Math.floor(Math.log10(Math.max(...crop.size, Number.MIN_VALUE))) - 2);
    const rounded = (value: number): number => Number((Math.round(value / step) * step).toPrecision(12));
    const centre = crop.centre.map((value, axis) => rounded(value + origin[axis]!));
    return html`${this.#three(t('clean.cropCentre'), centre, (axis, value) => set('centre', axis, value - origin[axis]!))}
      ${this.#three(t('clean.cropSize'), crop.size.map(rounded), (axis, value) => set('size', axis, value), 0)}
      <div class="row">
        <span class="label">${t('clean.cropTurn')}</span>
        <gp-number
          bare
          label=${t('clean.cropTurn')}
          .min=${-360}
          .max=${360}
          .value=${crop.turn}
          unit="°"
          .locale=${language()}
          @gp-change=${(event: CustomEvent<number>) => this.actions.setCrop({ ...crop, turn: event.detail })}
        ></gp-number>
      </div>`;
  }

  #three(label: string, values: readonly number[], change: (axis: number, value: number) => void, least?: number) {
    const { unit } = this.state.settings;
    return html`<div class="field">
      <span class="label"
        >${label}${unit === 'none' ? nothing : html` <span class="quiet">(${unitText(unit)})</span>`}</span
      >
      <div class="three">
        ${AXES.map(
          (name, axis) =>
            html`<gp-number
              bare
              label=${`${label}, ${name}`}
              .min=${least}
              .value=${values[axis]!}
              .unit=${name}
              .locale=${language()}
              @gp-change=${(event: CustomEvent<number>) => change(axis, event.detail)}
            ></gp-number>`,
        )}
      </div>
    </div>`;
  }

  #classes({ values }: CloudInfo) {
    const groups = (values.classification ?? []).map(({ value, count, name }): PointGroup => ({
      id: value,
      name: name ? t(`pointLegend.classes.${name}`) : t('pointLegend.unnamedClass', { value }),
      pointCount: count,
      color: valueCss('classification', value),
    }));
    if (groups.length === 0) return nothing;
    return html`<gp-section heading=${t('cloud.classes')} summary=${formatCount(groups.length)}>
      <gp-point-groups
        .groups=${groups}
        label=${t('cloud.classes')}
        locale=${language()}
        @gp-remove=${(event: CustomEvent<number>) => this.actions.removeClass(event.detail)}
      ></gp-point-groups>
    </gp-section>`;
  }

  /** Where some pulse came back more than once. */
  #returns({ attributes, values }: CloudInfo) {
    const isNumbered = attributes.includes('returnNumber') && attributes.includes('returnCount');
    if (!isNumbered || !values.returnNumber?.some(({ value }) => value > 1)) return nothing;
    return html`<gp-section heading=${t('cloud.returnsOf')}>
      <div class="fields">
        <div class="acts" role="group" aria-label=${t('cloud.returnsOf')}>
          ${RETURN_CHOICES.map(
            (choice) =>
              html`<button
                class="small"
                aria-label=${t('cloud.keepReturns', { name: t(`cloud.returns.${choice}`) })}
                @click=${() => this.actions.keepReturns(choice)}
              >
                ${t(`cloud.returnsShort.${choice}`)}
              </button>`,
          )}
        </div>
        <p class="help">${t('cloud.returnsHelp')}</p>
      </div>
    </gp-section>`;
  }

  #leftOut({ dropped }: CloudInfo) {
    const { run, edits } = this.state.document;
    const byRun = run ? leftOut(run.report.points) : '';
    const { removed } = edits;
    return html`<gp-section
      heading=${t('clean.removed')}
      summary=${removed ? formatCount(removed.count) : t('clean.none')}
    >
      ${
        removed
          ? html`<div class="row by-hand">
              <span>${t('clean.byHand', { count: removed.count })}</span>
              <button
                class="link"
                aria-disabled=${this.actions.enabled('restore-points') ? 'false' : 'true'}
                @click=${() => this.actions.perform('restore-points')}
              >
                ${t('clean.restore')}
              </button>
            </div>`
          : nothing
      }
      ${
        dropped === 0 && !byRun
          ? html`<p class="help">${run ? t('clean.nothingLeftOut') : t('clean.leftOutLater')}</p>`
          : html`<dl class="facts">
              ${
                dropped > 0
                  ? html`<dt>${t('clean.byFile')}</dt>
                      <dd>${t('cloud.droppedText', { count: dropped })}</dd>`
                  : nothing
              }
              ${
                byRun
                  ? html`<dt>${t('clean.byRun')}</dt>
                      <dd>${byRun}</dd>`
                  : nothing
              }
            </dl>`
      }
    </gp-section>`;
  }
}

customElements.define('gp-clean', CleanPanel);
