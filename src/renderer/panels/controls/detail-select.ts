/**
 * `<gp-detail-select>`: how fine the mesh becomes. Each choice says its voxel in the unit of the file and what it will
 * cost, where that is known; one that cannot work is there but disabled, with the reason. `gp-change` tells the choice.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type ReconstructOptions, RESOLUTION_CHOICES } from '../../../engine/vocabulary.ts';
import { formatBytes, formatLength } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import type { AppState } from '../../app/state.ts';
import type { LengthUnit } from '../../../contracts/settings.ts';
import type { Estimate } from '../../worker/engine-api.ts';
import { base, fields } from '../../styles/shared.ts';
import { aboutTime } from './about-time.ts';
import { noteOf } from './notes.ts';
import { Deferred } from '../panel.ts';

type Resolution = ReconstructOptions['resolution'];

export class DetailSelect extends Deferred {
  static override properties = {
    resolution: { attribute: false },
    estimates: { attribute: false },
    help: { attribute: false },
    unit: {},
    locale: {},
  };
  static override styles = [
    base,
    fields,
    css`
      wa-option::part(label) {
        display: block;
        flex: 1;
      }
      .choice {
        display: flex;
        justify-content: space-between;
        gap: 0.75rem;
      }
      .costs {
        display: block;
        font-size: var(--wa-font-size-s);
        white-space: normal;
      }
    `,
  ];

  declare resolution: Resolution;
  /** Null while they are worked out, undefined where there is no one cloud to say them of. */
  declare estimates: AppState['estimates'] | undefined;
  declare help: string | undefined;
  declare unit: LengthUnit;
  /** Has texts written anew when the language changes. */
  declare locale: string;

  constructor() {
    super();
    this.resolution = 'auto';
    this.unit = 'none';
    this.locale = language();
  }

  protected override render() {
    const { resolution: chosen } = this;
    return html`<div class="field">
      <wa-select
        label=${t('option.resolution.label')}
        placeholder=${nameOf(chosen, this.estimates?.get(chosen))}
        .value=${live(String(chosen))}
        @change=${(event: Event) => this.#choose((event.target as HTMLInputElement).value)}
      >
        ${RESOLUTION_CHOICES.map((resolution) => this.#option(resolution))}
      </wa-select>
      <p class="help">${this.help ?? t('option.resolution.help')}</p>
      ${
        this.estimates === undefined
          ? nothing
          : html`<p class="help number" aria-live="polite">${this.#expected(this.estimates)}</p>`
      }
    </div>`;
  }

  #option(resolution: Resolution) {
    const estimate = this.estimates?.get(resolution);
    const name = nameOf(resolution, estimate);
    return html`<wa-option
      value=${String(resolution)}
      label=${name}
      ?disabled=${estimate !== undefined && !estimate.feasible}
    >
      <span class="choice">
        <span>${name}</span>
        ${estimate ? html`<span class="number">${formatLength(estimate.voxel, this.unit)}</span>` : nothing}
      </span>
      ${estimate ? html`<span class="costs number">${this.#costs(estimate)}</span>` : nothing}
    </wa-option>`;
  }

  #costs(estimate: Estimate): string {
    if (!estimate.feasible) return noteOf(estimate);
    return t('reconstruct.needs', {
      memory: formatBytes(estimate.gpuBytes),
      time: aboutTime(estimate.seconds),
    });
  }

  #expected(estimates: AppState['estimates']): string {
    const estimate = estimates?.get(this.resolution);
    if (!estimate) return t('reconstruct.estimating');
    if (!estimate.feasible) return noteOf(estimate);
    return t('reconstruct.expects', {
      voxel: formatLength(estimate.voxel, this.unit),
      memory: formatBytes(estimate.gpuBytes),
      time: aboutTime(estimate.seconds),
    });
  }

  #choose(value: string): void {
    this.dispatchEvent(new CustomEvent('gp-change', { detail: value === 'auto' ? 'auto' : Number(value) }));
  }
}

function nameOf(resolution: Resolution, estimate: Estimate | undefined): string {
  if (resolution !== 'auto') return String(resolution);
  return estimate ? t('reconstruct.automaticAt', { resolution: estimate.resolution }) : t('reconstruct.automatic');
}

customElements.define('gp-detail-select', DetailSelect);
