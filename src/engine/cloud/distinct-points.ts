/**
 * Drops exact copies of points. Copies share a Morton cell, so only the points of one cell are compared with each
 * other: all pairs where the cell holds a few, which is nearly always, else through a small hash table. A cloud may
 * well lie in a few cells as a whole (one stray stretches the box), which all pairs would not survive.
 */
import { mortonCell } from './morton-order.ts';

/** Up to here comparing all pairs is quicker than setting up a table. */
const PAIRWISE_LIMIT = 24;

/**
 * @param positions [3 × pointCount] normalised, in Morton order.
 * @returns indices of the points that equal no earlier one in all three coordinates, ascending.
 */
export function distinctPoints(positions: Float32Array): Uint32Array {
  const pointCount = positions.length / 3;
  const kept = new Uint32Array(pointCount);
  let keptCount = 0;
  let start = 0;
  while (start < pointCount) {
    const end = cellEnd(positions, start);
    const keep = end - start <= PAIRWISE_LIMIT ? keepByPairs : keepByHash;
    keptCount = keep(positions, start, end, kept, keptCount);
    start = end;
  }
  return keptCount === pointCount ? kept : kept.slice(0, keptCount);
}

/**
 * The end of the range of points that share the cell of the one at `start`.
 * @param positions [3 × pointCount] normalised, in Morton order.
 */
export function cellEnd(positions: Float32Array, start: number): number {
  const x = mortonCell(positions[3 * start]!);
  const y = mortonCell(positions[3 * start + 1]!);
  const z = mortonCell(positions[3 * start + 2]!);
  let end = start + 1;
  for (; 3 * end < positions.length; end++) {
    if (mortonCell(positions[3 * end]!) !== x) break;
    if (mortonCell(positions[3 * end + 1]!) !== y || mortonCell(positions[3 * end + 2]!) !== z) break;
  }
  return end;
}

function areEqual(positions: Float32Array, a: number, b: number): boolean {
  return (
    positions[3 * a] === positions[3 * b] &&
    positions[3 * a + 1] === positions[3 * b + 1] &&
    positions[3 * a + 2] === positions[3 * b + 2]
  );
}

/** Appends the distinct points of `[start, end)` to `kept` from `keptCount` on; returns the new count. */
function keepByPairs(
  positions: Float32Array,
  start: number,
  end: number,
  kept: Uint32Array,
  keptCount: number,
): number {
  let count = keptCount;
  for (let member = start; member < end; member++) {
    let earlier = keptCount;
    while (earlier < count && !areEqual(positions, kept[earlier]!, member)) earlier++;
    if (earlier === count) kept[count++] = member;
  }
  return count;
}

/** The same through an open table of twice as many entries, with linear probing. */
function keepByHash(positions: Float32Array, start: number, end: number, kept: Uint32Array, keptCount: number): number {
  const mask = 2 ** Math.ceil(Math.log2(2 * (end - start))) - 1;
  const table = new Uint32Array(mask + 1);
  const coordinates = new Float32Array(3);
  const bits = new Uint32Array(coordinates.buffer);
  let count = keptCount;
  for (let member = start; member < end; member++) {
    // Adding 0 makes -0 into 0, which equals it but has other bits.
    for (let axis = 0; axis < 3; axis++) coordinates[axis] = positions[3 * member + axis]! + 0;
    let slot = hash(bits[0]!, bits[1]!, bits[2]!) & mask;
    let entry = table[slot]!;
    // Entries are places in `kept` plus 1, so that 0 means free.
    while (entry !== 0 && !areEqual(positions, kept[entry - 1]!, member)) {
      slot = (slot + 1) & mask;
      entry = table[slot]!;
    }
    if (entry !== 0) continue;
    kept[count++] = member;
    table[slot] = count;
  }
  return count;
}

/** Multiply-and-xorshift mixing with the constants of MurmurHash3's finaliser (Appleby, public domain). */
function hash(a: number, b: number, c: number): number {
  let bits = Math.imul(a, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
