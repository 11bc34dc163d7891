/**
 * All tasks, for the entries of workers, which look them up by name; nothing else imports this file. A test compares
 * the list with the sources.
 */
import { findMotions } from './alignment/find-motions.ts';
import { lineNoise } from './analysis/line-noise.ts';
import { rankGaps } from './analysis/rank-gaps.ts';
import { fillsSpace, liesOnCurves } from './analysis/space-filling.ts';
import { measureNoiseRegions } from './analysis/noise-regions.ts';
import { measureScale } from './analysis/measure-scale.ts';
import { thinEvenly } from './analysis/thin-evenly.ts';
import { preparePoints } from './cloud/prepare-task.ts';
import { findMeetingPairs } from './finish/check/self-intersections.ts';
import { dropClutter } from './finish/clutter.ts';
import { judgeHoles } from './finish/judge-holes.ts';
import { openBorders, openRelax, relaxPart, relaxRest } from './finish/relax/relax-in-parts.ts';
import {
  buildSearchTree,
  findClosestTriangles,
  fitVertices,
  measureStretch,
  placeFitPoints,
} from './finish/simplify/fit-tasks.ts';
import {
  collapseRest,
  cutVertices,
  lookPart,
  openCollapse,
  sumPart,
  sweepPart,
} from './finish/simplify/collapse-in-parts.ts';
import { collapseGuarded } from './finish/simplify/collapse-guarded.ts';
import { collapseMesh, searchCount } from './finish/simplify/simplify-tasks.ts';
import { bakeRows } from './finish/texture/bake-rows.ts';
import { unwrapMesh } from './finish/texture/unwrap.ts';
import { findFreeSpace } from './finish/free-space.ts';
import { trimMesh } from './finish/trim-mesh.ts';
import type { AnyTask } from './host/task.ts';
import {
  buildSideTable,
  measureToPoints,
  measureToTriangles,
  sortDistances,
  spreadValues,
} from './measure/fit-tasks.ts';
import { growSubtree, placeCentroids, splitNode } from './mesh/grow-tree.ts';
import { buildTriangleHeap } from './measure/triangle-heap.ts';
import { buildSubtree, splitSubtree } from './neighbours/build-subtree.ts';
import { adoptFileNormals } from './orientation/adopt-file-normals.ts';
import { adoptSensors } from './orientation/adopt-sensors.ts';
import { hiddenShares } from './orientation/check-sensors.ts';
import { placesByDensity } from './orientation/exchanged-places.ts';
import { buildWindingTree } from './orientation/build-winding-tree.ts';
import { chooseSigns } from './orientation/choose-signs.ts';
import { creaseVotes } from './orientation/crease-votes.ts';
import { findHeightField } from './orientation/height-field.ts';
import { findStation } from './orientation/find-station.ts';
import { judgeFileSides } from './orientation/judge-file-sides.ts';
import { roomEvidence } from './orientation/judge-room.ts';
import { countLayers } from './orientation/look-for-layers.ts';
import { judgeSheets } from './orientation/judge-sheets.ts';
import { seenFromStations, stationsWithin } from './orientation/stations-within.ts';
import { stationOfScan } from './orientation/stations-of-scans.ts';
import { repairPatches } from './orientation/repair-patches.ts';
import { smoothPatches } from './orientation/smooth-patches.ts';
import { turnSheets } from './orientation/turn-sheets.ts';
import { drawSpots, markDrawn, markOnScreen } from './select/mark-tasks.ts';
import { countCrowded } from './tiles/crowded-bricks.ts';
import { orderDense } from './tiles/dense-cloud.ts';
import { countAbout } from './tiles/count-about.ts';
import { countUnits } from './tiles/plan-tiles.ts';
import { pointsAbout } from './tiles/points-about.ts';
import { findNearestVertices, sortIntoCells } from './trust/find-feet.ts';

export const TASKS: readonly AnyTask[] = [
  preparePoints,
  findMotions,
  orderDense,
  countUnits,
  countCrowded,
  pointsAbout,
  countAbout,
  splitSubtree,
  buildSubtree,
  findFreeSpace,
  trimMesh,
  dropClutter,
  judgeHoles,
  collapseMesh,
  collapseGuarded,
  collapseRest,
  cutVertices,
  lookPart,
  openCollapse,
  sumPart,
  sweepPart,
  buildSearchTree,
  placeFitPoints,
  findClosestTriangles,
  fitVertices,
  measureStretch,
  searchCount,
  openRelax,
  relaxPart,
  openBorders,
  relaxRest,
  placeCentroids,
  splitNode,
  growSubtree,
  findMeetingPairs,
  unwrapMesh,
  bakeRows,
  measureScale,
  measureNoiseRegions,
  fillsSpace,
  liesOnCurves,
  rankGaps,
  thinEvenly,
  lineNoise,
  buildWindingTree,
  countLayers,
  judgeSheets,
  judgeFileSides,
  turnSheets,
  repairPatches,
  smoothPatches,
  chooseSigns,
  creaseVotes,
  adoptFileNormals,
  adoptSensors,
  hiddenShares,
  placesByDensity,
  findHeightField,
  findStation,
  stationOfScan,
  stationsWithin,
  seenFromStations,
  roomEvidence,
  measureToPoints,
  buildTriangleHeap,
  buildSideTable,
  spreadValues,
  measureToTriangles,
  sortDistances,
  sortIntoCells,
  findNearestVertices,
  drawSpots,
  markOnScreen,
  markDrawn,
];
