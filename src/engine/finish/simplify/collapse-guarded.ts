/**
 * Collapses further what the whole test of a mesh lets collapse no further, edge by edge so that no triangles come to
 * meet (meeting-guard.ts). Places in which triangles would meet lose the edges that do no harm there, and all others
 * theirs.
 */
import { finishSteps, type Steps } from '../../host/steps.ts';
import { task } from '../../host/task.ts';
import { EditableMesh } from '../../mesh/editable-mesh.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { collapseSteps, collapseTables } from './collapse.ts';
import { MeetingGuard } from './meeting-guard.ts';
import { type CollapsedMesh, compactedSteps, SIMPLIFY_LIMITS } from './simplify-tasks.ts';

export interface GuardedInput {
  readonly mesh: WorldMesh;
  /** Where to stop. */
  readonly triangles: number;
  /** [vertexCount] 1 for vertices that keep their place and their edges */
  readonly isLocked: Uint8Array;
  /** See `CollapseOptions`. */
  readonly mostDrift: number;
  readonly mostCost: number;
  /** [vertexCount] how far what each vertex stands for has gone before */
  readonly drifts: Float64Array;
}

/** Takes some 80 s for a million triangles that go. */
export const collapseGuarded = task('collapseGuarded', (input: GuardedInput): CollapsedMesh =>
  finishSteps(guardedSteps(input)),
);

export function* guardedSteps({ mesh, drifts, ...options }: GuardedInput): Steps<CollapsedMesh> {
  const editable = yield* EditableMesh.openSteps(mesh);
  const guard = yield* MeetingGuard.openSteps(editable);
  const tables = collapseTables(editable.cornerOf.length);
  tables.drifts.set(drifts);
  const done = yield* collapseSteps(editable, { ...SIMPLIFY_LIMITS, ...options, guard }, tables);
  return { ...(yield* compactedSteps(editable, tables.drifts)), ...done };
}
