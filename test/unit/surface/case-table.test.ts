import { describe, expect, it } from 'vitest';
import {
  caseTriangles,
  edgeCorners,
  FACE_CORNERS,
  MAX_TRIANGLES,
  packCaseTable,
  shareFace,
  traceLoops,
} from '../../../src/engine/surface/case-table.ts';

type Point = readonly [number, number, number];
const cornerPoint = (corner: number): Point => [corner & 1, (corner >> 1) & 1, corner >> 2];
const middle = (edge: number): Point => {
  const [a, b] = edgeCorners(edge).map(cornerPoint) as [Point, Point];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
};
const subtract = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const patterns = Array.from({ length: 256 }, (_, pattern) => pattern);
const isCrossed = (pattern: number, edge: number): boolean =>
  edgeCorners(edge).reduce((sum, corner) => sum + ((pattern >> corner) & 1), 0) === 1;

/** Directed sides of triangles, counted by name: a side and its reverse cancel. */
function openSides(triangles: readonly (readonly string[])[]): { open: Map<string, number>; most: number } {
  const open = new Map<string, number>();
  const uses = new Map<string, number>();
  for (const triangle of triangles) {
    triangle.forEach((from, k) => {
      const to = triangle[(k + 1) % 3]!;
      const [side, sign] = from < to ? [`${from}|${to}`, 1] : [`${to}|${from}`, -1];
      open.set(side, (open.get(side) ?? 0) + sign);
      uses.set(side, (uses.get(side) ?? 0) + 1);
    });
  }
  for (const [side, sum] of open) if (sum === 0) open.delete(side);
  return { open, most: Math.max(0, ...uses.values()) };
}

const inThrees = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: list.length / 3 }, (_, i) => list.slice(3 * i, 3 * i + 3));

describe('edges and faces', () => {
  it('gives each edge two corners that differ along its axis alone', () => {
    const names = Array.from({ length: 12 }, (_, edge) => {
      const [lower, upper] = edgeCorners(edge);
      expect(upper - lower).toBe(1 << (edge >> 2));
      expect(lower & (1 << (edge >> 2))).toBe(0);
      return `${lower}-${upper}`;
    });
    expect(new Set(names).size).toBe(12);
  });

  it('turns every face counter-clockwise as seen from outside', () => {
    expect(FACE_CORNERS).toHaveLength(6);
    for (const corners of FACE_CORNERS) {
      const [a, b, c, d] = corners.map(cornerPoint) as [Point, Point, Point, Point];
      const normal = cross(subtract(b, a), subtract(c, b));
      const centre: Point = [(a[0] + c[0]) / 2 - 0.5, (a[1] + c[1]) / 2 - 0.5, (a[2] + c[2]) / 2 - 0.5];
      expect(dot(normal, centre)).toBe(0.5);
      expect(subtract(a, b)).toEqual(subtract(d, c));
    }
  });
});

describe('every pattern', () => {
  it('has each crossed edge on one loop, and no other edge', () => {
    for (const pattern of patterns) {
      const onLoops = traceLoops(pattern)
        .flat()
        .sort((a, b) => a - b);
      expect(onLoops).toEqual(Array.from({ length: 12 }, (_, edge) => edge).filter((edge) => isCrossed(pattern, edge)));
    }
  });

  it('fills each loop of n crossings with n − 2 triangles, at most five in all', () => {
    for (const pattern of patterns) {
      const expected = traceLoops(pattern).reduce((sum, loop) => sum + loop.length - 2, 0);
      expect(caseTriangles()[pattern]!.length).toBe(3 * expected);
      expect(expected).toBeLessThanOrEqual(MAX_TRIANGLES);
    }
  });

  it('has no diagonal in a face, and its border is its loops', () => {
    for (const pattern of patterns) {
      const sides = traceLoops(pattern).flatMap((loop) =>
        loop.map((edge, i) => `${edge}>${loop[(i + 1) % loop.length]}`),
      );
      const directed = inThrees(caseTriangles()[pattern]!).flatMap((t) =>
        t.map((edge, k) => [edge, t[(k + 1) % 3]!] as const),
      );
      const names = directed.map(([a, b]) => `${a}>${b}`);
      expect(new Set(names).size).toBe(names.length);
      for (const side of sides) expect(names).toContain(side);
      for (const [a, b] of directed) {
        if (sides.includes(`${a}>${b}`)) expect(shareFace(a, b)).toBe(true);
        else {
          expect(names).toContain(`${b}>${a}`);
          expect(shareFace(a, b)).toBe(false);
        }
      }
    }
  });

  it('faces away from a single inside corner and towards a single outside corner', () => {
    for (let corner = 0; corner < 8; corner++) {
      for (const [pattern, sign] of [
        [1 << corner, 1],
        [255 ^ (1 << corner), -1],
      ] as const) {
        const [a, b, c] = caseTriangles()[pattern]!.map(middle) as [Point, Point, Point];
        const away = subtract(a, cornerPoint(corner));
        expect(sign * dot(cross(subtract(b, a), subtract(c, a)), away)).toBeGreaterThan(0);
      }
    }
  });

  it('separates inside corners that meet across a face only by its diagonal', () => {
    // Corners 0 and 3 of the lower face: two triangles, not a tunnel between them.
    expect(traceLoops(0b1001).map((loop) => loop.length)).toEqual([3, 3]);
    expect(traceLoops(255 ^ 0b1001).map((loop) => loop.length)).toEqual([6]);
  });

  it('survives packing', () => {
    const words = packCaseTable();
    for (const pattern of patterns) {
      const numbers = Array.from({ length: 16 }, (_, i) => (words[2 * pattern + (i >> 3)]! >>> (4 * (i & 7))) & 15);
      expect(numbers.slice(1, 1 + 3 * numbers[0]!)).toEqual(caseTriangles()[pattern]);
    }
  });
});

describe('every pair of neighbouring cells', () => {
  // Twelve corners, 4,096 sign patterns: the cell's eight and the four behind its upper face.
  it.each([0, 1, 2])('meets without cracks and without an edge of more than two triangles, axis %i', (axis) => {
    const offset: Point = [axis === 0 ? 1 : 0, axis === 1 ? 1 : 0, axis === 2 ? 1 : 0];
    const edgeNames = [false, true].map((isUpper) =>
      Array.from({ length: 12 }, (_, edge) =>
        middle(edge)
          .map((at, i) => at + (isUpper ? offset[i]! : 0))
          .join(),
      ),
    );
    const upperCorners = Array.from({ length: 8 }, (_, corner) => corner).filter((corner) => (corner >> axis) & 1);
    for (let signs = 0; signs < 4096; signs++) {
      const lower = signs & 255;
      let upper = 0;
      upperCorners.forEach((corner, i) => {
        if ((lower >> corner) & 1) upper |= 1 << (corner ^ (1 << axis));
        if ((signs >> (8 + i)) & 1) upper |= 1 << corner;
      });
      const triangles = [lower, upper].flatMap((pattern, i) =>
        inThrees(caseTriangles()[pattern]!.map((edge) => edgeNames[i]![edge]!)),
      );
      const { open, most } = openSides(triangles);
      if (most > 2) throw new Error(`signs ${signs}: an edge of ${most} triangles`);
      for (const [side, sum] of open) {
        const inShared = side.split('|').every((name) => Number(name.split(',')[axis]) === 1);
        if (inShared || Math.abs(sum) > 1) throw new Error(`signs ${signs}: side ${side} is left open`);
      }
    }
  });
});
