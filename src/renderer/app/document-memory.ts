/** The big arrays that a document holds, so that the history can keep to its budget. */
import type { DocumentState } from './state.ts';

/** A bit a point. */
const MASK_SHARE = 1 / 8;

export function* documentMemory({ cloud, run, edits }: DocumentState): Generator<readonly [object, number]> {
  for (const geometry of [cloud?.geometry, run?.geometry]) {
    if (!geometry) continue;
    for (const array of Object.values(geometry) as unknown[]) {
      if (ArrayBuffer.isView(array)) yield [array, array.byteLength];
    }
  }
  for (const points of [edits.removed, edits.selected]) {
    if (points && cloud) yield [points, MASK_SHARE * cloud.info.pointsInFile];
  }
  if (run) for (const array of [run.lostPoints, run.pointDistances]) yield [array, array.byteLength];
}
