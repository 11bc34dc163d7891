/**
 * `<gp-check>`: what came out, the verdict first. Closed or open decides whether a mesh can be printed or measured; then
 * one line for each fact that something can be done about, the distances, and what only experts ask for, folded away.
 */
import { css, html, nothing } from 'lit';
import type { LengthUnit } from '../../../contracts/settings.ts';
import type { MeshCheck, MeshTopology, PointFit, RunReport, SideReport } from '../../../engine/vocabulary.ts';
import { FIRST_CHOICES } from '../../app/finish-flow.ts';
import { formatBytes, formatCount, formatDuration, formatLength, formatSmallShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { withTrustSwitched } from '../../app/transitions.ts';
import { shownMesh } from '../../app/shown-mesh.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';
import { base, buttons, facts, fields, note, verdict } from '../../styles/shared.ts';
import '../controls/section.ts';
import './compare.ts';
import './cut.ts';
import './energy-chart.ts';
import './heat.ts';
import './measurements.ts';
import './tolerance.ts';
import './trust.ts';
import { shareGuessed } from './guessed.ts';
import { leftOut } from './left-out.ts';
import { Panel } from '../panel.ts';
import { says, type Saying, sayings } from './says.ts';

export class CheckPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    fields,
    note,
    says,
    verdict,
    css`
      .first {
        display: grid;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
        border-bottom: 1px solid var(--gp-line);
      }
      .stale dd,
      .stale .value {
        color: var(--gp-quiet);
      }
      gp-energy-chart {
        margin-top: 1rem;
      }
    `,
  ];

  protected override render() {
    const { run } = this.state.document;
    const mesh = shownMesh(this.state);
    if (!run || !mesh) return nothing;
    const { topology, isMeasuring } = mesh;
    return html`<div class="first">
        ${this.#verdict(topology, isMeasuring)}
        ${
          run.stoppedEarly
            ? html`<p class="note">${t('result.stoppedEarly', { resolution: run.report.resolution })}</p>`
            : nothing
        }
        ${this.#coarse(run)}
        <div class=${isMeasuring ? 'stale' : ''}>${sayings(this.#sayings(run, topology))}</div>
      </div>
      <div class="first">${this.#shape(run, topology, isMeasuring)}</div>
      <gp-section heading=${t('result.heat')} .open=${this.state.cut === null}>
        <gp-heat .state=${this.state} .actions=${this.actions}></gp-heat>
      </gp-section>
      <gp-section heading=${t('tolerance.title')} .open=${this.state.cut === null}>
        <gp-tolerance .state=${this.state} .actions=${this.actions}></gp-tolerance>
      </gp-section>
      ${
        run.geometry.trust
          ? html`<gp-section heading=${t('trust.heading')} .open=${this.state.cut === null}>
              <gp-trust .state=${this.state} .actions=${this.actions}></gp-trust>
            </gp-section>`
          : nothing
      }
      <gp-measurements .state=${this.state} .actions=${this.actions}></gp-measurements>
      <gp-cut .state=${this.state} .actions=${this.actions}></gp-cut>
      <gp-compare .state=${this.state} .actions=${this.actions}></gp-compare>
      <gp-section
        heading=${t('result.more')}
        summary=${`${formatDuration(run.report.totalMs / 1000)} · ${t('foot.detail', { resolution: formatCount(run.report.resolution) })}`}
        .open=${false}
      >
        ${this.#details(run, topology)}
      </gp-section>`;
  }

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
    const { boundaryLoops, outerBorders } = topology;
    const count = boundaryLoops - outerBorders;
    const open = count > 0 ? t('result.open', { count }) : t('result.openBorder');
    return html`<div class="verdict" role="status">
      <gp-icon name="circle-dashed"></gp-icon>
      <strong>${boundaryLoops > 0 ? open : t('result.notClosed')}</strong>
      <span class="help">${boundaryLoops > 0 ? t('result.openText') : t('result.notClosedText')}</span>
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

  #sayings(run: FinishedRun, topology: MeshTopology): Saying[] {
    const { nonManifoldEdges } = topology;
    const lines: Saying[] = [this.#openings(topology), this.#pieces(topology), this.#triangles(topology)];
    const guessed = shareGuessed(run, topology);
    if (guessed >= LEAST_GUESS) lines.push(this.#guessed(run, guessed));
    if (run.fit.lost.count > 0) lines.push(this.#lost(run));
    if (run.report.layers) lines.push(this.#layers(run));
    if (run.report.sides.isDoubtful) lines.push(this.#doubtfulFront());
    if (run.report.proof && this.state.document.trim === null) lines.push(intersections(run.report.proof));
    if (nonManifoldEdges > 0) {
      lines.push({
        icon: 'triangle-alert',
        tone: 'warn',
        text: t('result.nonManifold'),
        value: formatCount(nonManifoldEdges),
      });
    }
    return lines;
  }

  #openings({ boundaryLoops, outerBorders }: MeshTopology): Saying {
    const count = boundaryLoops - outerBorders;
    const close = (): void => {
      this.actions.setStep('finish');
      this.actions.draftFinish({ operation: 'openings', choice: FIRST_CHOICES.openings });
    };
    const cure = { label: t('result.closeOpenings'), perform: close };
    return {
      icon: 'circle-dot',
      text: t('result.openings'),
      value: formatCount(count),
      ...(count > 0 && { cure }),
    };
  }

  #pieces({ components }: MeshTopology): Saying {
    const keep = (): void => this.actions.applyFinish({ operation: 'pieces', choice: FIRST_CHOICES.pieces });
    const cure = { label: t('result.keepLargest'), perform: keep };
    return {
      icon: 'boxes',
      text: t('result.components'),
      value: formatCount(components),
      ...(components > 1 && this.actions.enabled('export') && { cure }),
    };
  }

  #triangles({ triangles }: MeshTopology): Saying {
    const simplify = (): void => {
      this.actions.setStep('finish');
      this.actions.draftFinish({ operation: 'simplify', choice: FIRST_CHOICES.simplify });
    };
    return {
      icon: 'wireframe',
      text: t('result.triangles'),
      value: formatCount(triangles),
      cure: { label: t('result.makeSmaller'), perform: simplify },
    };
  }

  #guessed({ geometry, report }: FinishedRun, share: number): Saying {
    const [place] = report.trust?.places ?? [];
    const { view } = this.state.document;
    const isShown = view.meshColoring === 'trust';
    const show = (): void => {
      this.actions.setView(withTrustSwitched(view));
      if (!isShown && place) this.actions.showPlace(place);
    };
    const cure = {
      label: isShown ? t('result.lostHide') : t('result.lostShow'),
      name: t(isShown ? 'verdict.guessedHide' : 'verdict.guessedShow'),
      perform: show,
    };
    return {
      icon: 'wand',
      text: t('result.guessed'),
      value: formatSmallShare(share),
      ...(geometry.trust && { cure }),
    };
  }

  /** Where scans of one surface lie apart, they can be moved to where they fit. */
  #layers({ report }: FinishedRun): Saying {
    const { layers } = report;
    const align = (): void => {
      this.actions.setOptions({ alignScans: true });
      this.actions.perform('reconstruct');
    };
    const isPossible = !report.alignment && (this.state.document.cloud?.info.scans.length ?? 0) > 1;
    return {
      icon: 'triangle-alert',
      tone: 'warn',
      text: t('result.layers'),
      value: t('result.layersValue', { offset: formatLength(layers!.offset, this.state.settings.unit) }),
      ...(isPossible && this.actions.enabled('reconstruct') && { cure: { label: t('verdict.align'), perform: align } }),
    };
  }

  /** A room that may have come out inside out is turned round by a run with the other answer. */
  #doubtfulFront(): Saying {
    const turn = (): void => {
      this.actions.setOptions({ flip: !this.state.document.options.flip });
      this.actions.perform('reconstruct');
    };
    return {
      icon: 'triangle-alert',
      tone: 'warn',
      text: t('result.front'),
      value: t('result.frontDoubtful'),
      ...(this.actions.enabled('reconstruct') && { cure: { label: t('verdict.turnFront'), perform: turn } }),
    };
  }

  #lost({ fit: { lost } }: FinishedRun): Saying {
    const { lostPointsVisible } = this.state.document.view;
    return {
      icon: 'cloud',
      tone: 'lost',
      text: t('result.lost'),
      value: formatCount(lost.count),
      cure: {
        label: lostPointsVisible ? t('result.lostHide') : t('result.lostShow'),
        name: t(lostPointsVisible ? 'result.lostHideLabel' : 'result.lostShowLabel'),
        perform: () => this.actions.setView({ lostPointsVisible: !lostPointsVisible }),
      },
    };
  }

  #shape({ fit }: FinishedRun, topology: MeshTopology, isMeasuring: boolean) {
    const { unit } = this.state.settings;
    return html`<dl class=${isMeasuring ? 'facts stale' : 'facts'}>
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
      <dt>${t('result.fitMedian')}</dt>
      <dd>${formatLength(fit.median, unit)}</dd>
      <dt>${t('result.fit95')}</dt>
      <dd>${formatLength(fit.percentile95, unit)}</dd>
    </dl>`;
  }

  #details(run: FinishedRun, topology: MeshTopology) {
    const { theme } = this.state.settings;
    return html`<dl class="facts">
        ${this.#rows(run, topology).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      ${
        this.state.energies.length > 1
          ? html`<gp-energy-chart .energies=${this.state.energies} .theme=${theme}></gp-energy-chart>`
          : nothing
      }`;
  }

  #rows({ report, fit }: FinishedRun, { genus }: MeshTopology): readonly (readonly [string, string])[] {
    const { unit } = this.state.settings;
    const { closed, open, borders, areaGuessed } = report.holes;
    const unused = leftOut(report.points);
    const detail = { resolution: report.resolution, voxel: formatLength(report.voxel, unit) };
    const lost = { count: fit.lost.count, beyond: formatLength(fit.lost.beyond, unit) };
    const rows: readonly (readonly [string, string, boolean?])[] = [
      [t('result.time'), formatDuration(report.totalMs / 1000)],
      [t('result.device'), report.device],
      [t('result.peak'), formatBytes(report.peakGpuBytes)],
      [t('result.detail'), t('result.detailValue', detail)],
      [t('option.noise.label'), noiseText(report, unit)],
      [t('result.front'), frontText(report.sides), report.sides.evidence !== null],
      [t('result.sensors'), t('result.sensorsValue', sensorCounts(report.sides)), report.sides.knownSensors > 0],
      [t('result.foundPlaces'), formatCount(report.sides.foundPlaces), report.sides.foundPlaces > 0],
      [t('result.layers'), layersText(report, unit), report.layers !== null],
      [t('option.holeRadius.label'), formatLength(report.holeRadius, unit)],
      [t('result.holes'), t('result.holesValue', { open, closed }), closed + open > 0],
      [t('result.borders'), formatCount(borders), borders > 0],
      [t('result.guessed'), formatLength(areaGuessed, unit, 4, 2), closed > 0],
      [t('result.fitMean'), meanText(fit, unit)],
      [t('result.lost'), t('result.lostValue', lost), fit.lost.count > 0],
      [t('result.unused'), unused, unused !== ''],
      [t('result.genus'), genus === null ? '' : formatCount(genus), genus !== null],
      [t('option.seed.label'), String(report.seed)],
    ];
    return rows.filter(([, , isThere = true]) => isThere).map(([name, value]) => [name, value]);
  }
}

/** A mean above what 95 % keep to would look like a mistake. */
function meanText({ mean, percentile95 }: PointFit, unit: LengthUnit): string {
  const text = formatLength(mean, unit);
  return mean > percentile95 ? t('session.project.fewFar', { mean: text }) : text;
}

/** What decided which side is the front; empty where nothing was asked. */
function frontText({ evidence, isDoubtful }: SideReport): string {
  if (evidence === null) return '';
  const by = t(`result.frontBy.${evidence}`);
  return isDoubtful ? t('result.frontInDoubt', { by }) : by;
}

function sensorCounts({ usedSensors: used, knownSensors: known }: SideReport) {
  return { used, known };
}

/** Empty where the surface lies in none. */
function noiseText({ noise, noiseRegions }: RunReport, unit: LengthUnit): string {
  const ofMost = formatLength(noise, unit);
  if (!noiseRegions) return ofMost;
  const share = formatSmallShare(noiseRegions.share);
  return t('result.noiseRegions', { noise: ofMost, regions: formatLength(noiseRegions.noise, unit), share });
}

function layersText({ layers }: RunReport, unit: LengthUnit): string {
  return layers ? t('result.layersValue', { offset: formatLength(layers.offset, unit) }) : '';
}

/** Below, a gap of chance between points is all that there is. */
const LEAST_GUESS = 1e-4;

/** As the check of the mesh counted them. */
function intersections({ selfIntersections: { pairs } }: MeshCheck): Saying {
  return pairs === 0
    ? { icon: 'circle-check', tone: 'good', text: t('result.noIntersections') }
    : { icon: 'triangle-alert', tone: 'warn', text: t('result.intersections'), value: formatCount(pairs) };
}

customElements.define('gp-check', CheckPanel);
