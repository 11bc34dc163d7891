/** Sections of boxes and spheres, whose outlines are known: lengths, areas, directions, and planes through vertices. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSection } from '../../../src/engine/section/draw-section.ts';
import {
  axesOf,
  type CutMesh,
  type Section,
  sectionMesh,
  type SectionCurve,
} from '../../../src/engine/section/section.ts';
import { cross, dot, type Triple, unit } from '../../../src/engine/math/triple.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, gridMesh, tetrahedron, together, torus, tubeWall, worldMesh } from '../../shapes/meshes.ts';

const NEVER = { signal: new AbortController().signal };

const cut = (mesh: WorldMesh, normal: Triple, through: Triple, shift: Triple = [0, 0, 0]): Promise<Section> =>
  sectionMesh({ ...mesh, shift } satisfies CutMesh, { normal, through }, NEVER);

/** Corners at 0 and `size`, each face of two triangles, outward. */
function box([x, y, z]: Triple): WorldMesh {
  const corners = [0, z].flatMap((top) => [0, 0, top, x, 0, top, x, y, top, 0, y, top]);
  const faces = [
    [0, 3, 2, 1],
    [4, 5, 6, 7],
    [0, 1, 5, 4],
    [1, 2, 6, 5],
    [2, 3, 7, 6],
    [3, 0, 4, 7],
  ];
  return worldMesh(
    corners,
    faces.flatMap(([a, b, c, d]) => [a!, b!, c!, a!, c!, d!]),
  );
}

const inverted = ({ positions, indices }: WorldMesh): WorldMesh => ({ positions, indices: indices.slice().reverse() });

/** Places as triples. */
const placesOf = ({ points }: SectionCurve): Triple[] =>
  Array.from({ length: points.length / 3 }, (_, i) => [points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!]);

describe('a box', () => {
  it.each<[Triple, number, number]>([
    [[1, 0, 0], 2 * (3 + 4), 3 * 4],
    [[0, -1, 0], 2 * (2 + 4), 2 * 4],
    [[0, 0, 5], 2 * (2 + 3), 2 * 3],
  ])('is cut across %j into a rectangle', async (normal, length, area) => {
    const section = await cut(box([2, 3, 4]), normal, [0.5, 0.7, 0.9]);
    expect(section.curves.map(({ isClosed }) => isClosed)).toEqual([true]);
    expect(section.length).toBeCloseTo(length, 12);
    expect(section.area).toBeCloseTo(area, 12);
  });

  it('is cut corner to corner into a hexagon', async () => {
    // Through the middle of a unit cube: side √½, area 3√3/2 · side².
    const { curves, length, area } = await cut(box([1, 1, 1]), [1, 1, 1], [0.5, 0.5, 0.5]);
    expect(curves).toHaveLength(1);
    expect(length).toBeCloseTo(6 * Math.SQRT1_2, 12);
    expect(area).toBeCloseTo((3 * Math.sqrt(3)) / 4, 12);
  });

  it('has the outline of its bottom in the plane of that', async () => {
    const { curves, area } = await cut(box([2, 3, 4]), [0, 0, -1], [0, 0, 0]);
    expect(curves).toHaveLength(1);
    expect(area).toBeCloseTo(6, 12);
  });

  it('is missed by a plane beside it', async () => {
    expect(await cut(box([2, 3, 4]), [1, 0, 0], [2.1, 0, 0])).toMatchObject({ curves: [], length: 0, area: 0 });
  });

  it('is cut where it lies in the world, to the last digits', async () => {
    const shift: Triple = [500_000, 5_400_000, 300];
    const { curves, area } = await cut(box([2, 3, 4]), [1, 0, 0], [500_000.5, 0, 0], shift);
    const places = placesOf(curves[0]!);
    expect(new Set(places.map(([x]) => x))).toEqual(new Set([500_000.5]));
    const along = places.map(([, y]) => y);
    expect([Math.min(...along), Math.max(...along)]).toEqual([5_400_000, 5_400_003]);
    expect(area).toBeCloseTo(12, 9);
  });
});

it('runs with the inside at its left, seen from where the normal points', async () => {
  const normal: Triple = [0, 0, 1];
  const { curves } = await cut(box([2, 3, 4]), normal, [0, 0, 1]);
  const places = placesOf(curves[0]!);
  const centre: Triple = [1, 1.5, 1];
  places.forEach((place, i) => {
    const next = places[(i + 1) % places.length]!;
    const along: Triple = [next[0] - place[0], next[1] - place[1], next[2] - place[2]];
    const inward: Triple = [centre[0] - place[0], centre[1] - place[1], centre[2] - place[2]];
    expect(dot(normal, cross(along, inward))).toBeGreaterThan(0);
  });
});

