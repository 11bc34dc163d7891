/**
 * `<gp-reconstruct>`: the few choices that mean something, each with one sentence, and what the run will cost before
 * it starts. Options that most people never need are folded away.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { DEFAULTS, type ReconstructOptions } from '../../engine/options.ts';
import { roundLength } from '../app/format.ts';
import { language, t } from '../app/i18n.ts';
import { base, buttons, fields } from '../styles/shared.ts';
import './auto-length.ts';
import './detail-select.ts';
import './number-field.ts';
import { Panel } from './panel.ts';

/** Of the points' spacing: a first guess for a person who wants to enter the noise. */
const NOISE_OF_SPACING = 0.25;
/** As the engine's automatic choice. */
const HOLE_OF_EXTENT = 0.06;

export class ReconstructPanel extends Panel {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      wa-details {
        --spacing: 0.75rem;
        margin-inline: -1px;
      }
      wa-details::part(header) {
        padding: 0.4rem 0;
        font-weight: 500;
      }
      wa-details::part(content) {
        padding: 0.5rem 0 0;
      }
      .switch {
        display: grid;
        gap: 0.2rem;
      }
      .end {
        display: flex;
        justify-content: flex-end;
      }
    `,
  ];

  protected override render() {
    const { document, settings } = this.state;
    const { options, cloud, run } = document;
    const info = cloud?.info;
    const extent = info ? Math.max(...info.max.map((value, axis) => value - info.min[axis]!)) : 1;
    return html`<div class="fields">
      <gp-detail-select .state=${this.state} .actions=${this.actions}></gp-detail-select>
      <gp-auto-length
        label=${t('reconstruct.noise')}
        help=${t('reconstruct.noiseHelp')}
        .valueLabel=${t('reconstruct.noiseValue')}
        .noneLabel=${t('reconstruct.none')}
        .value=${options.noise}
        .suggested=${roundLength(run?.report.noise || (info?.spacing ?? 1) * NOISE_OF_SPACING)}
        .unit=${settings.unit}
        .locale=${language()}
        @gp-change=${(event: CustomEvent<ReconstructOptions['noise']>) => this.#set({ noise: event.detail })}
      ></gp-auto-length>
      <gp-auto-length
        label=${t('reconstruct.holes')}
        help=${t('reconstruct.holesHelp')}
        .valueLabel=${t('reconstruct.holesValue')}
        .noneLabel=${t('reconstruct.noHoles')}
        .value=${options.holeRadius === 0 ? 'none' : options.holeRadius}
        .suggested=${roundLength(run?.report.holeRadius || extent * HOLE_OF_EXTENT)}
        .unit=${settings.unit}
        .locale=${language()}
        @gp-change=${(event: CustomEvent<'auto' | 'none' | number>) =>
          this.#set({ holeRadius: event.detail === 'none' ? 0 : event.detail })}
      ></gp-auto-length>
      <wa-details appearance="plain" summary=${t('reconstruct.advanced')}>${this.#advanced()}</wa-details>
    </div>`;
  }

  #advanced() {
    const { options, cloud } = this.state.document;
    const hasNormals = cloud?.info.hasNormals ?? false;
    return html`<div class="fields">
      <div class="switch">
        <wa-switch
          .checked=${live(hasNormals && options.fileNormals === 'use')}
          ?disabled=${!hasNormals}
          @change=${(event: Event) =>
            this.#set({ fileNormals: (event.target as HTMLInputElement).checked ? 'use' : 'ignore' })}
          >${t('reconstruct.fileNormals')}</wa-switch
        >
        <p class="help">${hasNormals ? t('reconstruct.fileNormalsHelp') : t('reconstruct.fileNormalsMissing')}</p>
      </div>
      <div class="switch">
        <wa-switch
          .checked=${live(options.flip)}
          @change=${(event: Event) => this.#set({ flip: (event.target as HTMLInputElement).checked })}
          >${t('reconstruct.flip')}</wa-switch
        >
        <p class="help">${t('reconstruct.flipHelp')}</p>
      </div>
      <div class="field">
        <wa-radio-group
          label=${t('reconstruct.preset')}
          orientation="horizontal"
          .value=${live(options.preset)}
          @change=${(event: Event) =>
            this.#set({ preset: (event.target as HTMLInputElement).value as ReconstructOptions['preset'] })}
        >
          <wa-radio appearance="button" value="default">${t('reconstruct.presetDefault')}</wa-radio>
          <wa-radio appearance="button" value="paper">${t('reconstruct.presetPaper')}</wa-radio>
        </wa-radio-group>
        <p class="help">${t('reconstruct.presetHelp')}</p>
      </div>
      <div class="field">
        <gp-number
          label=${t('reconstruct.seed')}
          min="0"
          max="4294967295"
          .value=${options.seed}
          .locale=${language()}
          @gp-change=${(event: CustomEvent<number>) => this.#set({ seed: Math.round(event.detail) })}
        ></gp-number>
        <p class="help">${t('reconstruct.seedHelp')}</p>
      </div>
      ${
        isDefault(options)
          ? nothing
          : html`<div class="end">
              <button class="plain small" title=${t('reconstruct.resetHelp')} @click=${this.#reset}>
                <gp-icon name="rotate-ccw"></gp-icon>${t('reconstruct.reset')}
              </button>
            </div>`
      }
    </div>`;
  }

  #set(change: Partial<ReconstructOptions>): void {
    this.actions.setOptions(change);
  }

  #reset(): void {
    this.actions.run('reset-options');
  }
}

export function isDefault(options: ReconstructOptions): boolean {
  return Object.entries(DEFAULTS).every(([name, value]) => options[name as keyof ReconstructOptions] === value);
}

customElements.define('gp-reconstruct', ReconstructPanel);
