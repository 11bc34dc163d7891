/** The German of `check.en.ts`. */
import type { checkEn } from './check.en.ts';

export const checkDe = {
  legend: {
    title: 'Abstand zu den Punkten',
    label:
      'Farben von {{low}} bis {{high}}; die Hälfte der Punkte liegt innerhalb von {{p50}}, 95 Prozent innerhalb von {{p95}}',
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
  tolerance: {
    title: 'Toleranz',
    label: 'Toleranz, ±',
    within: 'innerhalb',
    inside: '{{share}} innen',
    outside: '{{share}} außen',
    said: '{{within}} der Punkte liegen innerhalb von ±{{tolerance}} um das Netz, {{inside}} darin, {{outside}} außerhalb.',
  },
} satisfies typeof checkEn;
