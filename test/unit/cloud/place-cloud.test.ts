/** Clouds that are turned upright and scaled: where their points, normals and sensors are then, and the way back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlacing, placeCloud, turnOf, upOf } from '../../../src/engine/cloud/place-cloud.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import {
  AXES,
  type AxisName,
  directionInFile,
  placedAt,
  placeInFile,
  type Placing,
} from '../../../src/engine/math/placement.ts';
import { boundsOf } from '../../../src/engine/math/point-bounds.ts';
import { dot, type Triple, unit } from '../../../src/engine/math/triple.ts';

const { signal } = new AbortController();

function cloudOf(places: readonly Triple[], shift: Triple = [0, 0, 0], more: Partial<PointCloud> = {}): PointCloud {
  const positions = Float32Array.from(places.flat());
  const { min, max } = boundsOf(positions);
  const world = (corner: Triple): Triple => [corner[0] + shift[0], corner[1] + shift[1], corner[2] + shift[2]];
  const stats = {
    pointCount: places.length,
    finiteCount: places.length,
    min: world(min),
    max: world(max),
    warnings: [],
  };
  return { positions, shift, stats, ...more };
}

/** World, float64. */
const placesOf = ({ positions, shift }: PointCloud): Triple[] =>
  Array.from({ length: positions.length / 3 }, (_, i) => [
    positions[3 * i]! + shift[0],
    positions[3 * i + 1]! + shift[1],
    positions[3 * i + 2]! + shift[2],
  ]);

const place = (cloud: PointCloud, placing: Placing): Promise<PointCloud> => placeCloud(cloud, placing, signal);

/** Points on a tilted table of 1 × 1 and in a ball that lies on it, drawn evenly. */
function tableAndBall(tilt: number, side: 1 | -1): Triple[] {
  const places: Triple[] = [];
  const lean = ([x, y, z]: Triple): Triple => [
    x * Math.cos(tilt) + z * Math.sin(tilt),
    y,
    -x * Math.sin(tilt) + z * Math.cos(tilt),
  ];
  const golden = Math.PI * (3 - Math.sqrt(5));
  for (let i = 0; i < 40; i++)
    for (let j = 0; j < 40; j++) places.push(lean([i / 40, j / 40, 0.0004 * Math.sin(9 * i * j)]));
  for (let i = 0; i < 1200; i++) {
    const z = 1 - (2 * i + 1) / 1200;
    const around = Math.sqrt(1 - z * z);
    const at = golden * i;
    places.push(lean([0.5 + 0.2 * around * Math.cos(at), 0.5 + 0.2 * around * Math.sin(at), side * (0.2 + 0.2 * z)]));
  }
  return places;
}

it.each<[AxisName, Triple]>([
  ['+z', [1, 2, 3]],
  ['-z', [1, -2, -3]],
  ['+y', [1, -3, 2]],
  ['-y', [1, 3, -2]],
  ['+x', [-3, 2, 1]],
  ['-x', [3, 2, -1]],
])('%s up takes (1, 2, 3) to %j, exactly', async (up, expected) => {
  const placed = await place(cloudOf([[1, 2, 3]]), { up });
  expect([...placed.positions]).toEqual(expected);
  expect(placedAt(placed.placement!, AXES[up])).toEqual([0, 0, 1]);
});

it('turns, scales and puts on the ground, in this order', async () => {
  const cloud = cloudOf([
    [0, 0, 0],
    [1, 2, 3],
  ]);
  const placed = await place(cloud, { up: '+y', turn: [0, 0, 90], scale: 10, unit: 'mm', onGround: true });
  // (1, 2, 3) → (1, −3, 2) upright → (3, 1, 2) turned → (30, 10, 20).
  expect([...placed.positions]).toEqual([0, 0, 0, 30, 10, 20]);
  expect(placed.placement).toMatchObject({ up: [0, 1, 0], turn: [0, 0, 90], scale: 10, unit: 'mm', onGround: true });
  expect(placed.stats).toMatchObject({ min: [0, 0, 0], max: [30, 10, 20] });
  const down = await place(cloud, { up: '-y', onGround: true });
  expect([...down.positions]).toEqual([0, 0, 2, 1, 3, 0]);
  expect(down.placement!.matrix[11]).toBe(2);
});

it('turns normals and sensors with the points, and drops a coordinate system that no longer holds', async () => {
  const cloud = cloudOf([[1, 2, 3]], [0, 0, 0], {
    normals: Float32Array.from([0, 1, 0]),
    scans: [
      { name: 'a', pointCount: 1, sensor: [0, 5, 1], path: { times: [7], places: [[0, 5, 1]] } },
      { name: 'b', pointCount: 0 },
    ],
    crs: { epsg: 25832 },
    colors: Uint8Array.from([1, 2, 3]),
  });
  const placed = await place(cloud, { up: '+y', scale: 2 });
  expect([...placed.normals!]).toEqual([0, 0, 1]);
  expect(placed.scans).toEqual([
    { name: 'a', pointCount: 1, sensor: [0, -2, 10], path: { times: [7], places: [[0, -2, 10]] } },
    { name: 'b', pointCount: 0 },
  ]);
  expect(placed.crs).toBeUndefined();
  expect(placed.colors).toBe(cloud.colors);
  // A name for the unit changes no coordinate.
  const named = await place(cloud, { unit: 'm' });
  expect(named).toMatchObject({ crs: { epsg: 25832 }, placement: { unit: 'm' } });
  expect(named.positions).toBe(cloud.positions);
});

