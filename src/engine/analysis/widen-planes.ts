/**
 * Planes of points with a noise of their own (`run/regional-noise.ts`): through wider neighbourhoods, whose width is by
 * the rule of all, of one noise for each octave of it.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import { uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import { fitPlanes, type PlaneFit } from './fit-planes.ts';
import { evenNeighbourhood, type ScaleEstimate } from './measure-scale.ts';
import { upperMedian } from './median.ts';

export interface WidenInput {
  readonly tree: GpuKdTree;
  /** [3 × pointCount] normalised, in the order that the tree indexes. */
  readonly positions: Float32Array;
  /** [pointCount] 0 where the planes are to stay. */
  readonly deviations: Float32Array;
  readonly scale: ScaleEstimate;
  /** Overwritten; radii as if all neighbourhoods had `planes.neighbourCount` points. */
  readonly planes: PlaneFit;
}

/** Rejects with the signal's reason when cancelled. */
export async function widenPlanes(stage: StageContext, input: WidenInput): Promise<void> {
  const { gpu, context } = stage;
  const { positions, deviations, planes, scale, tree } = input;
  const count = deviations.length;
  const normals = await gpu.readFloats(planes.normals, 4 * count, context.signal);
  const radii = await gpu.readFloats(planes.radii, count, context.signal);
  for (const points of octavesOf(deviations)) {
    using own = new BufferScope(gpu, 'wider planes');
    const places = gatherTriples(positions, points, new Float32Array(3 * points.length));
    const noiseNorm = upperMedian(Float32Array.from(points, (point) => deviations[point]!));
    const { spacingNorm } = scale;
    const wider = { spacingNorm, noiseNorm, ...evenNeighbourhood({ spacingNorm, noiseNorm }) };
    const queries = uploadPoints(own, places);
    const found = await fitPlanes(
      { ...stage, scope: own },
      { tree, points: queries, pointCount: points.length, scale: wider },
    );
    const foundNormals = await gpu.readFloats(found.normals, 4 * points.length, context.signal);
    const foundRadii = await gpu.readFloats(found.radii, points.length, context.signal);
    const shrinkage = Math.sqrt(planes.neighbourCount / found.neighbourCount);
    points.forEach((point, i) => {
      normals.set(foundNormals.subarray(4 * i, 4 * i + 4), 4 * point);
      radii[point] = shrinkage * foundRadii[i]!;
    });
  }
  gpu.device.queue.writeBuffer(planes.normals, 0, normals);
  gpu.device.queue.writeBuffer(planes.radii, 0, radii);
}

/** The points that have a noise of their own, by octaves of it. */
function octavesOf(deviations: Float32Array): readonly Uint32Array[] {
  const octaves = new Map<number, number[]>();
  deviations.forEach((deviation, point) => {
    if (!(deviation > 0)) return;
    const octave = Math.floor(Math.log2(deviation));
    const points = octaves.get(octave) ?? [];
    if (points.length === 0) octaves.set(octave, points);
    points.push(point);
  });
  return [...octaves.values()].map((points) => Uint32Array.from(points));
}
