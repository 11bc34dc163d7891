/**
 * Whether the sides that the winding number found are those of a room, or of a scene before one scanner, turned inside
 * out: it takes what is closed for a body seen from outside, and knows no air (algorithm.md section 2, step 2,
 * "Rooms").
 */
import { task } from '../host/task.ts';
import { type InsideEvidence, insideEvidence } from './common-inside.ts';
import type { ViewedCloud } from './cube-view.ts';
import { type DensityEvidence, densityEvidence } from './density-law.ts';

export interface RoomEvidence {
  readonly inside: InsideEvidence;
  readonly density?: DensityEvidence | undefined;
}

export interface RoomVerdict {
  /** What speaks for the sides, those that come of a turn if there is one; null where nothing does. */
  readonly evidence: 'inside' | 'density' | null;
  /** All normals are to turn round. */
  readonly isTurned: boolean;
  /** It may be a room, and nothing turns. */
  readonly isDoubtful: boolean;
}

const DOUBTFUL: RoomVerdict = Object.freeze({ evidence: null, isTurned: false, isDoubtful: true });

/** Points that are looked at. */
const MOST_POINTS = 6000;
const MOST_POINTS_DENSITY = 3000;

/**
 * A room: seen from one place inside, all from one side, and some of it hidden from outside. Rooms .82 to .95, .92 to
 * .997, .036 to .097 (seven scans of office, hall and room by one to four stations); bodies with all of .015 hidden
 * from outside up to .79 and .77, a shell in a shell .72 and .97.
 */
const LEAST_SEEN = 0.8;
const LEAST_ONE_SIDED = 0.88;
const LEAST_HIDDEN = 0.015;
/**
 * Up to here it may be one; with all the rest of a room from .65 on: a hall with columns, of four stations, .70 to .72.
 */
const DOUBTFUL_SEEN = 0.75;
const DOUBTFUL_SEEN_ONE_SIDED = 0.65;
const DOUBTFUL_ONE_SIDED = 0.8;
const DOUBTFUL_HIDDEN = 0.008;
/**
 * One scanner: rooms .74 to .82 at correlations of .85 and more, bodies from one side .74 (.90), a depth image .85
 * (.96); bodies whose density falls thirtyfold up to .33 (.59), tower .23 (.69), bust .18 (.78), several stations .40
 * (.60).
 */
const LEAST_SCORE = 0.5;
const LEAST_CORRELATION = 0.75;
/**
 * How much better the one side fits than the other: stereo mug, nearly a plane, 1.09 for the wrong side; others 1.4 to
 * 4.6.
 */
const LEAST_RATIO = 1.3;

/**
 * Both together, each too little alone: a corridor by two stations, of which no place sees but grazing walls (.58 from
 * behind, .006 from the front; .26 to .40 at .64 to .75, 1.9 to 3 times the other side). In doubt from the lower of
 * each pair on.
 */
const LEAST_OF_SEEN = 0.95;
const SCORES_OF_BOTH = [0.2, 0.35] as const;
const CORRELATIONS_OF_BOTH = [0.6, 0.7] as const;
const RATIOS_OF_BOTH = [1.5, 2] as const;

export const roomEvidence = task('roomEvidence', (cloud: ViewedCloud): RoomEvidence => {
  const inside = insideEvidence(shareOf(cloud, MOST_POINTS));
  return { inside, density: densityEvidence(shareOf(cloud, MOST_POINTS_DENSITY)) };
});

/**
 * @param isClosed a closed surface may be a round body whose density happens to fall as from a place inside: it turns
 *   only
 *   where sight does not speak against that
 */
export function judgeRoom({ inside, density }: RoomEvidence, isClosed: boolean): RoomVerdict {
  const bySight = sightVerdict(inside);
  if (bySight?.evidence) return bySight;
  const byDensity = density && densityVerdict(density);
  const byBoth = density && verdictOfBoth(inside, density);
  if (byDensity?.isTurned && isClosed && !isSeenFromWithin(inside)) return byBoth ?? DOUBTFUL;
  return byDensity ?? byBoth ?? bySight ?? { evidence: null, isTurned: false, isDoubtful: false };
}

function isSeenFromWithin({ seen, behind }: InsideEvidence): boolean {
  return seen >= LEAST_SEEN && behind >= LEAST_ONE_SIDED;
}

/** Inside out: seen from behind by nearly all that sees it from within, and as dense as from there. */
function verdictOfBoth(
  { seen, behind, front, hidden }: InsideEvidence,
  density: DensityEvidence,
): RoomVerdict | undefined {
  const isSeenSo = seen >= LEAST_SEEN && hidden >= DOUBTFUL_HIDDEN && behind >= LEAST_OF_SEEN * (behind + front);
  const { score, correlation } = density.back;
  const isDenseSo = (which: 0 | 1): boolean =>
    score >= SCORES_OF_BOTH[which] &&
    correlation >= CORRELATIONS_OF_BOTH[which] &&
    score >= RATIOS_OF_BOTH[which] * density.front.score;
  if (!isSeenSo || !isDenseSo(0)) return undefined;
  return isDenseSo(1) ? { evidence: 'density', isTurned: true, isDoubtful: false } : DOUBTFUL;
}

function sightVerdict(found: InsideEvidence): RoomVerdict | undefined {
  const { hidden, seen, behind, front, hiddenBehind, hiddenFront } = found;
  const isTurned = behind > front;
  const oneSided = Math.max(behind, front);
  const isHiddenAlike = isTurned ? hiddenBehind > hiddenFront : hiddenFront > hiddenBehind;
  if (seen >= LEAST_SEEN && oneSided >= LEAST_ONE_SIDED && hidden >= LEAST_HIDDEN && isHiddenAlike) {
    return { evidence: 'inside', isTurned, isDoubtful: false };
  }
  const isNearly = seen >= DOUBTFUL_SEEN && oneSided >= DOUBTFUL_ONE_SIDED && hidden >= DOUBTFUL_HIDDEN;
  const isFarOff = seen >= DOUBTFUL_SEEN_ONE_SIDED && oneSided >= LEAST_ONE_SIDED && hidden >= LEAST_HIDDEN;
  const isDoubtful = isNearly || (isFarOff && isHiddenAlike);
  return isDoubtful ? DOUBTFUL : undefined;
}

function densityVerdict({ front, back }: DensityEvidence): RoomVerdict | undefined {
  const isTurned = back.score > front.score;
  const [better, other] = isTurned ? [back, front] : [front, back];
  if (better.score < LEAST_SCORE || better.correlation < LEAST_CORRELATION) return undefined;
  const isClear = better.score >= LEAST_RATIO * other.score;
  return { evidence: isClear ? 'density' : null, isTurned: isClear && isTurned, isDoubtful: !isClear };
}

/** Every so-and-so-many-th point, which in Morton order is an even share, with the spacing of the share. */
export function shareOf({ positions, axes, spacings, noiseNorm }: ViewedCloud, most: number): ViewedCloud {
  const stride = Math.ceil(spacings.length / most);
  if (stride <= 1) return { positions, axes, spacings, noiseNorm };
  const count = Math.ceil(spacings.length / stride);
  const share = {
    positions: new Float32Array(3 * count),
    axes: new Float32Array(4 * count),
    spacings: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const from = i * stride;
    share.positions.set(positions.subarray(3 * from, 3 * from + 3), 3 * i);
    share.axes.set(axes.subarray(4 * from, 4 * from + 4), 4 * i);
    share.spacings[i] = spacings[from]! * Math.sqrt(stride);
  }
  return { ...share, noiseNorm };
}
