/**
 * `<gp-reconstruct>`: the options of the cloud that is shown, with lengths to start from that suit it, and how many of
 * them are others than those of the mesh.
 */
import { css, html, nothing } from 'lit';
import { AUTO_HOLE_SHARE, type ReconstructOptions } from '../../../engine/vocabulary.ts';
import { roundLength } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import type { SuggestedLengths } from '../../app/panel-options.ts';
import { changedOptions } from '../../app/steps.ts';
import { base, buttons, note } from '../../styles/shared.ts';
import '../controls/option-fields.ts';
import { Panel } from '../panel.ts';

/** Share of the points' spacing: a first guess for a person who wants to enter the noise. */
const NOISE_OF_SPACING = 0.25;

export class ReconstructPanel extends Panel {
  static override styles = [
    base,
    buttons,
    note,
    css`
      :host {
        padding: 0.75rem 1rem 1rem;
      }
      .note {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        gap: 0.6rem;
        margin-bottom: 0.75rem;
      }
      .note button {
        color: inherit;
      }
    `,
  ];

  protected override render() {
    const { document, settings, estimates } = this.state;
    const { options, cloud, run } = document;
    const info = cloud?.info;
    const extent = info ? Math.max(...info.max.map((value, axis) => value - info.min[axis]!)) : 1;
    const suggested: SuggestedLengths = {
      noise: roundLength(run?.report.noise || (info?.spacing ?? 1) * NOISE_OF_SPACING),
      holeRadius: roundLength(run?.report.holeRadius || extent * AUTO_HOLE_SHARE),
    };
    return html`${this.#outdated()}<gp-option-fields
        .options=${options}
        .unit=${settings.unit}
        .locale=${language()}
        .estimates=${estimates}
        .withoutNormals=${!info?.hasNormals}
        .suggested=${suggested}
        @gp-change=${(event: CustomEvent<Partial<ReconstructOptions>>) => this.actions.setOptions(event.detail)}
        @gp-reset=${() => this.actions.perform('reset-options')}
      ></gp-option-fields>`;
  }

  #outdated() {
    const count = changedOptions(this.state.document).length;
    if (count === 0) return nothing;
    return html`<div class="note" role="status">
      <gp-icon name="refresh"></gp-icon><span>${t('reconstruct.outdated', { count })}</span>
      <button class="plain small" title=${t('reconstruct.restoreHelp')} @click=${() => this.actions.restoreOptions()}>
        ${t('reconstruct.reset')}
      </button>
    </div>`;
  }
}

customElements.define('gp-reconstruct', ReconstructPanel);
