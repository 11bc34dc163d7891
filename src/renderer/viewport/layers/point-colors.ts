/**
 * The colours of what points carry: for each attribute a table of 256, in which the byte of a point is looked up
 * (`worker/byte-scale.ts`), and the same colours as CSS for the legend, so that the two cannot disagree.
 *
 * All colours have to stand out from a light and from a dark background. Single ones are of a middle lightness for
 * that; of a ramp each theme takes the part that does.
 */
import { FIRST_BYTE, LAST_BYTE, MISSING_BYTE, SCAN_CYCLE } from '../../worker/byte-scale.ts';
import type { ValueAttribute } from '../../worker/engine-api.ts';
import type { Theme } from '../viewport-context.ts';
import { type ColorMap, cssGradient, INTENSITY_COLORS, type Rgb, TIME_COLORS } from './color-maps.ts';

/** 0xRRGGBB, sRGB. */
export type HexColor = number;

export type RampAttribute = 'intensity' | 'time';
export type PaletteAttribute = Exclude<ValueAttribute, RampAttribute>;

/** Of selected points, in both themes. */
export const SELECTION_COLOR: HexColor = 0x2670f5;

/** Of points that are drawn in one colour, or have none of the values that they are coloured by. */
export const PLAIN_COLORS: Readonly<Record<Theme, HexColor>> = { dark: 0xc9ced6, light: 0x8794a6 };

/** Twelve hues that alternate in lightness: neighbours in the list are far apart for eyes with a deficiency, too. */
const PALETTE: readonly HexColor[] = [
  0x3f76d8, 0xe08a2b, 0x2f9e6e, 0xcb4a52, 0x9a6fd6, 0x1fa9b8, 0xc255a0, 0x93a02c, 0x9a6a45, 0x6aa5e6, 0x6d6fc4,
  0xd3ac1f,
];

/** Classes of ASPRS by what people expect of them; those without a name take the palette. */
const CLASS_COLORS: Readonly<Record<number, HexColor>> = {
  0: 0x7d8694,
  1: 0xa2a9b5,
  2: 0xa5713c,
  3: 0x9cc43e,
  4: 0x4fa83d,
  5: 0x1f8043,
  6: 0xe2572b,
  7: 0xd6279a,
  9: 0x2f86e0,
  10: 0x8460d2,
  11: 0x5b7094,
  13: 0xe3b52e,
  14: 0xf0962c,
  15: 0xb5495b,
  16: 0xb9b030,
  17: 0x35a89c,
  18: 0xee6cc9,
};

const RAMPS: Readonly<Record<RampAttribute, ColorMap>> = { intensity: INTENSITY_COLORS, time: TIME_COLORS };
/** The part of a ramp that stands out from the background of each theme. */
const SHADES: Readonly<Record<RampAttribute, Readonly<Record<Theme, readonly [number, number]>>>> = {
  intensity: { dark: [0.22, 1], light: [0.12, 0.78] },
  time: { dark: [0.1, 1], light: [0, 0.85] },
};

export function isRamp(attribute: ValueAttribute): attribute is RampAttribute {
  return attribute === 'intensity' || attribute === 'time';
}

/** The colour of a class, a return number or a scan. */
export function valueColor(attribute: PaletteAttribute, value: number): HexColor {
  if (attribute === 'classification') return CLASS_COLORS[value] ?? paletteColor(value);
  if (attribute === 'scan') return paletteColor(value % SCAN_CYCLE);
  // Returns are numbered from 1; 0 is none.
  return value === 0 ? CLASS_COLORS[0]! : paletteColor(value - 1);
}

/** As CSS takes it. */
export function valueCss(attribute: PaletteAttribute, value: number): string {
  return cssOf(valueColor(attribute, value));
}

/** Of points without a value on a ramp. */
export function missingCss(theme: Theme): string {
  return cssOf(PLAIN_COLORS[theme]);
}

/** A CSS gradient from the lowest value to the highest. */
export function rampCss(attribute: RampAttribute, theme: Theme): string {
  return cssGradient((share) => rampColor(attribute, theme, share));
}

/** [4 × 256] red green blue 255, sRGB. */
export function colorTable(attribute: ValueAttribute, theme: Theme): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    const color = isRamp(attribute) ? rampBytes(attribute, theme, byte) : bytesOf(valueColor(attribute, byte));
    table.set([...color, 255], 4 * byte);
  }
  return table;
}

function rampBytes(attribute: RampAttribute, theme: Theme, byte: number): readonly number[] {
  if (byte === MISSING_BYTE) return bytesOf(PLAIN_COLORS[theme]);
  const color = rampColor(attribute, theme, (byte - FIRST_BYTE) / (LAST_BYTE - FIRST_BYTE));
  return color.map((part) => Math.round(255 * part));
}

function rampColor(attribute: RampAttribute, theme: Theme, share: number): Rgb {
  const [low, high] = SHADES[attribute][theme];
  return RAMPS[attribute].at(low + share * (high - low));
}

function paletteColor(place: number): HexColor {
  return PALETTE[place % PALETTE.length]!;
}

function cssOf(color: HexColor): string {
  return `#${color.toString(16).padStart(6, '0')}`;
}

function bytesOf(color: HexColor): readonly number[] {
  return [(color >> 16) & 255, (color >> 8) & 255, color & 255];
}
