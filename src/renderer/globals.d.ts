/** What the window may find beside the standard library's types. */
import type { Api } from '../contracts/ipc.ts';

/** Part of the File System Access standard, which TypeScript's library leaves out because not every browser has it. */
interface FilePickerType {
  readonly description?: string;
  readonly accept: Readonly<Record<string, readonly string[]>>;
}

declare global {
  interface Window {
    /** The parts of the window, for tests and the console. */
    app?: unknown;
    /** What the preload exposes; absent in a plain browser. */
    readonly gridpull?: Api;
    readonly showOpenFilePicker?: (options: {
      readonly id?: string;
      readonly multiple?: boolean;
      readonly types?: readonly FilePickerType[];
    }) => Promise<FileSystemFileHandle[]>;
    readonly showSaveFilePicker?: (options: {
      readonly id?: string;
      readonly suggestedName: string;
      readonly types?: readonly FilePickerType[];
    }) => Promise<FileSystemFileHandle>;
    readonly showDirectoryPicker?: (options: {
      readonly id?: string;
      readonly mode?: 'read' | 'readwrite';
    }) => Promise<FileSystemDirectoryHandle>;
  }

  interface DataTransferItem {
    getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>;
  }

  interface FileSystemHandle {
    /** Asks the person, if they have not been; needs a gesture of theirs. */
    requestPermission?: (options: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>;
  }
}
