/** Which holes are found, and which of them are to be open: a case on either side of each measured number. */
import { describe, expect, it } from 'vitest';
import { judgeHoles } from '../../../src/engine/finish/judge-holes.ts';
import { type HoleRecipe, judgeInput, openBox } from './hole-shapes.ts';
import { ball, type Point, sheet, together } from './shapes.ts';

const SHEET = sheet(80);
const SPACING = 0.02;
const near = (): number => SPACING;

/** A square patch, further than any limit from the points. */
const square =
  (half: number, at: Point = [0, 0, 0]) =>
  ([x, y]: Point): number =>
    Math.max(Math.abs(x - at[0]), Math.abs(y - at[1])) < half ? 1 : 0;

function firstOf(mesh: Parameters<typeof judgeInput>[0], recipe: HoleRecipe) {
  const { holes, patches } = judgeHoles(judgeInput(mesh, recipe));
  const { isOpen, reason } = holes[0]!;
  return { count: patches.length, isOpen, reason, holes, patches };
}

describe('a hole', () => {
  it('of a ball is closed', () => {
    const found = firstOf(ball(0.4, [0, 0, 0]), { distance: ([, , z]) => (z > 0.36 ? 1 : 0), spacing: near });
    expect(found).toMatchObject({ count: 1, isOpen: false, reason: 'solid' });
    expect(found.holes.length).toBe(1);
  });

  it('of a sheet is open, and closed where a radius was given', () => {
    const recipe = { distance: square(0.101), spacing: near };
    const found = firstOf(SHEET, recipe);
    expect(found).toMatchObject({ count: 1, isOpen: true, reason: 'sheet' });
    expect(firstOf(SHEET, { ...recipe, isAuto: false })).toMatchObject({ isOpen: false, reason: 'radius' });
    // The rim of the sheet itself: four sides, and a cap as large as the sheet.
    expect(found.holes[1]).toMatchObject({ isOpen: true, reason: 'border', length: expect.closeTo(4, 5) as number });
    expect(found.holes[1]!.area).toBeCloseTo(1, 5);
  });

  it('has the area, the rim and the centre of what closes it', () => {
    const { holes } = firstOf(SHEET, { distance: square(0.101, [0.2, 0.1, 0]), spacing: near });
    // Vertices lie .0125 apart: those within .101 span .2, and triangles that touch them 1 cell more on each side.
    expect(holes[0]!.area).toBeCloseTo(0.225 ** 2 - 0.0125 ** 2, 6);
    expect(holes[0]!.length).toBeCloseTo(4 * 0.225 - (4 - 2 * Math.SQRT2) * 0.0125, 6);
    expect(holes[0]!.width).toBeGreaterThan(0.225);
    expect(holes[0]!.width).toBeLessThan(0.225 * Math.SQRT2);
    expect(holes[0]!.centre.map((value) => Math.round(1000 * value) / 1000)).toEqual([0.2, 0.1, 0]);
  });

  it('is judged by its own piece; holes come by their size', () => {
    const far = ball(0.4, [2, 0, 0]);
    const distance = (place: Point): number => (place[2] > 0.33 ? 1 : square(0.101)(place));
    const { holes, patches } = judgeHoles(judgeInput(together(SHEET, far), { distance, spacing: near }));
    expect(patches.length).toBe(2);
    expect(holes.map(({ reason }) => reason)).toEqual(['solid', 'sheet', 'border']);
  });

  it('is not the outer border of an open piece, each piece having one', () => {
    const { points, triangles } = SHEET;
    const isCut = (corner: number): boolean => Math.max(...points[corner]!.map(Math.abs)) < 0.1;
    const pierced = { points, triangles: triangles.filter((corners) => !corners.every(isCut)) };
    const other = { ...SHEET, points: points.map(([x, y, z]): Point => [x / 2 + 3, y / 2, z]) };
    const mesh = together(pierced, other, ball(0.4, [-3, 0, 0]));
    const { holes } = judgeHoles(judgeInput(mesh, { distance: () => 0, spacing: near }));
    expect(holes.map(({ reason, length }) => [reason, Math.round(length)])).toEqual([
      ['border', 4],
      ['border', 2],
      ['wide', 1],
    ]);
  });

  it('is the mouth of a box that is deeper than wide, of a shallower one its border', () => {
    // A mouth of w² over an area of w² + 4 w h: .2 where h = w.
    const reasonOf = (height: number): string =>
      judgeHoles(
        judgeInput(
          openBox(1, height, 0.05, () => 0),
          { distance: () => 0, spacing: near },
        ),
      ).holes[0]!.reason;
    expect([0.95, 1.05].map(reasonOf)).toEqual(['border', 'wide']);
  });

  it('of a sheet is closed where points thin out to 1.55 spacings', () => {
    const reason = (thinning: number): string =>
      firstOf(SHEET, {
        distance: square(0.101),
        spacing: ([x, y]) => (Math.max(Math.abs(x), Math.abs(y)) < 0.15 ? thinning : 1) * SPACING,
      }).reason;
    expect([0.99 * 1.55, 1.01 * 1.55].map(reason)).toEqual(['sheet', 'thinning']);
  });

  it('has its surroundings 6 to 14 spacings away', () => {
    const half = 0.1125;
    const distanceOf = ([x, y]: Point): number =>
      Math.hypot(Math.max(0, Math.abs(x) - half), Math.max(0, Math.abs(y) - half));
    // What lies within d of a square has its area, and 8 d halves, and π d²: half of that between 6 and 14.
    const beyond = (d: number): number => 8 * half * d + Math.PI * d ** 2;
    const middle = (beyond(6 * SPACING) + beyond(14 * SPACING)) / 2;
    const within = (Math.sqrt((4 * half) ** 2 + Math.PI * middle) - 4 * half) / Math.PI;
    const reason = (edge: number): string =>
      firstOf(sheet(160), {
        distance: square(0.107),
        spacing: (place) => (distanceOf(place) < 4 * SPACING || distanceOf(place) > edge ? 1 : 0.6) * SPACING,
      }).reason;
    expect([0.98 * within, 1.02 * within].map(reason)).toEqual(['sheet', 'thinning']);
  });

  it('takes three squares of the points', () => {
    const area = 0.225 ** 2 - 0.0125 ** 2;
    const count = (squares: number): number =>
      judgeHoles(judgeInput(SHEET, { distance: square(0.101), spacing: () => Math.sqrt(area / squares) })).patches
        .length;
    expect([2.97, 3.03].map(count)).toEqual([0, 1]);
  });

  it.each<[string, Partial<HoleRecipe>, number]>([
    // Half-empty neighbourhoods: the rim's spacing is √2 too wide, and does not count.
    ['2.5 spacings of its surroundings', {}, 2.5 * SPACING],
    ['1.5 voxels', { voxelNorm: 0.1 }, 0.15],
    ['2.5 deviations of the noise', { noiseNorm: 0.1 }, 0.25],
  ])('lies beyond %s', (_name, change, limit) => {
    const count = (distance: number): number =>
      judgeHoles(
        judgeInput(SHEET, {
          distance: (place) => distance * square(0.101)(place),
          spacing: ([x, y]) => (Math.max(Math.abs(x), Math.abs(y)) < 0.15 ? Math.SQRT2 : 1) * SPACING,
          ...change,
        }),
      ).patches.length;
    expect([0.99 * limit, 1.01 * limit].map(count)).toEqual([0, 1]);
  });

  it('is further away than 2.5 / √2 of the spacing at its rim, however dense the surroundings', () => {
    const count = (spacings: number): number =>
      judgeHoles(
        judgeInput(SHEET, {
          distance: (place) => spacings * SPACING * square(0.101)(place),
          spacing: ([x, y]) => (Math.max(Math.abs(x), Math.abs(y)) < 0.15 ? 1 : 0.5) * SPACING,
        }),
      ).patches.length;
    expect([0.99, 1.01].map((share) => count((share * 2.5) / Math.SQRT2))).toEqual([0, 1]);
  });

  it('that touches a border is none', () => {
    const { patches } = judgeHoles(judgeInput(SHEET, { distance: square(0.1, [0.5, 0, 0]), spacing: near }));
    expect(patches).toEqual([]);
  });
});

