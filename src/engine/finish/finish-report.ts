/** What was done to a mesh after it was found. Plain data, for the run's report. */
import type { ClosedHole, LeftHole } from './fill/close-holes.ts';
import type { ClosedHandle, LeftHandle } from './handles/close-handles.ts';
import type { Piece } from './pieces.ts';
import type { RelaxedMesh } from './relax/relax-mesh.ts';
import type { TextureReport } from './texture/texture-mesh.ts';
import type { SimplifiedMesh } from './simplify/simplify-mesh.ts';

/** Each is left out where it was not asked for. Lengths are in the mesh's unit. */
export interface FinishReport {
  /** What lay too far from the points: triangles, and their area in squared units of the mesh. */
  readonly trimmed?: { readonly triangles: number; readonly area: number };
  readonly droppedPieces?: readonly Piece[];
  readonly handles?: {
    readonly closed: readonly ClosedHandle[];
    readonly left: readonly LeftHandle[];
  };
  readonly holes?: {
    readonly closed: readonly ClosedHole[];
    readonly left: readonly LeftHole[];
  };
  readonly smoothedBy?: number;
  /** Vertices that smoothing left nearer to where they were: triangles would have met, or lost their area. */
  readonly heldVertices?: number;
  /** Vertices that were smoothed evenly all the same, so that no triangles meet; only where edges were to be kept. */
  readonly evenlySmoothedVertices?: number;
  readonly relaxed?: Omit<RelaxedMesh, 'mesh'>;
  readonly texture?: TextureReport;
  readonly simplified?: Omit<SimplifiedMesh, 'mesh'> & { readonly trianglesBefore: number };
}
