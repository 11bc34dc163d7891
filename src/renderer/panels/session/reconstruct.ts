/** `<gp-reconstruct>`: the options of the cloud that is shown, with lengths to start from that suit it. */
import { html } from 'lit';
import { AUTO_HOLE_SHARE, type ReconstructOptions } from '../../../engine/vocabulary.ts';
import { roundLength } from '../../app/format.ts';
import { language } from '../../app/i18n.ts';
import type { SuggestedLengths } from '../../app/panel-options.ts';
import { base } from '../../styles/shared.ts';
import '../controls/option-fields.ts';
import { Panel } from '../panel.ts';

/** Share of the points' spacing: a first guess for a person who wants to enter the noise. */
const NOISE_OF_SPACING = 0.25;

export class ReconstructPanel extends Panel {
  static override styles = [base];

  protected override render() {
    const { document, settings, estimates } = this.state;
    const { options, cloud, run } = document;
    const info = cloud?.info;
    const extent = info ? Math.max(...info.max.map((value, axis) => value - info.min[axis]!)) : 1;
    const suggested: SuggestedLengths = {
      noise: roundLength(run?.report.noise || (info?.spacing ?? 1) * NOISE_OF_SPACING),
      holeRadius: roundLength(run?.report.holeRadius || extent * AUTO_HOLE_SHARE),
    };
    return html`<gp-option-fields
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
}

customElements.define('gp-reconstruct', ReconstructPanel);
