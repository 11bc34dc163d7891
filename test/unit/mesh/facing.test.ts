import { describe, expect, it } from 'vitest';
import { faceUp, flipped } from '../../../src/engine/mesh/facing.ts';

/** A hilly square over the axes `u` and `v`, its front towards u × v. */
function sheet(u: number, v: number, height = 0): { positions: Float32Array; indices: Uint32Array<ArrayBuffer> } {
  const w = 3 - u - v;
  const positions = new Float32Array(3 * 16);
  for (let i = 0; i < 16; i++) {
    positions[3 * i + u] = i % 4;
    positions[3 * i + v] = Math.floor(i / 4);
    positions[3 * i + w] = height + 0.3 * Math.sin(i);
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

describe('faceUp', () => {
  it.each([
    ['z', 0, 1],
    ['y', 2, 0],
  ])('turns a sheet seen from below, %s up', (_axis, u, v) => {
    const { positions, indices } = sheet(u, v);
    expect(faceUp(positions, indices)).toBe(indices);
    expect(faceUp(positions, flipped(indices))).toEqual(indices);
  });

  it('judges every sheet by itself, the ground first', () => {
    const ground = sheet(0, 1);
    const roof = sheet(0, 1, 5);
    const half = roof.indices.slice(0, 24); // smaller than the ground
    const positions = Float32Array.from([...ground.positions, ...roof.positions]);
    const together = Uint32Array.from([...ground.indices, ...flipped(half).map((i) => i + 16)]);
    expect(faceUp(positions, together)).toEqual(Uint32Array.from([...ground.indices, ...half.map((i) => i + 16)]));
  });

  it('leaves a wall alone', () => {
    const { positions, indices } = sheet(1, 2);
    const back = flipped(indices);
    expect(faceUp(positions, indices)).toBe(indices);
    expect(faceUp(positions, back)).toBe(back);
  });

  it('leaves what has no front alone: a closed shape, an empty mesh', () => {
    const positions = Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const closed = flipped(Uint32Array.from([0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]));
    expect(faceUp(positions, closed)).toBe(closed);
    const none = new Uint32Array(0);
    expect(faceUp(new Float32Array(0), none)).toBe(none);
  });
});

it('flipped twice is the same', () => {
  const { indices } = sheet(0, 1);
  expect(flipped(flipped(indices))).toEqual(indices);
});
