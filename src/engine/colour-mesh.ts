/**
 * Colours of the cloud for a mesh that was read from a file, as a run gives them to its own (`toWorldMesh` in
 * `methods/surfacing.ts`). A run leaves outliers out first, which is not repeated here: a vertex looks at its
 * four nearest points, and outliers are by their nature none of these. Of a very large cloud a share lends its colours.
 */
import type { PointCloud } from './cloud/point-cloud.ts';
import type { ReconstructError } from './errors.ts';
import type { Host } from './host/host.ts';
import { toNormalised } from './cloud/frame.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import { Gpu } from './gpu/gpu.ts';
import { JoinedAbort } from './host/joined-abort.ts';
import { colourVertices } from './finish/colours.ts';
import { gatherTriples } from './math/gather-triples.ts';
import { uploadKdTree } from './neighbours/gpu-kd-tree.ts';
import { buildKdTree } from './neighbours/kd-tree.ts';
import { preparedPoints } from './run/prepare-ahead.ts';

/**
 * @param positions [3 × vertexCount] the cloud's local space
 * @returns [3 × vertexCount] red green blue, sRGB; undefined for a cloud without colours
 * @throws ReconstructError `gpu-…`, `cloud-degenerate`; rejects with the signal's reason
 */
export async function colourMesh(
  cloud: PointCloud,
  positions: Float32Array,
  host: Host,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!cloud.colors) return undefined;
  using ending = new JoinedAbort().follow(signal);
  const context = { signal: ending.signal, onEvent: () => undefined };
  using gpu = new Gpu(host.device, host.deviceLabel, {
    onFault: (fault: ReconstructError) => ending.abort(fault),
    signal: ending.signal,
  });
  try {
    const { prepared } = await preparedPoints(cloud.positions, host, context.signal);
    const tree = await buildKdTree(prepared.positions, host, context);
    using scope = new BufferScope(gpu, 'colour mesh');
    const pointColours = gatherTriples(cloud.colors, prepared.sourceIndices, new Uint8Array(3 * tree.pointCount));
    const inFrame = toNormalised(positions, prepared.frame);
    const stage = { gpu, scope, host, context };
    return await colourVertices(stage, { tree: uploadKdTree(scope, tree), pointColours, positions: inFrame });
  } catch (error) {
    signal.throwIfAborted();
    throw await gpu.faultBehind(error);
  }
}
