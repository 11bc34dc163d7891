/**
 * The engine's public surface, the only door for other rooms: bytes in, mesh out. Its light parts have doors of their
 * own: `vocabulary.ts` (words), `hosting.ts` (what hosts are built from), and `task-list.ts` for the entries of
 * workers.
 */
export * from './hosting.ts';
export * from './vocabulary.ts';

// Reading and writing
export { pointCountOf } from './cloud/point-cloud.ts';
export { absentPoints } from './cloud/stored-points.ts';
export { WORK_LIMITS } from './limits.ts';
export { CLASS_NAMES, classOf } from './cloud/classes.ts';
export { mergeClouds, type NamedCloud } from './cloud/merge-clouds.ts';
export { CROP_NUMBERS, cropBoxOf, cropCloud, cropTest } from './cloud/crop-box.ts';
export { isPlacing, placeCloud, TURN_NUMBERS, turnOf, UP_WORDS, upOf } from './cloud/place-cloud.ts';
export { type PointSelection, selectPoints } from './cloud/select-points.ts';
export {
  addPoint,
  countOf,
  emptyMask,
  fullMask,
  hasPoint,
  joinMasks,
  type PointMask,
  withoutMask,
} from './select/point-mask.ts';
export { drawnMarks, pointsOnScreen } from './select/points-on-screen.ts';
export type { ScreenPoints } from './select/spots.ts';
export { findPartsSteps, type FoundParts } from './select/find-parts.ts';
export { pointsByValue, valueHistogram } from './select/point-values.ts';
export { withoutPoints } from './select/without-points.ts';
export type { PointSample, ReadOptions } from './cloud/point-sample.ts';
export { finishMemory } from './finish/finish-memory.ts';
export { finishSurface, isFinishing, type FinishOptions } from './finish/finish-surface.ts';
export { textureMesh, textureRefusal } from './finish/texture/texture-mesh.ts';
export type { FinishReport } from './finish/finish-report.ts';
export { asWritten, inFrame } from './formats/write/as-written.ts';
export { trustReport } from './trust/trust-report.ts';
export { readMesh } from './formats/read-mesh/read-mesh.ts';
export { readTriangleMesh, readTrustReport } from './read-triangle-mesh.ts';
export { columnChoice } from './formats/read/text/column-choice.ts';
export { previewColumns } from './formats/read/preview-columns.ts';
export { cloudFromArrays, type PointArrays } from './formats/cloud-from-arrays.ts';
export { readCloud } from './formats/read/read-cloud.ts';
export { projectionSystem, projectionText, writeProjection } from './formats/projection-file.ts';
export { lossMessages, type MeshWriteSummary, writeMesh } from './formats/write/write-mesh.ts';
export { writePlyRuns } from './formats/write/write-ply-runs.ts';
export { writePoints } from './formats/write/write-points.ts';

// A run, what it will cost, and how it is steered
export { DEFAULT_SPEEDS, estimateRun, unitsOf } from './estimate-run.ts';
export { type CloudSurvey, surveyCloud } from './estimate/survey-cloud.ts';
export type { CleanedCloud } from './cleaned-cloud.ts';
export {
  checkFirst,
  FIRST_RESOLUTION,
  firstOptionsOf,
  firstSurface,
  isWorthFirst,
  type FirstOptions,
} from './first-surface.ts';
export { reconstruct, type Reconstruction } from './reconstruct.ts';
export type { Checkpoint } from './run/checkpoint.ts';
export { Pauses } from './run/pauses.ts';
export { prepareAhead, type PreparedAhead } from './run/prepare-ahead.ts';
export type { JoinedTiles, RunControl } from './run/run-control.ts';

// One run shared out: its tiles, wherever they are solved
export {
  isNeeded,
  joinedTiles,
  neededOf,
  type OpenTiles,
  type PieceSurface,
  plannedTiles,
  planTiles,
  type TilePiece,
  withTiles,
} from './tiled-run.ts';
export { joinStreamed, type StreamedControl, type StreamedReconstruction } from './join-streamed.ts';
export type { MeshRuns } from './mesh/mesh-runs.ts';
export type { PlannedByTiles, TiledStart } from './methods/planned-by-tiles.ts';
export type { DensePoints } from './tiles/dense-points.ts';
export type { UnitBox } from './tiles/unit-box.ts';

// The device, and its diagnostics
export { kernelLabels } from './gpu/kernel.ts';
export { adapterFacts, deviceReportText, type AdapterFacts, type DeviceReport } from './doctor/device-report.ts';
export { examineDevice } from './examine-device.ts';
export { findAdapters, type FoundAdapter, openDevice, type OpenedDevice } from './gpu/open-device.ts';
export { type KernelPass, PassTimer } from './gpu/pass-timer.ts';
export type { ReplacedShader, ShaderWatch } from './gpu/shader-watch.ts';

// Work on clouds and meshes after a run, and beside it
export { isBoxNear, isNear, type NearRegion, nearRegion } from './cloud/far-points.ts';
export { type Frame, toWorld } from './cloud/frame.ts';
export { type CloudSummary, summariseCloud } from './cloud/summarise-cloud.ts';
export { colourMesh } from './colour-mesh.ts';
export { type ClosableHoles, withOpenHolesSteps } from './finish/open-holes.ts';
export { CHECK_DEFAULTS, checkMesh, type CheckOptions } from './finish/check/check-mesh.ts';
export { MOST_THIN_SHARE } from './finish/check/mesh-check.ts';
export { proveMesh } from './finish/check/prove-mesh.ts';
export { movedBox, movedReport } from './moved-report.ts';
export { type Motion, motionBetween, movedPlaces, turnedDirections } from './math/motion.ts';
export { measureTrimmed, trimBeyond, type TrimmedMeasure } from './finish/trim-beyond.ts';
export { trimLengthsOf } from './finish/trim-lengths.ts';
export { placeWords } from './math/place-words.ts';
export { boundsOf, PointBounds, type PointTest } from './math/point-bounds.ts';
export { compareMeshes } from './measure/compare.ts';
export { type DistanceFigures, distanceFigures, measureToMesh, usedPlaces } from './measure/mesh-distances.ts';
export {
  type FitOptions,
  lostDistance,
  measureDistances,
  measureFit,
  fitSample,
  measurePointFit,
  type MeshFit,
} from './measure/fit.ts';
export { drawSection } from './section/draw-section.ts';
export { DRAWING_FORMATS } from './section/drawing-format.ts';
export { axesOf, type Plane, type Section, type SectionCurve, sectionMesh } from './section/section.ts';
export { type TerrainChoice, terrainChoice, writeTerrain, type WriteTerrainPart } from './terrain/write-terrain.ts';
export type { TerrainMesh } from './terrain/terrain-mesh.ts';
export { TILESET_FILE, TILESET_TRIANGLES, type TilesetReport, writeTileset } from './tileset/write-tileset.ts';
export { compactMesh } from './mesh/compact.ts';
export { vertexNormalSteps } from './mesh/normals.ts';
export { weldSteps } from './mesh/weld.ts';
