/** Colours by height for clouds without their own: they show the shape, which points of one colour hide. */
import type { UpAxis } from './views.ts';

/** From deep blue over green to warm yellow: lightness rises with height, so the ramp reads in grey print too. */
const RAMP = [
  [82, 92, 190],
  [52, 132, 186],
  [52, 172, 142],
  [150, 204, 88],
  [250, 226, 98],
] as const;

/** Outliers above and below would take the whole ramp: it spans all but this part of the heights at each end. */
const TAIL = 0.01;

/**
 * @param positions [3 × pointCount] any space
 * @returns [3 × pointCount] sRGB
 */
export function heightColors(positions: Float32Array, upAxis: UpAxis): Uint8Array<ArrayBuffer> {
  const axis = upAxis === 'z' ? 2 : 1;
  const heights = Float32Array.from({ length: positions.length / 3 }, (_, i) => positions[3 * i + axis]!);
  const sorted = heights.slice().sort();
  const low = sorted[Math.floor(TAIL * (sorted.length - 1))]!;
  const high = sorted[Math.ceil((1 - TAIL) * (sorted.length - 1))]!;
  const colors = new Uint8Array(positions.length);
  heights.forEach((height, i) => {
    const place = high > low ? Math.min(1, Math.max(0, (height - low) / (high - low))) : 0.5;
    const step = Math.min(RAMP.length - 2, Math.floor(place * (RAMP.length - 1)));
    const part = place * (RAMP.length - 1) - step;
    for (let channel = 0; channel < 3; channel++) {
      colors[3 * i + channel] = Math.round((1 - part) * RAMP[step]![channel]! + part * RAMP[step + 1]![channel]!);
    }
  });
  return colors;
}