describe('a piece', () => {
  const box = (height: number) => openBox(0.4, height, 0.0125, () => 0);
  const distance = ([x, y, z]: Point): number => (z === 0 ? square(0.061)([x, y, z]) : 0);

  it('is a sheet from an openness of .2 on', () => {
    // The missing side over the others: w² / (w² + 4 w h).
    const reason = (openness: number): string =>
      firstOf(box((0.4 * (1 / openness - 1)) / 4), { distance, spacing: near }).reason;
    expect([0.198, 0.202].map(reason)).toEqual(['solid', 'sheet']);
  });

  it('has as much openness as its rims have caps together', () => {
    // Two sides of 1 + 4 · 2 + 1 are missing, a cap of 2 · .4²: by the sum of their directed areas there would be none.
    const closed = box(0.5);
    const tube = {
      points: closed.points,
      triangles: closed.triangles.filter((corners) => !corners.every((i) => closed.points[i]![2] === 0)),
    };
    const onSide = ([x, y, z]: Point): number => (y === -0.2 ? square(0.061)([x, z - 0.25, 0]) : 0);
    expect(firstOf(tube, { distance: onSide, spacing: near })).toMatchObject({ reason: 'sheet' });
  });
});

describe('a web', () => {
  /** A box with a cone over the hole in its bottom, `degrees` steep. */
  const cone = (width: number, degrees: number, scale = 1) => {
    const slope = Math.tan((degrees * Math.PI) / 180);
    const radius = 0.3 * width;
    const { points, triangles } = openBox(
      width,
      1.5 * width,
      width / 48,
      (x, y) => -slope * Math.max(0, radius - Math.hypot(x, y)),
    );
    const mesh = { points: points.map(([x, y, z]): Point => [scale * x, scale * y, scale * z]), triangles };
    const distance = ([x, y, z]: Point): number => (z < 1e-9 && Math.hypot(x, y) < 0.999 * scale * radius ? 1 : 0);
    return { mesh, distance };
  };
  const reasonOf = ({ mesh, distance }: ReturnType<typeof cone>, width: number): string =>
    firstOf(mesh, { distance, spacing: () => width / 30 }).reason;

  it('meets the surface at 60°', () => {
    // Six triangles of a cone look 1 % less steep than it is: their directions round it differ.
    expect([59, 61.5].map((degrees) => reasonOf(cone(0.4, degrees), 0.4))).toEqual(['solid', 'web']);
  });

  it('is one where a rim of more than .5 is left', () => {
    expect([0.495, 0.505].map((length) => reasonOf(cone(length / 4, 75), length / 4))).toEqual(['solid', 'web']);
  });
});
