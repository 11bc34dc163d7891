/** `<gp-scans>`: what to do about scans of a project that are not what they were, or not where. */
import { css, html } from 'lit';
import { formatBytes } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { dialogAnswers } from '../../styles/dialog-answers.ts';
import { base, buttons } from '../../styles/shared.ts';
import type { FoundScan } from '../../worker/engine-api.ts';
import type { IconName } from '../../icons/icons.ts';
import { Panel } from '../panel.ts';

const ICONS: Readonly<Record<FoundScan['state'], IconName>> = {
  same: 'circle-check',
  changed: 'triangle-alert',
  missing: 'circle-alert',
};

export class Scans extends Panel {
  static override styles = [
    base,
    buttons,
    dialogAnswers,
    css`
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 1rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.1rem 0.6rem;
        align-items: center;
      }
      li strong {
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      li .help {
        grid-column: 2;
      }
      .same gp-icon {
        color: var(--gp-good);
      }
      .changed gp-icon {
        color: var(--gp-warn);
      }
      .missing gp-icon {
        color: var(--gp-bad);
      }
    `,
  ];

  protected override render() {
    const { actions } = this;
    const scans = this.state.scanSearch?.scans ?? [];
    const isMissing = scans.some(({ state }) => state === 'missing');
    return html`<p>${isMissing ? t('session.project.scans.missingText') : t('session.project.scans.changedText')}</p>
      <ul>
        ${scans.map(
          (scan) =>
            html`<li class=${scan.state}>
              <gp-icon name=${ICONS[scan.state]}></gp-icon><strong title=${scan.name}>${scan.name}</strong>
              <span class="help">${this.#said(scan)}</span>
            </li>`,
        )}
      </ul>
      <div class="answers">
        <button @click=${() => actions.showDialog('none')}>${t('progress.cancel')}</button>
        <button id="locate" class=${isMissing ? 'primary' : ''} @click=${() => void actions.projects.locate()}>
          ${t('session.project.scans.locate')}
        </button>
        ${
          isMissing
            ? ''
            : html`<button id="go-on" class="primary" @click=${() => void actions.projects.openFound()}>
                ${t('session.project.scans.goOn')}
              </button>`
        }
      </div>`;
  }

  #said(scan: FoundScan): string {
    const before = formatBytes(scan.bytes);
    if (scan.state === 'same') return t('session.project.scans.same', { bytes: before });
    if (scan.state === 'missing') return t('session.project.scans.missing', { bytes: before });
    return t('session.project.scans.changed', { before, bytes: formatBytes(scan.file.size) });
  }
}

customElements.define('gp-scans', Scans);
