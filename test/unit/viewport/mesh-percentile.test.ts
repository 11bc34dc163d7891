import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { percentileOf } from '../../../src/renderer/viewport/layers/mesh-percentile.ts';

function run(values: Float32Array, share: number, slice = 1000): { value: number; slices: number } {
  const steps = percentileOf(values, share, slice);
  let slices = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return { value: step.value, slices };
    slices++;
  }
}

function bySorting(values: Float32Array, share: number): number {
  const sorted = values.filter((value) => value < Infinity).sort();
  return sorted.length === 0 ? 0 : sorted[Math.round(share * (sorted.length - 1))]!;
}

describe('percentileOf', () => {
  it('finds what sorting finds', () => {
    const lengths = fc.float32Array({ min: 0, noNaN: true, minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        lengths,
        fc.constantFrom(0, 0.5, 0.95, 1),
        fc.integer({ min: 1, max: 400 }),
        (values, share, slice) => {
          // −0 has the bits of a huge number; a distance is never that.
          const positive = values.map((value) => value + 0);
          expect(run(positive, share, slice).value).toBe(bySorting(positive, share));
        },
      ),
    );
  });

  it('leaves out what is not finite', () => {
    expect(run(Float32Array.of(NaN, 1, Infinity, 2, 3), 1).value).toBe(3);
    expect(run(Float32Array.of(NaN), 0.95).value).toBe(0);
    expect(run(new Float32Array(0), 0.95).value).toBe(0);
  });

  it('reads a part of shared memory in place, and pauses after each slice', () => {
    const all = new Float32Array(new SharedArrayBuffer(4 * 1000)).map((_, i) => i);
    const shared = new Float32Array(new SharedArrayBuffer(4 * 1000));
    shared.set(all);
    expect(run(shared.subarray(500), 0, 100)).toEqual({ value: 500, slices: 10 });
  });
});
