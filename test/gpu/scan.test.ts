import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { SCAN_KERNELS, encodeScan } from '../../src/engine/gpu/scan.ts';
import { testGpu } from './device.ts';

/** Deterministic small numbers, so that a failure is repeatable. */
const numbers = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => (i * 2654435761) % 7);

describe('scan', () => {
  // Empty, one, the thread's four, a block and its neighbours, more than a block of blocks.
  it.each([0, 1, 4, 255, 1023, 1024, 1025, 70_000, 1024 * 1024 + 3])(
    'sums what comes before, %i numbers',
    async (n) => {
      const gpu = await testGpu();
      await gpu.load(...SCAN_KERNELS);
      using scope = new BufferScope(gpu, 'test');
      const input = numbers(n);
      const counts = scope.upload('counts', input);
      const commands = gpu.commands('scan');
      const total = encodeScan(commands, scope, counts, n);
      commands.submit();
      const expected = new Uint32Array(n);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        expected[i] = sum;
        sum += input[i] ?? 0;
      }
      expect(await gpu.readUints(counts, n)).toEqual(expected);
      expect((await gpu.readUints(total, 1))[0]).toBe(sum);
    },
  );
});
