/** A stable sort by whole numbers, linear in items and keys (Seward 1954). */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';

/** The items ascending by key, equal ones in their order. @param keyOf gives 0 … keyCount − 1 */
export function* countingSort(
  items: Uint32Array,
  keyCount: number,
  keyOf: (item: number) => number,
): Steps<Uint32Array<ArrayBuffer>> {
  const starts = new Uint32Array(keyCount + 1);
  for (let i = 0; i < items.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const key = keyOf(items[i]!);
    starts[key + 1] = starts[key + 1]! + 1;
  }
  for (let key = 0; key < keyCount; key++) starts[key + 1] = starts[key + 1]! + starts[key]!;
  const sorted = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const item = items[i]!;
    const key = keyOf(item);
    const place = starts[key]!;
    sorted[place] = item;
    starts[key] = place + 1;
  }
  return sorted;
}
