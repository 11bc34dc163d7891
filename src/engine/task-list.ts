/**
 * The CPU work that may run on a worker: named pure functions of plain data (typed arrays over shared memory where
 * they are large). A host calls `runTask(name, arguments)`; a worker calls `TASKS[name]`.
 * Their modules import no shader text: a worker thread runs them from the sources, without the bundler.
 */
import { measureScale } from './analysis/measure-scale.ts';
import { preparePoints } from './cloud/prepare-task.ts';
import { buildSubtree, splitSubtree } from './neighbours/build-subtree.ts';
import { adoptFileNormals } from './orientation/adopt-file-normals.ts';
import { buildWindingTree } from './orientation/build-winding-tree.ts';
import { chooseSigns } from './orientation/choose-signs.ts';
import { judgeSheets } from './orientation/judge-sheets.ts';
import { repairPatches } from './orientation/repair-patches.ts';
import { smoothPatches } from './orientation/smooth-patches.ts';
import { turnSheets } from './orientation/turn-sheets.ts';
import { dropClutter } from './finish/clutter.ts';
import { measureToPoints, measureToTriangles, sortDistances } from './measure/fit-tasks.ts';
import { buildTriangleHeap } from './measure/triangle-heap.ts';
import { trimMesh } from './finish/trim-mesh.ts';
import { orderDense } from './tiles/dense-cloud.ts';
import { countUnits } from './tiles/plan-tiles.ts';

export const TASKS = {
  preparePoints,
  orderDense,
  countUnits,
  splitSubtree,
  buildSubtree,
  trimMesh,
  dropClutter,
  measureScale,
  buildWindingTree,
  judgeSheets,
  turnSheets,
  repairPatches,
  smoothPatches,
  chooseSigns,
  adoptFileNormals,
  measureToPoints,
  buildTriangleHeap,
  measureToTriangles,
  sortDistances,
} as const;

export type Tasks = typeof TASKS;
export type TaskName = keyof Tasks;
export type TaskArguments<N extends TaskName> = Tasks[N] extends (args: infer A) => unknown ? A : never;
export type TaskResult<N extends TaskName> = Tasks[N] extends (args: never) => infer R ? Awaited<R> : never;
