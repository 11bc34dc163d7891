/**
 * Colour maps for the surface's heat map and for height, intensity and time of points: as a function, as CSS and as a
 * small texture.
 *
 * They are made, not copied: a smooth curve through a few OKLab colours, walked at constant speed. Equal steps of the
 * value are then equal steps for the eye, and lightness only ever goes one way, which is what people with a colour
 * vision deficiency (and a grey print) read the value from. Rainbow maps such as turbo have neither property.
 */
import { DataTexture, LinearFilter, RGBAFormat, SRGBColorSpace } from 'three';

/** sRGB, each 0…1. */
export type Rgb = readonly [number, number, number];
/** OKLab: lightness 0…1, and two axes of hue. */
export type Lab = readonly [number, number, number];

export interface ColorMap {
  readonly name: string;
  /** Clamps `share` to 0…1; what is not a number takes the first colour. */
  at(share: number): Rgb;
  /** A CSS gradient from left to right. */
  readonly css: string;
  /** [4 × 256] red green blue 255, sRGB. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Colours of the table: more than eyes or 8 bits can tell apart. */
const TABLE = 256;
/** Samples of the curve before it is walked evenly; its speed changes slowly between them. */
const FINE = 2048;
/** Colours of the CSS gradient, which blends in sRGB between them: closer than one step of 8 bits to the table. */
const CSS_STOPS = 24;

/**
 * Signed distance: brown for points inside the surface, white where it is on them, blue for points outside. Both sides
 * are as dark at their ends, and brown and blue stay apart (15 or more in OKLab × 100) with any of the three colour
 * vision deficiencies. Even a good surface varies by half the spacing of the points: near white that stays quiet.
 */
export const DISTANCE_COLORS: ColorMap = createColorMap(
  'distance',
  [0x7a3b06, 0xc0701f, 0xeab873, 0xefefec].map(srgbToLab),
  [0xefefec, 0x8fc3e6, 0x2f7fc2, 0x0b3f79].map(srgbToLab),
);

/** Where the colours of three bands stand on the scale of `DISTANCE_COLORS`, and what is beyond its ends. */
export const BAND_SHARES = { insideMost: 0, inside: 1 / 6, within: 0.5, outside: 5 / 6, outsideMost: 1 } as const;

/**
 * How sure the surface is: from the paper's grey where it is, to a slate blue; the hatch of a guess lies over all of
 * it.
 */
export const TRUST_COLORS: ColorMap = createColorMap('trust', [
  lch(0.925, 0.014, 93),
  lch(0.78, 0.022, 200),
  lch(0.64, 0.048, 250),
  lch(0.496, 0.075, 262),
]);

/** The hatch over what is a guess, sRGB. */
export const GUESS_COLOR = '#5c2170';

/** Height: from a deep violet over teal to a pale yellow, the course that viridis made familiar. */
export const HEIGHT_COLORS: ColorMap = createColorMap('height', [
  lch(0.36, 0.12, 295),
  lch(0.47, 0.1, 262),
  lch(0.58, 0.088, 222),
  lch(0.68, 0.105, 172),
  lch(0.79, 0.15, 135),
  lch(0.91, 0.165, 105),
]);

/** Intensity: grey, as all programs show it, from a little above black to a little below white. */
export const INTENSITY_COLORS: ColorMap = createColorMap('intensity', [
  lch(0.22, 0.012, 265),
  lch(0.6, 0.006, 265),
  lch(0.98, 0.003, 265),
]);

/** Time: from indigo over purple and a warm red to a pale yellow, so that nobody takes it for height. */
export const TIME_COLORS: ColorMap = createColorMap('time', [
  lch(0.34, 0.16, 280),
  lch(0.45, 0.19, 312),
  lch(0.57, 0.18, 355),
  lch(0.68, 0.16, 35),
  lch(0.79, 0.13, 70),
  lch(0.91, 0.13, 100),
]);

/** @param after a second curve, from the middle on */
function createColorMap(name: string, stops: readonly Lab[], after: readonly Lab[] = []): ColorMap {
  const walked =
    after.length === 0 ? walkEvenly(stops, TABLE) : [...walkEvenly(stops, TABLE / 2), ...walkEvenly(after, TABLE / 2)];
  const table = walked.map(labToSrgb);
  const bytes = new Uint8Array(4 * TABLE);
  table.forEach((color, i) => bytes.set([...color.map((part) => Math.round(255 * part)), 255], 4 * i));
  const at = (share: number): Rgb => {
    const place = (TABLE - 1) * Math.min(1, Math.max(0, share || 0));
    const low = Math.min(TABLE - 2, Math.floor(place));
    return mix(table[low]!, table[low + 1]!, place - low);
  };
  return Object.freeze({ name, at, css: cssGradient(at), bytes });
}

/** From left to right the colours of 0…1. */
export function cssGradient(at: (share: number) => Rgb): string {
  const stops = Array.from({ length: CSS_STOPS }, (_, i) => cssColor(at(i / (CSS_STOPS - 1))));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** A row of 256 texels; the caller disposes it. */
export function colorMapTexture(map: ColorMap): DataTexture {
  const texture = new DataTexture(map.bytes, TABLE, 1, RGBAFormat);
  texture.colorSpace = SRGBColorSpace;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** `count` colours at equal distances along the Catmull–Rom curve through `stops`. */
function walkEvenly(stops: readonly Lab[], count: number): Lab[] {
  const fine = Array.from({ length: FINE }, (_, i) => curveAt(stops, (i / (FINE - 1)) * (stops.length - 1)));
  const walked = [0];
  for (let i = 1; i < FINE; i++) walked.push(walked[i - 1]! + labDistance(fine[i - 1]!, fine[i]!));
  const colors: Lab[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const goal = (walked[FINE - 1]! * i) / (count - 1);
    while (at < FINE - 2 && walked[at + 1]! < goal) at++;
    colors.push(mix(fine[at]!, fine[at + 1]!, (goal - walked[at]!) / (walked[at + 1]! - walked[at]!)));
  }
  return colors;
}

function curveAt(stops: readonly Lab[], place: number): Lab {
  const last = stops.length - 1;
  const low = Math.min(last - 1, Math.floor(place));
  const t = place - low;
  const [a, b] = [stops[low]!, stops[low + 1]!];
  // Beyond the ends the curve goes straight on.
  const before = stops[low - 1] ?? mix(b, a, 2);
  const after = stops[low + 2] ?? mix(a, b, 2);
  const along = (axis: 0 | 1 | 2): number => {
    const [p, q, r, s] = [before[axis], a[axis], b[axis], after[axis]];
    return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
  };
  return [along(0), along(1), along(2)];
}

/** A colour of lightness, chroma and hue in degrees. */
function lch(lightness: number, chroma: number, hue: number): Lab {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

/** Björn Ottosson's OKLab (2020), inverted; colours outside sRGB are clipped. */
export function labToSrgb([lightness, a, b]: Lab): Rgb {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encode(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** A colour 0xrrggbb. */
function srgbToLab(hex: number): Lab {
  const [red, green, blue] = [hex >> 16, (hex >> 8) & 255, hex & 255].map((byte) => decode(byte / 255)) as [
    number,
    number,
    number,
  ];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

/** sRGB to linear light. */
function decode(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

/** Linear light to sRGB, IEC 61966-2-1. */
function encode(linear: number): number {
  const light = Math.min(1, Math.max(0, linear));
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

function mix(from: Lab, to: Lab, share: number): Lab {
  const along = (axis: 0 | 1 | 2): number => from[axis] + (to[axis] - from[axis]) * share;
  return [along(0), along(1), along(2)];
}

function labDistance(from: Lab, to: Lab): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
}

export function cssColor(color: Rgb): string {
  return `rgb(${color.map((part) => Math.round(255 * part)).join(' ')})`;
}
