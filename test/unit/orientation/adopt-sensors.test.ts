/** Sides from sensors: what each number decides, on points so few that the answers are counted by hand. */
import { describe, expect, it } from 'vitest';
import { NO_SENSOR } from '../../../src/engine/analysis/point-sensors.ts';
import { adoptSensors, turnToSensors } from '../../../src/engine/orientation/adopt-sensors.ts';
import { heldDirections, isWaiting, joinSides } from '../../../src/engine/orientation/held-sides.ts';

interface Seen {
  readonly at: readonly number[];
  readonly axis?: readonly number[];
  /** Cosine between the axis and the way to the sensor; none where no sensor is known. */
  readonly cosine?: number;
  readonly near?: readonly number[];
}

/** Each point with a sensor of its own, a unit away at the cosine to its axis, sideways along y. */
function adopt(points: readonly Seen[]) {
  const k = Math.max(1, ...points.map(({ near = [] }) => near.length));
  const places = new Float64Array(3 * points.length);
  const neighbours = new Uint32Array(k * points.length).fill(0xffffffff);
  points.forEach(({ at, axis = [0, 0, 1], cosine = 0, near = [] }, i) => {
    const across = Math.sqrt(1 - cosine ** 2);
    places.set(
      [0, 1, 2].map((c) => at[c]! + cosine * axis[c]! + (c === 1 ? across : 0)),
      3 * i,
    );
    near.forEach((neighbour, j) => (neighbours[j * points.length + i] = neighbour));
  });
  const indices = Uint16Array.from(points, ({ cosine }, i) => (cosine === undefined ? NO_SENSOR : i));
  const found = adoptSensors({
    positions: Float32Array.from(points.flatMap(({ at }) => at)),
    axes: Float32Array.from(points.flatMap(({ axis = [0, 0, 1] }) => [...axis, 0.5])),
    sensors: { places, names: [], indices },
    neighbours,
    noiseNorm: 0,
  });
  const axisOf = (i: number): readonly number[] => points[i]!.axis ?? [0, 0, 1];
  const signs = points.map((_, i) =>
    Math.sign([0, 1, 2].reduce((sum, c) => sum + found.normals[4 * i + c]! * axisOf(i)[c]!, 0)),
  );
  return { ...found, signs, isKnown: [...found.isKnown] };
}

