/** `<gp-clean>`: what of the points takes no part: by class, by return, left out by the file or the run; the crop box. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ReturnChoice, Triple } from '../../../engine/vocabulary.ts';
import { formatCount, unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import type { ViewOptions } from '../../app/state.ts';
import { valueCss } from '../../viewport/layers/point-colors.ts';
import type { CloudInfo } from '../../worker/engine-api.ts';
import { base, buttons, facts, fields } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';
import { leftOut } from './left-out.ts';
import type { PointGroup } from './point-groups.ts';
import './point-groups.ts';

type Box = NonNullable<ViewOptions['clip']>;

const RETURNS = ['first', 'last', 'single'] as const satisfies readonly ReturnChoice[];
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
    return html`${this.#crop(cloud.info)}${this.#classes(cloud.info)}${this.#returns(cloud.info)}${this.#leftOut(cloud.info)}`;
  }

  #crop(info: CloudInfo) {
    const { clip } = this.state.document.view;
    return html`<gp-section
      heading=${t('clean.crop')}
      summary=${clip ? t('clean.on') : t('clean.off')}
      ?live=${clip !== null}
    >
      <div class="fields">
        <div class="field">
          <wa-switch
            .checked=${live(clip !== null)}
            ?disabled=${!this.actions.enabled('clip-box')}
            @change=${() => this.actions.perform('clip-box')}
            >${t('clean.cropSwitch')}</wa-switch
          >
          <p class="help">${t('clean.cropHelp')}</p>
        </div>
        ${clip ? this.#box(clip, info) : nothing}
      </div>
    </gp-section>`;
  }

  /** The box in numbers: what is dragged can be typed, too. */
  #box({ min, max }: Box, { origin }: CloudInfo) {
    const size = max.map((value, axis) => value - min[axis]!);
    const centre = max.map((value, axis) => (value + min[axis]!) / 2 + origin[axis]!);
    const set = (axis: number, middle: number, length: number): void => {
      const half = Math.abs(length) / 2;
      const changed = (side: Triple, value: number): Triple => side.with(axis, value) as unknown as Triple;
      this.actions.setView({ clip: { min: changed(min, middle - half), max: changed(max, middle + half) } });
    };
    // Three digits of the box; coordinates may have many before them.
    const step = 10 ** (Math.floor(Math.log10(Math.max(...size, Number.MIN_VALUE))) - 2);
    const rounded = (value: number): number => Number((Math.round(value / step) * step).toPrecision(12));
    return html`${this.#three(t('clean.cropCentre'), centre.map(rounded), (axis, value) =>
      set(axis, value - origin[axis]!, size[axis]!),
    )}
    ${this.#three(t('clean.cropSize'), size.map(rounded), (axis, value) => set(axis, centre[axis]! - origin[axis]!, value), 0)}`;
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
          ${RETURNS.map(
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
    const { run } = this.state.document;
    const byRun = run ? leftOut(run.report.points) : '';
    return html`<gp-section heading=${t('cloud.dropped')}>
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
