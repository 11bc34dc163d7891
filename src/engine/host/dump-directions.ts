/** Points and what a buffer says of each, for a dump. */
import type { DumpStage } from './run-dump.ts';
import type { StageContext } from './stage-context.ts';

/**
 * @param positions [3 × count] normalised
 * @param directions vec4f [count] unit length; w is what `fourth` says, or nothing
 */
export async function dumpDirections(
  { gpu, host, context }: StageContext,
  at: DumpStage,
  name: string,
  positions: Float32Array,
  directions: GPUBuffer,
  fourth?: 'confidence',
): Promise<void> {
  if (!host.dump) return;
  const count = positions.length / 3;
  const normals = await gpu.readFloats(directions, 4 * count, context.signal);
  const values = fourth && { [fourth]: { values: normals.filter((_, i) => i % 4 === 3) } };
  await host.dump.points(at, name, { positions, normals, ...(values && { values }) });
}
