import { expect, it } from 'vitest';
import { noiseNormOf } from '../../../src/engine/run/begin-run.ts';

it('noise is a share of the cloud, and never all of it', () => {
  expect(noiseNormOf('auto', 4)).toBe('auto');
  expect(noiseNormOf('none', 4)).toBe('none');
  expect(noiseNormOf(0, 4)).toBe(0);
  expect(noiseNormOf(3.9, 4)).toBe(0.975);
  for (const noise of [4, 1e300]) {
    expect(() => noiseNormOf(noise, 4)).toThrow(
      expect.objectContaining({
        code: 'option-invalid',
        message: expect.stringContaining('cloud is 4 long') as string,
      }),
    );
  }
});
