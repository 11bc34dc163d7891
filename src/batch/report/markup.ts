/** Text made harmless for a page, and the few shapes that stand beside it. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text and attributes in quotes. Everything that comes from a file, its name too, goes through here. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** The address of a file beside the page. Without a scheme whatever the name, since `:` is encoded. */
export function fileLink(path: string): string {
  return escaped(path.split('/').map(encodedName).join('/'));
}

/** Half a surrogate pair cannot be encoded; as in the file itself, it becomes the sign for what is unknown. */
function encodedName(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** Folders are said more quietly than the file, and a long path breaks before it breaks a name. */
export function pathMarkup(path: string): string {
  const nameStart = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, nameStart);
  return (folder && `<span class="folder">${escaped(folder)}<wbr></span>`) + escaped(path.slice(nameStart));
}

/** Icons of Lucide (ISC licence), and the app's own mark. */
const SHAPES = {
  check: '<circle cx="12" cy="12" r="10"/><path d="m16 9-5.5 5.5L8 12"/>',
  cross: '<circle cx="12" cy="12" r="10"/><path d="m15 9-6 6"/><path d="m9 9 6 6"/>',
  warning:
    '<path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3"/><path d="M12 9v4"/><path d="M12 17h.01"/>',
  mark: '<path d="M12 2.8 20 7.4v9.2l-8 4.6-8-4.6V7.4z"/><path d="M4 7.4 12 12l8-4.6L12 2.8z" fill="currentColor" fill-opacity=".28" stroke="none"/><path d="M12 12v9.2l8-4.6V7.4z" fill="currentColor" fill-opacity=".6" stroke="none"/>',
} as const;

export type ShapeName = keyof typeof SHAPES;

/** Defined once for the page; `shape` refers to them, which keeps thousands of rows short. */
export function shapeDefinitions(): string {
  const symbols = Object.entries(SHAPES).map(
    ([name, path]) => `<symbol id="${name}" viewBox="0 0 24 24">${path}</symbol>`,
  );
  return `<svg class="shapes" aria-hidden="true">${symbols.join('')}</svg>`;
}

export function shape(name: ShapeName): string {
  return `<svg class="icon" aria-hidden="true"><use href="#${name}"/></svg>`;
}
