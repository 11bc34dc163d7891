/** The German of `project.en.ts`. */
import type { Texts } from '../../../contracts/locales/texts.ts';
import type { projectEn } from './project.en.ts';

export const projectDe: Texts<typeof projectEn> = {
  save: 'Speichern',
  saveProject: 'Projekt speichern',
  dontSave: 'Nicht speichern',
  unsaved: 'Nicht gespeichert',
  unsavedTitle: 'Arbeit an {{name}} speichern?',
  neverSaved: 'Noch nicht gespeichert: {{what}}. Ohne Speichern lässt es sich 7 Tage lang wiederherstellen.',
  notSavedSince:
    'Nicht gespeichert seit {{time}}: {{what}}. Ohne Speichern lässt es sich 7 Tage lang wiederherstellen.',
  deleted_one: '{{count, number}} gelöschter Punkt',
  deleted_other: '{{count, number}} gelöschte Punkte',
  crop: 'der Zuschnitt',
  mesh: 'ein Netz von {{time}}',
  options: 'geänderte Einstellungen',
  changes: 'Änderungen',
  kept: 'Nicht gespeicherte Arbeit',
  keptText: 'Von {{time}}',
  restore: 'Wiederherstellen',
  discard: 'Verwerfen',
  discardWork: 'Nicht gespeicherte Arbeit an {{name}} verwerfen',
  restoreWork: 'Nicht gespeicherte Arbeit an {{name}} wiederherstellen',
  cloud: {
    title: 'Gereinigte Punkte',
    button: 'Punkte exportieren …',
    text: '{{points}} Punkte ohne Streupunkte, mit Normalen nach außen; PLY, etwa {{bytes}}.',
    textWithout: '{{points}} Punkte ohne Streupunkte; PLY, etwa {{bytes}}.',
  },
  fewFar: '{{mean}}; wenige ferne Punkte heben sie über die 95 %',
  dropBusy: 'Es wird gerade gerechnet: Sie werden gefragt, bevor das abgebrochen wird.',
  versions: { app: 'GridPull', electron: 'Electron', chrome: 'Chromium', browser: 'Browser' },
  fewPoints: 'Eine Fläche braucht mindestens 4 Punkte, und Tausende, um nach etwas auszusehen.',
  scans: {
    title: 'Scans dieses Projekts',
    missingText: 'Ein Scan ist nicht, wo er war. Wählen Sie, wo er jetzt ist; er wird an seinem Inhalt erkannt.',
    changedText:
      'Ein Scan hat sich geändert, seit das Projekt gespeichert wurde, gelöschte Punkte können also andere sein. Machen Sie mit ihm weiter, wie er ist, oder wählen Sie den Scan, der er war.',
    same: 'Gefunden, {{bytes}}',
    missing: 'Nicht gefunden, {{bytes}} beim Speichern des Projekts',
    changed: 'Geändert: jetzt {{bytes}}, beim Speichern des Projekts {{before}}',
    locate: 'Dateien wählen …',
    goOn: 'Mit diesen weiter',
  },
};
