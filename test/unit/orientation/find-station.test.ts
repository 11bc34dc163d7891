/** The one place that a cloud was seen from: found from an image made of rays, and what passes for one. */
import { describe, expect, it } from 'vitest';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { ballBeforeWall, type SeenBall, type Vector } from '../../shapes/ball-before-wall.ts';
import { roomImage } from '../../shapes/room-image.ts';
import { scanRoom } from '../../shapes/room-scan.ts';
import {
  findStation,
  isCameraOfClosed,
  isStation,
  LEAST_SPREAD_CLOSED,
  seesAll,
  type StationTask,
} from '../../../src/engine/orientation/find-station.ts';

/** The sides of the axes alternate. */
function taskOf({ positions, normals, spacings }: SeenBall): StationTask {
  const axes = new Float32Array(4 * spacings.length);
  for (let i = 0; i < spacings.length; i++) {
    const sign = i % 2 === 0 ? 1 : -1;
    for (let axis = 0; axis < 3; axis++) axes[4 * i + axis] = sign * normals[3 * i + axis]!;
  }
  return { positions, axes, spacings, noiseNorm: 0, leastSpread: 0 };
}

const imageFrom = (place: Vector): StationTask => taskOf(ballBeforeWall(place));
const BEFORE = {
  place: [0, 0, 2],
  placeError: 0,
  spread: 0,
  spreadOfSpacings: 1,
  spreadOpposite: 1,
  coneCosine: 0.9,
} as const;

describe('one station', () => {
  it.each<[string, Vector]>([
    ['before the cloud', [0.3, -0.4, 1.9]],
    ['close to it', [-0.25, 0.1, 0.75]],
  ])('%s is found where it stood', (_name, place) => {
    const station = findStation(imageFrom(place))!;
    const offset = station.place.map((value, axis) => value - place[axis]!);
    expect(Math.hypot(...offset)).toBeLessThan(0.02);
    expect(station.spread).toBeLessThan(0.005);
    expect(station.spreadOpposite).toBeGreaterThan(0.015);
    expect(isStation(station)).toBe(true);
    expect(seesAll(station, 0)).toBe(true);
  });

  it('may be as far off as it is, where the distances scatter', () => {
    const place: Vector = [0.3, -0.4, 1.9];
    const image = imageFrom(place);
    const spacings = image.spacings.map((spacing, i) => spacing * 2 ** (0.4 * (unitFloat(randomBits(1, 0, i)) - 0.5)));
    const station = findStation({ ...image, spacings })!;
    const offset = Math.hypot(...station.place.map((value, axis) => value - place[axis]!));
    expect(offset).toBeGreaterThan(0.001);
    expect(station.placeError).toBeGreaterThan(offset / 2);
    expect(station.placeError).toBeLessThan(20 * offset);
  });

  it('may be a tripod that turns about an axis, in even steps of both angles', () => {
    const place = [-0.3, -0.2, 0.05] as const;
    const { positions, normals: axes, spacings } = scanRoom([place], 1500);
    const levels = spacings.map((_, i) => {
      const way = place.map((value, axis) => positions[3 * i + axis]! - value);
      return Math.hypot(way[0]!, way[1]!) / Math.hypot(...way);
    });
    const turning = { positions, axes, spacings: spacings.map((spacing, i) => spacing * Math.sqrt(levels[i]!)) };
    const station = findStation({ ...turning, noiseNorm: 0, leastSpread: 0 })!;
    expect(Math.hypot(...station.place.map((value, axis) => value - place[axis]!))).toBeLessThan(0.01);
    expect(station.spread).toBeLessThan(0.01);
  });

  it('is none before points that are as far apart everywhere', () => {
    const image = imageFrom([0.3, -0.4, 1.9]);
    const station = findStation({ ...image, spacings: image.spacings.map(() => 0.02) })!;
    expect(station.spreadOfSpacings).toBe(0);
    expect(isStation(station)).toBe(false);
  });

  it('is none of no points', () => {
    const none = {
      positions: new Float32Array(),
      axes: new Float32Array(),
      spacings: new Float32Array(),
      noiseNorm: 0,
      leastSpread: 0,
    };
    expect(findStation(none)).toBeUndefined();
  });

  it('leaves three quarters of the spread at the most, and .9 of what is left on the other side', () => {
    const among = (spread: number) => isStation({ ...BEFORE, spread, spreadOfSpacings: 0.4 });
    expect([0.298, 0.302].map(among)).toEqual([true, false]);
    const beside = (spread: number) => isStation({ ...BEFORE, spread, spreadOpposite: 0.2 });
    expect([0.179, 0.181].map(beside)).toEqual([true, false]);
  });

  it('stands ten extents off at the most', () => {
    const at = (distance: number) => isStation({ ...BEFORE, place: [0.6 * distance, 0, 0.8 * distance], spread: 0.05 });
    expect([9.9, 10.1].map(at)).toEqual([true, false]);
  });

  it('is hidden .15 of the points at the most, and .3 where they lie as evenly as those of an image', () => {
    const sees = (spread: number, hidden: number) => seesAll({ ...BEFORE, spread }, hidden);
    expect([0.149, 0.151].map((hidden) => sees(0.101, hidden))).toEqual([true, false]);
    expect([0.299, 0.301].map((hidden) => sees(0.099, hidden))).toEqual([true, false]);
    // Too few points to tell.
    expect(sees(0.099, NaN)).toBe(false);
  });

  it('may be a camera, whose pixels lie at even steps across its image', () => {
    const place: Vector = [-0.3, -0.25, 0.1];
    const image = taskOf(roomImage(place));
    const station = findStation(image)!;
    expect(Math.hypot(...station.place.map((value, axis) => value - place[axis]!))).toBeLessThan(0.05);
    // By even angles the law leaves .09 there.
    expect(station.spread).toBeLessThan(0.02);
    // The corners of the image are 48° from its middle.
    expect(station.coneCosine).toBeGreaterThan(0.65);
    expect(station.coneCosine).toBeLessThan(0.75);
    expect(isCameraOfClosed(station, 0)).toBe(true);
  });

  it('is not looked for where points lie more evenly than is asked', () => {
    const image = taskOf(roomImage([-0.3, -0.25, 0.1]));
    const { spreadOfSpacings } = findStation(image)!;
    expect(spreadOfSpacings).toBeGreaterThan(LEAST_SPREAD_CLOSED);
    expect(findStation({ ...image, leastSpread: spreadOfSpacings + 0.001 })).toBeUndefined();
    expect(findStation({ ...image, leastSpread: spreadOfSpacings - 0.001 })).toBeDefined();
  });

  it('sees a closed surface if the points are even, all within 66 degrees, and .15 hidden at the most', () => {
    const is = (change: object, hidden = 0) => isCameraOfClosed({ ...BEFORE, ...change }, hidden);
    expect([0.099, 0.101].map((spread) => is({ spread }))).toEqual([true, false]);
    expect([0.401, 0.399].map((coneCosine) => is({ coneCosine }))).toEqual([true, false]);
    expect([0.149, 0.151, NaN].map((hidden) => is({}, hidden))).toEqual([true, false, false]);
  });
});
