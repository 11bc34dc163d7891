/** Where the colours of distances end, what is near enough, and what of them the legend shows. Pure. */
import { distanceHistogram, type ToleranceShares, toleranceShares } from '../../engine/vocabulary.ts';
import type { FinishedRun } from '../worker/engine-api.ts';
import type { DistanceRange, ViewOptions } from './state.ts';

type Distances = Pick<ViewOptions, 'distanceRange' | 'distanceSigned'>;
type Measured = Pick<FinishedRun, 'fit' | 'report'>;

/** Beyond 95 % of the points by half: what is further has one colour. */
const BEYOND_MOST = 1.5;
/** Of a cell: as near as a mesh can be expected to be. */
const NEAR = 0.1;

/** World unit. A scale that ends where all is near would paint a perfect fit in alarming colours. */
export function automaticEnd({ fit, report }: Measured): number {
  return Math.max(BEYOND_MOST * (fit.percentile95 || 0), NEAR * report.voxel) || 1;
}

/** Without signs nothing lies below 0. */
export function shownRange({ distanceRange: range, distanceSigned }: Distances, run: Measured): DistanceRange {
  const [low, high] = range === 'auto' ? [-automaticEnd(run), automaticEnd(run)] : range;
  return distanceSigned ? [low, high] : [0, high > 0 ? high : -low];
}

/** World unit: what 95 % of the points keep to, rounded as people write tolerances. */
export function shownTolerance({ tolerance }: Pick<ViewOptions, 'tolerance'>, run: Measured): number {
  if (tolerance !== 'auto') return tolerance;
  return Number(Math.max(run.fit.percentile95 || 0, NEAR * run.report.voxel).toPrecision(2)) || 1;
}

/** As the viewport draws it: nothing is left to find out. */
export function withShownDistances(view: ViewOptions, run: Measured): ViewOptions {
  return { ...view, distanceRange: shownRange(view, run), tolerance: shownTolerance(view, run) };
}

/** Of the histogram beside the colours' end, as far as it goes on beyond it. */
const ROOM = 1.5;

/**
 * What the histogram reaches from and to, world unit: beyond the colours' ends on both sides. It doubles where they leave it, so
 * that it stands still under a handle that is dragged.
 */
export function histogramRange(view: Distances, run: Measured): { readonly low: number; readonly high: number } {
  const [low, high] = shownRange(view, run);
  let end = ROOM * automaticEnd(run);
  // The tenth is room for the handle to be dragged on.
  while (end < 1.1 * Math.max(-low, high)) end *= 2;
  return { low: view.distanceSigned ? -end : 0, high: end };
}

/** Keeps the last answer for each array of distances: a panel is drawn far more often than they change. */
function remembering<T>(): (distances: Float32Array, question: string, find: () => T) => T {
  const answers = new WeakMap<Float32Array, { readonly question: string; readonly answer: T }>();
  return (distances, question, find) => {
    const last = answers.get(distances);
    if (last?.question === question) return last.answer;
    const answer = find();
    answers.set(distances, { question, answer });
    return answer;
  };
}

const rememberedBins = remembering<Uint32Array>();
const rememberedShares = remembering<ToleranceShares | null>();

export const HISTOGRAM_BINS = 66;

/** [HISTOGRAM_BINS] points by their distance. */
export function histogramOf(view: Distances, run: FinishedRun): Uint32Array {
  const { pointDistances: distances } = run;
  const range = histogramRange(view, run);
  const { distanceSigned } = view;
  return rememberedBins(distances, `${distanceSigned} ${range.high}`, () =>
    distanceHistogram(distances, range, HISTOGRAM_BINS, distanceSigned),
  );
}

/** Of the points; null where none was measured. */
export function sharesOf(tolerance: number, { pointDistances: distances }: FinishedRun): ToleranceShares | null {
  return rememberedShares(distances, String(tolerance), () => toleranceShares(distances, tolerance));
}
