/** The German of `device.en.ts`. */
import type { deviceEn } from './device.en.ts';

export const deviceDe = {
  title: 'Grafikgerät',
  open: 'Prüfen…',
  help: 'Kleine Aufgaben mit bekannter Lösung und ein ganzer kleiner Lauf: Rechnet dieses Gerät richtig? Das dauert einige Sekunden, ohne Grafikkarte bis zu einer Minute.',
  examine: 'Prüfen',
  again: 'Noch einmal prüfen',
  trying: 'Aufgabe {{number, number}} …',
  sound: 'Dieses Gerät rechnet richtig.',
  unsound:
    'Einige Antworten sind falsch: Ergebnissen dieses Geräts ist nicht zu trauen. Den Grafiktreiber erneuern, oder ohne Grafikkarte rechnen (Einstellungen).',
  failed: 'Das Gerät ließ sich nicht prüfen.',
  report: 'Bericht',
  copy: 'Bericht kopieren',
} satisfies Record<keyof typeof deviceEn, string>;
