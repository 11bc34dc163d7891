/** `<gp-unsaved>`: asked before a window closes over work that is not saved. */
import { html } from 'lit';
import { formatClock, formatList } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { changedOptions } from '../../app/steps.ts';
import { dialogAnswers } from '../../styles/dialog-answers.ts';
import { base, buttons } from '../../styles/shared.ts';
import { aboutTime } from '../controls/about-time.ts';
import { Panel } from '../panel.ts';

export class Unsaved extends Panel {
  static override styles = [base, buttons, dialogAnswers];

  protected override render() {
    const { actions } = this;
    return html`<p>${this.#text()}</p>
      <div class="answers">
        <button id="leave" @click=${() => void actions.projects.leave('unsaved')}>
          ${t('session.project.dontSave')}
        </button>
        <button @click=${() => actions.showDialog('none')}>${t('progress.cancel')}</button>
        <button id="save-and-leave" class="primary" autofocus @click=${() => void actions.projects.leave('saved')}>
          <gp-icon name="save"></gp-icon>${t('session.project.save')}
        </button>
      </div>`;
  }

  #text(): string {
    const { project, document } = this.state;
    const { edits, crop, run } = document;
    const parts = [
      ...(edits.removed ? [t('session.project.deleted', { count: edits.removed.count })] : []),
      ...(crop ? [t('session.project.crop')] : []),
      ...(run ? [t('session.project.mesh', { time: aboutTime(run.report.totalMs / 1000) })] : []),
      ...(changedOptions(document).length > 0 ? [t('session.project.options')] : []),
    ];
    const what = parts.length > 0 ? formatList(parts) : t('session.project.changes');
    const time = project.savedAt === null ? null : formatClock(project.savedAt);
    return time === null
      ? t('session.project.neverSaved', { what })
      : t('session.project.notSavedSince', { what, time });
  }
}

customElements.define('gp-unsaved', Unsaved);
