/** German texts; the keys are the English ones, held by the compiler. */
import type { Texts } from '../../../contracts/locales/texts.ts';
import type { exportEn } from './export.en.ts';

export const exportDe: Texts<typeof exportEn> = {
  button: 'Exportieren …',
  mesh: 'Netz exportieren …',
  as: '{{format}} exportieren …',
  about: 'etwa {{bytes}}',
  format: 'Format',
  exporting: '{{name}} wird geschrieben',
  formats: {
    ply: 'Scan- und Netzprogramme',
    obj: 'Fast jedes Programm',
    stl: 'Ältere Druckprogramme',
    glb: 'Web, Betrachter, Spiele',
    '3mf': '3D-Druck, mit Farben',
  },
  keepsAll: 'Behält alles, was dieses Netz hat.',
  loses: 'Verliert {{what}}.',
  lost: {
    colors: 'Farben',
    normals: 'glatte Schattierung',
    shift: 'Lage in der Welt',
  },
  noUnit: 'Die Einheit ({{unit}}) wird nicht gespeichert.',
  objColors: 'Farben bleiben erhalten, manche Programme übergehen sie in OBJ aber.',
  inMetres: 'Programme nehmen die Längen als Meter.',
  inMillimetres: 'Programme nehmen die Längen als Millimeter.',
  glbShift: 'Liegt nahe null; die Verschiebung steht als Knoten in der Datei.',
  otherCrop:
    'Das Netz entstand mit einem anderen Zuschnitt und wird ganz exportiert. Neu rekonstruieren schneidet es zu.',
  trimmed: 'Wird beschnitten exportiert.',
  compressed: 'Gepackt: höchstens ein Drittel so groß, für Programme, die es auspacken',
  texture: {
    title: 'Textur',
    none: 'Keine',
    pixels: '{{pixels}} Pixel je Seite',
    colors: 'Die Farben der Punkte als Bild, feiner als die Dreiecke.',
    relief: 'Das Relief, das das Netz hatte, bevor es vereinfacht wurde.',
    both: 'Die Farben der Punkte und das Relief, das das Netz hatte, bevor es vereinfacht wurde.',
    beside: 'OBJ hat sie in Dateien, die daneben gehören: ein Material (.mtl) und Bilder.',
    empty: 'Es gibt nichts zu zeigen: Die Punkte haben keine Farben, und das Netz wurde nicht vereinfacht.',
    large: 'Für Netze mit höchstens {{count}} Dreiecken: Vereinfachen Sie es zuerst in „Nachbearbeiten“.',
  },
  trust: 'Mit Vertrauen',
  trustText: 'uncertainty und guessed jeder Ecke, für Programme, die Werte von PLY-Dateien zeigen.',
  unit: {
    title: 'Einheit in der Datei',
    unknown: 'Wird geschrieben, wie es ist. Sagen Sie in „Bereinigen“, was die Längen sind, um sie umzurechnen.',
    asIs: 'Wie es ist',
    asMeasured: 'Wie gemessen: {{unit}}',
    demanded: '{{unit}}, wie {{format}} es verlangt',
  },
  up: {
    title: 'Achse nach oben',
    turned: '{{format}} wird für alle Programme gedreht.',
  },
  terrain: {
    title: 'Für Karten',
    text: 'Höhen, wie sie von oben zu sehen sind, wo Punkte die Fläche stützen.',
    cell: 'Raster, Zelle',
    interval: 'Höhenlinien alle',
    auto: 'automatisch',
    save: '{{format}} …',
  },
  certificate: {
    title: 'Prüfblatt daneben',
    text: 'Was über das Netz in der Datei bewiesen ist, als JSON: geschlossen oder offen, Teile, Durchdringungen.',
  },
};
