/** `<gp-status>`: one line at the bottom: what is shown, how to move in it, and what computes. */
import { css, html, nothing } from 'lit';
import { isBatchShown } from '../../app/availability.ts';
import { formatCount } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { pointsLeft } from '../../app/left-out.ts';
import { isSelectTool } from '../../app/select-tools.ts';
import { base } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

export class StatusLine extends Panel {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
        align-items: center;
        gap: 1rem;
        height: 1.625rem;
        padding: 0 0.75rem;
        border-top: 1px solid var(--gp-line);
        background: var(--gp-panel);
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .end {
        text-align: end;
      }
      @media (max-width: 60rem) {
        :host {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .hint {
          display: none;
        }
      }
    `,
  ];

  protected override render() {
    const { device, document } = this.state;
    const { cloud } = document;
    const deviceText = device
      ? `${device.label}${device.software ? ` (${t('status.software')})` : ''}`
      : t('status.starting');
    return html`
      <span class="number" title=${this.#shown()}>${this.#shown()}</span>
      <span class="hint">${cloud && !isBatchShown(this.state) ? this.#hint() : nothing}</span>
      <span class="end" title=${deviceText}>${deviceText}</span>
    `;
  }

  #hint(): string {
    const { tool, document, progress } = this.state;
    if (isSelectTool(tool)) return t('status.selectHint');
    return document.run && !progress ? t('status.hintBefore') : t('status.hint');
  }

  #shown(): string {
    if (isBatchShown(this.state)) {
      const { rows, input } = this.state.batch;
      const done = rows.reduce((count, { state }) => count + Number(state === 'done'), 0);
      return t('batch.status', { name: input.name, done: formatCount(done), all: formatCount(rows.length) });
    }
    const { cloud, run } = this.state.document;
    if (!cloud) return t('status.ready');
    const points = t('cloud.pointCount', { count: pointsLeft(this.state.document) });
    const { topology } = this.state.trimmed ?? run?.report ?? {};
    const { project } = this.state;
    const parts = [
      project.name ?? cloud.info.name,
      ...(project.isUnsaved ? [t('session.project.unsaved')] : []),
      points,
    ];
    if (topology) parts.push(t('status.triangles', { count: topology.triangles }));
    return parts.join(' · ');
  }
}

customElements.define('gp-status', StatusLine);
