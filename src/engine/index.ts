/** The engine's public surface: bytes in, mesh out. Everything else is a stage behind it. */
export { readCloud } from './cloud/read-cloud.ts';
export type { ByteSource, CloudStats, PointCloud } from './cloud/point-cloud.ts';
export type { Checkpoint } from './checkpoint.ts';
export type { PointSample, ReadHooks } from './cloud/point-sample.ts';
export { ReconstructError, type ErrorCode, type ErrorDetails, type PlainError } from './errors.ts';
export {
  DEFAULT_SPEEDS,
  estimateRun,
  type MachineLimits,
  type NoteCode,
  type RunEstimate,
  unitsOf,
} from './estimate.ts';
export type { PreviewMesh, RunContext, RunEvent, StageName } from './events.ts';
export type { ByteSink } from './formats/byte-sink.ts';
export { formatFromName, type MeshFormat } from './formats/mesh-format.ts';
export { writeMesh } from './formats/write-mesh.ts';
export { openDevice, type OpenedDevice } from './gpu/open-device.ts';
export type { Host, TaskHost } from './host.ts';
export { compareMeshes } from './mesh/compare.ts';
export { measureFit, measurePointFit, type FitOptions, type MeshFit, type PointFit } from './mesh/fit.ts';
export { readMesh } from './mesh/read-mesh.ts';
export type { TriangleMesh } from './mesh/triangle-mesh.ts';
export { measureTrimmed, trimBeyond, type TrimmedMeasure } from './mesh/trim-beyond.ts';
export { DEFAULTS, validateOptions, type ReconstructOptions } from './options.ts';
export { prepareAhead, type PreparedAhead } from './prepare-ahead.ts';
export { reconstruct, type Reconstruction } from './reconstruct.ts';
export type { RunReport, StageTime } from './report.ts';
export type { RunControl } from './run-control.ts';
export { type CloudSurvey, surveyCloud } from './survey/survey-cloud.ts';
