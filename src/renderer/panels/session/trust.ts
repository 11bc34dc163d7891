/**
 * `<gp-trust>`: how sure the mesh is, the switch that shows it, and where it is a guess, each place with a way to it.
 */
import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { GuessedPlace, TrustReport } from '../../../engine/vocabulary.ts';
import { formatLength, formatSmallShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { withTrustSwitched } from '../../app/transitions.ts';
import { base, buttons, facts, fields, hatch } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

/** Places of which each has a line. */
const MOST_PLACES = 5;

export class TrustPanel extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    fields,
    hatch,
    css`
      wa-switch {
        font-weight: 500;
      }
      .facts {
        margin-top: 0.5rem;
      }
      h3 {
        margin: 0.75rem 0 0.35rem;
        font-size: inherit;
        font-weight: 600;
      }
      ul {
        margin: 0;
        padding: 0;
        border: 1px solid var(--gp-line);
        border-radius: var(--wa-border-radius-l);
        list-style: none;
      }
      li + li {
        border-top: 1px solid var(--gp-line);
      }
      li button {
        display: flex;
        align-items: center;
        gap: 0.55rem;
        width: 100%;
        min-height: 1.75rem;
        padding: 0.15rem 0.6rem;
        border: 0;
        background: none;
        text-align: start;
      }
      li button span:nth-child(2) {
        flex: 1;
      }
      .number {
        color: var(--gp-quiet);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  protected override render() {
    const { run, view } = this.state.document;
    const trust = run?.report.trust;
    if (!run?.geometry.trust || !trust) return nothing;
    const isOn = view.meshColoring === 'trust';
    return html`<div class="field">
        <wa-switch .checked=${live(isOn)} @change=${() => this.#show(!isOn)}>${t('trust.show')}</wa-switch>
      </div>
      ${this.#facts(trust)}
      <p class="help">${t('trust.help')}</p>
      ${this.#places(trust.places)}`;
  }

  /** The points would cover it; without it the mesh has the colours that it had. */
  #show(isOn: boolean): void {
    const { view } = this.state.document;
    if (isOn !== (view.meshColoring === 'trust')) this.actions.setView(withTrustSwitched(view));
  }

  #facts({ shareGuessed, median }: TrustReport) {
    const { unit } = this.state.settings;
    return html`<dl class="facts">
      <dt>${t('trust.measured')}</dt>
      <dd>${formatSmallShare(1 - shareGuessed)}</dd>
      <dt>${t('result.guessed')}</dt>
      <dd>${formatSmallShare(shareGuessed)}</dd>
      ${
        median === null
          ? nothing
          : html`<dt>${t('trust.typical')}</dt>
              <dd>${formatLength(median, unit)}</dd>`
      }
    </dl>`;
  }

  #places(places: readonly GuessedPlace[]) {
    if (places.length === 0) return html`<p class="help">${t('trust.none')}</p>`;
    const { unit } = this.state.settings;
    const smaller = places.length - MOST_PLACES;
    return html`<h3>${t('trust.places')}</h3>
      <ul>
        ${places.slice(0, MOST_PLACES).map(
          (place, i) =>
            html`<li>
              <button title=${t('trust.goTo', { number: i + 1 })} @click=${() => this.#goTo(place)}>
                <span class="hatch" aria-hidden="true"></span><span>${t('trust.place', { number: i + 1 })}</span
                ><span class="number">${formatLength(place.area, unit, 3, 2)}</span><gp-icon name="maximize"></gp-icon>
              </button>
            </li>`,
        )}
      </ul>
      ${smaller > 0 ? html`<p class="help">${t('trust.smaller', { count: smaller })}</p>` : nothing}`;
  }

  #goTo(place: GuessedPlace): void {
    this.#show(true);
    this.actions.showPlace(place);
  }
}

customElements.define('gp-trust', TrustPanel);
