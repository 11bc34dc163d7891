import { expect, it } from 'vitest';
import { meshBytes } from '../../../shapes/mesh-bytes.ts';

/** The normal that an STL file gives for its only triangle. */
async function normalOf(a: number[], b: number[], c: number[]): Promise<number[]> {
  const mesh = {
    positions: Float32Array.from([a, b, c].flat()),
    indices: Uint32Array.of(0, 1, 2),
    shift: [0, 0, 0],
  } as const;
  const bytes = await meshBytes(mesh, 'stl');
  return [0, 4, 8].map((at) => bytes.readFloatLE(84 + at));
}

it.each([
  ['x', [0, 0, 0], [0, 2, 0], [0, 0, 3], [1, 0, 0]],
  ['y', [0, 0, 0], [0, 0, 2], [3, 0, 0], [0, 1, 0]],
  ['z', [0, 0, 0], [2, 0, 0], [0, 3, 0], [0, 0, 1]],
  // Edges (6, 0, -3) and (0, 6, -3): their product is (18, 18, 36), of length 18 √6.
  ['no axis', [1, 1, 4], [7, 1, 1], [1, 7, 1], [1, 1, 2].map((value) => value / Math.sqrt(6))],
])('the normal of a triangle in STL is of length 1 and right-handed: along %s', async (_name, a, b, c, normal) => {
  (await normalOf(a, b, c)).forEach((value, axis) => expect(value).toBeCloseTo(normal[axis]!, 6));
  (await normalOf(a, c, b)).forEach((value, axis) => expect(value).toBeCloseTo(-normal[axis]!, 6));
});
