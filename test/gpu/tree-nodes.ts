import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree } from '../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../src/engine/neighbours/kd-tree.ts';
import { quietContext } from '../run-context.ts';
import { testGpu } from './device.ts';
import { testHost } from './host.ts';

/** The k-d tree over points [3n], as kernels read it. */
export async function treeNodes(positions: Float32Array): Promise<Uint32Array<ArrayBuffer>> {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const { nodes } = uploadKdTree(scope, await buildKdTree(positions, await testHost(), quietContext));
  return new Uint32Array(await gpu.read(nodes, (16 * positions.length) / 3));
}
