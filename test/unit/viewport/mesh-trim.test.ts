import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { floorToFloat32 } from '../../../src/renderer/viewport/layers/mesh-material.ts';

describe('the trimming length as the shader sees it', () => {
  it('cuts float32 distances exactly where float64 does', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e30, noNaN: true }), fc.float({ min: 0, noNaN: true }), (length, other) => {
        const near = [Math.fround(length), floorToFloat32(length), other];
        for (const distance of near) expect(distance > floorToFloat32(length)).toBe(distance > length);
      }),
    );
  });

  it('rounds down, also below zero and among the smallest numbers', () => {
    expect(floorToFloat32(0.1)).toBeLessThan(0.1);
    expect(floorToFloat32(-0.3)).toBeLessThanOrEqual(-0.3);
    expect(floorToFloat32(0.5)).toBe(0.5);
    expect(floorToFloat32(1e-46)).toBe(0);
  });
});
