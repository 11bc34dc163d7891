import { describe, expect, it } from 'vitest';
import { facesDown, flipped } from '../../../src/engine/mesh/facing.ts';

/** A hilly square over the axes `u` and `v`, its front towards u × v. */
function sheet(u: number, v: number): { positions: Float32Array; indices: Uint32Array } {
  const w = 3 - u - v;
  const positions = new Float32Array(3 * 16);
  for (let i = 0; i < 16; i++) {
    positions[3 * i + u] = i % 4;
    positions[3 * i + v] = Math.floor(i / 4);
    positions[3 * i + w] = 0.3 * Math.sin(i);
  }
  const indices: number[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const a = 4 * row + column;
      indices.push(a, a + 1, a + 5, a, a + 5, a + 4);
    }
  }
  return { positions, indices: Uint32Array.from(indices) };
}

describe('facesDown', () => {
  it.each([
    ['z', 0, 1],
    ['y', 2, 0],
  ])('tells a sheet seen from below, %s up', (_axis, u, v) => {
    const { positions, indices } = sheet(u, v);
    expect(facesDown(positions, indices)).toBe(false);
    expect(facesDown(positions, flipped(indices))).toBe(true);
  });

  it('leaves a wall alone', () => {
    const { positions, indices } = sheet(1, 2);
    expect(facesDown(positions, indices)).toBe(false);
    expect(facesDown(positions, flipped(indices))).toBe(false);
  });

  it('leaves what has no front alone: a closed shape, an empty mesh', () => {
    const positions = Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const closed = Uint32Array.from([0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]);
    expect(facesDown(positions, closed)).toBe(false);
    expect(facesDown(positions, flipped(closed))).toBe(false);
    expect(facesDown(new Float32Array(0), new Uint32Array(0))).toBe(false);
  });
});

it('flipped twice is the same', () => {
  const { indices } = sheet(0, 1);
  expect(flipped(flipped(indices))).toEqual(indices);
});
