/** More scans beside a cloud, which may stand otherwise than its file says: they come to stand as it does. */
import { mergeClouds, type NamedCloud, placeCloud } from '../../engine/index.ts';
import type { PointCloud } from '../../engine/vocabulary.ts';

/** Rejects like `mergeClouds`, or with the signal's reason. */
export async function withMore(
  scene: NamedCloud,
  more: readonly NamedCloud[],
  signal: AbortSignal,
): Promise<PointCloud> {
  const { placement } = scene.cloud;
  if (!placement) return mergeClouds([scene, ...more]);
  const { placement: _, ...inFile } = await placeCloud(scene.cloud, {}, signal);
  const { up, turn, scale, unit, onGround } = placement;
  const placing = { up, turn, scale, ...(unit && { unit }), onGround };
  return placeCloud(mergeClouds([{ ...scene, cloud: inFile }, ...more]), placing, signal);
}
