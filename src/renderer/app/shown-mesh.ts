/** The mesh that is shown and would be exported: as trimmed, once that is measured. Pure. */
import type { MeshTopology } from '../../engine/vocabulary.ts';
import type { AppState } from './state.ts';

export interface ShownMesh {
  readonly vertexCount: number;
  readonly topology: MeshTopology;
  /** What trimming leaves is not measured yet: these numbers are of the whole mesh. */
  readonly isMeasuring: boolean;
}

/** Null without a mesh. */
export function shownMesh({ document: { run, trim }, trimmed }: AppState): ShownMesh | null {
  if (!run) return null;
  const whole = { vertexCount: run.geometry.positions.length / 3, topology: run.report.topology };
  if (trim === null) return { ...whole, isMeasuring: false };
  return trimmed ? { ...trimmed, isMeasuring: false } : { ...whole, isMeasuring: true };
}
