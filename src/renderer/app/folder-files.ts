/** Files in a folder of a batch, by their path in it. */
import type { FileRef, FolderRef } from '../worker/engine-api.ts';

/** Rejects where the browser finds no such file; behind a URL it shows when the file is read. */
export async function fileIn(folder: FolderRef, path: string, size: number): Promise<FileRef> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (folder.kind === 'url') return { kind: 'url', name, size, url: urlIn(folder.url, path) };
  const blob = await grantedFile(folder.handle, path);
  return { kind: 'blob', name, size: blob.size, blob };
}

/** `folder` ends in '/'. */
export function urlIn(folder: string, path: string): string {
  return folder + path.split('/').map(encodeURIComponent).join('/');
}

export async function grantedFile(folder: FileSystemDirectoryHandle, path: string): Promise<File> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  let place = folder;
  for (const above of names) place = await place.getDirectoryHandle(above);
  return await (await place.getFileHandle(name)).getFile();
}
