import { afterEach, describe, expect, it, vi } from 'vitest';
import { allocateShareable, shareable } from '../../../src/engine/host/shared-memory.ts';

afterEach(() => vi.unstubAllGlobals());

describe('shareable', () => {
  it('copies once, and not what is shared', () => {
    const values = Float32Array.of(1, 2, 3);
    const shared = shareable(values);
    expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared).toEqual(new Float32Array(shared.buffer));
    expect([...shared]).toEqual([1, 2, 3]);
    expect(shareable(shared)).toBe(shared);
    expect(shareable(Uint32Array.of(7))).toBeInstanceOf(Uint32Array);
    expect([...shareable(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))]).toEqual([2, 3]);
  });

  it('is the array itself without shared memory', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const values = Float32Array.of(1, 2, 3);
    expect(shareable(values)).toBe(values);
  });
});

it('allocates what all threads see, and without shared memory what this one does', () => {
  expect(allocateShareable(8)).toBeInstanceOf(SharedArrayBuffer);
  vi.stubGlobal('SharedArrayBuffer', undefined);
  const own = allocateShareable(8);
  expect(own).toBeInstanceOf(ArrayBuffer);
  expect(own.byteLength).toBe(8);
});
