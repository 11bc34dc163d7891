/** What the worker holds under a number that the window names: clouds, runs. */

/** @throws Error where nothing is held under it any more */
export function requireHeld<T>(held: ReadonlyMap<number, T>, id: number, what: string): T {
  const found = held.get(id);
  if (found === undefined) throw new Error(`the ${what} ${id} is not held any more`);
  return found;
}
