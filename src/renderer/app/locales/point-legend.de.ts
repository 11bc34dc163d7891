/** The German of `point-legend.en.ts`. */
import type { pointLegendEn } from './point-legend.en.ts';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

export const pointLegendDe: Texts<typeof pointLegendEn> = {
  title: {
    intensity: 'Intensität',
    classification: 'Klasse',
    returnNumber: 'Echo',
    time: 'Zeit (s)',
    scan: 'Scan',
  },
  ramp: 'Farbskala von {{low}} bis {{high}}',
  missing: 'ohne Wert',
  more: '{{count, number}} weitere',
  unnamedClass: 'Klasse {{value}}',
  return: '{{value}}. Echo',
  noReturn: 'Ohne Nummer',
  unnamedScan: 'Scan {{value}}',
  classes: {
    'never-classified': 'Nie klassifiziert',
    unclassified: 'Nicht klassifiziert',
    ground: 'Boden',
    'low-vegetation': 'Niedrige Vegetation',
    'medium-vegetation': 'Mittelhohe Vegetation',
    'high-vegetation': 'Hohe Vegetation',
    building: 'Gebäude',
    'low-noise': 'Rauschen, tief',
    water: 'Wasser',
    rail: 'Schiene',
    road: 'Straße',
    'wire-guard': 'Erdseil',
    'wire-conductor': 'Leiterseil',
    tower: 'Freileitungsmast',
    'wire-connector': 'Isolator, Armatur',
    bridge: 'Brücke',
    'high-noise': 'Rauschen, hoch',
  },
};
