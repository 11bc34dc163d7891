/** Clouds that trees get wrong: equal coordinates, lumps, planes, grids. Coordinates are dyadic, so that squared
 * distances are exact and ties are ties. */
import fc from 'fast-check';

const coordinate = (steps: number) => fc.integer({ min: 0, max: steps }).map((i) => i / steps);

/** Points of a grid of `steps` + 1 values an axis, flattened along the axes in `flat`. */
const gridPoints = (steps: number, flat: readonly number[]) =>
  fc
    .array(fc.tuple(coordinate(steps), coordinate(steps), coordinate(steps)), { minLength: 1, maxLength: 120 })
    .map((points) => Float32Array.from(points.flatMap((p) => p.map((v, axis) => (flat.includes(axis) ? 0.5 : v)))));

/** A few tight lumps far apart. */
const lumps = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 2 }), coordinate(1024), coordinate(1024), coordinate(1024)), {
    minLength: 1,
    maxLength: 120,
  })
  .map((points) => Float32Array.from(points.flatMap(([lump, ...p]) => p.map((v) => lump + v / 64))));

export const anyCloud: fc.Arbitrary<Float32Array> = fc.oneof(
  gridPoints(1024, []),
  gridPoints(2, []), // mostly duplicates
  gridPoints(8, [2]),
  gridPoints(8, [0, 1]),
  gridPoints(8, [0, 1, 2]), // all equal
  lumps,
);

export const anyQuery = fc.tuple(coordinate(16), coordinate(16), coordinate(16));

/** A seeded cloud, uniform in the unit cube. */
export function randomCloud(pointCount: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: 3 * pointCount }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}
