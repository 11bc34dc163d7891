/** `<gp-export-cloud>`: the points as the run understood them, for other programs. */
import { css, html, nothing } from 'lit';
import { formatBytes, formatCount } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { base, buttons } from '../../styles/shared.ts';
import { cloudBytes } from '../../worker/expected-size.ts';
import { Panel } from '../panel.ts';

export class ExportCloud extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.25rem 0.75rem;
        align-items: center;
        padding: 0.75rem 1rem;
        border-top: 1px solid var(--gp-line);
      }
      .help {
        grid-column: 1 / -1;
      }
    `,
  ];

  protected override render() {
    const { document, exporting } = this.state;
    const cleaned = document.run?.cleaned;
    if (!cleaned) return nothing;
    const about = {
      points: formatCount(cleaned.points),
      bytes: formatBytes(cloudBytes(cleaned.points, cleaned)),
    };
    return html`<section>
      <strong>${t('session.project.cloud.title')}</strong>
      <button
        id="export-cloud"
        aria-disabled=${exporting ? 'true' : nothing}
        @click=${() => exporting || this.actions.exportCloud()}
      >
        ${t('session.project.cloud.button')}
      </button>
      <span class="help">
        ${t(cleaned.hasNormals ? 'session.project.cloud.text' : 'session.project.cloud.textWithout', about)}
      </span>
    </section>`;
  }
}

customElements.define('gp-export-cloud', ExportCloud);
