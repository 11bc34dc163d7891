/** The system's dialogs, bound to the window where there is one. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BrowserWindow, Dialog, MessageBoxOptions } from 'electron';
import { PROJECT_ENDING, SIDECAR_ENDING } from '../batch/output-names.ts';
import { CLOUD_FORMATS, endingsOf, READ_MESH_FORMATS } from '../engine/formats/formats.ts';
import type { SaveRequest } from '../contracts/ipc.ts';
import type { CommandTexts } from '../contracts/locales/commands.en.ts';
import { fill } from '../contracts/locales/texts.ts';
import type { FolderPurpose } from './folder-grants.ts';
import type { JobFolders } from './job-file.ts';
import { withExtension } from './save-name.ts';

export interface DialogsOptions {
  /** Electron's own. */
  readonly dialog: Pick<Dialog, 'showSaveDialog' | 'showOpenDialog' | 'showMessageBox'>;
  readonly window: () => BrowserWindow | null;
  readonly texts: () => CommandTexts;
  /** The folder in which a person begins to look: that of the last file. */
  readonly folder: () => string;
}

export class Dialogs {
  readonly #options: DialogsOptions;

  constructor(options: DialogsOptions) {
    this.#options = options;
  }

  /** None where the person closed it. */
  async chooseFiles(): Promise<readonly string[]> {
    const { texts, folder } = this.#options;
    const { dialogs, filters } = texts();
    const options: Electron.OpenDialogOptions = {
      title: dialogs.open,
      defaultPath: folder(),
      properties: ['openFile', 'multiSelections'],
      filters: [
        { name: filters.clouds, extensions: [...endingsOf(CLOUD_FORMATS), PROJECT_ENDING] },
        { name: filters.projects, extensions: [PROJECT_ENDING] },
        { name: filters.jobs, extensions: [SIDECAR_ENDING] },
        { name: filters.all, extensions: ['*'] },
      ],
    };
    return this.#choosePaths(options);
  }

  /** Null where the person closed it. */
  async chooseMesh(): Promise<string | null> {
    const { texts, folder } = this.#options;
    const { dialogs, filters } = texts();
    const [path] = await this.#choosePaths({
      title: dialogs.openMesh,
      defaultPath: folder(),
      properties: ['openFile'],
      filters: [
        { name: filters.meshes, extensions: [...endingsOf(READ_MESH_FORMATS)] },
        { name: filters.all, extensions: ['*'] },
      ],
    });
    return path ?? null;
  }

  /** Null where the person closed it. */
  async chooseFolder(purpose: FolderPurpose): Promise<string | null> {
    const { texts, folder } = this.#options;
    const [path] = await this.#choosePaths({
      title: texts().dialogs[purpose],
      defaultPath: folder(),
      properties: purpose === 'output' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
    });
    return path ?? null;
  }

  /** A path whose replacement, if there is such a file, the person agreed to; null where they closed the dialog. */
  async chooseTarget({ name, filters }: SaveRequest): Promise<string | null> {
    const { dialog, window, texts, folder } = this.#options;
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

  /** Whether a job may use folders that are not beside it. */
  async allowJob(name: string, { input, output }: JobFolders): Promise<boolean> {
    const { dialogs } = this.#options.texts();
    return this.#ask({
      type: 'question',
      message: fill(dialogs.jobTitle, { name: visible(name) }),
      detail: fill(dialogs.jobDetail, { input: visible(input), output: visible(output) }),
      buttons: [dialogs.jobOpen, dialogs.cancel],
      // Who only presses Enter has not read it.
      defaultId: 1,
      cancelId: 1,
    });
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

  async #choosePaths(options: Electron.OpenDialogOptions): Promise<readonly string[]> {
    const { dialog, window } = this.#options;
    const owner = window();
    const { canceled, filePaths } = await (owner
      ? dialog.showOpenDialog(owner, options)
      : dialog.showOpenDialog(options));
    return canceled ? [] : filePaths;
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
    const { dialog, window } = this.#options;
    const owner = window();
    const { response } = await (owner ? dialog.showMessageBox(owner, options) : dialog.showMessageBox(options));
    return response === 0;
  }
}

/** A path of a file that may come from anywhere: no line breaks, nor marks that turn the direction of text around. */
function visible(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
