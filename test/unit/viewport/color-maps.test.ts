import { describe, expect, it } from 'vitest';
import {
  type ColorMap,
  DISTANCE_COLORS,
  HEIGHT_COLORS,
  INTENSITY_COLORS,
  type Rgb,
  TIME_COLORS,
} from '../../../src/renderer/viewport/layers/color-maps.ts';

/** Forward OKLab from Ottosson's matrices, written apart from the inverse under test. */
function okLab(color: Rgb): Rgb {
  const [r, g, b] = color.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function labsOf(map: Pick<ColorMap, 'at'>): Rgb[] {
  return Array.from({ length: 33 }, (_, i) => okLab(map.at(i / 32)));
}

/** Contrast ratio of WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (color: Rgb): number => {
    const [r, g, bl] = color.map((p) => (p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Of the two sides of distances each is a map of its own, from its end to 0 or from there. */
const half = (name: string, from: number, to: number): Pick<ColorMap, 'name' | 'at' | 'bytes'> => ({
  name,
  at: (share) => DISTANCE_COLORS.at(from + (to - from) * Math.min(1, Math.max(0, share || 0))),
  bytes: DISTANCE_COLORS.bytes.subarray(4 * Math.ceil(255 * from), 4 * Math.floor(255 * to) + 4),
});
const HALVES = { inside: half('distance, inside', 0, 127 / 255), outside: half('distance, outside', 128 / 255, 1) };

describe.each([HEIGHT_COLORS, INTENSITY_COLORS, TIME_COLORS, HALVES.inside, HALVES.outside])(
  'colour map $name',
  (map) => {
    it('takes equal steps for the eye', () => {
      const labs = labsOf(map);
      const steps = labs.slice(1).map((lab, i) => Math.hypot(...lab.map((part, axis) => part - labs[i]![axis]!)));
      const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
      // Chords of a curve, and colours of 8 bits: 4 % is what is left.
      for (const step of steps) expect(Math.abs(step / mean - 1)).toBeLessThan(0.04);
    });

    it('changes its lightness one way only', () => {
      const lightness = labsOf(map).map(([l]) => l);
      const way = Math.sign(lightness.at(-1)! - lightness[0]!);
      for (let i = 1; i < lightness.length; i++)
        expect(way * (lightness[i]! - lightness[i - 1]!)).toBeGreaterThan(0.004);
      expect(Math.abs(lightness.at(-1)! - lightness[0]!)).toBeGreaterThan(0.45);
    });

    it('is made of colours that a screen has: none is clipped', () => {
      const parts = [...map.bytes].filter((_, i) => i % 4 !== 3);
      expect(parts.filter((part) => part === 0 || part === 255)).toEqual([]);
    });

    it('clamps, and takes what is no number for nothing', () => {
      expect(map.at(-1)).toEqual(map.at(0));
      expect(map.at(7)).toEqual(map.at(1));
      expect(map.at(NaN)).toEqual(map.at(0));
    });
  },
);

describe.each([DISTANCE_COLORS, HEIGHT_COLORS, INTENSITY_COLORS, TIME_COLORS])('colour map $name', (map) => {
  it('gives function, texture and CSS the same colours', () => {
    for (const i of [0, 100, 255]) {
      const color = map.at(i / 255).map((part) => Math.round(255 * part));
      expect([...map.bytes.subarray(4 * i, 4 * i + 4)]).toEqual([...color, 255]);
    }
    const first = map.at(0).map((part) => Math.round(255 * part));
    expect(map.css).toContain(`linear-gradient(to right, rgb(${first.join(' ')}),`);
  });
});

/**
 * Linear light as people with a colour vision deficiency see it (Machado, Oliveira and Fernandes, 2009, severity 1).
 */
const DEFICIENCIES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe('the two sides of distances', () => {
  const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const encoded = (light: number): number =>
    light <= 0.0031308 ? 12.92 * Math.max(0, light) : 1.055 * Math.min(1, light) ** (1 / 2.4) - 0.055;

  it.each(Object.entries(DEFICIENCIES))('stay apart with %s, from each other and from 0', (_name, matrix) => {
    const seen = (share: number): Rgb => {
      const light = DISTANCE_COLORS.at(share).map(linear);
      const [r, g, b] = matrix.map((row) => encoded(row.reduce((sum, factor, i) => sum + factor * light[i]!, 0)));
      return okLab([r!, g!, b!]);
    };
    const apart = (a: number, b: number): number =>
      100 * Math.hypot(...seen(a).map((part, axis) => part - seen(b)[axis]!));
    for (const share of [0, 1 / 12, 1 / 6]) {
      expect(apart(share, 1 - share)).toBeGreaterThan(15);
      expect(apart(share, 0.5)).toBeGreaterThan(15);
      expect(apart(1 - share, 0.5)).toBeGreaterThan(15);
    }
  });

  it('are as dark at both ends, and white in the middle', () => {
    const lightness = (share: number): number => okLab(DISTANCE_COLORS.at(share))[0];
    expect(Math.abs(lightness(0) - lightness(1))).toBeLessThan(0.06);
    expect(lightness(0.5)).toBeGreaterThan(0.93);
  });
});

it('tells far distances from the background of both themes', () => {
  const dark: Rgb = [0.13, 0.15, 0.18];
  const light: Rgb = [0.93, 0.94, 0.95];
  expect(contrast(DISTANCE_COLORS.at(0), light)).toBeGreaterThan(7);
  expect(contrast(DISTANCE_COLORS.at(1), light)).toBeGreaterThan(7);
  expect(contrast(DISTANCE_COLORS.at(0.5), dark)).toBeGreaterThan(7);
});
