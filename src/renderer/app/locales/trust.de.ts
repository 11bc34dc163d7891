/** The German of `trust.en.ts`. */
import type { trustEn } from './trust.en.ts';

export const trustDe = {
  heading: 'Vertrauen',
  show: 'Vertrauen zeigen',
  title: 'Wie sicher die Fläche ist, ±',
  label: 'Farbskala von 0 bis {{max}}; die Hälfte der Fläche ist auf {{p50}} sicher, 95 Prozent auf {{p95}}',
  guess: 'Geraten: Kein Punkt stützt sie',
  measured: 'Gemessen',
  typical: 'Üblich ±',
  help: 'Zwei Drittel der wahren Fläche liegen innerhalb des gezeigten ±.',
  places: 'Geratene Stellen',
  place: 'Stelle {{number, number}}',
  goTo: 'Zu Stelle {{number, number}}',
  smaller_one: 'und {{count, number}} kleinere',
  smaller_other: 'und {{count, number}} kleinere',
  none: 'Keine Stelle ist geraten.',
} satisfies Record<keyof typeof trustEn, string>;
