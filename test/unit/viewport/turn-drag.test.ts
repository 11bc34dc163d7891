import { describe, expect, it } from 'vitest';
import type { Triple } from '../../../src/engine/vocabulary.ts';
import { angleAbout, nearestTurn, ringDirection, ringPlace } from '../../../src/renderer/viewport/tools/turn-drag.ts';

const CENTRE: Triple = [3, -2, 5];
const AXES = [0, 1, 2] as const;

describe('a ring about an axis', () => {
  it.each([
    [0, [3, -2, 7]],
    [1, [5, -2, 5]],
    [2, [3, 0, 5]],
  ] as const)('about axis %i runs counter-clockwise', (axis, quarter) => {
    for (const [i, value] of ringPlace(CENTRE, 2, axis, Math.PI / 2).entries())
      expect(value).toBeCloseTo(quarter[i]!, 12);
  });

  it.each(AXES)('about axis %i has the direction of its next places', (axis) => {
    const [here, next] = [1.2, 1.2 + 1e-6].map((angle) => ringPlace(CENTRE, 2, axis, angle));
    const along = ringDirection(2, axis, 1.2);
    for (const i of AXES) expect((next![i] - here![i]) / 1e-6).toBeCloseTo(along[i], 4);
  });

  it.each(AXES)('about axis %i is met where a place of it is looked at', (axis) => {
    const eye = CENTRE.map((at, i) => at + (i === axis ? 10 : 3)) as unknown as Triple;
    for (const angle of [-3, -1, 0, 0.5, 2]) {
      const at = ringPlace(CENTRE, 2, axis, angle);
      const sight = [at[0] - eye[0], at[1] - eye[1], at[2] - eye[2]] as const;
      const length = Math.hypot(...sight);
      const direction: Triple = [sight[0] / length, sight[1] / length, sight[2] / length];
      expect(angleAbout(eye, direction, CENTRE, axis)).toBeCloseTo(angle, 12);
    }
  });

  it('is not met edge-on, nor behind the eye', () => {
    const flat = (sine: number): Triple => [Math.sqrt(1 - sine * sine), 0, -sine];
    expect(angleAbout([-4, -2, 6], flat(0.19), CENTRE, 2)).toBeNull();
    expect(angleAbout([-4, -2, 6], flat(0.21), CENTRE, 2)).not.toBeNull();
    expect(angleAbout([3, -2, 4], [0, 0, -1], CENTRE, 2)).toBeNull();
  });
});

it.each([
  [-3, 3, -3 + 2 * Math.PI],
  [0.1, 6.2, 0.1 + 2 * Math.PI],
  [3, -3.2, 3 - 2 * Math.PI],
  [1, 0.5, 1],
])('a drag from %d goes on past half a turn to %d', (angle, near, expected) => {
  expect(nearestTurn(angle, near)).toBeCloseTo(expected, 12);
});
