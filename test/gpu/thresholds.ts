/** What the tests of the kernels' measured thresholds share: small trees, and where a rule changes its mind. */
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import type { RunContext } from '../../src/engine/events.ts';
import { uploadKdTree } from '../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../src/engine/neighbours/kd-tree.ts';
import { testGpu } from './device.ts';
import { testHost } from './host.ts';

const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

/** The k-d tree over points [3n], as kernels read it. */
export async function treeNodes(positions: Float32Array): Promise<Uint32Array<ArrayBuffer>> {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const { nodes } = uploadKdTree(scope, await buildKdTree(positions, await testHost(), context));
  return new Uint32Array(await gpu.read(nodes, (16 * positions.length) / 3));
}

/** vec4f from triples, w = 0. */
export const padded = (triples: readonly (readonly number[])[]): Float32Array<ArrayBuffer> =>
  Float32Array.from(triples.flatMap(([x = 0, y = 0, z = 0]) => [x, y, z, 0]));

/** A unit vector at this cosine from z, in the plane of x and z. */
export const tilted = (cosine: number): number[] => [Math.sqrt(1 - cosine ** 2), 0, cosine];

/** Where a rule, decided one way at `low` and the other at `high`, changes its mind. */
export function turningPoint(decides: (at: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  const first = decides(from);
  if (decides(to) === first) throw new Error(`the rule decides the same at ${low} and at ${high}`);
  for (let i = 0; i < 40; i++) {
    const middle = (from + to) / 2;
    if (decides(middle) === first) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
