/** The German of `check.en.ts`. */
import type { checkEn } from './check.en.ts';

export const checkDe = {
  legend: {
    title: 'Abstand zu den Punkten',
    titleMesh: 'Abstand zu {{name}}',
    label: 'Farben von {{low}} bis {{high}}; die Hälfte liegt innerhalb von {{p50}}, 95 Prozent innerhalb von {{p95}}',
    facts: '50 % bis {{p50}} · 95 % bis {{p95}}',
    inside: 'innen',
    outside: 'außen',
    handle: { low: 'Ende der Farben innen', high: 'Ende der Farben außen' },
    reset: 'Zurück',
    resetName: 'Enden der Farben zurücksetzen',
  },
  distances: {
    signed: 'Mit Vorzeichen',
    bands: 'In Bändern',
    ends: 'Farben enden bei',
  },
  compare: {
    title: 'Vergleichen',
    none: 'mit einem anderen Netz',
    help: 'Öffnen Sie eine Zeichnung oder einen früheren Scan in den Koordinaten von diesem, um zu sehen, wie weit das Netz davon abweicht.',
    open: 'Netz zum Vergleichen öffnen …',
    other: 'Anderes Netz …',
    remove: 'Vergleichen beenden',
    measuring: '{{name}} wird verglichen …',
    show: 'Nach Abstand dazu färben',
    outdated: 'Das Netz hat sich seitdem geändert.',
    again: 'Noch einmal vergleichen',
    half: '50 % des Netzes bis',
    most: '95 % des Netzes bis',
    furthest: 'Am weitesten',
    mean: 'Mittel, außen +',
  },
  measurements: {
    title: 'Messungen',
    help: 'Abstände zwischen zwei Stellen bleiben hier und im Projekt.',
    add: 'Messen',
    show: 'Messung {{number}} zeigen: {{length}}',
    remove: 'Messung {{number}} entfernen',
    visible: 'In der Ansicht zeigen',
    save: 'Tabelle speichern …',
    removeAll: 'Alle entfernen',
  },
  tolerance: {
    title: 'Toleranz',
    label: 'Toleranz, ±',
    within: 'innerhalb',
    inside: '{{share}} innen',
    outside: '{{share}} außen',
    saidMesh:
      '{{within}} des Netzes liegen innerhalb von ±{{tolerance}} um {{name}}, {{inside}} darin, {{outside}} außerhalb.',
    said: '{{within}} der Punkte liegen innerhalb von ±{{tolerance}} um das Netz, {{inside}} darin, {{outside}} außerhalb.',
  },
} satisfies typeof checkEn;
