/** What the tests of the analysis stage share: clouds on the device with their trees. */
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import type { RunContext } from '../../../src/engine/events.ts';
import { type GpuKdTree, uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';

export const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

export interface DeviceCloud extends Disposable {
  readonly gpu: Gpu;
  readonly scope: BufferScope;
  readonly tree: GpuKdTree;
  readonly points: GPUBuffer;
  readonly count: number;
}

export async function onDevice(positions: Float32Array): Promise<DeviceCloud> {
  const gpu = await testGpu();
  const tree = await buildKdTree(positions, await testHost(), context);
  const scope = new BufferScope(gpu, 'test');
  return {
    gpu,
    scope,
    tree: uploadKdTree(scope, tree),
    points: uploadPoints(scope, positions),
    count: positions.length / 3,
    [Symbol.dispose]: () => scope[Symbol.dispose](),
  };
}
