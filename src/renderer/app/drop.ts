/** Files dropped on the window. Anything else that is dragged over it is left alone. */
export function listenForDrops(listener: {
  over(isOver: boolean): void;
  file(file: File): void;
  tooMany(opened: File): void;
}): void {
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
    if (files.length > 1) listener.tooMany(first);
    listener.file(first);
  });
}
