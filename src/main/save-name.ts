/** Names of saved files. */
import { endingOf } from '../engine/formats/formats.ts';
import type { SaveRequest } from '../contracts/ipc.ts';

/** Adds the suggested ending where the person typed none that the window can write; GTK's dialog does not. */
export function withExtension(path: string, filters: SaveRequest['filters']): string {
  const typed = endingOf(path);
  const isKnown = filters.some(({ extensions }) => extensions.includes(typed));
  const suggested = filters[0]?.extensions[0];
  return isKnown || suggested === undefined ? path : `${path}.${suggested}`;
}
