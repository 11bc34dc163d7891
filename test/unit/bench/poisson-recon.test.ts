import { expect, it } from 'vitest';
import type { Metrics } from '../../bench/run-case.ts';
import { bestOf, type PoissonResult } from '../../bench/poisson-recon.ts';

const at = (depth: number, chamferL1?: number): PoissonResult => ({
  depth,
  wallMs: 1000 * depth,
  peakMemoryBytes: 0,
  ...(chamferL1 === undefined
    ? { failure: { exitCode: 1, message: 'out of memory' } }
    : { metrics: { chamferL1 } as Metrics }),
});

it('the peer counts at the depth with the least distance, a failed depth not', () => {
  expect(bestOf([at(8, 1.14), at(9, 1.03), at(10, 1.56)]).depth).toBe(9);
  expect(bestOf([at(8, 1.14), at(9), at(10)]).depth).toBe(8);
  expect(bestOf([at(8), at(9)]).failure).toBeDefined();
});
