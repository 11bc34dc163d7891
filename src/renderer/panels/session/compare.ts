/** `<gp-compare>`: another mesh, how far this one is from it, in figures and as colours. */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatCount, formatLength, formatShare } from '../../app/format.ts';
import { isCompared } from '../../app/heat-range.ts';
import { t } from '../../app/i18n.ts';
import type { Comparison } from '../../app/state.ts';
import { base, buttons, facts, fields, progressBar } from '../../styles/shared.ts';
import '../controls/section.ts';
import './results.ts';
import { Panel } from '../panel.ts';
import { acts } from './acts.ts';

export class ComparePanel extends Panel {
  static override styles = [
    base,
    acts,
    buttons,
    facts,
    fields,
    progressBar,
    css`
      .name {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .name span {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        font-weight: 500;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name button {
        width: 1.75rem;
        min-height: 1.75rem;
        padding: 0;
      }
      wa-switch {
        font-weight: 500;
      }
    `,
  ];

  protected override render() {
    const { comparison, comparing, document, results, beside } = this.state;
    if (!document.run) return nothing;
    const summary = results.length > 0 ? t('compare.results', { count: results.length }) : t('compare.none');
    return html`<gp-section
      heading=${t('compare.title')}
      summary=${comparison ? comparison.compared.name : summary}
      ?live=${beside !== null || isCompared(document.run, comparison)}
      .open=${beside !== null || comparison !== null || comparing !== null}
    >
      <div class="fields">
        <gp-results .state=${this.state} .actions=${this.actions}></gp-results>
        ${comparing ? this.#comparing(comparing) : html`${comparison ? this.#outcome(comparison) : nothing}${this.#choose(comparison)}`}
      </div>
    </gp-section>`;
  }

  #comparing({ name, share }: { readonly name: string; readonly share: number }) {
    return html`<div class="field">
        <span>${t('compare.measuring', { name })}</span>
        <wa-progress-bar
          label=${t('compare.measuring', { name })}
          value=${100 * share}
          aria-valuetext=${formatShare(share)}
        ></wa-progress-bar>
      </div>
      <div class="acts">
        <button class="small" @click=${() => this.actions.perform('cancel')}>${t('progress.cancel')}</button>
      </div>`;
  }

  #choose(comparison: Comparison | null) {
    return html`${comparison ? nothing : html`<p class="help">${t('compare.help')}</p>`}
      <div class="acts">
        <button
          class="small"
          ?disabled=${!this.actions.enabled('export')}
          @click=${() => void this.actions.comparing.choose()}
        >
          <gp-icon name="folder-open"></gp-icon>${t(comparison ? 'compare.other' : 'compare.open')}
        </button>
      </div>`;
  }

  #outcome(comparison: Comparison) {
    const { run } = this.state.document;
    const { name, triangles } = comparison.compared;
    return html`<div class="name">
        <span title=${name}>${name}</span>
        <span class="quiet number">${formatCount(triangles)}</span>
        <button class="plain" aria-label=${t('compare.remove')} @click=${() => this.actions.comparing.remove()}>
          <gp-icon name="x"></gp-icon>
        </button>
      </div>
      ${comparison.run === run ? this.#figures(comparison) : this.#outdated()}`;
  }

  #outdated() {
    return html`<p class="help">${t('compare.outdated')}</p>
      <div class="acts">
        <button
          class="small"
          ?disabled=${!this.actions.enabled('export')}
          @click=${() => void this.actions.comparing.again()}
        >
          ${t('compare.again')}
        </button>
      </div>`;
  }

  #figures(comparison: Comparison) {
    const { unit } = this.state.settings;
    const { median, percentile95, max, mean } = comparison.compared.figures;
    const isOn = comparison.isShown && this.state.document.view.meshColoring === 'distance';
    const rows = [
      ['half', formatLength(median, unit)],
      ['most', formatLength(percentile95, unit)],
      ['furthest', formatLength(max, unit)],
      ['mean', formatLength(mean, unit).replace('-', '−')],
    ] as const;
    return html`<wa-switch .checked=${live(isOn)} @change=${() => this.actions.comparing.show(!isOn)}
        >${t('compare.show')}</wa-switch
      >
      <dl class="facts">
        ${rows.map(
          ([row, value]) =>
            html`<dt>${t(`compare.${row}`)}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`;
  }
}

customElements.define('gp-compare', ComparePanel);
