/** `<gp-finish>`: what is done to a mesh that was found: what lies far from the points is left out. */
import { html, nothing } from 'lit';
import { t } from '../../app/i18n.ts';
import { formatLength } from '../../app/format.ts';
import { base } from '../../styles/shared.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';
import './trim.ts';

export class FinishPanel extends Panel {
  static override styles = [base];

  protected override render() {
    const { run, trim } = this.state.document;
    if (!run) return nothing;
    return html`<gp-section
      heading=${t('result.trim')}
      summary=${trim === null ? t('result.trimOff') : formatLength(trim, this.state.settings.unit)}
    >
      <gp-trim .state=${this.state} .actions=${this.actions}></gp-trim>
    </gp-section>`;
  }
}

customElements.define('gp-finish', FinishPanel);
