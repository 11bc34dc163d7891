/**
 * All that a run needs to go on from its last finished level on another device: plain numbers and typed arrays, read
 * back from the device that may be lost next.
 */
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { ScaleEstimate } from '../analysis/measure-scale.ts';
import type { SensorFindings } from '../analysis/point-sensors.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { PreparedCloud } from '../cloud/prepare-cloud.ts';
import { ReconstructError } from '../errors.ts';
import type { BufferScope } from '../gpu/buffer-scope.ts';
import { BRICK_NODES, BRICK_WORDS } from '../grid/brick-grid.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { LevelPlan } from '../grid/plan-levels.ts';
import type { ScanLines } from './even-share.ts';
import type { LevelField } from '../grid/upsample-field.ts';
import type { StageContext } from '../host/stage-context.ts';
import { uploadKdTree, uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import type { LayerCounts } from '../analysis/layer-counts.ts';
import { differingOptions, type ReconstructOptions } from '../options.ts';
import type { SideEvidence } from '../report.ts';
import type { RunPast } from './stage-clock.ts';
import type { WorkingCloud } from './working-cloud.ts';

/** Arrays are shared with the run and with its other checkpoints: to be read, not written or transferred. */
export interface Checkpoint {
  /** What the run was given: a checkpoint serves no other. */
  readonly options: ReconstructOptions;
  readonly pointsInFile: number;
  readonly working: SavedCloud;
  readonly lines?: SavedLines;
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
  readonly oriented: SavedOrientation;
  readonly level: SavedLevel;
  readonly past: RunPast;
}

/** The cloud after cleaning. */
export interface SavedCloud {
  readonly prepared: PreparedCloud;
  readonly tree: KdTree;
  readonly duplicateCount: number;
  readonly farCount: number;
  readonly outlierCount: number;
  /** `WorkingCloud.deviations` */
  readonly deviations?: Float32Array<ArrayBuffer>;
}

/** The whole of a cloud of scan lines, of which `working` is an even share. Their normals are made anew from its. */
export interface SavedLines {
  readonly whole: SavedCloud;
  /** [whole points] normalised. */
  readonly gaps: Float32Array<ArrayBuffer>;
  readonly gapNorm: number;
}

/** Planes and normals of the points. */
export interface SavedOrientation {
  /** [4 × pointCount], `PlaneFit.normals`. */
  readonly planeNormals: Float32Array<ArrayBuffer>;
  /** [pointCount], `PlaneFit.radii`. */
  readonly planeRadii: Float32Array<ArrayBuffer>;
  readonly neighbourCount: number;
  /** [4 × pointCount] outward unit normals. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** [4 × pointCount] the finest level's; `normals` itself where they are the same. */
  readonly sharpened: Float32Array<ArrayBuffer>;
  readonly borrowedShare: number;
  readonly evidence: SideEvidence;
  readonly isDoubtful: boolean;
  readonly sensors: SensorFindings;
  readonly isMirrored: boolean;
  /** Undefined where the surface lies in none. */
  readonly layers?: LayerCounts;
}

/** A solved level. */
export interface SavedLevel {
  readonly frame: GridFrame;
  readonly brickCount: number;
  /** What is expected of the next level: its bricks for each of these. */
  readonly growth: number;
  readonly nodeCount: number;
  /** The table of `BrickGrid`. */
  readonly brickTable: Uint32Array<ArrayBuffer>;
  readonly brickCoords: Uint32Array<ArrayBuffer>;
  readonly activeBits: Uint32Array<ArrayBuffer>;
  /** [512 × brickCount] */
  readonly field: Float32Array<ArrayBuffer>;
}

/** What all levels of a run start from, on the device. */
export interface OrientedRun {
  readonly planes: PlaneFit;
  /** vec4f [pointCount] outward unit normals, and those of the finest level. */
  readonly normals: GPUBuffer;
  readonly sharpened: GPUBuffer;
  /** Share of the points whose finest normals are a neighbour's. */
  readonly borrowedShare: number;
  readonly evidence: SideEvidence;
  readonly isDoubtful: boolean;
  readonly sensors: SensorFindings;
  readonly isMirrored: boolean;
  /** Undefined where the surface lies in none. */
  readonly layers?: LayerCounts;
}

/** What does not change from level to level: read back once a run. */
export type SavedStart = Pick<Checkpoint, 'working' | 'lines' | 'scale' | 'plan' | 'oriented'>;

/** That of a run before its levels, but for its normals. */
export interface RunStart {
  readonly working: WorkingCloud;
  readonly lines?: ScanLines;
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
}

/**
 * Reads planes and normals back: 52 bytes a point, 36 where nothing was sharpened. Rejects with the signal's reason, or
 * `gpu-lost`.
 */
export async function saveStart(
  { gpu, context }: StageContext,
  { working, lines, scale, plan }: RunStart,
  { planes, normals, sharpened, borrowedShare, evidence, isDoubtful, sensors, isMirrored, layers }: OrientedRun,
): Promise<SavedStart> {
  const { signal } = context;
  const { pointCount } = working;
  const readTriples = (buffer: GPUBuffer) => gpu.readFloats(buffer, 4 * pointCount, signal);
  const savedNormals = await readTriples(normals);
  return {
    working: savedCloud(working),
    ...(lines && { lines: { ...lines, whole: savedCloud(lines.whole) } }),
    scale,
    plan,
    oriented: {
      planeNormals: await readTriples(planes.normals),
      planeRadii: await gpu.readFloats(planes.radii, pointCount, signal),
      neighbourCount: planes.neighbourCount,
      normals: savedNormals,
      sharpened: sharpened === normals ? savedNormals : await readTriples(sharpened),
      borrowedShare,
      evidence,
      isDoubtful,
      sensors,
      isMirrored,
      ...(layers && { layers }),
    },
  };
}

/** What is no more on the device. */
function savedCloud(working: WorkingCloud): SavedCloud {
  const { prepared, tree, duplicateCount, farCount, outlierCount, deviations } = working;
  return { prepared, tree, duplicateCount, farCount, outlierCount, ...(deviations && { deviations }) };
}

/** Reads a level back: 2.1 KiB a brick. Rejects with the signal's reason, or `gpu-lost`. */
export async function saveLevel(
  { gpu, context }: StageContext,
  { grid, field }: LevelField,
  growth: number,
): Promise<SavedLevel> {
  const { signal } = context;
  const { frame, brickCount, nodeCount } = grid;
  return {
    frame,
    brickCount,
    growth,
    nodeCount,
    brickTable: await gpu.readUints(grid.brickTable, frame.bricksPerAxis ** 3, signal),
    brickCoords: await gpu.readUints(grid.brickCoords, brickCount, signal),
    activeBits: await gpu.readUints(grid.activeBits, BRICK_WORDS * brickCount, signal),
    field: await gpu.readFloats(field, BRICK_NODES * brickCount, signal),
  };
}

/** The cloud and its planes on a device again, in buffers of `scope`. */
export function restoreStart(
  scope: BufferScope,
  { working, lines, oriented }: SavedStart,
): Pick<RunStart, 'working' | 'lines'> & { readonly oriented: OrientedRun } {
  const normals = scope.upload('normals', oriented.normals);
  return {
    working: restoredCloud(scope, working),
    ...(lines && { lines: { ...lines, whole: restoredCloud(scope, lines.whole) } }),
    oriented: {
      planes: {
        normals: scope.upload('plane normals', oriented.planeNormals),
        radii: scope.upload('plane radii', oriented.planeRadii),
        neighbourCount: oriented.neighbourCount,
      },
      normals,
      sharpened:
        oriented.sharpened === oriented.normals ? normals : scope.upload('sharpened normals', oriented.sharpened),
      borrowedShare: oriented.borrowedShare,
      evidence: oriented.evidence,
      isDoubtful: oriented.isDoubtful,
      sensors: oriented.sensors,
      isMirrored: oriented.isMirrored,
      ...(oriented.layers && { layers: oriented.layers }),
    },
  };
}

function restoredCloud(scope: BufferScope, saved: SavedCloud): WorkingCloud {
  const { prepared, tree, deviations } = saved;
  const points = uploadPoints(scope, prepared.positions, deviations);
  return { ...saved, pointCount: tree.pointCount, gpuTree: uploadKdTree(scope, tree), points };
}

/** The level on a device again, in buffers of `scope`. */
export function restoreLevel(scope: BufferScope, saved: SavedLevel): LevelField {
  const { frame, brickCount, nodeCount } = saved;
  const brickTable = scope.upload('brick table', saved.brickTable);
  const brickCoords = scope.upload('brick coords', saved.brickCoords);
  const activeBits = scope.upload('active bits', saved.activeBits);
  const grid = { frame, brickCount, nodeCount, brickTable, brickCoords, activeBits };
  return { grid, field: scope.upload('field', saved.field) };
}

/** Throws `option-invalid` for a checkpoint of another cloud or of other options: its numbers would mean nothing. */
export function checkFits({ options, pointsInFile }: Checkpoint, cloud: PointCloud, asked: ReconstructOptions): void {
  const [other] = differingOptions(options, asked);
  if (other === undefined && pointsInFile === cloud.stats.pointCount) return;
  throw new ReconstructError(
    'option-invalid',
    `the checkpoint is of a run with another ${other ?? 'cloud'}; start the run anew`,
    { option: other ?? 'cloud' },
  );
}
