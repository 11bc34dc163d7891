/** The toolbar's menus: what to open, from where to look, and how cloud and mesh are coloured. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { keysOf } from '../../app/accelerators.ts';
import type { Actions } from '../../app/actions.ts';
import { coloringChoices } from '../../app/cloud-colorings.ts';
import { t, translate } from '../../app/i18n.ts';
import type { AppState, CloudColoring, MeshColoring } from '../../app/state.ts';
import type { IconName } from '../../icons/icons.ts';
import { COMMANDS, type CommandId } from '../../../contracts/commands.ts';
import { SAMPLES } from './samples.ts';

interface MenuParts {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Narrow: belongs to the button before it. */
  readonly narrow?: boolean;
  readonly disabled?: boolean;
  readonly items: unknown;
  readonly choose: (value: string) => void;
}

function menu({ id, label, icon, narrow = false, disabled = false, items, choose }: MenuParts): TemplateResult {
  return html`<wa-dropdown
      distance="4"
      @wa-select=${(event: CustomEvent<{ item: { value: string } }>) => choose(event.detail.item.value)}
      @wa-show=${(event: Event) => disabled && event.preventDefault()}
    >
      <button
        slot="trigger"
        id=${id}
        class=${narrow ? 'tool narrow' : 'tool'}
        aria-label=${label}
        aria-disabled=${disabled ? 'true' : nothing}
      >
        <gp-icon name=${icon}></gp-icon>
      </button>
      ${items}
    </wa-dropdown>
    <gp-tooltip for=${id}>${label}</gp-tooltip>`;
}

function commandItem(actions: Actions, id: CommandId): TemplateResult {
  const { accelerator } = COMMANDS[id];
  return html`<wa-dropdown-item value=${id} ?disabled=${!actions.enabled(id)}>
    ${translate(`commands.${id}`)}
    ${accelerator ? html`<kbd slot="details">${keysOf(accelerator).join('+')}</kbd>` : ''}
  </wa-dropdown-item>`;
}

function choice(value: string, label: string, checked: boolean, disabled = false): TemplateResult {
  return html`<wa-dropdown-item type="checkbox" value=${value} .checked=${live(checked)} ?disabled=${disabled}>
    ${label}
  </wa-dropdown-item>`;
}

/** Recent files and samples. */
export function openMenu(state: AppState, actions: Actions): TemplateResult {
  return menu({
    id: 'open-menu',
    label: t('toolbar.openWith'),
    icon: 'chevron-down',
    narrow: true,
    disabled: !actions.enabled('open'),
    items: html`
      ${commandItem(actions, 'open-folder')}
      <wa-divider></wa-divider>
      ${state.recents.length > 0 ? html`<div class="heading" aria-hidden="true">${t('empty.recents')}</div>` : nothing}
      ${state.recents.map((recent) => html`<wa-dropdown-item value=${`recent ${recent.id}`}>${recent.name}<span slot="details">${recent.folder}</span></wa-dropdown-item>`)}
      <div class="heading" aria-hidden="true">${t('empty.samples')}</div>
      ${SAMPLES.map(({ file, name }) => html`<wa-dropdown-item value=${`sample ${file}`}>${t(name)}</wa-dropdown-item>`)}
      <wa-divider></wa-divider>
      ${commandItem(actions, 'close')}
    `,
    choose: (value) => {
      if (value === 'close' || value === 'open-folder') actions.perform(value);
      else if (value.startsWith('recent ')) actions.openRecent(value.slice('recent '.length));
      else actions.openSample(value.slice('sample '.length));
    },
  });
}

const VIEWS = ['view-front', 'view-back', 'view-right', 'view-left', 'view-top', 'view-bottom'] as const;

export function viewsMenu(actions: Actions): TemplateResult {
  return menu({
    id: 'views-menu',
    label: t('toolbar.views'),
    icon: 'rotate-3d',
    disabled: !actions.enabled('view-front'),
    items: VIEWS.map((id) => commandItem(actions, id)),
    choose: (value) => actions.perform(value as CommandId),
  });
}

const POINT_SIZES = ['auto', 1, 2, 3, 5] as const;

export function cloudMenu(state: AppState, actions: Actions): TemplateResult {
  const { cloud, view } = state.document;
  return menu({
    id: 'cloud-menu',
    label: t('toolbar.cloudLook'),
    icon: 'chevron-down',
    narrow: true,
    disabled: !actions.enabled('show-cloud'),
    items: html`
      ${coloringChoices(cloud?.info).map(({ coloring, isPossible }) =>
        choice(coloring, t(`coloring.${coloring}`), view.cloudColoring === coloring, !isPossible),
      )}
      <wa-divider></wa-divider>
      <div class="heading" aria-hidden="true">${t('coloring.pointSize')}</div>
      ${POINT_SIZES.map((size) =>
        choice(
          `size ${size}`,
          size === 'auto' ? t('coloring.pointAuto') : t('coloring.pointPixels', { count: size }),
          view.pointSize === size,
        ),
      )}
      <wa-divider></wa-divider>
      ${choice('eye-dome', t('coloring.eyeDome'), view.eyeDome)}
    `,
    choose: (value) => {
      if (value === 'eye-dome') actions.setView({ eyeDome: !view.eyeDome });
      else if (value === 'size auto') actions.setView({ pointSize: 'auto' });
      else if (value.startsWith('size ')) actions.setView({ pointSize: Number(value.slice('size '.length)) });
      else actions.setView({ cloudColoring: value as CloudColoring });
    },
  });
}

export function meshMenu(state: AppState, actions: Actions): TemplateResult {
  const { run, view } = state.document;
  const has = { plain: true, normal: true, file: run?.geometry.colors, distance: run?.geometry.distances };
  return menu({
    id: 'mesh-menu',
    label: t('toolbar.meshLook'),
    icon: 'chevron-down',
    narrow: true,
    disabled: !run || !actions.enabled('show-mesh'),
    items: (['plain', 'file', 'normal', 'distance'] as const).map((coloring) =>
      choice(coloring, t(`coloring.${coloring}`), view.meshColoring === coloring, !has[coloring]),
    ),
    choose: (value) => actions.setView({ meshColoring: value as MeshColoring }),
  });
}

/** What has no button of its own. */
export function moreMenu(actions: Actions): TemplateResult {
  return menu({
    id: 'more-menu',
    label: t('app.more'),
    icon: 'ellipsis',
    items: (['settings', 'shortcuts', 'about'] as const).map((id) => commandItem(actions, id)),
    choose: (value) => actions.perform(value as CommandId),
  });
}
