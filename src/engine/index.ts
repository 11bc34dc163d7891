/** The engine's public surface: bytes in, mesh out. Everything else is a stage behind it. */
export { readCloud } from './formats/read/read-cloud.ts';
export type { ByteSource, CloudStats, PointCloud } from './cloud/point-cloud.ts';
export type { Checkpoint } from './run/checkpoint.ts';
export type { PointSample, ReadHooks } from './cloud/point-sample.ts';
export { ReconstructError, type ErrorCode, type ErrorDetails, type PlainError } from './errors.ts';
export {
  DEFAULT_SPEEDS,
  estimateRun,
  type MachineLimits,
  type NoteCode,
  type RunEstimate,
  unitsOf,
} from './estimate/estimate.ts';
export type { PreviewMesh, RunContext, RunEvent, StageName } from './events.ts';
export type { ByteSink } from './formats/write/byte-sink.ts';
export * from './formats/formats.ts';
export { formatFromName } from './formats/write/format-from-name.ts';
export { lossMessages, type MeshWriteSummary, writeMesh } from './formats/write/write-mesh.ts';
export { openDevice, type OpenedDevice } from './gpu/open-device.ts';
export type { Host, TaskHost } from './host/host.ts';
export { compareMeshes } from './measure/compare.ts';
export { measureFit, measurePointFit, type FitOptions, type MeshFit, type PointFit } from './measure/fit.ts';
export type { Triple } from './math/triple.ts';
export { readMesh } from './formats/read-mesh/read-mesh.ts';
export type { TriangleMesh } from './mesh/triangle-mesh.ts';
export { measureTrimmed, trimBeyond, type TrimmedMeasure } from './finish/trim-beyond.ts';
export { allowedText, isSameValue, joinedText, type OptionKind, type OptionValue } from './option-kinds.ts';
export { OPTIONS } from './option-table.ts';
export {
  type AnyOptionRow,
  DEFAULTS,
  differingOptions,
  flagOf,
  forEachOption,
  OPTION_NAMES,
  type OptionName,
  optionRow,
  type ReconstructOptions,
  SHOWN_OPTIONS,
  validateOptions,
  withoutDefaults,
} from './options.ts';
export { prepareAhead, type PreparedAhead } from './run/prepare-ahead.ts';
export { reconstruct, type Reconstruction } from './reconstruct.ts';
export type { RunReport, StageTime } from './report.ts';
export type { RunControl } from './run/run-control.ts';
export { type CloudSurvey, surveyCloud } from './estimate/survey-cloud.ts';
