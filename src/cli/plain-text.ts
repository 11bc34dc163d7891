/**
 * Text for a terminal. Names and headers come from files of strangers: a control character in them would be obeyed
 * (colours, titles, keys typed in the person's place), and a mark of direction would turn the words round.
 */

/** C0 but tab and line feed, delete, C1, marks of direction (Unicode UAX 9). */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Each of them as `\u001b`, which JSON reads as the same character. */
export function plainText(text: string): string {
  return text.replace(OBEYED, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
