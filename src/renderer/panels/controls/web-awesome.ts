/**
 * The controls that panels use, each imported by itself, and their icons. Web Awesome would fetch icons from a
 * server; both of its libraries are replaced by the few of ours that its controls show, as data of this bundle.
 */
import '@awesome.me/webawesome/dist/components/details/details.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/divider/divider.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/progress-bar/progress-bar.js';
import '@awesome.me/webawesome/dist/components/radio-group/radio-group.js';
import '@awesome.me/webawesome/dist/components/radio/radio.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import '@awesome.me/webawesome/dist/components/slider/slider.js';
import '@awesome.me/webawesome/dist/components/switch/switch.js';
import '@awesome.me/webawesome/dist/translations/de.js';
import { ICONS, type IconName } from '../../icons/icons.ts';

/** Web Awesome's names for what its controls show. */
const NAMES: Readonly<Record<string, IconName>> = {
  'chevron-down': 'chevron-down',
  'chevron-right': 'chevron-right',
  check: 'check',
  xmark: 'x',
  'circle-xmark': 'circle-x',
  minus: 'minus',
  plus: 'plus',
};

function resolver(name: string): string {
  return `data:image/svg+xml,${encodeURIComponent(ICONS[NAMES[name] ?? 'circle-x'])}`;
}

registerIconLibrary('system', { resolver });
registerIconLibrary('default', { resolver });
