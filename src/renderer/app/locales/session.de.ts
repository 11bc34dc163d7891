/** The German of `session.en.ts`. */
import type { sessionEn } from './session.en.ts';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

export const sessionDe: Texts<typeof sessionEn> = {
  files_one: '{{name}} und {{count, number}} weitere',
  files_other: '{{name}} und {{count, number}} weitere',
  undo: {
    addScans: '{{name}} hinzufügen',
    remove: '{{name}} entfernen',
    keepReturns: '{{name}} behalten',
    open: '„{{name}}“ öffnen',
    close: '„{{name}}“ schließen',
    reconstruct: 'Rekonstruieren',
    options: 'Einstellungen ändern',
    resetOptions: 'Einstellungen zurücksetzen',
    finish: {
      pieces: 'Teile weglassen',
      openings: 'Öffnungen schließen',
      smooth: 'Glätten',
      relax: 'Dreiecke ausgleichen',
      handles: 'Henkel schließen',
      simplify: 'Verkleinern',
    },
    trim: 'Beschneiden',
    clip: 'Ausschnitt ändern',
  },
  title: {
    noDevice: 'Kein Grafikgerät',
    openFailed: '{{name}} ließ sich nicht öffnen',
    exportFailed: '{{name}} wurde nicht geschrieben',
    exported: '{{name}} ist geschrieben',
    warnings: 'Hinweis zu {{name}}',
    deviceLost: 'Das Grafikgerät ist ausgefallen',
    resumed: 'Das Grafikgerät ist ausgefallen',
    workerLost: 'Das Rechenwerk ist stehen geblieben',
    screenshot: 'Das Bild ist gespeichert',
    oneFile: 'Nur {{name}} wird geöffnet',
    folderFailed: 'Der Ordner {{name}} ließ sich nicht durchsehen',
    noFolders: 'Ordner gehen hier nicht',
    busy: '{{name}} wird nicht geöffnet: eine Rekonstruktion läuft',
    problem: 'Das hat nicht geklappt',
  },
  message: {
    busy: 'Lassen Sie sie fertig werden, oder brechen Sie sie ab und öffnen Sie die Datei.',
    busyBatch: 'Lassen Sie den Stapel fertig werden, oder brechen Sie ihn ab; was fertig ist, bleibt fertig.',
    noFolders:
      'Dieser Browser kann nicht in Ordner schreiben. Es geht mit Chrome oder Edge, mit dem Desktop-Programm oder mit „gridpull batch“ im Terminal.',
    resumed: 'Der Treiber hat es neu gestartet; es geht bei Detailgrad {{level}} weiter.',
    restarted: 'Der Treiber hat es neu gestartet; die Rechnung beginnt von vorn.',
    workerLost: 'Es wurde neu gestartet. Öffnen Sie die Punktwolke noch einmal.',
    oneFile: 'Ordner und Aufträge werden einzeln geöffnet: {{name}} wird geöffnet, die anderen nicht.',
    notAFile: 'Das ist keine Datei. Legen Sie eine Punktwolke ab ({{cloudFormats}}).',
    written: '{{bytes}} im Format {{format}}.',
  },
  action: {
    reveal: 'Im Ordner zeigen',
    cancelAndOpen: 'Abbrechen und öffnen',
    retry: 'Noch einmal',
    chooseColumns: 'Spalten wählen …',
    readWhole: 'Ganze Punkte lesen',
    chooseAnother: 'Andere öffnen …',
  },
  file: {
    mesh: 'Netz',
    picture: 'Bild',
  },
};
