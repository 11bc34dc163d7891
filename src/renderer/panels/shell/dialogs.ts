/** `<gp-dialogs>`: the one dialog that is open, if any. Which one lies in the state, so menu and keys open it, too. */
import { css, html, type TemplateResult } from 'lit';
import { withoutEnding } from '../../../engine/vocabulary.ts';
import { t } from '../../app/i18n.ts';
import type { Dialog } from '../../app/state.ts';
import { base } from '../../styles/shared.ts';
import './about.ts';
import './device.ts';
import '../batch/batch-existing.ts';
import '../session/columns.ts';
import '../session/scans.ts';
import '../session/unsaved.ts';
import { Panel } from '../panel.ts';
import './settings.ts';
import './shortcuts.ts';

/** Those that are wider than others. */
const WIDTHS: Readonly<Partial<Record<Dialog, string>>> = { shortcuts: 'wide', columns: 'widest' };

export class Dialogs extends Panel {
  static override properties = { ...Panel.properties, versions: { attribute: false } };
  declare versions: Readonly<Record<string, string>> | undefined;
  static override styles = [
    base,
    css`
      wa-dialog {
        --width: 30rem;
        --spacing: 1.25rem;
      }
      wa-dialog.wide {
        --width: 46rem;
      }
      wa-dialog.widest {
        --width: 62rem;
      }
      wa-dialog::part(dialog) {
        max-height: calc(100vh - 2rem);
        background: var(--gp-panel);
      }
      wa-dialog::part(title) {
        font-size: var(--wa-font-size-l);
        font-weight: 600;
      }
    `,
  ];

  protected override render() {
    const { state, actions } = this;
    return html`
      ${this.#dialog('shortcuts', html`<gp-shortcuts .state=${state} .actions=${actions}></gp-shortcuts>`)}
      ${this.#dialog('settings', html`<gp-settings .state=${state} .actions=${actions}></gp-settings>`)}
      ${this.#dialog('about', html`<gp-about .state=${state} .actions=${actions} .versions=${this.versions}></gp-about>`)}
      ${this.#dialog('device', html`<gp-device .state=${state} .actions=${actions}></gp-device>`)}
      ${this.#dialog('batch-existing', html`<gp-batch-existing .state=${state} .actions=${actions}></gp-batch-existing>`)}
      ${this.#dialog('scans', html`<gp-scans .state=${state} .actions=${actions}></gp-scans>`)}
      ${this.#dialog('unsaved', html`<gp-unsaved .state=${state} .actions=${actions}></gp-unsaved>`)}
      ${this.#dialog('columns', html`<gp-columns .state=${state} .actions=${actions}></gp-columns>`)}
    `;
  }

  #dialog(name: Exclude<Dialog, 'none'>, content: TemplateResult): TemplateResult {
    const isOpen = this.state.dialog === name;
    return html`<wa-dialog
      class=${WIDTHS[name] ?? ''}
      label=${this.#title(name)}
      light-dismiss
      .open=${isOpen}
      @wa-hide=${(event: Event) => this.#hidden(event, name)}
      >${isOpen ? content : ''}</wa-dialog
    >`;
  }

  #title(name: Exclude<Dialog, 'none'>): string {
    const { project, document } = this.state;
    if (name === 'batch-existing') return t('batch.existing.title');
    if (name === 'scans') return t('session.project.scans.title');
    if (name === 'unsaved') {
      return t('session.project.unsavedTitle', {
        name: withoutEnding(project.name ?? document.cloud?.info.name ?? ''),
      });
    }
    return t(`${name}.title`);
  }

  /** Menus and tooltips inside the dialog tell of their own hiding, too. */
  #hidden(event: Event, name: Dialog): void {
    if (event.target === event.currentTarget && this.state.dialog === name) this.actions.showDialog('none');
  }
}

customElements.define('gp-dialogs', Dialogs);
