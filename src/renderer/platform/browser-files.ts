/** Files without the File System Access standard: an input element that nobody sees, and a download. */

/** Null where the person closed the dialog. @param endings with their dot */
export function inputFiles(endings: readonly string[]): Promise<readonly File[] | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = endings.join(',');
  input.hidden = true;
  // It stands in the document, because Safari drops an input that nothing holds while its dialog is open.
  document.body.append(input);
  return new Promise((resolve) => {
    const end = (): void => {
      input.remove();
      resolve(input.files && input.files.length > 0 ? [...input.files] : null);
    };
    input.addEventListener('change', end, { once: true });
    input.addEventListener('cancel', end, { once: true });
    input.click();
  });
}

/** Browsers read the URL after the click, some of them late. */
const REVOKE_MS = 60_000;

export function download(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
}
