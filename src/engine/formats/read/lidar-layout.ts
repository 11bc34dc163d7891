/**
 * Frames of a spinning lidar as data sets keep them (`.bin`): float32 without a header, x y z in metres from the sensor,
 * then reflectance (KITTI, SemanticKITTI) and the number of the ring (nuScenes). How many numbers a point has is told
 * by what they come to.
 */
import type { FileHead } from '../file-head.ts';
import { endingOf } from '../formats.ts';

/** The numbers of a point. Places alone are not among them: any of these would pass for such, its numbers mixed up. */
const LAYOUTS = [
  ['x', 'y', 'z', 'intensity', 'ring'],
  ['x', 'y', 'z', 'intensity'],
] as const;
export type LidarLayout = (typeof LAYOUTS)[number];

/** Points that are looked at, at most, and at least so that chance makes none of them. */
const MOST_TOLD_BY = 2000;
const LEAST_TOLD_BY = 8;
/** Metres: no lidar sees further, and none so finely. */
const FURTHEST = 2000;
const FINEST = 1e-6;
/** Of 16 bits. */
const MOST_INTENSITY = 65_535;
const MOST_RINGS = 1024;
/** Metres, and the share of all coordinates that may be less but not zero: bytes of another kind are mostly tiny numbers. */
const TINY = 1e-3;
const MOST_TINY = 0.1;

/** Whether each number is what its place says. */
const isRight: Readonly<Record<LidarLayout[number], (value: number) => boolean>> = {
  x: isPlace,
  y: isPlace,
  z: isPlace,
  intensity: (value) => value === 0 || (value >= FINEST && value <= MOST_INTENSITY),
  ring: (value) => Number.isInteger(value) && value >= 0 && value < MOST_RINGS,
};

function isPlace(value: number): boolean {
  const size = Math.abs(value);
  return value === 0 || (size >= FINEST && size <= FURTHEST);
}

export function isLidarFrame(head: FileHead): boolean {
  return endingOf(head.name) === 'bin' && layoutOf(head) !== undefined;
}

/** Undefined where the bytes make sense as none. */
export function layoutOf({ bytes, size }: FileHead): LidarLayout | undefined {
  return LAYOUTS.find((layout) => {
    const recordBytes = 4 * layout.length;
    const count = Math.min(Math.floor(bytes.length / recordBytes), MOST_TOLD_BY);
    if (count < LEAST_TOLD_BY || (size !== undefined && size % recordBytes !== 0)) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let tiny = 0;
    for (let i = 0; i < count * layout.length; i++) {
      const value = view.getFloat32(4 * i, true);
      if (!isRight[layout[i % layout.length]!](value)) return false;
      if (i % layout.length < 3 && value !== 0 && Math.abs(value) < TINY) tiny++;
    }
    return tiny <= MOST_TINY * 3 * count;
  });
}
