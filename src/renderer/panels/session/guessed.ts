/** How much of a mesh is a guess. Pure. */
import type { MeshTopology } from '../../../engine/vocabulary.ts';
import type { FinishedRun } from '../../worker/engine-api.ts';

/** Of the area: by the trust of the mesh, in reports without it by what closes its holes. */
export function shareGuessed(
  { report: { trust, holes } }: Pick<FinishedRun, 'report'>,
  { area }: Pick<MeshTopology, 'area'>,
): number {
  if (trust) return trust.shareGuessed;
  return area > 0 ? Math.min(1, holes.areaGuessed / area) : 0;
}