it('counts a hole in what is enclosed as no part of it', async () => {
  const inner = box([1, 1, 4]);
  const moved = { ...inner, positions: inner.positions.map((value, i) => value + (i % 3 === 2 ? 0 : 0.5)) };
  const { curves, area } = await cut(together(box([2, 3, 4]), inverted(moved)), [0, 0, 1], [0, 0, 2]);
  expect(curves).toHaveLength(2);
  expect(area).toBeCloseTo(6 - 1, 12);
});

/** Vertices on the unit sphere, poles included, those of the equator at height 0. */
function sphere(columns: number, rows: number): WorldMesh {
  const around = gridMesh(columns, rows - 1, { columns: true, rows: false }, (u, v) => {
    const polar = Math.PI * ((v * (rows - 1) + 1) / rows);
    const angle = 2 * Math.PI * u;
    return [Math.sin(polar) * Math.cos(angle), Math.sin(polar) * Math.sin(angle), Number(Math.cos(polar).toFixed(15))];
  });
  const count = around.positions.length / 3;
  const [top, bottom] = [count, count + 1];
  const caps: number[] = [];
  for (let i = 0; i < columns; i++) {
    const next = (i + 1) % columns;
    caps.push(i * (rows - 1), next * (rows - 1), top);
    caps.push(next * (rows - 1) + rows - 2, i * (rows - 1) + rows - 2, bottom);
  }
  const outward = around.indices.map((_, at) => around.indices[at - (at % 3) + [0, 2, 1][at % 3]!]!);
  return worldMesh([...around.positions, 0, 0, 1, 0, 0, -1], [...outward, ...caps]);
}

it.each([0, 0.3, -0.8])('a sphere at %d is cut into its circle', async (height) => {
  const normal = unit([1, -2, 0.5]);
  const through: Triple = [height * normal[0], height * normal[1], height * normal[2]];
  const { curves, length, area } = await cut(sphere(240, 120), normal, through);
  const radius = Math.sqrt(1 - height ** 2);
  expect(curves.map(({ isClosed }) => isClosed)).toEqual([true]);
  // The mesh lies within: by a part in a thousand of the sagitta of its facets, (π/120)²/2.
  const most = (Math.PI / 120) ** 2 / radius;
  expect(length / (2 * Math.PI * radius)).toBeGreaterThan(1 - most);
  expect(length / (2 * Math.PI * radius)).toBeLessThan(1);
  expect(area / (Math.PI * radius ** 2)).toBeGreaterThan(1 - 2 * most);
  expect(area / (Math.PI * radius ** 2)).toBeLessThan(1);
});

it('a sphere is cut through its vertices as beside them', async () => {
  const { curves, area } = await cut(sphere(64, 32), [0, 0, 1], [0, 0, 0]);
  expect(curves.map(({ isClosed, points }) => [isClosed, points.length / 3])).toEqual([[true, 64]]);
  expect(area).toBeCloseTo(32 * Math.sin((2 * Math.PI) / 64), 12);
  // The meridians are edges.
  expect((await cut(sphere(64, 32), [0, 1, 0], [0, 0, 0])).curves).toHaveLength(1);
});

