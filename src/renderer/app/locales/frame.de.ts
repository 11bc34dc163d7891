/** German texts; the keys are the English ones, held by the compiler. */
import type { Texts } from '../../../contracts/locales/texts.ts';
import type { frameEn } from './frame.en.ts';

export const frameDe: Texts<typeof frameEn> = {
  step: {
    path: 'Schritte',
    name: {
      scan: 'Scan',
      clean: 'Bereinigen',
      reconstruct: 'Rekonstruieren',
      check: 'Prüfen',
      finish: 'Nachbearbeiten',
      export: 'Exportieren',
    },
    help: {
      scan: 'Was geöffnet wurde, und ob es die richtige Datei ist.',
      clean: 'Welche der Punkte nicht teilnehmen.',
      reconstruct: 'Wie fein die Oberfläche wird und was geschlossen wird. Automatisch passt für fast jeden Scan.',
      check: 'Was entstanden ist: ob es geschlossen ist und wie weit es von den Punkten abweicht.',
      finish: 'Was mit dem Netz vor dem Export geschieht. Jeder Schritt lässt sich rückgängig machen.',
      export: 'Die Art der Datei, und was sie von diesem Netz behält.',
    },
    mark: { done: 'fertig', running: 'läuft, {{share}}', outdated: 'veraltet' },
    noMesh: 'Noch gibt es kein Netz. „Rekonstruieren“ macht eines aus den Punkten.',
    meshComes: 'Das Netz entsteht gerade.',
  },
  rail: { title: 'Werkzeuge', look: 'Ansehen', crop: 'Zuschnitt', measure: 'Messen' },
  viewBar: { title: 'Ansicht', points: 'Punkte', mesh: 'Netz', colours: 'Farben' },
  foot: {
    detail: 'Detailgrad {{resolution}}',
    detailAutomatic: 'Detailgrad {{resolution}}, automatisch',
    costs: '{{time}} · {{memory}}',
    meshKept: 'Das alte Netz bleibt',
    fileSize: '{{format}}, etwa {{bytes}}',
  },
  clean: {
    crop: 'Zuschnitt',
    on: 'an',
    off: 'aus',
    cropSwitch: 'Nur zeigen, was innen liegt',
    cropHelp: 'Zugeschnitten ist nur die Ansicht: Rekonstruktion und Export nehmen weiter alles.',
    cropCentre: 'Mitte',
    cropSize: 'Größe',
    byFile: 'Beim Lesen',
    byRun: 'Von der Rekonstruktion',
    nothingLeftOut: 'Kein Punkt wurde ausgelassen.',
    leftOutLater: 'Ausreißer und doppelte Punkte findet die Rekonstruktion.',
  },
};
