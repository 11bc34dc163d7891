/** The system's dialogs, bound to the window where there is one. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { CLOUD_EXTENSIONS } from '../shared/cloud-files.ts';
import type { SaveRequest } from '../shared/ipc.ts';
import type { CommandTexts } from '../shared/locales/commands.en.ts';
import { fill } from '../shared/locales/texts.ts';
import { withExtension } from './save-name.ts';

export interface DialogsOptions {
  readonly window: () => BrowserWindow | null;
  readonly texts: () => CommandTexts;
  /** Where a person begins to look: the folder of the last file. */
  readonly folder: () => string;
}

export class Dialogs {
  readonly #options: DialogsOptions;

  constructor(options: DialogsOptions) {
    this.#options = options;
  }

  /** Null where the person closed it. */
  async chooseFile(): Promise<string | null> {
    const { window, texts, folder } = this.#options;
    const { dialogs, filters } = texts();
    const options: Electron.OpenDialogOptions = {
      title: dialogs.open,
      defaultPath: folder(),
      properties: ['openFile'],
      filters: [
        { name: filters.clouds, extensions: [...CLOUD_EXTENSIONS] },
        { name: filters.all, extensions: ['*'] },
      ],
    };
    const owner = window();
    const { canceled, filePaths } = await (owner
      ? dialog.showOpenDialog(owner, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  }

  /** A path whose replacement, if there is such a file, the person agreed to; null where they closed the dialog. */
  async chooseTarget({ name, filters }: SaveRequest): Promise<string | null> {
    const { window, texts, folder } = this.#options;
    const options: Electron.SaveDialogOptions = {
      title: texts().dialogs.save,
      defaultPath: join(folder(), name),
      // Without it GTK replaces without asking.
      properties: ['showOverwriteConfirmation'],
      filters: filters.map((filter) => ({ name: filter.name, extensions: [...filter.extensions] })),
    };
    const owner = window();
    const { canceled, filePath } = await (owner
      ? dialog.showSaveDialog(owner, options)
      : dialog.showSaveDialog(options));
    if (canceled || filePath === '') return null;
    const path = withExtension(filePath, filters);
    // The dialog asked about another name.
    if (path !== filePath && existsSync(path) && !(await this.#confirmReplace(basename(path)))) return null;
    return path;
  }

  /** Whether to reload a window that crashed; otherwise the person quits. */
  async offerReload(logFile: string): Promise<boolean> {
    const { dialogs } = this.#options.texts();
    return this.#ask({
      type: 'error',
      message: dialogs.crashTitle,
      detail: fill(dialogs.crashDetail, { log: logFile }),
      buttons: [dialogs.reload, dialogs.quit],
      defaultId: 0,
      cancelId: 1,
    });
  }

  async #confirmReplace(name: string): Promise<boolean> {
    const { dialogs } = this.#options.texts();
    return this.#ask({
      type: 'warning',
      message: fill(dialogs.replaceTitle, { name }),
      detail: dialogs.replaceDetail,
      buttons: [dialogs.replace, dialogs.cancel],
      defaultId: 1,
      cancelId: 1,
    });
  }

  /** Whether the first button was chosen. */
  async #ask(options: MessageBoxOptions): Promise<boolean> {
    const owner = this.#options.window();
    const { response } = await (owner ? dialog.showMessageBox(owner, options) : dialog.showMessageBox(options));
    return response === 0;
  }
}
