/** How files of Gaussian splats are told from others; apart from their readers, which load when one comes. */
import type { FileHead } from '../../file-head.ts';

const MAGIC = [0x4e, 0x47, 0x53, 0x50];

export function isSpz(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** A ZIP that begins with one of the files of such a scene. */
export function isSog({ text }: FileHead): boolean {
  if (isSogMeta(text)) return true;
  if (!text.startsWith('PK\x03\x04')) return false;
  const nameLength = text.charCodeAt(26) + 256 * text.charCodeAt(27);
  return /(?:^|\/)(?:meta\.json|[\w-]+\.webp)$/.test(text.slice(30, 30 + nameLength));
}

/** The list of pictures by itself, as scenes are kept that were not bundled. */
export function isSogMeta(text: string): boolean {
  return /^\s*\{/.test(text) && text.includes('"means"') && text.includes('"sh0"') && text.includes('.webp');
}

/** Whether the header has what only splats have: a shape, and colours as harmonics or an opacity. */
export function isSplatPly(head: FileHead): boolean {
  const header = head.text.slice(0, head.text.search(/^\s*end_header/im));
  const has = (name: string): boolean => new RegExp(`^\\s*property\\s+\\w+\\s+${name}\\s*$`, 'im').test(header);
  return has('scale_0') && has('rot_0') && (has('f_dc_0') || has('opacity'));
}

export function isCompressedSplatPly(head: FileHead): boolean {
  return /^\s*property\s+\w+\s+packed_position\s*$/im.test(head.text.slice(0, head.text.search(/^\s*end_header/im)));
}
