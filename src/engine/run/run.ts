/** What the parts of one run share. */
import type { UnevenDensity } from '../analysis/rank-gaps.ts';
import type { ScaleEstimate } from '../analysis/measure-scale.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { OrientedRun, SavedLevel, SavedStart } from './checkpoint.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { ScanLines } from './even-share.ts';
import type { LevelPlan } from '../grid/plan-levels.ts';
import type { ReconstructOptions } from '../options.ts';
import type { RunControl } from './run-control.ts';
import type { StageClock } from './stage-clock.ts';
import type { DenseScale } from '../tiles/dense-scale.ts';
import type { WorkLimits } from '../limits.ts';
import type { WorkingCloud } from './working-cloud.ts';

/** Known before anything is computed. */
export interface RunSetting {
  /** What the stages of the run work with; its scope ends with the run. */
  readonly stage: StageContext;
  readonly cloud: PointCloud;
  readonly options: ReconstructOptions;
  readonly control: RunControl;
  readonly clock: StageClock;
  readonly limits: WorkLimits;
}

export interface Run extends RunSetting {
  readonly working: WorkingCloud;
  readonly scale: ScaleEstimate;
  readonly plan: LevelPlan;
  /** All points where `working` is an even share of a cloud of scan lines. */
  readonly lines?: ScanLines;
  /** Gaps of a cloud of uneven density. */
  readonly density?: UnevenDensity;
  /** The finest level that the memory allows `auto`. */
  readonly maxResolution: number;
  /** Whether the points lie on no surface that can be told. */
  readonly isFilled: boolean;
  /** The lengths of all of the cloud where `working` is a share of it; the plan is made from them. */
  readonly dense?: DenseScale;
  /** What a run that goes on need not do again. */
  readonly restored?: { readonly saved: SavedStart; readonly oriented: OrientedRun; readonly start: SavedLevel };
}