it('is the cloud itself where nothing is asked for', async () => {
  const cloud = cloudOf([[1, 2, 3]]);
  expect(await place(cloud, {})).toBe(cloud);
  expect(isPlacing({ onGround: false })).toBe(false);
});

it('keeps digits far from the origin, where float32 alone would lose them', async () => {
  // Millimetres at 5,400 km.
  const cloud = cloudOf(
    [
      [0, 0, 0],
      [0.001, 0.002, 0.003],
    ],
    [500_000, 5_400_000, 300],
  );
  const [a, b] = placesOf(await place(cloud, { up: '+y', turn: [0, 0, 30] })) as [Triple, Triple];
  const [x, y, z] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  // (0.001, −0.003, 0.002), turned by 30 degrees.
  expect(x).toBeCloseTo(0.001 * Math.cos(Math.PI / 6) + 0.0015, 8);
  expect(y).toBeCloseTo(0.0005 - 0.003 * Math.cos(Math.PI / 6), 8);
  expect(z).toBeCloseTo(0.002, 8);
});

it('keeps distances but for the scale, and the way back leads to the file', async () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const triple = fc.tuple(number, number, number);
  await fc.assert(
    fc.asyncProperty(
      triple,
      triple,
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.boolean(),
      async (up, turn, scale, onGround) => {
        if (Math.hypot(...up) < 1e-3) return;
        const cloud = cloudOf([
          [1, 2, 3],
          [-4, 0, 2],
          [0.5, 7, -1],
        ]);
        const placed = await place(cloud, { up, turn, scale, onGround });
        const { placement } = placed;
        const [before, after] = [placesOf(cloud), placesOf(placed)];
        for (const [i, at] of after.entries()) {
          const back = placeInFile(placement!, at);
          for (const axis of [0, 1, 2] as const) expect(Math.abs(back[axis] - before[i]![axis])).toBeLessThan(1e-5);
        }
        const apart = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        expect(apart(after[0]!, after[1]!) / apart(before[0]!, before[1]!) / scale).toBeCloseTo(1, 5);
        // Upright but for the turn: a turn about z alone keeps it so.
        const plumb = await place(cloud, { up, turn: [0, 0, turn[2]] });
        const [x, y, z] = directionInFile(plumb.placement!, [0, 0, 1]);
        expect(dot([x, y, z], unit(up))).toBeCloseTo(1, 12);
        if (onGround) expect(placed.stats.min[2]).toBeCloseTo(0, 9);
      },
    ),
    { seed: 18, numRuns: 60 },
  );
});

it('a cloud that stands already goes back to its file first', async () => {
  const cloud = cloudOf([
    [1, 2, 3],
    [0, -1, 0],
  ]);
  const normals = Float32Array.from([0, 0, 1, 1, 0, 0]);
  const first = await place({ ...cloud, normals }, { up: '+y', scale: 2, onGround: true });
  const second = await place(first, { turn: [0, 90, 0], scale: 3 });
  // As if it had come from the file at once.
  const once = await place({ ...cloud, normals }, { turn: [0, 90, 0], scale: 3 });
  expect(second.placement).toEqual(once.placement);
  expect([...second.positions]).toEqual([...once.positions]);
  expect([...second.normals!]).toEqual([...once.normals!]);
  const back = await place(first, {});
  expect(placesOf(back)).toEqual(placesOf(cloud));
  // What is up is found among the points as they stand, and is a direction of the file.
  const level = cloudOf(tableAndBall(0.3, 1));
  const tilted = await place(level, { turn: [40, 10, 0], scale: 5 });
  const [a, b] = [await place(level, { up: 'plane' }), await place(tilted, { up: 'plane' })];
  expect(dot(a.placement!.up, b.placement!.up)).toBeGreaterThan(1 - 1e-6);
});

describe('the largest plane', () => {
  it.each<[number, 1 | -1]>([
    [0.3, 1],
    [0.3, -1],
    [2.5, 1],
  ])('tilted by %d is made level, with what stands on it above (%d)', async (tilt, side) => {
    const placed = await place(cloudOf(tableAndBall(tilt, side)), { up: 'plane', onGround: true });
    const heights = placesOf(placed).map(([, , z]) => z);
    const table = heights.slice(0, 1600);
    // The waves of the table, and a tilt by no more than they.
    expect(Math.max(...table) - Math.min(...table)).toBeLessThan(0.002);
    expect(Math.max(...heights)).toBeCloseTo(0.4, 2);
    expect(placed.placement!.up).toHaveLength(3);
  });

  it('of points on one line is none', async () => {
    const line = Array.from({ length: 20 }, (_, i): Triple => [i, 2 * i, 0]);
    await expect(place(cloudOf(line), { up: 'plane' })).rejects.toMatchObject({ code: 'cloud-degenerate' });
  });
});

it.each(['up', '+w', 'X', [1, 2], [0, 0, 0], [1, NaN, 0]])('%j is no direction', (up) => {
  expect(() => upOf(up)).toThrow('allowed: an axis such as +y');
});

it('a turn has three numbers', () => {
  expect(turnOf([1, 2, 3])).toEqual([1, 2, 3]);
  expect(() => turnOf([1, 2])).toThrow('allowed: three numbers');
});
