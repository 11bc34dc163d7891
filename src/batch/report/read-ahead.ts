/**
 * Many small files, read some at a time: one after another a folder on a network would take a round trip for each, all
 * at once would hold them all in memory and run out of open files.
 */

/**
 * What `read` gives for each item, in the items' order; at most `limit` are under way or waiting to be taken. Rejects
 * with the first failure that comes up in that order.
 */
export async function* readAhead<T, R>(
  items: readonly T[],
  limit: number,
  read: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const begun: Promise<R>[] = [];
  for (const item of items) {
    if (begun.length === limit) yield await begun.shift()!;
    const reading = read(item);
    // A failure counts when its turn comes; until then nobody listens, which Node would take for a mistake.
    reading.catch(() => undefined);
    begun.push(reading);
  }
  for (const reading of begun) yield await reading;
}
