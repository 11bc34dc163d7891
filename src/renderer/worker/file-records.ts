/** Files and folders that the window and the engine's worker name to each other, wherever they lie. */

/** A file to read: behind a URL of the page's own origin (desktop, or granted by the web server), or chosen. */
export type FileRef = {
  readonly name: string;
  readonly size: number;
  /** Of the `.prj` file beside it. */
  readonly projection?: string;
} & ({ readonly kind: 'url'; readonly url: string } | { readonly kind: 'blob'; readonly blob: Blob });

/** A place to write: slices put to a URL, a file that the browser granted, or memory for a download. */
export type SaveTarget =
  | { readonly kind: 'url'; readonly name: string; readonly url: string }
  | { readonly kind: 'file'; readonly name: string; readonly handle: FileSystemFileHandle }
  | { readonly kind: 'memory'; readonly name: string };

/**
 * A folder: behind a URL of the page's own origin that ends in '/' (desktop: see `contracts/ipc.ts`, `folderUrl`), or
 * one that the browser granted.
 */
export type FolderRef =
  | { readonly kind: 'url'; readonly name: string; readonly url: string }
  | { readonly kind: 'handle'; readonly name: string; readonly handle: FileSystemDirectoryHandle };
