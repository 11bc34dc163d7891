/** German texts; the keys are the English ones, held by the compiler. */
import type { Texts } from '../../../contracts/locales/texts.ts';
import type { finishEn } from './finish.en.ts';

export const finishDe: Texts<typeof finishEn> = {
  file: 'Datei ({{format}})',
  kinds: {
    count: 'Anzahl',
    area: 'Nach Fläche',
    all: 'Alle',
    upTo: 'Bis …',
    even: 'Gleichmäßig',
    edges: 'Kanten halten',
    share: 'Anteil',
    error: 'Fehler',
  },
  trim: {
    done_one: '{{count, number}} Dreieck weggeschnitten',
    done_other: '{{count, number}} Dreiecke weggeschnitten',
  },
  pieces: {
    title: 'Teile',
    help: 'Die größten bleiben, die anderen fallen weg.',
    apply: 'Diese behalten',
    count: 'Größte Teile behalten',
    area: 'Kleinste Fläche',
    done_one: '{{count, number}} Teil weggelassen',
    done_other: '{{count, number}} Teile weggelassen',
  },
  openings: {
    title: 'Öffnungen',
    help: 'Geschlossen wird mit einer Vermutung, die die Fläche ringsum fortsetzt. „Alle“ schließt auch den Außenrand offener Flächen.',
    apply: 'Schließen',
    width: 'Breiteste zum Schließen',
    left: 'Offen geblieben',
    done_one: '{{count, number}} Öffnung geschlossen',
    done_other: '{{count, number}} Öffnungen geschlossen',
  },
  smooth: {
    title: 'Glätten',
    help: 'Mehr Schritte nehmen mehr Rauschen weg; ein geschlossenes Netz behält sein Volumen.',
    apply: 'Glätten',
    steps: 'Schritte',
    held: 'Zurückgehaltene Ecken',
    done_one: 'Mit {{count, number}} Schritt geglättet',
    done_other: 'Mit {{count, number}} Schritten geglättet',
  },
  relax: {
    title: 'Gleichmäßige Dreiecke',
    help: 'Splitter verschwinden, die Form bleibt.',
    apply: 'Ausgleichen',
    done: 'Dreiecke ausgeglichen',
  },
  handles: {
    title: 'Henkel',
    help: 'Brücken und Tunnel, um die eine Schleife dieser Länge führt, werden durchtrennt oder verstopft.',
    apply: 'Henkel schließen',
    length: 'Längste Schleife',
    left: 'Unverändert geblieben',
    done_one: '{{count, number}} Henkel geschlossen',
    done_other: '{{count, number}} Henkel geschlossen',
  },
  simplify: {
    title: 'Verkleinern',
    help: 'Weniger Dreiecke bei gleicher Form; Öffnungen bleiben, wie sie sind.',
    apply: 'Verkleinern',
    share: 'Dreiecke behalten',
    count: 'Dreiecke',
    error: 'Größte Abweichung',
    done: 'Verkleinert',
    deviation95: 'Zusätzliche Abweichung, 95 %',
    deviationMost: 'Zusätzliche Abweichung, größte',
  },
  stoppedBy: {
    topology: 'Mit weniger Dreiecken änderten sich Teile oder Öffnungen.',
    shape: 'Mit weniger Dreiecken ginge die Form verloren.',
    'self-intersections': 'Mit weniger Dreiecken durchdrängen sich welche.',
  },
};
