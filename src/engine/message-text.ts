/** Messages quote files, and a file may have a line of a megabyte. */

/** Longer than any sentence of ours with the longest path that systems allow (4,096). */
export const MOST_MESSAGE_LENGTH = 6000;

/** The beginning, which says what and where, and the end, which says what to try, of a message that is too long. */
export function shortMessage(message: string): string {
  if (message.length <= MOST_MESSAGE_LENGTH) return message;
  const kept = (MOST_MESSAGE_LENGTH - 1) / 2;
  return `${message.slice(0, Math.ceil(kept))}…${message.slice(message.length - Math.floor(kept))}`;
}
