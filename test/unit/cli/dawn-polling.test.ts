/** Dawn's looks for finished work come a millisecond apart, everybody else's immediates at once. */
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { pollSlowly } from '../../../src/cli/dawn-polling.ts';

const real = globalThis.setImmediate;
afterEach(() => {
  globalThis.setImmediate = real;
});

it('puts callbacks of native code off, and leaves others alone', async () => {
  pollSlowly();
  pollSlowly();
  expect(globalThis.setImmediate).not.toBe(real);
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    // A bound function shows as native code, as Dawn's do.
    setImmediate(
      ((name: string) => {
        order.push(name);
        resolve();
      }).bind(undefined),
      'native',
    );
    setImmediate((name: string) => order.push(name), 'own');
  });
  expect(order).toEqual(['own', 'native']);
  expect(await promisify(setImmediate)('value')).toBe('value');
});
