/** `<gp-upright>`: which way is up: six axes as pictures, what is to be level, and a turn in numbers. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { AXES, type AxisName, type Triple } from '../../../engine/vocabulary.ts';
import { withShortcut } from '../../app/accelerators.ts';
import { language, t } from '../../app/i18n.ts';
import { uprightState } from '../../app/placing-of.ts';
import { uprightSample } from '../../app/upright-sample.ts';
import type { LoadedCloud } from '../../app/state.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import '../controls/tooltip.ts';
import { Panel } from '../panel.ts';
import type { PictureSample } from './points-picture.ts';
import './points-picture.ts';

/** In the order of their rows. */
const UPS = ['+x', '+y', '+z', '-x', '-y', '-z'] as const satisfies readonly AxisName[];
const LETTERS = ['x', 'y', 'z'] as const;

export class UprightPanel extends Panel {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .ups {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.4rem;
      }
      .ups button {
        flex-direction: column;
        gap: 0.1rem;
        min-height: 5.25rem;
        padding: 0.25rem 0;
      }
      .ups button[aria-pressed='true'] {
        border-color: var(--gp-accent);
        background: var(--gp-accent-soft);
        color: var(--gp-accent-text);
        box-shadow: inset 0 0 0 1px var(--gp-accent);
      }
      gp-points-picture {
        color: var(--gp-quiet);
      }
      .two {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.4rem;
      }
      .two button[aria-pressed='true'] {
        border-color: var(--gp-accent);
        color: var(--gp-accent-text);
      }
      .three {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.4rem;
      }
      wa-switch::part(base) {
        flex-direction: row-reverse;
        justify-content: space-between;
        width: 100%;
      }
      wa-switch::part(label) {
        margin: 0;
        font-weight: 500;
      }
    `,
  ];
  #pictures: { readonly of: LoadedCloud; readonly samples: Readonly<Record<AxisName, PictureSample>> } | null = null;

  protected override render() {
    const { cloud } = this.state.document;
    if (!cloud) return nothing;
    const { placement } = cloud.info;
    const shown = uprightState(placement);
    const isLive = this.state.tool === 'level';
    const isOff = !this.actions.enabled('upright');
    return html`<gp-section
      heading=${t('upright.title')}
      summary=${this.#summary(shown)}
      ?live=${isLive}
      .open=${isLive}
    >
      <div class="fields">
        <div class="field">
          <span class="label">${t('upright.upAxis')}</span>
          <div class="ups" role="group" aria-label=${t('upright.upAxis')}>
            ${UPS.map((axis) => this.#up(axis, cloud, shown === axis, isOff))}
          </div>
        </div>
        ${this.#level(isLive, isOff)} ${this.#turn(placement?.turn ?? [0, 0, 0], isOff)}
        <wa-switch
          .checked=${live(placement?.onGround ?? false)}
          ?disabled=${isOff}
          @change=${() => this.actions.placing.place({ onGround: !placement?.onGround })}
          >${t('upright.onGround')}</wa-switch
        >
      </div>
    </gp-section>`;
  }

  #level(isLive: boolean, isOff: boolean) {
    return html`<div class="field">
      <span class="label">${t('upright.makeLevel')}</span>
      <div class="two">
        <button
          id="three"
          aria-pressed=${String(isLive)}
          aria-disabled=${isOff ? 'true' : 'false'}
          @click=${() => this.actions.perform('upright')}
        >
          ${isLive ? t('upright.picking', { count: this.state.levelPicks.length }) : t('upright.points')}
        </button>
        <gp-tooltip for="three">${withShortcut('upright')}</gp-tooltip>
        <button
          id="plane"
          aria-disabled=${isOff ? 'true' : 'false'}
          @click=${() => isOff || this.actions.placing.place({ up: 'plane', turn: [0, 0, 0] })}
        >
          ${t('upright.plane')}
        </button>
        <gp-tooltip for="plane">${t('upright.planeHelp')}</gp-tooltip>
      </div>
    </div>`;
  }

  #turn(turn: Triple, isOff: boolean) {
    return html`<div class="field">
      <span class="label">${t('upright.turn')}</span>
      <div class="three">
        ${LETTERS.map(
          (letter, axis) =>
            html`<gp-number
              bare
              label=${`${t('upright.turn')}, ${letter}`}
              .min=${-360}
              .max=${360}
              .value=${Number(turn[axis]!.toFixed(4))}
              .unit=${`° ${letter}`}
              ?disabled=${isOff}
              .locale=${language()}
              @gp-change=${(event: CustomEvent<number>) =>
                this.actions.placing.place({ turn: withTurn(turn, axis, event.detail) })}
            ></gp-number>`,
        )}
      </div>
    </div>`;
  }

  #summary(shown: ReturnType<typeof uprightState>): string {
    if (shown === 'level') return t('upright.isLevel');
    return shown === 'turned' ? t('upright.turned') : t('upright.axis', { axis: signed(shown) });
  }

  #up(axis: AxisName, cloud: LoadedCloud, isShown: boolean, isOff: boolean) {
    return html`<button
      aria-pressed=${String(isShown)}
      aria-label=${t('upright.upName', { axis: signed(axis) })}
      aria-disabled=${isOff ? 'true' : 'false'}
      @click=${() => isOff || this.actions.placing.place({ up: AXES[axis], turn: [0, 0, 0] })}
    >
      <gp-points-picture small .sample=${this.#samples(cloud)[axis]} label=""></gp-points-picture>
      <span>${signed(axis)}</span>
    </button>`;
  }

  #samples(cloud: LoadedCloud): Readonly<Record<AxisName, PictureSample>> {
    if (this.#pictures?.of !== cloud) {
      const samples = Object.fromEntries(UPS.map((axis) => [axis, uprightSample(cloud, axis)]));
      this.#pictures = { of: cloud, samples: samples as Record<AxisName, PictureSample> };
    }
    return this.#pictures.samples;
  }
}

function withTurn([x, y, z]: Triple, axis: number, degrees: number): Triple {
  return [axis === 0 ? degrees : x, axis === 1 ? degrees : y, axis === 2 ? degrees : z];
}

/** With a true minus, as letters of axes are written. */
function signed(axis: AxisName): string {
  return axis.toUpperCase().replace('-', '−');
}

customElements.define('gp-upright', UprightPanel);
