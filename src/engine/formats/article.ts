/** "a LAS", "an E57": the article goes by the sound of a name, not by its letter. */

/** Letters whose English names begin with a vowel. */
const SOUNDS_OPEN = /^[AEFHILMNORSX]/;

/**
 * The name behind its article. Capitals without a vowel are spelled, others read as a word; none of ours begins with U.
 */
export function withArticle(name: string): string {
  const isSpelled = /^[A-Z0-9]+$/.test(name) && !/[AEIOUY]/.test(name);
  const isOpen = isSpelled ? SOUNDS_OPEN.test(name) : /^[aeio]/i.test(name);
  return `${isOpen ? 'an' : 'a'} ${name}`;
}
