/**
 * What nearly every run of the default method dispatches, in the order in which it does: all are compiled side by side
 * while the cloud is prepared, where each stage waited for its own before. A kernel that few runs need (noise, sides of
 * the file, large clouds) is left to its stage.
 */
import { findCandidates, listSpacing, markOutliers } from '../../analysis/clean-cloud.ts';
import { fitListedPlanes } from '../../analysis/fit-planes.ts';
import { measureGapsKernel } from '../../analysis/measure-gaps.ts';
import { assembleCellsKernel, assembleDenseCells } from '../../field/assemble-cells.ts';
import { FIND_CELLS_KERNELS } from '../../field/find-cells.ts';
import { SYSTEM_KERNELS } from '../../field/level-system.ts';
import type { Kernel } from '../../gpu/kernel.ts';
import { SCAN_KERNELS } from '../../gpu/scan.ts';
import {
  findCrossingCells,
  findHoleCells,
  fitMissing,
  initField,
  placeNodes,
  upsampleField,
} from '../../grid/field-kernels.ts';
import { MARK_KERNELS } from '../../grid/mark-kernels.ts';
import { boundSubtreesKernel } from '../../neighbours/bound-subtrees.ts';
import { findNearestOf } from '../../neighbours/find-nearest.ts';
import { findLayers } from '../../orientation/find-sheets.ts';
import { orientAxes, voteSigns } from '../../orientation/choose-sides.ts';
import { refitSides } from '../../orientation/refit-sides.ts';
import { sharpenNormals } from '../../orientation/sharpen-normals.ts';
import { CONSISTENCY_KERNELS } from '../../orientation/winding-consistency.ts';
import { placeAreaDipoles } from '../../orientation/winding-field.ts';
import { describePoints, measureVertices } from '../../trust/measure-trust.ts';
import { countTriangles, emitTriangles, emitVertices, markEdges, packRows } from '../../surface/kernels.ts';
import { measureSupportKernel } from '../../surface/measure-support.ts';

/** The vote among neighbours looks at twelve besides the point itself. */
export const NEIGHBOURS = 13;

/**
 * From here on cells of the coarsest level hold points enough for a workgroup each: a surface has some 8,000 cells
 * there. Of fewer points the kernel is compiled when a level asks for it: it takes half as long as all others together
 * on SwiftShader, which makes a coroutine of whatever waits at a barrier.
 */
const DENSE_CLOUD_POINTS = 100_000;

const KERNELS: readonly Kernel[] = Object.freeze([
  findNearestOf(NEIGHBOURS),
  listSpacing,
  findCandidates,
  markOutliers,
  measureGapsKernel,
  fitListedPlanes,
  findLayers,
  ...CONSISTENCY_KERNELS,
  orientAxes,
  refitSides,
  voteSigns,
  placeAreaDipoles,
  sharpenNormals,
  placeNodes,
  findHoleCells,
  ...MARK_KERNELS,
  ...SCAN_KERNELS,
  boundSubtreesKernel,
  initField,
  ...FIND_CELLS_KERNELS,
  assembleCellsKernel,
  ...SYSTEM_KERNELS,
  findCrossingCells,
  upsampleField,
  fitMissing,
  packRows,
  markEdges,
  countTriangles,
  emitVertices,
  emitTriangles,
  measureSupportKernel,
  describePoints,
  measureVertices,
]);

export function defaultKernels(pointCount: number): readonly Kernel[] {
  return pointCount < DENSE_CLOUD_POINTS ? KERNELS : [...KERNELS, assembleDenseCells];
}
