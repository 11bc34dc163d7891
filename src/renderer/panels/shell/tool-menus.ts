/** The menus of the bars: what to open, from where to look, and how points and mesh are coloured. */
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
  /** In sight: what is chosen. */
  readonly word?: string;
  readonly disabled?: boolean;
  readonly items: unknown;
  readonly choose: (value: string) => void;
}

function menu({ id, label, icon, narrow = false, word, disabled = false, items, choose }: MenuParts): TemplateResult {
  return html`<wa-dropdown
      distance="4"
      @wa-select=${(event: CustomEvent<{ item: { value: string } }>) => choose(event.detail.item.value)}
      @wa-show=${(event: Event) => disabled && event.preventDefault()}
    >
      <button
        slot="trigger"
        id=${id}
        class=${`tool stop ${narrow ? 'narrow' : ''} ${word ? 'word' : ''}`}
        aria-label=${word ? `${label}: ${word}` : label}
        aria-disabled=${disabled ? 'true' : nothing}
      >
        <gp-icon name=${icon}></gp-icon>
        ${word ? html`<span>${word}</span><gp-icon name="chevron-down"></gp-icon>` : nothing}
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
      ${commandItem(actions, 'save-as')}${commandItem(actions, 'close')}
    `,
    choose: (value) => {
      if (value === 'close' || value === 'open-folder' || value === 'save-as') actions.perform(value);
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

/** How the mesh can be coloured, and whether this one can. */
function meshChoices({ run }: AppState['document']): readonly (readonly [MeshColoring, boolean])[] {
  const { colors, distances, trust } = run?.geometry ?? {};
  return [
    ['plain', true],
    ['file', colors !== undefined],
    ['normal', true],
    ['distance', distances !== undefined],
    ['trust', trust !== undefined],
  ];
}

/** The colours of what is seen, points or mesh or both. */
export function colorMenu(state: AppState, actions: Actions): TemplateResult {
  const { run, view } = state.document;
  const ofPoints = actions.enabled('show-cloud') && view.cloudVisible;
  const ofMesh = run !== null && actions.enabled('distances') && view.meshVisible;
  return menu({
    id: 'color-menu',
    label: t('viewBar.colours'),
    icon: 'palette',
    word: t(`coloring.${ofMesh ? view.meshColoring : view.cloudColoring}`),
    disabled: !ofPoints && !ofMesh,
    items: html`${ofPoints ? cloudItems(state, ofMesh) : nothing}${ofPoints && ofMesh ? html`<wa-divider></wa-divider>` : nothing}
    ${ofMesh ? meshItems(state, ofPoints) : nothing}`,
    choose: (value) => choose(value, state, actions),
  });
}

function heading(text: string): TemplateResult {
  return html`<div class="heading" aria-hidden="true">${text}</div>`;
}

function cloudItems({ document: { cloud, view } }: AppState, isNamed: boolean): TemplateResult {
  return html`${isNamed ? heading(t('viewBar.points')) : nothing}
    ${coloringChoices(cloud?.info).map(({ coloring, isPossible }) =>
      choice(`cloud ${coloring}`, t(`coloring.${coloring}`), view.cloudColoring === coloring, !isPossible),
    )}
    <wa-divider></wa-divider>
    ${heading(t('coloring.pointSize'))}
    ${POINT_SIZES.map((size) =>
      choice(
        `size ${size}`,
        size === 'auto' ? t('coloring.pointAuto') : t('coloring.pointPixels', { count: size }),
        view.pointSize === size,
      ),
    )}
    <wa-divider></wa-divider>
    ${choice('eye-dome', t('coloring.eyeDome'), view.eyeDome)}`;
}

function meshItems({ document }: AppState, isNamed: boolean): TemplateResult {
  const { meshColoring } = document.view;
  return html`${isNamed ? heading(t('viewBar.mesh')) : nothing}
  ${meshChoices(document).map(([coloring, isPossible]) =>
    choice(`mesh ${coloring}`, t(`coloring.${coloring}`), meshColoring === coloring, !isPossible),
  )}`;
}

function choose(item: string, { document: { view } }: AppState, actions: Actions): void {
  const [what, value = ''] = item.split(' ');
  if (what === 'eye-dome') actions.setView({ eyeDome: !view.eyeDome });
  else if (what === 'size') actions.setView({ pointSize: value === 'auto' ? 'auto' : Number(value) });
  else if (what === 'cloud') actions.setView({ cloudColoring: value as CloudColoring });
  else if (value === 'trust') actions.setView({ meshColoring: 'trust', meshVisible: true, cloudVisible: false });
  else if (value !== 'distance') actions.setView({ meshColoring: value as MeshColoring });
  else if (view.meshColoring !== 'distance') actions.perform('distances');
}

/** What has no button of its own. */
export function moreMenu(actions: Actions): TemplateResult {
  return menu({
    id: 'more-menu',
    label: t('app.more'),
    icon: 'ellipsis',
    items: (['screenshot', 'settings', 'shortcuts', 'about'] as const).map((id) => commandItem(actions, id)),
    choose: (value) => actions.perform(value as CommandId),
  });
}
