/** `<gp-results>`: other meshes of the same points, one of them beside the mesh, with the figures of both. */
import { css, html, nothing } from 'lit';
import type { MeshTopology } from '../../../engine/vocabulary.ts';
import { formatCount, formatLength, formatSmallShare } from '../../app/format.ts';
import { t, type TextKey } from '../../app/i18n.ts';
import { resultName } from '../../app/result-name.ts';
import { shownMesh } from '../../app/shown-mesh.ts';
import type { Result } from '../../app/state.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';
import { acts } from './acts.ts';
import { shareGuessed } from './guessed.ts';
import { halfMark, halves } from './half.ts';

export class ResultsPanel extends Panel {
  static override styles = [
    base,
    acts,
    buttons,
    halves,
    css`
      :host {
        display: grid;
        gap: 0.6rem;
      }
      ul {
        display: grid;
        gap: 0.125rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li button,
      li p {
        display: flex;
        gap: 0;
        align-items: center;
        justify-content: flex-start;
        width: 100%;
        min-height: 1.875rem;
        margin: 0;
        padding: 0 0.5rem;
      }
      li button[aria-pressed='true'] {
        background: var(--gp-accent-soft);
      }
      .none {
        width: 1.75rem;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th {
        padding: 0.15rem 0;
        color: var(--gp-quiet);
        font-weight: 400;
        text-align: start;
      }
      thead th,
      td {
        padding-inline-start: 0.75rem;
        text-align: end;
        white-space: nowrap;
      }
      thead .half {
        margin: 0;
      }
    `,
  ];

  protected override render() {
    const { results, beside, document } = this.state;
    const { run } = document;
    const { comparing } = this.actions;
    if (!run || results.length === 0) return nothing;
    return html`<ul aria-label=${t('results.title')}>
        <li>
          <p>
            ${beside ? halfMark('a') : html`<span class="none"></span>`}${beside ? resultName(run) : t('results.this', { name: resultName(run) })}
          </p>
        </li>
        ${results.map((result) => {
          const isShown = result.run === beside?.run;
          return html`<li>
            <button
              class="plain"
              aria-pressed=${String(isShown)}
              title=${t('results.beside')}
              @click=${() => comparing.showBeside(isShown ? null : result)}
            >
              ${isShown ? halfMark('b') : html`<span class="none"></span>`} ${resultName(result.run)}
            </button>
          </li>`;
        })}
      </ul>
      ${beside ? html`${this.#figures(run, beside)}${this.#acts(beside)}` : html`<p class="help">${t('results.help')}</p>`}`;
  }

  #acts(beside: Result) {
    const { comparing } = this.actions;
    return html`<div class="acts">
      <button class="small" ?disabled=${!this.actions.enabled('export')} @click=${() => comparing.use(beside)}>
        ${t('results.use')}
      </button>
      <button class="small plain" @click=${() => comparing.showBeside(null)}>${t('results.end')}</button>
    </div>`;
  }

  #figures(run: FinishedRun, beside: Result) {
    const { unit } = this.state.settings;
    const halfs = [
      { run, topology: shownMesh(this.state)?.topology ?? run.report.topology },
      { run: beside.run, topology: beside.run.report.topology },
    ];
    const rows: readonly (readonly [TextKey, (run: FinishedRun, topology: MeshTopology) => string])[] = [
      ['result.triangles', (_, { triangles }) => formatCount(triangles)],
      ['result.components', (_, { components }) => formatCount(components)],
      ['result.openings', (_, { boundaryLoops, outerBorders }) => formatCount(boundaryLoops - outerBorders)],
      ['result.area', (_, { area }) => formatLength(area, unit, 4, 2)],
      ['result.fit95', ({ fit }) => formatLength(fit.percentile95, unit)],
      ['result.guessed', (one, topology) => formatSmallShare(shareGuessed(one, topology))],
    ];
    return html`<table>
      <thead>
        <tr>
          <td></td>
          <th scope="col">${halfMark('a')}</th>
          <th scope="col">${halfMark('b')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, text]) =>
            html`<tr>
              <th scope="row">${t(name)}</th>
              ${halfs.map((half) => html`<td>${text(half.run, half.topology)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

customElements.define('gp-results', ResultsPanel);
