import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { TriangleSearch } from '../../../src/engine/measure/closest-point.ts';
import { type SidedSurface, sideTableSteps, SurfaceSides } from '../../../src/engine/measure/surface-sides.ts';
import { randomCloud } from '../neighbours/clouds.ts';
import { torus } from '../../shapes/meshes.ts';
import type { Triple } from './slow-surface-distance.ts';
import { slowWinding } from './slow-winding.ts';

interface Surface extends SidedSurface {
  readonly indices: Uint32Array<ArrayBuffer>;
}

const triples = (values: Float32Array): Triple[] =>
  Array.from({ length: values.length / 3 }, (_, i) => [values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!]);

/** Asks for a point by the closest triangle. */
function sidesOf({ positions, indices }: Surface): (p: Triple) => { isInside: boolean; distance: number } {
  const mesh = { positions: Float64Array.from(positions), indices };
  const search = finishSteps(TriangleSearch.buildSteps(mesh));
  const sides = new SurfaceSides({ positions, indices }, finishSteps(sideTableSteps({ positions, indices })));
  return (p) => {
    const triangle = search.findClosest(...p);
    return { isInside: sides.isInside(...p, triangle), distance: Math.sqrt(search.distanceSquared) };
  };
}

/** A bipyramid over a ring of random radii: edges as sharp as they come, some of them hollow. */
function star(corners: number, seed: number): Surface {
  const radii = randomCloud(corners, seed);
  const ring = Array.from({ length: corners }, (_, i) => {
    const [angle, radius] = [(2 * Math.PI * i) / corners, 0.1 + 2 * radii[3 * i]!];
    return [radius * Math.cos(angle), radius * Math.sin(angle), 0.3 * (radii[3 * i + 1]! - 0.5)];
  });
  const positions = Float64Array.from([...ring, [0, 0, 1], [0, 0, -1]].flat());
  const indices = Uint32Array.from(
    ring.flatMap((_, i) => [i, (i + 1) % corners, corners, (i + 1) % corners, i, corners + 1]),
  );
  return { positions, indices };
}

describe('SurfaceSides', () => {
  it('says of points round sharp stars what their winding number says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 1, max: 2 ** 31 }), (corners, seed) => {
        const surface = star(corners, seed);
        const sideOf = sidesOf(surface);
        for (const [x, y, z] of triples(randomCloud(60, seed + 1))) {
          const p: Triple = [4 * x - 2, 4 * y - 2, 2.4 * z - 1.2];
          const { isInside, distance } = sideOf(p);
          if (distance > 1e-9) expect(isInside, String(p)).toBe(slowWinding(surface, p) > 0.5);
        }
      }),
    );
  });

  it('says so over edges and corners, where faces alone would be wrong', () => {
    // A tooth: from below its tip the closest point is the tip, whose faces look sideways.
    const surface = star(3, 7);
    const sideOf = sidesOf(surface);
    for (const vertex of triples(Float32Array.from(surface.positions))) {
      expect(sideOf([1.001 * vertex[0], 1.001 * vertex[1], 1.001 * vertex[2]]).isInside).toBe(false);
    }
    expect(sideOf([0, 0, 0]).isInside).toBe(slowWinding(surface, [0, 0, 0]) > 0.5);
  });

  it('loses no digit far from the origin, and takes float32', () => {
    const { positions, indices } = torus(24, 12);
    const far = Float32Array.from(positions, (value) => Math.fround(value) + 4096);
    const sideOf = sidesOf({ positions: far, indices });
    const surface = { positions: far, indices };
    for (const [x, y, z] of triples(randomCloud(200, 4))) {
      const p: Triple = [4096 + 4 * x - 2, 4096 + 4 * y - 2, 4096 + z - 0.5];
      const { isInside, distance } = sideOf(p);
      if (distance > 1e-6) expect(isInside).toBe(slowWinding(surface, p) > 0.5);
    }
  });

  it('beyond the rim of an open sheet goes by the sheet drawn on; a triangle without area is no side', () => {
    const positions = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0);
    const sideOf = sidesOf({ positions, indices: Uint32Array.of(0, 1, 2, 1, 3, 2) });
    expect([1, -1].map((z) => sideOf([3, 0.5, z]).isInside)).toEqual([false, true]);
    const empty = sidesOf({ positions, indices: Uint32Array.of(0, 1, 1) });
    expect(empty([0.5, 0, -1]).isInside).toBe(false);
  });
});
