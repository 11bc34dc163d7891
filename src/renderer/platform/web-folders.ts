/**
 * Folders in a plain browser: those that the person lets it into (File System Access), and those that the program's
 * own server was started with.
 */
import { DEFAULT_OUTPUT, REPORT_HTML } from '../../batch/output-names.ts';
import type { FolderRef } from '../worker/engine-api.ts';
import { download } from './browser-files.ts';
import { folderOf } from './granted.ts';
import type { GrantedFolder } from './server-info.ts';
import type { Folders } from './platform.ts';

/** Makes the browser's dialogs remember the folder of clouds and that of meshes apart. */
const PICKER_IDS = { input: 'gridpull-folders', output: 'gridpull-results' } as const;

/** Null where there is no way to write into a folder. @param granted of the server's command line */
export function webFolders(granted: GrantedFolder | null): Folders | null {
  if (!window.showDirectoryPicker && !granted) return null;
  const isGranted = (folder: FolderRef, which: 'input' | 'output'): boolean =>
    granted !== null && folder.kind === 'url' && folder.url === urlOf(granted[which]);
  return {
    choose,
    dropped,
    async defaultOutput(input) {
      if (granted && isGranted(input, 'input')) return folderOf(granted.output);
      return makeOutput(input);
    },
    async between(output, input) {
      if (granted && isGranted(output, 'output') && isGranted(input, 'input')) return granted.between;
      if (output.kind !== 'handle' || input.kind !== 'handle') return null;
      const down = await input.handle.resolve(output.handle).catch(() => null);
      // The output is so many folders below the input.
      return down && (down.map(() => '..').join('/') || '.');
    },
    reveal: null,
    openReport: null,
    copyReport: async (output) => download(REPORT_HTML, await reportOf(output)),
  };
}

/** Null where the person closed the dialog. */
export async function orNull<T>(choice: Promise<T>): Promise<T | null> {
  try {
    return await choice;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

async function choose(purpose: 'input' | 'output'): Promise<FolderRef | null> {
  if (!window.showDirectoryPicker) {
    throw new Error('This browser has no way to open a folder. Start the program with it: “npm start -- FOLDER”.');
  }
  const mode = purpose === 'output' ? 'readwrite' : 'read';
  const handle = await orNull(window.showDirectoryPicker({ id: PICKER_IDS[purpose], mode }));
  return handle && handleOf(handle);
}

/** This is no async function: what the item holds must be asked for in the event. */
function dropped(item: DataTransferItem): Promise<FolderRef | null> {
  const asked = item.getAsFileSystemHandle?.() ?? Promise.resolve(null);
  return asked.then((handle) => (handle?.kind === 'directory' ? handleOf(handle as FileSystemDirectoryHandle) : null));
}

async function reportOf(output: FolderRef): Promise<Blob> {
  if (output.kind === 'handle') return (await output.handle.getFileHandle(REPORT_HTML)).getFile();
  const response = await fetch(output.url + REPORT_HTML, { cache: 'no-store' });
  if (!response.ok) throw new Error(await response.text());
  return response.blob();
}

async function makeOutput(input: FolderRef): Promise<FolderRef> {
  if (input.kind === 'url') throw new Error(`Choose a folder for the meshes of ${input.name}.`);
  try {
    // Opening asked for reading only.
    await input.handle.requestPermission?.({ mode: 'readwrite' });
    return handleOf(await input.handle.getDirectoryHandle(DEFAULT_OUTPUT, { create: true }));
  } catch (cause) {
    throw new Error(`The browser may not write into ${input.name}. Choose a folder for the meshes.`, { cause });
  }
}

function handleOf(handle: FileSystemDirectoryHandle): FolderRef {
  return { kind: 'handle', name: handle.name, handle };
}

function urlOf(grant: GrantedFolder['input']): string {
  const folder = folderOf(grant);
  return folder.kind === 'url' ? folder.url : '';
}
