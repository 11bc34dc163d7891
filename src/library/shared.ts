/** What the library is on every platform: types and what needs no device. */
export type { Engine, FinishedSurface, FinishRequest, OpenOptions, RunOptions, Surface, SurfaceRun } from './engine.ts';
export type { NamedBytes, PointInput } from './points.ts';
export type { FinishOptions, MeshFormat, SurfaceOptions } from './options.ts';
export type { Progress } from './progress.ts';
export { type BytesOptions, MESH_FORMATS, type SurfaceArrays, surfaceBytes } from './surface.ts';
export {
  type ErrorCode,
  type FinishReport,
  type MeshCheck,
  type PointArrays,
  type PointCloud,
  type Reading,
  ReconstructError,
  type RunReport,
  type Triple,
} from '../engine/index.ts';
