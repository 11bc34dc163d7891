/** The curve between sRGB bytes and linear light (IEC 61966-2-1). */

/** [256] linear light of each byte, 0…1. */
export const SRGB_LIGHT = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** The byte of a light of 0…1. */
export function srgbByte(light: number): number {
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
}
