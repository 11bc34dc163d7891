/** What a method of reconstruction is to a run and to its estimate: a row of the table `METHODS`. */
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { ScaleEstimate } from '../analysis/measure-scale.ts';
import type { SensorFindings } from '../analysis/point-sensors.ts';
import type { RunCosts } from '../estimate/run-costs.ts';
import type { EstimateNote, MachineLimits } from '../estimate/run-estimate.ts';
import type { CloudSurvey } from '../estimate/survey-cloud.ts';
import type { Scratch } from '../host/scratch.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { CoarseVoxels } from '../coarse-voxels.ts';
import type { Kernel } from '../gpu/kernel.ts';
import type { MeshTopology } from '../mesh/topology.ts';
import type { LevelPlan } from '../grid/plan-levels.ts';
import type { ReconstructOptions } from '../options.ts';
import type { LayerCounts } from '../analysis/layer-counts.ts';
import type { SideEvidence } from '../report.ts';
import type { Run } from '../run/run.ts';
import type { PlannedStage } from '../run/stage-clock.ts';
import type { TileSurface } from '../finish/finish-mesh.ts';
import type { SolvedTiles } from '../tiles/tiles-plan.ts';
import type { StreamedFound } from '../tiles/streamed/finish-streamed.ts';
import type { PlannedByTiles } from './planned-by-tiles.ts';

export interface Method {
  /** The stages after the preparation, as far as one can tell before it; `run` plans them anew once it knows more. */
  stages(): readonly PlannedStage[];
  /**
   * What nearly every run of so many points dispatches, in the order in which it does: compiled while the cloud is
   * prepared.
   */
  kernels(pointCount: number): readonly Kernel[];
  /** Works on an even share of a cloud of scan lines (`run/even-share.ts`). */
  readonly thinsLines: boolean;
  /**
   * Nearest points of each that `run` asks for, itself among them; 0 where the search for outliers need not keep them.
   */
  readonly listed: number;
  /** From the prepared and measured cloud to the trimmed surface. */
  run(run: Run): Promise<Surfaced>;
  /**
   * As far as levels in tiles, which are only planned; null where there are none. Left out by a method that knows none.
   */
  readonly planTiles?: (run: Run) => Promise<PlannedByTiles | null>;
  /** From tiles that were solved elsewhere on, part by part; left out by a method that knows none. */
  readonly joinStreamed?: (run: Run, scratch: Pick<Scratch, 'open'>) => Promise<StreamedSurfaced>;
  /** What a run will take. */
  estimate(input: EstimateInput): MethodEstimate;
}

/** What a method makes of a run. */
export interface Surfaced {
  /** Frame of the level that the surface comes from. */
  readonly frame: GridFrame;
  readonly mesh: TileSurface;
  /** Of the mesh, where it was measured beside other work. */
  readonly topology?: MeshTopology;
  /**
   * vec4f [pointCount] of the working cloud: unit normals to the side that the surface faces. Owned by the run's scope.
   */
  readonly normals?: GPUBuffer;
  /** Of the working cloud. Owned by the run's scope. */
  readonly planes: PlaneFit;
  /** What decided the sides; null where the method finds none. */
  readonly evidence: SideEvidence | null;
  readonly isDoubtful: boolean;
  readonly sensors: SensorFindings;
  /** Layers of one surface, which were taken for that; undefined where there are none. */
  readonly layers?: LayerCounts | undefined;
  /** The mesh is to be turned round, to the side of the file's normals. */
  readonly isMirrored: boolean;
  readonly stoppedEarly: boolean;
  /** Given where the finest levels were solved in tiles. */
  readonly tiles?: SolvedTiles;
  /** Lengths as they were when the surface was found: the orientation may have changed both. */
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
  /**
   * The finest voxels are wider than the points lie apart; null where not, or where the method has one size of them.
   */
  readonly coarse: CoarseVoxels | null;
}

/** The same of a surface that memory does not hold. */
export type StreamedSurfaced = Omit<Surfaced, 'mesh' | 'topology'> & StreamedFound;

export interface EstimateInput {
  readonly survey: CloudSurvey;
  readonly options: ReconstructOptions;
  readonly machine: MachineLimits;
}

export interface MethodEstimate {
  /** Cells an axis of the finest level. */
  readonly resolution: number;
  readonly costs: RunCosts;
  /** Why this resolution, should there be a surface at all. */
  readonly reason: EstimateNote;
}
