/** How long a measured line is, and where its label goes; apart from pointers and pixels. */
import type { Triple } from '../../../engine/vocabulary.ts';

/** Scene space has the world's unit. */
export function distanceBetween(from: Triple, to: Triple): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
}

/**
 * Significant digits of a distance that its two places can vouch for: each is known to about a pixel.
 * @param unitsPerPixel Length of a pixel there.
 */
export function digitsOf(distance: number, unitsPerPixel: number): number {
  if (!(distance > 0) || !(unitsPerPixel > 0)) return 3;
  const pixels = Math.max(1, distance / unitsPerPixel);
  // A line of 300 pixels is known to 1 in 300: three digits, and one more against rounding.
  return Math.min(6, Math.max(2, Math.ceil(Math.log10(pixels)) + 1));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Centre of the label, CSS pixels: beside the middle of the line, on its upper side, and within the view.
 * @param gap Between line and label.
 */
export function labelPlace(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  label: Size,
  view: Size,
  gap: number,
): { x: number; y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  // Across the line, pointing up; straight up where the line has no direction.
  const flip = dx < 0 ? -1 : 1;
  const [nx, ny] = length < 1 ? [0, -1] : [(flip * dy) / length, (-flip * dx) / length];
  const away = gap + 0.5 * (Math.abs(nx) * label.width + Math.abs(ny) * label.height);
  const within = (place: number, size: number, room: number): number =>
    Math.max(size / 2 + gap, Math.min(room - size / 2 - gap, place));
  return {
    x: within(0.5 * (from.x + to.x) + nx * away, label.width, view.width),
    y: within(0.5 * (from.y + to.y) + ny * away, label.height, view.height),
  };
}
