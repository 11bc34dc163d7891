/**
 * Looks over a cloud before any run: where it lies, how large its surface is, how far its points are apart and how
 * many bricks each level would hold. Estimates of time and memory come from here (`estimate-run.ts`); the run itself
 * measures anew, on the graphics device.
 *
 * Everything is a few passes over all points into bit tables of fixed size (12 MB at most, whatever the cloud), in
 * steps between which the event loop turns. Only spacing and area are sampled, at 2,000 points: on the shared clouds
 * and scans the spacing is within 2 % of the run's, the area within 10 % of a closed clean surface's.
 */
import type { Triple } from '../math/triple.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { RunContext } from '../events.ts';
import { runSteps, type Steps } from '../host/steps.ts';
import { extentSteps } from './extent.ts';
import { levelSteps, type SurveyedLevel } from './occupied-levels.ts';
import { spacingSteps } from './spacing.ts';

export interface CloudSurvey {
  readonly pointCount: number;
  /** Points that a run will use, about: without those absurdly far away and those away from all others. */
  readonly usedCount: number;
  readonly hasColors: boolean;
  readonly hasNormals: boolean;
  /** Box of the used points, world units minus the cloud's shift. */
  readonly min: Triple;
  readonly max: Triple;
  /** Largest extent of that box, world units: 1 in normalised space. 0 where all points lie in one place. */
  readonly worldPerNorm: number;
  /** Distance between neighbouring points, normalised and in world units; as `RunReport.spacing`. */
  readonly spacingNorm: number;
  readonly spacing: number;
  /** Area of the surface that the points lie on, world units squared. */
  readonly surfaceArea: number;
  /** 64 … 2048, coarse to fine; none where all points lie in one place. */
  readonly levels: readonly SurveyedLevel[];
}

/** Lets the event loop turn every 40 ms; rejects with the signal's reason. Never refuses a cloud. */
export function surveyCloud(cloud: PointCloud, context: Pick<RunContext, 'signal'>): Promise<CloudSurvey> {
  return runSteps(surveySteps(cloud), context.signal);
}

export function* surveySteps(cloud: PointCloud): Steps<CloudSurvey> {
  const { positions } = cloud;
  const extent = yield* extentSteps(positions);
  const { min, max, worldPerNorm, keptCount } = extent;
  const about = {
    pointCount: positions.length / 3,
    usedCount: keptCount,
    hasColors: cloud.colors !== undefined,
    hasNormals: cloud.normals !== undefined,
    min,
    max,
    worldPerNorm,
  };
  if (!(worldPerNorm > 0)) return { ...about, spacingNorm: 0, spacing: 0, surfaceArea: 0, levels: [] };
  const levels = yield* levelSteps(positions, extent);
  const { spacingNorm, areaNorm } = yield* spacingSteps(positions, extent, levels);
  const surfaceArea = areaNorm * worldPerNorm ** 2;
  return { ...about, spacingNorm, spacing: spacingNorm * worldPerNorm, surfaceArea, levels };
}
