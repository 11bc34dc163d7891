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

function labsOf(map: ColorMap): Rgb[] {
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

describe.each([DISTANCE_COLORS, HEIGHT_COLORS, INTENSITY_COLORS, TIME_COLORS])('colour map $name', (map) => {
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
    for (let i = 1; i < lightness.length; i++) expect(way * (lightness[i]! - lightness[i - 1]!)).toBeGreaterThan(0.004);
    expect(Math.abs(lightness.at(-1)! - lightness[0]!)).toBeGreaterThan(0.45);
  });

  it('is made of colours that a screen has: none is clipped', () => {
    const parts = [...map.bytes].filter((_, i) => i % 4 !== 3);
    expect(parts.filter((part) => part === 0 || part === 255)).toEqual([]);
  });

  it('gives function, texture and CSS the same colours', () => {
    for (const i of [0, 100, 255]) {
      const color = map.at(i / 255).map((part) => Math.round(255 * part));
      expect([...map.bytes.subarray(4 * i, 4 * i + 4)]).toEqual([...color, 255]);
    }
    const first = map.at(0).map((part) => Math.round(255 * part));
    expect(map.css).toContain(`linear-gradient(to right, rgb(${first.join(' ')}),`);
  });

  it('clamps, and takes what is no number for nothing', () => {
    expect(map.at(-1)).toEqual(map.at(0));
    expect(map.at(7)).toEqual(map.at(1));
    expect(map.at(NaN)).toEqual(map.at(0));
  });
});

it('tells far distances from the background of both themes', () => {
  const dark: Rgb = [0.13, 0.15, 0.18];
  const light: Rgb = [0.93, 0.94, 0.95];
  expect(contrast(DISTANCE_COLORS.at(0), dark)).toBeGreaterThan(7);
  expect(contrast(DISTANCE_COLORS.at(1), light)).toBeGreaterThan(7);
});
