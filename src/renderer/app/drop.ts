/** Files and folders dropped on the window. Anything else that is dragged over it is left alone. */
import { isJobName } from '../../batch/output-names.ts';
import type { FolderRef } from '../worker/engine-api.ts';
import type { Platform } from '../platform/platform.ts';

export interface DropListener {
  over(isOver: boolean): void;
  /** At least one, of one scene. */
  files(files: readonly File[]): void;
  folder(input: FolderRef): void;
  /** Several were dropped, a folder or a job among them; only this one is opened. */
  tooMany(opened: File): void;
  /** Why a folder or job that was dropped cannot be opened. */
  problem(name: string, error: unknown): void;
}

/** A dropped job is the platform's to open: its folders come through `PlatformListener.openJob`. */
export function listenForDrops(listener: DropListener, platform: Pick<Platform, 'dropped' | 'folders'>): void {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  // Enter and leave come for every element on the way; only the window's own count.
  let depth = 0;
  addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (depth++ === 0) listener.over(true);
  });
  addEventListener('dragleave', (event) => {
    if (hasFiles(event) && --depth === 0) listener.over(false);
  });
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
  });
  addEventListener('drop', (event) => {
    depth = 0;
    listener.over(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    const [first] = files;
    if (!first) return;
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
    if (files.length > 1) {
      const isScene = !files.some(({ name }) => isJobName(name)) && !items.some(isFolder);
      if (isScene) return listener.files(files);
      listener.tooMany(first);
    }
    take(first, items[0], listener, platform);
  });
}

function isFolder(item: DataTransferItem): boolean {
  return item.webkitGetAsEntry()?.isDirectory === true;
}

/** Runs within the event: `item` is empty after it. */
function take(
  file: File,
  item: DataTransferItem | undefined,
  listener: DropListener,
  { dropped, folders }: Pick<Platform, 'dropped' | 'folders'>,
): void {
  const onProblem = (error: unknown): void => listener.problem(file.name, error);
  if (item && folders && isFolder(item)) {
    folders.dropped(item).then((folder) => (folder ? listener.folder(folder) : listener.files([file])), onProblem);
  } else if (isJobName(file.name)) {
    dropped(file).catch(onProblem);
  } else {
    listener.files([file]);
  }
}
