/** The German of `columns.en.ts`. */
import type { columnsEn } from './columns.en.ts';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

export const columnsDe: Texts<typeof columnsEn> = {
  title: 'Spalten der Datei',
  help: 'Aus dem ganzen Anfang von {{name}} ermittelt. Ändern Sie eine Spalte, wenn sie nicht stimmt; das Bild folgt.',
  column: 'Spalte {{number}}',
  roles: {
    x: 'X',
    y: 'Y',
    z: 'Z',
    nx: 'Normale x',
    ny: 'Normale y',
    nz: 'Normale z',
    red: 'Rot',
    green: 'Grün',
    blue: 'Blau',
    intensity: 'Intensität',
    classification: 'Klasse',
    returnNumber: 'Echo',
    returnCount: 'Echozahl',
    time: 'Zeit',
    scan: 'Scan',
    '-': 'Auslassen',
  },
  between: 'Zwischen den Werten',
  separators: {
    commas: 'Kommas',
    semicolons: 'Semikolons',
    tabs: 'Tabulatoren',
    bars: 'senkrechte Striche',
    blanks: 'Leerzeichen',
    'blanks and other signs': 'Leerzeichen und andere Zeichen',
    'columns of fixed width': 'Spalten fester Breite',
  },
  decimal: 'Dezimalzeichen',
  decimals: { '.': 'Punkt (1.5)', ',': 'Komma (1,5)' },
  above: 'Zeilen vor den Werten',
  size: 'Größe {{size}}',
  picture: 'Die ersten Punkte der Datei, schräg von oben gesehen',
  sample_one: '{{count, number}} Punkt vom Anfang',
  sample_other: '{{count, number}} Punkte vom Anfang',
  noSample: 'So lässt sich kein Punkt lesen.',
  cancel: 'Abbrechen',
  open: 'Öffnen',
};
