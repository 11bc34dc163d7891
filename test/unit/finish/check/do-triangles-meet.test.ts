import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doTrianglesMeet } from '../../../../src/engine/finish/check/do-triangles-meet.ts';
import { openAxis } from '../../../../src/engine/finish/check/exact-sides.ts';
import { inWholeNumbers, slowMeetingPairs, slowTrianglesMeet } from '../../../reference/meeting-triangles.ts';
import { FAULTY_MESHES } from '../../../shapes/faulty-meshes.ts';
import { worldMesh } from '../../../shapes/meshes.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';

/** All pairs, one by one. */
function meetingPairs({ positions, indices }: WorldMesh): [number, number][] {
  const count = indices.length / 3;
  const pairs: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) if (doTrianglesMeet(positions, indices, i, j)) pairs.push([i, j]);
  }
  return pairs;
}

/** Few places and many triangles on them: shared corners, touching, coplanar and collinear cases come by themselves. */
function soup(reach: number): fc.Arbitrary<WorldMesh> {
  const coordinate = fc.integer({ min: -reach, max: reach });
  const place = fc.tuple(coordinate, coordinate, coordinate);
  const places = fc.uniqueArray(place, { minLength: 4, maxLength: 24, selector: (at) => at.join() });
  const corner = fc.nat();
  return fc
    .tuple(places, fc.array(fc.tuple(corner, corner, corner), { minLength: 2, maxLength: 12 }))
    .map(([at, triangles]) => {
      const positions = Float64Array.from(at.flat());
      const open = triangles
        .map((corners) => corners.map((n) => n % at.length))
        .filter(([a, b, c]) => openAxis(positions, a!, b!, c!) >= 0);
      return worldMesh([...positions], open.flat());
    });
}

describe('two triangles', () => {
  it.each([1, 2, 6])('meet where whole numbers say so, on a lattice of ±%i', (reach) => {
    fc.assert(
      fc.property(soup(reach), (mesh) => {
        const whole = { positions: inWholeNumbers(mesh.positions, 0), indices: mesh.indices };
        expect(meetingPairs(mesh)).toEqual(slowMeetingPairs(whole));
      }),
      { numRuns: 150 },
    );
  });

  it('do so whichever is named first, and from whichever corner on', () => {
    const turns = fc.tuple(fc.nat(2), fc.nat(2), fc.boolean(), fc.boolean());
    fc.assert(
      fc.property(soup(2), turns, ({ positions, indices }, [first, second, isFlipped, isOtherFlipped]) => {
        fc.pre(indices.length >= 6);
        const turned = (triangle: number, by: number, flip: boolean): number[] => {
          const corners = [0, 1, 2].map((k) => indices[3 * triangle + ((k + by) % 3)]!);
          return flip ? corners.reverse() : corners;
        };
        const again = Uint32Array.from([...turned(1, second, isOtherFlipped), ...turned(0, first, isFlipped)]);
        expect(doTrianglesMeet(positions, again, 0, 1)).toBe(doTrianglesMeet(positions, indices, 0, 1));
      }),
      { numRuns: 500 },
    );
  });

  it.each(FAULTY_MESHES.filter(({ cgalPairs }) => cgalPairs !== null).map((fault) => [fault.kind, fault] as const))(
    'of %s: as many pairs as CGAL finds',
    (_kind, { mesh, cgalPairs }) => {
      expect(meetingPairs(mesh)).toHaveLength(cgalPairs!);
    },
  );

  it('are told apart by the last bit of a coordinate', () => {
    // The corner over the face, then on it, then under it; 1/3 and its like are no lattice, and the plane is slanted.
    const [a, b, c] = [
      [1 / 3, 0.1, 0.7],
      [0.9, 1 / 7, 0.2],
      [0.3, 0.8, 1 / 11],
    ] as const;
    const near = [0, 1, 2].map((axis) => (a[axis]! + b[axis]! + c[axis]!) / 3);
    const ulp = 2 ** -53;
    const verdicts = [-8, -4, -2, -1, 0, 1, 2, 4, 8].map((ulps) => {
      const corner = [near[0]!, near[1]!, near[2]! + ulps * ulp];
      const mesh = worldMesh([...a, ...b, ...c, ...corner, 1, 1, 2, 0.9, 1.2, 2], [0, 1, 2, 3, 4, 5]);
      // Coordinates from 1/16 on: the least bit is 2^-57.
      const whole = { positions: inWholeNumbers(mesh.positions, 60), indices: mesh.indices };
      const does = doTrianglesMeet(mesh.positions, mesh.indices, 0, 1);
      expect(does).toBe(slowTrianglesMeet(whole, 0, 1));
      return does;
    });
    expect(new Set(verdicts).size).toBe(2);
    expect(verdicts).toEqual(verdicts.toSorted((x, y) => Number(y) - Number(x)));
  });
});
