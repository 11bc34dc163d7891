/**
 * `<gp-result>`: what came out, the verdict first. Closed or open decides whether a mesh can be printed or measured;
 * everything that only experts ask for is folded away below.
 */
import { css, html, nothing } from 'lit';
import type { MeshTopology } from '../../../engine/vocabulary.ts';
import { formatBytes, formatCount, formatDuration, formatLength } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';
import { base, buttons, facts, fields } from '../../styles/shared.ts';
import './energy-chart.ts';
import './heat.ts';
import { leftOut } from './left-out.ts';
import { Panel } from '../panel.ts';
import './trim.ts';

export class ResultPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    fields,
    css`
      .verdict {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.1rem 0.55rem;
        padding: 0.6rem 0.7rem;
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-sunken);
      }
      .verdict gp-icon {
        grid-row: span 2;
        margin-top: 0.1rem;
        font-size: 1.15rem;
        color: var(--gp-quiet);
      }
      .verdict.good {
        background: var(--gp-good-soft);
      }
      .verdict.good strong,
      .verdict.good gp-icon {
        color: var(--gp-good);
      }
      strong {
        font-weight: 600;
      }
      .note {
        padding: 0.5rem 0.65rem;
        border-radius: var(--wa-border-radius-m);
        background: var(--gp-warn-soft);
        color: var(--gp-warn);
        font-size: var(--wa-font-size-s);
      }
      button[aria-pressed='true'] {
        border-color: var(--gp-accent);
        color: var(--gp-accent-text);
      }
      .stale dd {
        color: var(--gp-quiet);
      }
      wa-details {
        margin-inline: -1px;
      }
      wa-details::part(header) {
        padding: 0.4rem 0;
        font-weight: 500;
      }
      wa-details::part(content) {
        padding: 0.5rem 0 0;
      }
      gp-energy-chart {
        margin-top: 1rem;
      }
    `,
  ];

  /** Whether the folded part was ever opened; until then there is nothing in it. */
  #wasOpened = false;

  protected override render() {
    const { run, trim } = this.state.document;
    if (!run) return nothing;
    const isMeasuring = trim !== null && this.state.trimmed === null;
    const topology = (trim === null ? null : this.state.trimmed?.topology) ?? run.report.topology;
    return html`<div class="fields">
      ${this.#verdict(topology, isMeasuring)}
      ${
        run.stoppedEarly
          ? html`<p class="note">${t('result.stoppedEarly', { resolution: run.report.resolution })}</p>`
          : nothing
      }
      ${this.#coarse(run)} ${this.#shape(run, topology, isMeasuring)}
      <gp-trim .state=${this.state} .actions=${this.actions}></gp-trim>
      <gp-heat .state=${this.state} .actions=${this.actions}></gp-heat>
      <wa-details appearance="plain" summary=${t('result.more')} @wa-show=${this.#onOpened}>
        ${this.#wasOpened ? this.#details(run, topology) : nothing}
      </wa-details>
    </div>`;
  }

  readonly #onOpened = (): void => {
    this.#wasOpened = true;
    this.requestUpdate();
  };

  #verdict(topology: MeshTopology, isMeasuring: boolean) {
    if (isMeasuring) {
      return html`<div class="verdict" role="status">
        <gp-icon name="clock"></gp-icon><strong>${t('result.measuring')}</strong>
      </div>`;
    }
    if (topology.watertight) {
      return html`<div class="verdict good" role="status">
        <gp-icon name="circle-check"></gp-icon><strong>${t('result.watertight')}</strong>
        <span class="help">${t('result.watertightText')}</span>
      </div>`;
    }
    const text =
      topology.boundaryLoops > 0 ? t('result.openText', { count: topology.boundaryLoops }) : t('result.openPlain');
    return html`<div class="verdict" role="status">
      <gp-icon name="info"></gp-icon><strong>${t('result.open', { count: topology.boundaryEdges })}</strong>
      <span class="help">${text}</span>
    </div>`;
  }

  #coarse({ report }: FinishedRun) {
    const { coarse, resolution, voxel, spacing } = report;
    if (!coarse) return nothing;
    const { unit } = this.state.settings;
    const lengths = { resolution, voxel: formatLength(voxel, unit), spacing: formatLength(spacing, unit) };
    return html`<p class="note coarse">
      ${t('result.coarse', lengths)} ${t(`result.coarseCure.${coarse.cause}`, { enough: coarse.enough })}
    </p>`;
  }

  #shape({ fit }: FinishedRun, topology: MeshTopology, isMeasuring: boolean) {
    const { unit } = this.state.settings;
    return html`<dl class=${isMeasuring ? 'facts stale' : 'facts'}>
      <dt>${t('result.components')}</dt>
      <dd>${formatCount(topology.components)}</dd>
      <dt>${t('result.triangles')}</dt>
      <dd>${formatCount(topology.triangles)}</dd>
      <dt>${t('result.area')}</dt>
      <dd>${formatLength(topology.area, unit, 4, 2)}</dd>
      <dt>${t('result.volume')}</dt>
      <dd>
        ${
          topology.watertight
            ? formatLength(Math.abs(topology.signedVolume), unit, 4, 3)
            : html`<span class="quiet">${t('result.volumeOpen')}</span>`
        }
      </dd>
      <dt>${t('result.fitMean')}</dt>
      <dd>${formatLength(fit.mean, unit)}</dd>
      <dt>${t('result.fitMedian')}</dt>
      <dd>${formatLength(fit.median, unit)}</dd>
      <dt>${t('result.fit95')}</dt>
      <dd>${formatLength(fit.percentile95, unit)}</dd>
      ${
        fit.lost.count > 0
          ? html`<dt>${t('result.lost')}</dt>
              <dd>
                ${t('result.lostValue', { count: fit.lost.count, beyond: formatLength(fit.lost.beyond, unit) })}
                ${this.#lostButton()}
              </dd>`
          : nothing
      }
    </dl>`;
  }

  #lostButton() {
    const { lostPointsVisible } = this.state.document.view;
    return html`<button
      class="small"
      aria-pressed=${String(lostPointsVisible)}
      aria-label=${t('result.lostShowLabel')}
      @click=${() => this.actions.setView({ lostPointsVisible: !lostPointsVisible })}
    >
      ${t('result.lostShow')}
    </button>`;
  }

  #details({ report }: FinishedRun, topology: MeshTopology) {
    const { unit, theme } = this.state.settings;
    const unused = leftOut(report.points);
    return html`<dl class="facts">
        <dt>${t('result.time')}</dt>
        <dd>${formatDuration(report.totalMs / 1000)}</dd>
        <dt>${t('result.device')}</dt>
        <dd>${report.device}</dd>
        <dt>${t('result.peak')}</dt>
        <dd>${formatBytes(report.peakGpuBytes)}</dd>
        <dt>${t('result.detail')}</dt>
        <dd>${t('result.detailValue', { resolution: report.resolution, voxel: formatLength(report.voxel, unit) })}</dd>
        <dt>${t('option.noise.label')}</dt>
        <dd>${formatLength(report.noise, unit)}</dd>
        <dt>${t('option.holeRadius.label')}</dt>
        <dd>${formatLength(report.holeRadius, unit)}</dd>
        ${
          unused
            ? html`<dt>${t('result.unused')}</dt>
                <dd>${unused}</dd>`
            : nothing
        }
        ${
          topology.nonManifoldEdges > 0
            ? html`<dt>${t('result.nonManifold')}</dt>
                <dd>${formatCount(topology.nonManifoldEdges)}</dd>`
            : nothing
        }
        ${
          topology.genus === null
            ? nothing
            : html`<dt>${t('result.genus')}</dt>
                <dd>${formatCount(topology.genus)}</dd>`
        }
        <dt>${t('option.seed.label')}</dt>
        <dd>${report.seed}</dd>
      </dl>
      ${
        this.state.energies.length > 1
          ? html`<gp-energy-chart .energies=${this.state.energies} .theme=${theme}></gp-energy-chart>`
          : nothing
      }`;
  }
}

customElements.define('gp-result', ResultPanel);