describe('sides from sensors', () => {
  it('turn each plane to its own and keep the confidence', () => {
    const { signs, isKnown, normals, disagreement } = adopt([
      { at: [0, 0, 0], cosine: 0.9 },
      { at: [5, 0, 0], cosine: -0.9 },
    ]);
    expect([signs, isKnown, normals[3], disagreement]).toEqual([[1, -1], [1, 1], 0.5, 0]);
  });

  it.each([
    // Seen well, the two are the sides of something thin; else the one that is seen well speaks for both.
    [0.303, [1, -1], 1],
    [0.297, [-1, -1], 0],
  ])('part the surface between points that both see it from %d on', (cosine, expected, share) => {
    const { signs, disagreement } = adopt([
      { at: [0, 0, 0], cosine, near: [1] },
      { at: [1, 0, 0], cosine: -0.31, near: [0] },
    ]);
    expect([signs, disagreement]).toEqual([expected, share]);
  });

  // Points in a row, each joined to the next: so many seen at a cosine from the front, then as many from behind.
  const twoSides = (count: number, cosine: number) =>
    adopt(
      Array.from({ length: 2 * count }, (_, i) => ({
        at: [i, 0, 0],
        cosine: i < count ? cosine : -cosine,
        near: i + 1 < 2 * count ? [i + 1] : [],
      })),
    ).signs;

  it.each([
    ['stay apart where each is seen as much as five well seen points', 6, 0.2525, true],
    ['are one where less is seen', 6, 0.2475, false],
    ['stay apart where a tenth of each point is seen', 16, 0.101, true],
    ['are one where all of it is at more grazing an angle', 16, 0.099, false],
  ])('of the two sides of a blade %s', (_name, count, cosine, isApart) => {
    const signs = twoSides(count, cosine);
    expect(signs.slice(0, count)).toEqual(new Array(count).fill(1));
    expect(signs.slice(count)).toEqual(new Array(count).fill(isApart ? -1 : 1));
  });

  it('belong to who sees them clearly, whatever neighbours say', () => {
    const sensors = { places: Float64Array.of(0, 0, 1), names: [], indices: Uint16Array.of(0, 0, NO_SENSOR) };
    const tilted = (cosine: number) => [Math.sqrt(1 - cosine ** 2), 0, cosine, 1];
    const normals = Float32Array.from([...tilted(-0.505), ...tilted(-0.495), ...tilted(-1)]);
    turnToSensors(normals, { positions: new Float32Array(9), sensors });
    expect([...normals].filter((_, at) => at % 4 === 2).map(Math.sign)).toEqual([1, -1, -1]);
  });

  it('count the edges that disagree among those between well seen points', () => {
    const row = [0.9, 0.9, -0.9, 0.1].map((cosine, i) => ({ at: [i, 0, 0], cosine, near: i < 3 ? [i + 1] : [] }));
    expect(adopt(row).disagreement).toBe(1 / 2);
  });

  it.each([
    [0.1515, 1],
    [0.1485, 0],
  ])('are settled where %d is seen in all', (cosine, known) => {
    expect(adopt([{ at: [0, 0, 0], cosine }]).isKnown).toEqual([known]);
  });

  it.each([
    [0.505, [1, 1, 1], -1],
    [0.495, [1, 1, 0], 1],
  ])('spread over a bend where the cosines to two neighbours are %d each', (cosine, isKnown, sign) => {
    const axis = [Math.sqrt(1 - cosine ** 2), 0, -cosine];
    const found = adopt([
      { at: [0, 0, 0], cosine: 0.9 },
      { at: [0, 1, 0], cosine: 0.9 },
      { at: [1, 0, 0], axis, near: [0, 1] },
    ]);
    expect([found.isKnown, found.signs[2]]).toEqual([isKnown, sign]);
  });

  it('spread two rings far', () => {
    // Each ring is bent by 53° from the one before: no smooth edge, and cosines of .6.
    const rings = [0, 1, 2, 3].flatMap((ring) => {
      const angle = ring * Math.acos(0.6);
      const axis = [Math.sin(angle), 0, Math.cos(angle)];
      const near = ring === 0 ? [] : [2 * ring - 2, 2 * ring - 1];
      return [0, 1].map((y) => ({ at: [ring, y, 0], axis, near, ...(ring === 0 && { cosine: 0.9 }) }));
    });
    expect(adopt(rings).isKnown).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
  });
});

describe('held sides', () => {
  const sides = (isKnown: Uint8Array<ArrayBuffer>, normals = new Float32Array(0)) => ({
    normals,
    isKnown,
    knownCount: isKnown.reduce((sum, known) => sum + known, 0),
    disagreement: 0,
  });

  it('are asked of the winding number where more than one point of 200 waits', () => {
    const waiting = (count: number): boolean => isWaiting(sides(new Uint8Array(1e5).fill(1, count)));
    expect([waiting(500), waiting(501), waiting(498)]).toEqual([false, true, false]);
  });

  it('are given to the representatives and back', () => {
    const settled = sides(Uint8Array.of(1, 0, 1), Float32Array.of(1, 0, 0, 0.5, 0, 1, 0, 0.6, 0, 0, 1, 0.7));
    expect([...heldDirections(settled, Uint32Array.of(2, 1))]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    const found = Float32Array.of(-1, 0, 0, 0.5, 0, -1, 0, 0.6, 0, 0, -1, 0.7);
    expect(joinSides(settled, found)).toEqual(Float32Array.of(1, 0, 0, 0.5, 0, -1, 0, 0.6, 0, 0, 1, 0.7));
  });
});
