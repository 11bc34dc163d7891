import { expect, it } from 'vitest';
import { compactMesh } from '../../../src/engine/mesh/compact.ts';

it('keeps order, renumbers corners and says where vertices come from', () => {
  const positions = Float32Array.from({ length: 18 }, (_, i) => i / 2);
  const indices = new Uint32Array([5, 0, 3, 1, 2, 4, 3, 0, 2]);
  const compact = compactMesh(positions, indices, new Uint8Array([1, 0, 1]));
  expect([...compact.sources]).toEqual([0, 2, 3, 5]);
  expect([...compact.indices]).toEqual([3, 0, 2, 2, 0, 1]);
  expect([...compact.positions]).toEqual([0, 2, 3, 5].flatMap((v) => [0, 1, 2].map((k) => (3 * v + k) / 2)));
});
