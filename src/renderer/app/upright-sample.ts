/** Some points of the cloud as they would stand with another axis of the file up: for small pictures. Pure. */
import { AXES, type AxisName, turned, turningUp, type Triple } from '../../engine/vocabulary.ts';
import { inFile } from '../worker/scene-places.ts';
import type { LoadedCloud } from './state.ts';

/** As many as a picture of a thumb's size tells apart. */
const POINTS = 1500;
/** The middle of the points, and as much again on either side: strays would make it a speck. */
const MIDDLE = [0.03, 0.97] as const;
const MARGIN = 0.2;

/** The first drawn points are an even sample of all. */
export function uprightSample(
  { info, geometry }: LoadedCloud,
  axis: AxisName,
): { positions: Float32Array; colors?: Uint8Array } {
  const count = Math.min(POINTS, geometry.positions.length / 3);
  const turning = turningUp(AXES[axis]);
  const places = Array.from({ length: count }, (_, i): Triple => {
    const at = (k: 0 | 1 | 2): number => geometry.positions[3 * i + k]!;
    return turned(turning, inFile(info, [at(0), at(1), at(2)]));
  });
  const isSeen = within(places);
  const seen = places.flatMap((place, i) => (isSeen(place) ? [{ place, i }] : []));
  // From their own middle: float32 would lose the digits of far places.
  const [first] = seen;
  const positions = Float32Array.from(seen.flatMap(({ place }) => place.map((value, k) => value - first!.place[k]!)));
  const { colors } = geometry;
  if (!colors) return { positions };
  return { positions, colors: Uint8Array.from(seen.flatMap(({ i }) => [...colors.subarray(4 * i, 4 * i + 3)])) };
}

function within(places: readonly Triple[]): (place: Triple) => boolean {
  const ranges = [0, 1, 2].map((axis) => {
    const values = places.map((place) => place[axis]!).sort((a, b) => a - b);
    const at = (share: number): number => values[Math.round(share * (values.length - 1))]!;
    const [low, high] = [at(MIDDLE[0]), at(MIDDLE[1])];
    return { low: low - MARGIN * (high - low), high: high + MARGIN * (high - low) };
  });
  return (place) => ranges.every(({ low, high }, axis) => place[axis]! >= low && place[axis]! <= high);
}
