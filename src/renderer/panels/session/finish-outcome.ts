/** `<gp-finish-outcome>`: what the last operation on the mesh did to it, in figures. */
import { css, html, nothing } from 'lit';
import { FORMATS } from '../../../engine/vocabulary.ts';
import { formatBytes, formatCount, formatLength } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';
import { expectedBytes } from '../../worker/expected-size.ts';
import { base, facts, verdict } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

type Finish = NonNullable<FinishedRun['report']['finish']>;
type Row = readonly [string, string];

export class FinishOutcome extends Panel {
  static override styles = [
    base,
    facts,
    verdict,
    css`
      .first {
        display: grid;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
        border-bottom: 1px solid var(--gp-line);
      }
    `,
  ];

  protected override render() {
    const { run } = this.state.document;
    const { finish } = run?.report ?? {};
    if (!run || !finish) return nothing;
    const isShort = isShortOfTarget(finish);
    return html`<div class="first">
      <div class=${isShort ? 'verdict' : 'verdict good'} role="status">
        <gp-icon name=${isShort ? 'info' : 'circle-check'}></gp-icon>
        <strong>${this.#sentence(finish)}</strong>
        ${isShort && finish.simplified ? html`<span class="help">${t(`finish.stoppedBy.${stopOf(finish)}`)}</span>` : nothing}
      </div>
      <dl class="facts">
        ${this.#rows(run, finish).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </div>`;
  }

  #sentence({ trimmed, droppedPieces, holes, handles, smoothedBy, relaxed, simplified }: Finish): string {
    if (simplified) return t('finish.simplify.done');
    if (relaxed) return t('finish.relax.done');
    if (smoothedBy !== undefined) return t('finish.smooth.done', { count: smoothedBy });
    if (holes) return t('finish.openings.done', { count: holes.closed.length });
    if (handles) return t('finish.handles.done', { count: handles.closed.length });
    if (trimmed && !droppedPieces) return t('finish.trim.done', { count: trimmed.triangles });
    return t('finish.pieces.done', { count: droppedPieces?.length ?? 0 });
  }

  #rows({ report, geometry }: FinishedRun, { holes, handles, heldVertices, simplified }: Finish): readonly Row[] {
    const { unit } = this.state.settings;
    const { exportFormat } = this.state;
    const { triangles } = report.topology;
    const bytes = formatBytes(expectedBytes(geometry.positions.length / 3, triangles, exportFormat));
    const rows: Row[] = [];
    if (holes && holes.left.length > 0) rows.push([t('finish.openings.left'), formatCount(holes.left.length)]);
    if (handles && handles.left.length > 0) rows.push([t('finish.handles.left'), formatCount(handles.left.length)]);
    if (heldVertices) rows.push([t('finish.smooth.held'), formatCount(heldVertices)]);
    const before = simplified ? `${formatCount(simplified.trianglesBefore)}\u00a0→\u00a0` : '';
    rows.push([t('result.triangles'), before + formatCount(triangles)]);
    rows.push([t('finish.file', { format: FORMATS[exportFormat].name }), t('export.about', { bytes })]);
    if (simplified) {
      const { fromOriginal, toOriginal, meetingBefore } = simplified;
      const share95 = Math.max(fromOriginal.share95, toOriginal.share95);
      const maximum = Math.max(fromOriginal.maximum, toOriginal.maximum);
      rows.push([t('finish.simplify.deviation95'), formatLength(share95, unit)]);
      rows.push([t('finish.simplify.deviationMost'), formatLength(maximum, unit)]);
      if (meetingBefore) rows.push([t('finish.simplify.metBefore'), formatCount(meetingBefore)]);
    }
    return rows;
  }
}

function stopOf({ simplified }: Finish): 'topology' | 'shape' | 'self-intersections' {
  const stop = simplified?.stoppedBy ?? 'topology';
  return stop === 'target' ? 'topology' : stop;
}

/** It was asked for more than could be done. */
function isShortOfTarget({ simplified, holes, handles }: Finish): boolean {
  const isCut =
    simplified !== undefined && simplified.stoppedBy !== 'target' && simplified.wantedTriangles !== undefined;
  return isCut || (holes?.left.length ?? 0) > 0 || (handles?.left.length ?? 0) > 0;
}

customElements.define('gp-finish-outcome', FinishOutcome);
