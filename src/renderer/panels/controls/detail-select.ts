/**
 * `<gp-detail-select>`: how fine the mesh becomes, as a table of what each choice costs, so that choice and cost are seen
 * at once. One that cannot work is there but disabled, with the reason. `gp-change` tells the choice.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type ReconstructOptions, RESOLUTION_CHOICES } from '../../../engine/vocabulary.ts';
import { formatBytes, formatNumber, formatRoughDuration, unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import type { AppState } from '../../app/state.ts';
import type { LengthUnit } from '../../../contracts/settings.ts';
import type { Estimate } from '../../worker/engine-api.ts';
import { base, fields } from '../../styles/shared.ts';
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
      fieldset {
        display: grid;
        grid-template-columns: 1.3rem minmax(max-content, 1fr) repeat(3, auto);
        column-gap: 0.35rem;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      fieldset.plain {
        grid-template-columns: 1.6rem minmax(0, 1fr);
      }
      legend {
        padding: 0;
        font-weight: 500;
      }
      .head,
      label {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
        min-height: 1.75rem;
        padding: 0 0.25rem;
        border-radius: var(--wa-border-radius-m);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .head {
        min-height: 1.5rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      .head span,
      .cost {
        text-align: end;
      }
      .cost {
        font-size: var(--wa-font-size-s);
      }
      label:hover {
        background: var(--gp-hover);
      }
      label:has(:checked) {
        background: var(--gp-accent-soft);
        color: var(--gp-accent-text);
        font-weight: 600;
      }
      label:has(:disabled) {
        color: var(--gp-quiet);
      }
      label:has(:focus-visible) {
        outline: var(--wa-focus-ring);
        outline-offset: -1px;
      }
      input {
        margin: 0;
        outline: none;
        accent-color: var(--gp-accent);
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
    const hasCosts = this.estimates !== undefined;
    return html`<div class="field">
      <fieldset class=${hasCosts ? '' : 'plain'}>
        <legend>${t('option.resolution.label')}</legend>
        ${hasCosts ? head(this.unit) : nothing} ${RESOLUTION_CHOICES.map((resolution) => this.#row(resolution))}
      </fieldset>
      <p class="help">${this.help ?? t('option.resolution.help')}</p>
      ${hasCosts ? html`<p class="help" aria-live="polite">${this.#note()}</p>` : nothing}
    </div>`;
  }

  #row(resolution: Resolution) {
    const estimate = this.estimates?.get(resolution);
    return html`<label title=${estimate && !estimate.feasible ? noteOf(estimate) : nothing}>
      <input
        type="radio"
        name="detail"
        value=${String(resolution)}
        .checked=${live(this.resolution === resolution)}
        ?disabled=${estimate !== undefined && !estimate.feasible}
        @change=${() => this.#choose(resolution)}
      />
      <span>${nameOf(resolution, estimate)}</span>
      ${
        this.estimates === undefined
          ? nothing
          : html`<span class="cost">${estimate ? formatNumber(estimate.voxel, 2) : '…'}</span>
              <span class="cost">${estimate?.feasible ? formatRoughDuration(estimate.seconds) : '–'}</span>
              <span class="cost">${estimate ? formatBytes(estimate.gpuBytes) : '…'}</span>`
      }
    </label>`;
  }

  /** Why this one is chosen, or cannot work. */
  #note(): string {
    const estimate = this.estimates?.get(this.resolution);
    return estimate ? noteOf(estimate) : t('reconstruct.estimating');
  }

  #choose(resolution: Resolution): void {
    this.dispatchEvent(new CustomEvent('gp-change', { detail: resolution }));
    // What is asked for may not be taken.
    this.requestUpdate();
  }
}

/** The unit stands here once: lengths beside times and sizes would not fit. */
function head(unit: LengthUnit) {
  const cell = t('reconstruct.cell');
  return html`<div class="head" aria-hidden="true">
    <i></i><i></i><span>${unit === 'none' ? cell : `${cell} (${unitText(unit)})`}</span
    ><span>${t('reconstruct.time')}</span>
    <span>${t('reconstruct.memory')}</span>
  </div>`;
}

function nameOf(resolution: Resolution, estimate: Estimate | undefined): string {
  if (resolution !== 'auto') return String(resolution);
  return estimate ? t('reconstruct.automaticAt', { resolution: estimate.resolution }) : t('reconstruct.automatic');
}

customElements.define('gp-detail-select', DetailSelect);
