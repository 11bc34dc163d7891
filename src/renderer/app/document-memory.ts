/** The big arrays that a document holds, so that the history can keep to its budget. */
import type { DocumentState } from './state.ts';

export function* documentMemory({ cloud, run }: DocumentState): Generator<readonly [object, number]> {
  for (const geometry of [cloud?.geometry, run?.geometry]) {
    if (!geometry) continue;
    for (const array of Object.values(geometry) as unknown[]) {
      if (ArrayBuffer.isView(array)) yield [array, array.byteLength];
    }
  }
  if (run) yield [run.lostPoints, run.lostPoints.byteLength];
}
