/** `<gp-found>`: what was found in the scan by itself, each selected with one act. */
import { css, html, nothing } from 'lit';
import { formatCount } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { isStandingTool } from '../../app/select-tools.ts';
import type { IconName } from '../../icons/icons.ts';
import { base, buttons } from '../../styles/shared.ts';
import type { FoundKind, FoundPoints } from '../../worker/engine-api.ts';
import '../controls/section.ts';
import { Panel } from '../panel.ts';

const ICONS: Readonly<Record<FoundKind, IconName>> = { loose: 'boxes', strays: 'circle-dashed', ground: 'minus' };
const KINDS = ['loose', 'strays', 'ground'] as const satisfies readonly FoundKind[];

export class FoundPanel extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      li {
        display: grid;
        grid-template-columns: auto 1fr auto auto;
        align-items: center;
        gap: 0.5rem;
        min-height: 1.75rem;
      }
      li gp-icon {
        color: var(--gp-quiet);
      }
    `,
  ];

  protected override render() {
    const { found } = this.state;
    const kinds = found ? KINDS.filter((kind) => found.counts[kind] > 0) : [];
    return html`<gp-section
      .open=${!isStandingTool(this.state.tool)}
      heading=${t('found.title')}
      summary=${found ? formatCount(kinds.length) : nothing}
    >
      ${
        found && kinds.length > 0
          ? html`<ul>
              ${kinds.map((kind) => this.#row(kind, found))}
            </ul>`
          : html`<p class="help">${found ? t('found.nothing') : t('found.looking')}</p>`
      }
    </gp-section>`;
  }

  #row(kind: FoundKind, { counts, looseParts }: FoundPoints) {
    const name = kind === 'loose' ? t('found.loose', { count: looseParts }) : t(`found.${kind}`);
    const isOff = !this.actions.enabled('select-all');
    const query = { by: 'found', what: kind } as const;
    return html`<li>
      <gp-icon name=${ICONS[kind]}></gp-icon>
      <span>${name}</span>
      <span class="number quiet">${formatCount(counts[kind])}</span>
      <button
        class="link"
        aria-label=${t('found.selectName', { name })}
        aria-disabled=${isOff ? 'true' : 'false'}
        @click=${() => isOff || this.actions.editPoints({ act: 'select', query, mode: 'new' })}
      >
        ${t('found.select')}
      </button>
    </li>`;
  }
}

customElements.define('gp-found', FoundPanel);