it('a torus across its axis gives two curves, one round the hole', async () => {
  const { curves, area } = await cut(torus(120, 60), [0, 0, 1], [0, 0, 0.01]);
  expect(curves.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  expect(area).toBeGreaterThan(0.99 * Math.PI * (1.3 ** 2 - 0.7 ** 2));
  expect(area).toBeLessThan(Math.PI * (1.3 ** 2 - 0.7 ** 2));
});

it('what is open gives open curves, from the side where they begin', async () => {
  const square = await cut(flatSquare(11), [1, 0, 0], [0.42, 0, 0]);
  expect(square.curves.map(({ isClosed }) => isClosed)).toEqual([false]);
  expect(square.length).toBeCloseTo(10 / 11, 12);
  expect(square.area).toBe(0);
  const wall = await cut(tubeWall(40, 5), [1, 0, 0], [0.2, 0, 0]);
  expect(wall.curves.map(({ isClosed }) => isClosed)).toEqual([false, false]);
});

it('three sheets that share an edge give all of their lines', async () => {
  const fan = worldMesh([0, 0, -1, 0, 0, 1, 1, 0, 0, -1, 1, 0, -1, -1, 0], [0, 1, 2, 0, 1, 3, 0, 1, 4]);
  const { curves, length } = await cut(fan, [0, 0, 1], [0, 0, 0]);
  expect(curves.reduce((sum, { points }) => sum + points.length / 3 - 1, 0)).toBe(3);
  expect(length).toBeCloseTo(1 + 2 * Math.SQRT2, 12);
});

it('triangles that disagree on what is inside give closed curves all the same', async () => {
  const { positions, indices } = box([2, 3, 4]);
  const odd = { positions, indices: indices.slice() };
  odd.indices.set([indices[13]!, indices[12]!], 12);
  const { curves, length } = await cut(odd, [0, 0, 1], [0, 0, 2]);
  expect(curves.map(({ isClosed }) => isClosed)).toEqual([true]);
  expect(length).toBeCloseTo(10, 12);
});

it('every plane cuts a closed mesh into closed curves on it', async () => {
  const number = fc.double({ min: -1, max: 1, noNaN: true });
  const triple = fc.tuple(number, number, number);
  const shapes = [tetrahedron(), torus(24, 12), sphere(20, 10), box([1, 1, 1])];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...shapes), triple, triple, async (mesh, normal, through) => {
      if (Math.hypot(...normal) < 1e-3) return;
      const { curves, axes } = await cut(mesh, normal, through);
      for (const curve of curves) {
        expect(curve.isClosed).toBe(true);
        for (const place of placesOf(curve)) {
          expect(Math.abs(dot(axes.normal, place) - dot(axes.normal, through))).toBeLessThan(1e-12);
        }
      }
    }),
    { seed: 18, numRuns: 60 },
  );
});

it.each<[Triple, Triple, Triple]>([
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0, 1, 0],
    [-1, 0, 0],
    [0, 0, 1],
  ],
  [
    [0, 0, 2],
    [1, 0, 0],
    [0, 1, 0],
  ],
  [
    [0, 0, -1],
    [-1, 0, 0],
    [0, 1, 0],
  ],
])('seen against %j, right is %j and up %j', (normal, right, up) => {
  const axes = axesOf(normal);
  for (const [i, value] of right.entries()) expect(axes.right[i]).toBeCloseTo(value, 12);
  for (const [i, value] of up.entries()) expect(axes.up[i]).toBeCloseTo(value, 12);
});

describe('drawings', () => {
  it('SVG has the size in millimetres, the corners from its own corner, and says where that is', async () => {
    const section = await cut(box([2, 3, 4]), [1, 0, 0], [0.5, 0, 0], [0, 100, 0]);
    const svg = drawSection(section, 'svg', 'cm');
    const line = 4 / 500;
    expect(svg).toContain(`viewBox="-0.008 -0.008 ${3 + 2 * line} ${4 + 2 * line}"`);
    expect(svg).toContain('width="30.16mm" height="40.16mm"');
    expect(svg).toContain('lower left corner 100 along right, 0 along up, 0.5 along (1 0 0)');
    const corners = /d="M([^Z]+)Z"/
      .exec(svg)![1]!
      .split('L')
      .map((corner) => corner.split(' ').map(Number));
    const distinct = new Set(corners.map((corner) => corner.join(' ')));
    for (const corner of ['0 0', '3 0', '0 4', '3 4']) expect(distinct).toContain(corner);
  });

  it('DXF keeps the coordinates in the plane, open curves open', async () => {
    const wall = await cut(tubeWall(4, 2), [0, 1, 0], [0, 0.25, 0], [10, 0, 7]);
    const lines = drawSection(wall, 'dxf', null).trimEnd().split('\n');
    expect(lines.length % 2).toBe(0);
    const groups = Array.from(
      { length: lines.length / 2 },
      (_, i) => [Number(lines[2 * i]), lines[2 * i + 1]!] as const,
    );
    expect(groups[0]).toEqual([999, 'GridPull section, unit of the mesh']);
    expect(groups.at(-1)).toEqual([0, 'EOF']);
    expect(groups.filter(([code]) => code === 70)).toEqual([
      [70, '0'],
      [70, '0'],
    ]);
    const xs = groups.filter(([code, text], i) => code === 10 && groups[i - 2]![1] === 'VERTEX' && text);
    // Right is −x: the wall's quarters at a quarter of y.
    expect(new Set(xs.map(([, text]) => text))).toEqual(new Set(['-10.75', '-9.25']));
  });

  it('an outline of nothing is a drawing of nothing', async () => {
    const nothing = await cut(box([1, 1, 1]), [0, 0, 1], [0, 0, 9]);
    expect(drawSection(nothing, 'svg', null)).toContain('d=""');
    expect(drawSection(nothing, 'dxf', 'm')).not.toContain('POLYLINE');
  });
});
