import { expect, it } from 'vitest';
import { CHAINS, HALVING, multiplyAdd, SETTLED_ROUNDS } from '../../../src/engine/doctor/measure-rates.ts';
import { chainSum } from '../../reference/doctor.ts';
import { runKernel } from '../device.ts';

// One, the workgroup of 64 and its neighbours.
it.each([1, 63, 64, 65])('adds up the chains of %i threads, and writes no more', async (count) => {
  const steps = { rounds: 5, factor: 0.75, addend: -2 };
  const { values } = await runKernel(multiplyAdd, count, { count, ...steps }, { values: new Float32Array(count + 3) });
  const wanted = Array.from({ length: count }, (_, i) => chainSum(i, steps));
  // Sixteen chains of at most 271, each rounded five times, and their sum: 2^-24 of 16 × 271 a step, at most.
  wanted.forEach((sum, i) => expect(Math.abs(values[i]! - sum)).toBeLessThan(20 * 2 ** -24 * 16 * 271));
  expect([...values.subarray(count)]).toEqual([0, 0, 0]);
});

it('ends at twice the number of chains, exactly, whatever it began with', async () => {
  const count = 300;
  const steps = { rounds: SETTLED_ROUNDS, ...HALVING };
  const { values } = await runKernel(multiplyAdd, count, { count, ...steps }, { values: new Float32Array(count) });
  expect([...values]).toEqual(Array.from({ length: count }, () => 2 * CHAINS));
});
