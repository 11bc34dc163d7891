/** Where the colours of distances end, what is near enough, and what of them the legend shows. Pure. */
import { distanceHistogram, type ToleranceShares, toleranceShares } from '../../engine/vocabulary.ts';
import type { FinishedRun } from '../worker/engine-api.ts';
import type { Comparison, DistanceRange, ViewOptions } from './state.ts';

type Distances = Pick<ViewOptions, 'distanceRange' | 'distanceSigned'>;

/** What the colours, the histogram and the tolerance are of. */
export interface Measured {
  /** World unit, negative inside: of the points from the mesh, or of the mesh's vertices from another. */
  readonly distances: Float32Array;
  /** Of those, without signs. */
  readonly median: number;
  readonly percentile95: number;
  /** World unit: as near as a mesh can be expected to be. */
  readonly near: number;
  /** Of the mesh that it is compared with; null for the points. */
  readonly name: string | null;
}

/** How far the points are from the mesh, or, where that is shown, the mesh from another. */
export function measuredOf(run: FinishedRun, comparison: Comparison | null): Measured {
  const { fit, report, pointDistances: distances } = run;
  const near = NEAR * report.voxel;
  if (!isCompared(run, comparison)) {
    return { distances, median: fit.median || 0, percentile95: fit.percentile95 || 0, near, name: null };
  }
  const { compared } = comparison;
  const { median, percentile95 } = compared.figures;
  return {
    distances: compared.distances,
    median: median || 0,
    percentile95: percentile95 || 0,
    near,
    name: compared.name,
  };
}

/** Whether the run's distances from another mesh are shown. */
export function isCompared(run: FinishedRun | null, comparison: Comparison | null): comparison is Comparison {
  return comparison !== null && comparison.isShown && comparison.run === run;
}

/** Beyond 95 % of the points by half: what is further has one colour. */
const BEYOND_MOST = 1.5;
/** Of a cell: as near as a mesh can be expected to be. */
const NEAR = 0.1;

/** World unit. A scale that ends where all is near would paint a perfect fit in alarming colours. */
export function automaticEnd({ percentile95, near }: Measured): number {
  return Math.max(BEYOND_MOST * percentile95, near) || 1;
}

/** Without signs nothing lies below 0. */
export function shownRange({ distanceRange: range, distanceSigned }: Distances, measured: Measured): DistanceRange {
  const [low, high] = range === 'auto' ? [-automaticEnd(measured), automaticEnd(measured)] : range;
  return distanceSigned ? [low, high] : [0, high > 0 ? high : -low];
}

/** World unit: what 95 % of the points keep to, rounded as people write tolerances. */
export function shownTolerance({ tolerance }: Pick<ViewOptions, 'tolerance'>, measured: Measured): number {
  if (tolerance !== 'auto') return tolerance;
  return Number(Math.max(measured.percentile95, measured.near).toPrecision(2)) || 1;
}

/** As the viewport draws it: nothing is left to find out. */
export function withShownDistances(view: ViewOptions, measured: Measured): ViewOptions {
  return { ...view, distanceRange: shownRange(view, measured), tolerance: shownTolerance(view, measured) };
}

/** Of the histogram beside the colours' end, as far as it goes on beyond it. */
const ROOM = 1.5;

/**
 * What the histogram reaches from and to, world unit: beyond the colours' ends on both sides. It doubles where they
 * leave it, so that it stands still under a handle that is dragged.
 */
export function histogramRange(view: Distances, measured: Measured): { readonly low: number; readonly high: number } {
  const [low, high] = shownRange(view, measured);
  let end = ROOM * automaticEnd(measured);
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

/** [HISTOGRAM_BINS] points, or vertices, by their distance. */
export function histogramOf(view: Distances, measured: Measured): Uint32Array {
  const { distances } = measured;
  const range = histogramRange(view, measured);
  const { distanceSigned } = view;
  return rememberedBins(distances, `${distanceSigned} ${range.high}`, () =>
    distanceHistogram(distances, range, HISTOGRAM_BINS, distanceSigned),
  );
}

/** Of the points, or vertices; null where none was measured. */
export function sharesOf(tolerance: number, { distances }: Measured): ToleranceShares | null {
  return rememberedShares(distances, String(tolerance), () => toleranceShares(distances, tolerance));
}
