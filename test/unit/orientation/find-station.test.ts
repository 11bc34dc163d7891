/** The one place that a cloud was seen from: found from an image made of rays, and what passes for one. */
import { describe, expect, it } from 'vitest';
import type { ViewedCloud } from '../../../src/engine/orientation/cube-view.ts';
import { ballBeforeWall, type Vector } from '../../shapes/ball-before-wall.ts';
import { findStation, isStation, seesAll } from '../../../src/engine/orientation/find-station.ts';

/** The sides of the axes alternate. */
function imageFrom(place: Vector): ViewedCloud {
  const { positions, normals, spacings } = ballBeforeWall(place);
  const axes = new Float32Array(4 * spacings.length);
  for (let i = 0; i < spacings.length; i++) {
    const sign = i % 2 === 0 ? 1 : -1;
    for (let axis = 0; axis < 3; axis++) axes[4 * i + axis] = sign * normals[3 * i + axis]!;
  }
  return { positions, axes, spacings, noiseNorm: 0 };
}

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
    };
    expect(findStation(none)).toBeUndefined();
  });

  it('leaves three quarters of the spread at the most, and .9 of what is left on the other side', () => {
    const place = [0, 0, 2] as const;
    const among = (spread: number) => isStation({ place, spread, spreadOfSpacings: 0.4, spreadOpposite: 1 });
    expect([0.298, 0.302].map(among)).toEqual([true, false]);
    const beside = (spread: number) => isStation({ place, spread, spreadOfSpacings: 1, spreadOpposite: 0.2 });
    expect([0.179, 0.181].map(beside)).toEqual([true, false]);
  });

  it('stands ten extents off at the most', () => {
    const at = (distance: number) =>
      isStation({ place: [0.6 * distance, 0, 0.8 * distance], spread: 0.05, spreadOfSpacings: 1, spreadOpposite: 1 });
    expect([9.9, 10.1].map(at)).toEqual([true, false]);
  });

  it('is hidden .15 of the points at the most, and .3 where they lie as evenly as those of an image', () => {
    const sees = (spread: number, hidden: number) =>
      seesAll({ place: [0, 0, 2], spread, spreadOfSpacings: 1, spreadOpposite: 1 }, hidden);
    expect([0.149, 0.151].map((hidden) => sees(0.101, hidden))).toEqual([true, false]);
    expect([0.299, 0.301].map((hidden) => sees(0.099, hidden))).toEqual([true, false]);
    // Too few points to tell.
    expect(sees(0.099, NaN)).toBe(false);
  });
});
