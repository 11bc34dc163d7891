/** What a level's first field is read from. */
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';

export interface OrientedCloud {
  readonly pointCount: number;
  /** vec4f [pointCount] xyz normalised, in Morton order. */
  readonly points: GPUBuffer;
  /** vec4f [pointCount] outward unit normals; w is not read. */
  readonly normals: GPUBuffer;
  /** The tree of the same points. */
  readonly tree: GpuKdTree;
  /** The spacing is positive. */
  readonly scale: CloudScale;
}
