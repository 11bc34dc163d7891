/** The German of `options.en.ts`. */
import type { OptionTexts } from '../panel-options.ts';

export const optionsDe: OptionTexts = {
  resolution: {
    label: 'Detailgrad',
    help: 'Wie fein das Netz wird; automatisch so fein, wie die Punkte es hergeben.',
  },
  noise: {
    label: 'Rauschen',
    help: 'Wie weit Messpunkte um die wahre Oberfläche streuen; mehr Rauschen ergibt ein glatteres Ergebnis.',
    value: 'Streuung (Standardabweichung)',
    none: 'Keines',
  },
  holeRadius: {
    label: 'Löcher schließen',
    help: 'Lücken bis zu diesem Radius werden geschlossen, größere bleiben offen. Automatisch lässt auch Fenster offener Flächen offen.',
    value: 'Größter Radius',
    none: 'Keine',
  },
  fileNormals: {
    label: 'Normalen der Datei verwenden',
    help: 'Normalen zeigen, wo außen ist; ausschalten, wenn die der Datei falsch sind.',
  },
  sensors: {
    label: 'Scannerpositionen verwenden',
    help: 'Wo die Scanner standen, sagt, welche Seite gesehen wurde und welcher Raum frei ist.',
  },
  alignScans: {
    label: 'Scans ausrichten',
    help: 'Verschiebt und dreht jeden Scan als Ganzes dorthin, wo er zu den anderen passt. Die Datei bleibt, wie sie ist.',
  },
  flip: {
    label: 'Innen und außen tauschen',
    help: 'Für offene Scans, bei denen die falsche Seite vorn liegt.',
  },
  preset: {
    label: 'Verfahren',
    help: 'Standard ist schneller und robuster; „wie veröffentlicht“ folgt Schritt für Schritt der Arbeit zu GridPull.',
    choices: { default: 'Standard', paper: 'Wie veröffentlicht' },
  },
  seed: {
    label: 'Startwert des Zufalls',
    help: 'Dieselbe Zahl ergibt auf demselben Gerät wieder dasselbe Netz.',
  },
};
