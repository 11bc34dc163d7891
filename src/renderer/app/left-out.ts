/** What of the cloud a run does not get, and whether a mesh was made of other points than those that are there now. */
import type { LeftOut } from '../worker/engine-api.ts';
import type { DocumentState } from './state.ts';

export function leftOutOf({ edits, crop }: Pick<DocumentState, 'edits' | 'crop'>): LeftOut {
  return { removed: edits.removed?.id ?? null, crop };
}

export function hasOtherPoints(document: Pick<DocumentState, 'edits' | 'crop' | 'run'>): boolean {
  if (!document.run) return false;
  const { removed } = document.run.leftOut;
  return removed !== leftOutOf(document).removed || hasOtherCrop(document);
}

/** The mesh was made with another crop box than that which cuts what is seen of it. */
export function hasOtherCrop({ run, crop }: Pick<DocumentState, 'crop' | 'run'>): boolean {
  // The run's comes from another thread: the same box is another object.
  return run !== null && JSON.stringify(run.leftOut.crop) !== JSON.stringify(crop);
}

/** Points of the cloud that are not taken out by hand, within the crop box or not. */
export function pointsLeft({ cloud, edits }: Pick<DocumentState, 'cloud' | 'edits'>): number {
  if (!cloud) return 0;
  return cloud.info.pointsInFile - cloud.info.dropped - (edits.removed?.count ?? 0);
}
