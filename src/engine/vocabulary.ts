/**
 * The words that engine and program share: options, formats, errors, and the types of what a run tells and gives. Plain
 * constants and pure functions of a line, no stage behind them: for the window, which must not contain the engine, and
 * for whatever else has to stay light. `index.ts` has all of it, too.
 */

// Options
export {
  allowedText,
  isAllowed,
  isWordOf,
  joinedText,
  type OptionKind,
  type OptionValue,
  shareOf,
  type Target,
  type ValueOf,
  type Words,
} from './option-kinds.ts';
export { AUTO_HOLE_SHARE, OPTIONS, TEXTURE_PIXELS } from './option-table.ts';
export * from './options.ts';

// Formats
export * from './reading-choices.ts';
export * from './formats/formats.ts';
export { formatFromName } from './formats/write/format-from-name.ts';
export type { ColumnName } from './formats/read/columns.ts';
export type { PreviewColumn, TextPreview } from './formats/read/text/text-preview.ts';
export { type FileFrame, fileFrame, isOwnFrame, outOfFrame, OWN_FRAME } from './formats/write/file-frame.ts';
export { hasShift } from './formats/write/has-shift.ts';
export { type LengthUnit, MILLIMETRES, UNITS } from './math/length-unit.ts';
export {
  AXES,
  type AxisName,
  directionInFile,
  lengthUnitOf,
  placedAt,
  placeInFile,
  turnAfter,
  turned,
  turningUp,
  type Placement,
  type Placing,
  type Up,
} from './math/placement.ts';
export {
  CONTOUR_FORMATS,
  type ContourFormat,
  type TerrainPart,
  terrainParts,
  type TerrainReport,
} from './terrain-words.ts';
export type { DrawingFormat } from './section/drawing-format.ts';
export type { CropBox } from './cloud/crop-box.ts';
export type { Scratch, ScratchFile } from './host/scratch.ts';
export type { ClassName } from './cloud/classes.ts';
export type { DialectChoice, Reading } from './cloud/point-sample.ts';
export type {
  AttributeName,
  ByteSource,
  CloudStats,
  CoordinateSystem,
  PointAttributes,
  PointCloud,
  RandomAccess,
  Scan,
} from './cloud/point-cloud.ts';
export type { BesideSink, ByteSink } from './formats/write/byte-sink.ts';

// Numbers
export { distanceHistogram, type ToleranceShares, toleranceShares } from './math/distance-spread.ts';
export { ranges } from './math/ranges.ts';
export type { Triple } from './math/triple.ts';

// Meshes and reports
export type { SelectMode } from './select/point-mask.ts';
export type { ScreenSelection } from './select/projection.ts';
export type { PointValue, ValueHistogram } from './select/point-values.ts';
export type { ScreenShape } from './select/screen-shape.ts';
export type { LostPoints, PointFit } from './measure/fit.ts';
export type { DistanceFigures } from './measure/mesh-distances.ts';
export { MOST_TEXTURED_TRIANGLES, type TexturedMesh, textureObstacle } from './texture-obstacle.ts';
export type { MeshCheck, MeshFault } from './finish/check/mesh-check.ts';
export type { MeshTexture } from './mesh/mesh-texture.ts';
export type { MeshTopology } from './mesh/topology.ts';
export type { TriangleMesh } from './mesh/triangle-mesh.ts';
export type { WorldMesh } from './mesh/world-mesh.ts';
export { coarseWarning, type CoarseVoxels } from './coarse-voxels.ts';
export type {
  GuessedPlace,
  HoleReport,
  HoleReason,
  ReportedHole,
  RunReport,
  SideEvidence,
  SideReport,
  StageTime,
  TrustReport,
} from './report.ts';
export type { MachineLimits, NoteCode, RunEstimate } from './estimate/run-estimate.ts';

// A run
export { messageOf, ReconstructError, type ErrorCode, type ErrorDetails, type PlainError } from './errors.ts';
export type { PreviewMesh, RunContext, RunEvent, StageName } from './events.ts';
