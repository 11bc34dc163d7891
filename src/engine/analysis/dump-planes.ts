/** The planes of points, for a dump. */
import type { StageContext } from '../host/stage-context.ts';
import type { PlaneFit } from './fit-planes.ts';

/** @param positions [3 × count] normalised */
export async function dumpPlanes(
  { gpu, host, context }: StageContext,
  positions: Float32Array,
  planes: PlaneFit,
): Promise<void> {
  if (!host.dump) return;
  const normals = await gpu.readFloats(planes.normals, (4 * positions.length) / 3, context.signal);
  const confidence = { values: normals.filter((_, i) => i % 4 === 3) };
  await host.dump.points('analyse', 'planes', { positions, normals, values: { confidence } });
}
