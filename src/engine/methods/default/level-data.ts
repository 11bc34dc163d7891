/** What the levels of a run pull towards: the oriented cloud, or all points of one of scan lines. */
import { dumpNormals } from '../../orientation/dump-sides.ts';
import { spreadNormals } from '../../orientation/spread-normals.ts';
import type { OrientedRun } from '../../run/checkpoint.ts';
import type { Run } from '../../run/run.ts';
import type { TileCloud } from '../../tiles/tile-clouds.ts';

export type LevelData = TileCloud;

/** Buffers that are new belong to the stage's scope. A run that goes on makes the same ones again. */
export async function levelDataOf(
  { stage, working, scale, lines }: Pick<Run, 'stage' | 'working' | 'scale' | 'lines'>,
  oriented: OrientedRun,
): Promise<LevelData> {
  const { points, pointCount, gpuTree: tree } = working;
  const { normals, sharpened: finestNormals, borrowedShare } = oriented;
  if (!lines) return { points, pointCount, normals, tree, scale, finestNormals };
  const { whole, gaps } = lines;
  const share = { tree, points, normals };
  const ofWhole = { tree: whole.gpuTree, points: whole.points, gaps };
  const spread = await spreadNormals(stage, { ...ofWhole, share, borrowedShare, scale });
  await dumpNormals(stage, 'normals of all points', whole.prepared.positions, spread.normals);
  return {
    points: whole.points,
    pointCount: whole.pointCount,
    tree: whole.gpuTree,
    normals: spread.normals,
    finestNormals: spread.sharpened,
    scale,
  };
}
