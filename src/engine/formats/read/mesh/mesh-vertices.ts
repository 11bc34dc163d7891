/** What the readers share that take the vertices of a mesh for a cloud. */
import type { PointCloud } from '../../../cloud/point-cloud.ts';

/** Says that the file is a mesh. Empty where it has no triangles, as a cloud has none. */
export function meshWarnings(name: string, triangleCount: number, what = 'its vertices are'): string[] {
  if (triangleCount === 0) return [];
  const triangles = triangleCount === 1 ? '1 triangle' : `${triangleCount} triangles`;
  return [`${name}: the file is a mesh of ${triangles}; ${what} read as a cloud.`];
}

/** The cloud with each place once, the first point of it: for formats that repeat a vertex in every triangle. */
export function withoutRepeatedPlaces(cloud: PointCloud): PointCloud {
  const { positions } = cloud;
  const count = positions.length / 3;
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1))).fill(-1);
  const mask = slots.length - 1;
  const bits = new Uint32Array(positions.buffer, positions.byteOffset, positions.length);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    // Zero of either sign is one place, and has the same bits from here on.
    for (let at = 3 * i; at < 3 * i + 3; at++) positions[at]! += 0;
    let slot = hashOf(bits[3 * i]!, bits[3 * i + 1]!, bits[3 * i + 2]!) & mask;
    for (; slots[slot]! >= 0; slot = (slot + 1) & mask) {
      const other = 3 * slots[slot]!;
      if (bits[other] === bits[3 * i] && bits[other + 1] === bits[3 * i + 1] && bits[other + 2] === bits[3 * i + 2]) {
        break;
      }
    }
    if (slots[slot]! >= 0) continue;
    slots[slot] = kept;
    positions.copyWithin(3 * kept, 3 * i, 3 * i + 3);
    kept++;
  }
  const { pointCount, finiteCount } = cloud.stats;
  const stats = { ...cloud.stats, pointCount: kept + pointCount - finiteCount, finiteCount: kept };
  return { ...cloud, positions: positions.slice(0, 3 * kept), stats };
}

/** Mixes 96 bits into 32 (the last steps of MurmurHash3). */
function hashOf(x: number, y: number, z: number): number {
  let hash = Math.imul(x ^ Math.imul(y, 0x9e3779b1) ^ Math.imul(z, 0x85ebca6b), 0xcc9e2d51);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const HASH = 35;

/** Where the comment of a line begins, or its end. */
export function beforeComment(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== HASH) at++;
  return at;
}
