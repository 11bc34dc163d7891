/**
 * Updates of panels take turns: as many as fit in a short time follow one another, the rest wait for the next task. One
 * change reaches most of the window, and as a single task it would make a click or a key wait for all of it.
 */

/** Half a repaint: after so long no other update begins before the browser had its turn. */
const LONGEST_MS = 8;

const waiting: (() => void)[] = [];
let isBegun = false;

/** Resolves when it is the caller's turn; what the caller does at once, without waiting, is in it. */
export function updateTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (isBegun) return;
    isBegun = true;
    setTimeout(() => void giveTurns());
  });
}

async function giveTurns(): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  do {
    waiting.shift()!();
    // What the turn was given for runs before this goes on, and may have others ask for theirs.
    await Promise.resolve();
  } while (waiting.length > 0 && performance.now() < end);
  isBegun = waiting.length > 0;
  if (isBegun) setTimeout(() => void giveTurns());
}
