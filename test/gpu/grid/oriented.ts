/** Points with normals on the device, as the grid's fields are read from. */
import type { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import type { OrientedCloud } from '../../../src/engine/grid/oriented-cloud.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { uploadKdTree } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import type { ReferenceScale, Triple } from '../../reference/grid.ts';
import { nodeAt } from '../../reference/grid.ts';
import { padded } from '../padded.ts';
import { quiet } from './level.ts';

export async function uploadCloud(
  gpu: Gpu,
  scope: BufferScope,
  points: readonly Triple[],
  normals: readonly Triple[],
  scale: ReferenceScale,
): Promise<OrientedCloud> {
  const positions = Float32Array.from(points.flat());
  const tree = await buildKdTree(positions, inlineHost(gpu.device, gpu.label), quiet());
  return {
    pointCount: points.length,
    points: scope.upload('points', padded(points)),
    normals: scope.upload('normals', padded(normals)),
    tree: uploadKdTree(scope, tree),
    scale,
  };
}

/** A stand-in for the winding number: 1 inside, 0 outside, at all nodes of a cube. */
export function windingOf(
  scope: BufferScope,
  resolution: number,
  isInside: (node: Triple) => boolean,
): { values: GPUBuffer; middle: number } {
  const values = Float32Array.from({ length: (resolution + 1) ** 3 }, (_, i) =>
    isInside(nodeAt(resolution, i)) ? 1 : 0,
  );
  return { values: scope.upload('winding', values), middle: 0.5 };
}

export const unit = (v: Triple): Triple => {
  const length = Math.hypot(...v);
  return v.map((c) => Math.fround(c / length)) as unknown as Triple;
};
