/** What was done to a project's mesh since its run, again: the same operations in the same order, to the same bytes. */
import { finishSurface, type Host, lostDistance, measureFit, trimBeyond, trimLengthsOf } from '../../engine/index.ts';
import {
  DEFAULTS,
  type PointCloud,
  type RunContext,
  type RunReport,
  type TriangleMesh,
} from '../../engine/vocabulary.ts';
import type { FinishStep } from './project.ts';

export interface FinishReplay {
  readonly mesh: TriangleMesh;
  /** What the mesh is of. */
  readonly cloud: PointCloud;
  /** Of its run. */
  readonly report: RunReport;
  readonly steps: readonly FinishStep[];
  /** What is trimmed at the end; world unit. */
  readonly trim: number | null;
}

/** The mesh as a window would write it. Rejects like `finishSurface`. */
export async function replayFinish(replay: FinishReplay, host: Host, context: RunContext): Promise<TriangleMesh> {
  let { mesh } = replay;
  for (const { trim, choice } of replay.steps) {
    const trimmed = await trimmedMesh(replay, mesh, trim, host, context);
    mesh = (await finishSurface(trimmed, { ...DEFAULTS, ...choice }, host, context)).mesh;
  }
  return trimmedMesh(replay, mesh, replay.trim, host, context);
}

async function trimmedMesh(
  { cloud, report }: FinishReplay,
  mesh: TriangleMesh,
  trim: number | null,
  host: Host,
  { signal }: RunContext,
): Promise<TriangleMesh> {
  if (trim === null) return mesh;
  const quiet = { signal, onEvent: () => undefined };
  const { distances } = await measureFit(cloud, mesh, host, quiet, { lostBeyond: lostDistance(report) });
  return trimBeyond(mesh, await trimLengthsOf(mesh, distances, quiet), trim, quiet);
}
