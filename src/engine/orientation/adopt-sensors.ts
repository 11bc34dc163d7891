/**
 * The sides of planes from the sensors that saw them (algorithm.md section 2, step 2, "Sensors"): a surface is seen
 * from its front.
 *
 * A plane at a grazing angle errs about that (a terrain seen from a tripod: 2.6 % of the sides wrong point by point),
 * so points that see their sensor well say so for those that do not, across smooth surface. What two well seen points
 * disagree about are the two sides of something thin: there the surface is parted, and no patch reaches across.
 */
import { NO_SENSOR, type PointSensors } from '../analysis/point-sensors.ts';
import { task } from '../host/task.ts';
import { turnRound, voteOfKnown } from './known-sides.ts';
import { visitSmoothEdges } from './repair-patches.ts';
import { SignedSets } from './signed-sets.ts';

export interface SensorSidesInput {
  /** [3 × count], normalised. */
  readonly positions: Float32Array;
  /** [4 × count]: unit axes of the local planes; w = confidence. */
  readonly axes: Float32Array;
  readonly sensors: PointSensors;
  /** [k × count]: neighbour j of point i at j × count + i; 0xffffffff is none. */
  readonly neighbours: Uint32Array;
  readonly noiseNorm: number;
}

export interface SensorSides {
  /** [4 × count]: axes turned to the sensors as far as those reach, w as in `axes`. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** [count] 1 where the side is settled. */
  readonly isKnown: Uint8Array<ArrayBuffer>;
  readonly knownCount: number;
  /** Smooth edges whose ends both see their sensors well and disagree, over all of those. */
  readonly disagreement: number;
}

/** |cosine| between a plane's axis and the way to its sensor from which the point sees it well. */
const WELL_SEEN = 0.3;
/** And that from which no neighbour knows its side better, once its plane is of one side. */
const CLEAR_VIEW = 0.5;
/** Sum of those cosines, and their mean, from which what a set of points sees is clear: five well seen points. */
const CLEARLY_SEEN = 1.5;
const CLEAR_MEAN = 0.1;
/** Sum of those cosines from which the side of a patch is settled: half of a well seen point. */
const LEAST_SEEN = 0.15;
/** Rings of neighbours that take over the side of the settled. */
const RINGS = 2;
/** Sum of the cosines to settled neighbours that settles a point. */
const LEAST_VOTE = 1;

export const adoptSensors = task('adoptSensors', (input: SensorSidesInput): SensorSides => {
  const { normals, seen } = towardsSensors(input);
  const sides = { ...input, normals };
  const { sets, disagreement } = uniteSeen(sides, seen);
  const isKnown = settle(normals, seen, sets);
  for (let ring = 0; ring < RINGS; ring++) if (!spreadSides(normals, isKnown, input.neighbours)) break;
  const knownCount = isKnown.reduce((sum, known) => sum + known, 0);
  return { normals, isKnown, knownCount, disagreement };
});

/**
 * Turns round what faces away from a sensor that clearly sees it: where the two sides of a blade lie closer than its
 * points, neighbours' votes are those of both. `normals`, [4 × count], changes in place.
 */
export function turnToSensors(normals: Float32Array, { positions, sensors }: SeenFrom): void {
  for (let i = 0; i < sensors.indices.length; i++) {
    if (cosineToSensor({ positions, sensors }, normals, i) <= -CLEAR_VIEW) turnRound(normals, i);
  }
}

export type SeenFrom = Pick<SensorSidesInput, 'positions' | 'sensors'>;

/** Between a point's axis, of [4 × count], and the way to its sensor; 0 where there is none. */
function cosineToSensor({ positions, sensors: { places, indices } }: SeenFrom, axes: Float32Array, i: number): number {
  const sensor = indices[i]!;
  if (sensor === NO_SENSOR) return 0;
  const x = places[3 * sensor]! - positions[3 * i]!;
  const y = places[3 * sensor + 1]! - positions[3 * i + 1]!;
  const z = places[3 * sensor + 2]! - positions[3 * i + 2]!;
  const length = Math.hypot(x, y, z);
  if (length === 0) return 0;
  return (x * axes[4 * i]! + y * axes[4 * i + 1]! + z * axes[4 * i + 2]!) / length;
}

/** Every plane turned to its sensor, and how well it sees that: |cosine|, 0 where there is none. */
function towardsSensors({ positions, axes, sensors }: SensorSidesInput) {
  const count = sensors.indices.length;
  const normals = new Float32Array(axes);
  const seen = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const cosine = cosineToSensor({ positions, sensors }, axes, i);
    seen[i] = Math.abs(cosine);
    if (cosine < 0) turnRound(normals, i);
  }
  return { normals, seen };
}

/**
 * Joins well seen points that agree, then the others to them: first those that agree as they see their sensors, then
 * with the sign that smooth surface asks for, unless both sides of that are clearly seen as they are. The two sides of
 * a blade pass for one smooth surface, and where all of it is seen at a grazing angle a single joint would turn half of
 * it round.
 */
function uniteSeen(
  sides: SensorSidesInput & { readonly normals: Float32Array },
  seen: Float32Array,
): { readonly sets: SignedSets; readonly disagreement: number } {
  const sets = new SeenSets(seen);
  const isWellSeen = (i: number): boolean => seen[i]! >= WELL_SEEN;
  let [agreeing, disagreeing] = [0, 0];
  visitSmoothEdges(sides, (i, k, cosine) => {
    if (!isWellSeen(i) || !isWellSeen(k)) return;
    if (cosine > 0) {
      agreeing++;
      sets.unite(i, k, false);
    } else disagreeing++;
  });
  visitSmoothEdges(sides, (i, k, cosine) => {
    if (cosine > 0 && (!isWellSeen(i) || !isWellSeen(k))) sets.unite(i, k, false);
  });
  visitSmoothEdges(sides, (i, k, cosine) => {
    if (cosine < 0 && (!isWellSeen(i) || !isWellSeen(k)) && !sets.contradict(i, k)) sets.unite(i, k, true);
  });
  return { sets, disagreement: disagreeing / Math.max(1, agreeing + disagreeing) };
}

/** Signed sets of points, and how well each is seen as it is turned. */
class SeenSets extends SignedSets {
  /** [count] of a root: Σ ± |c| relative to its own sign, and the points. */
  readonly #balance: Float64Array;
  readonly #sizes: Uint32Array;

  constructor(seen: Float32Array) {
    super(seen.length);
    this.#balance = Float64Array.from(seen);
    this.#sizes = new Uint32Array(seen.length).fill(1);
  }

  override unite(a: number, b: number, opposite: boolean): void {
    const [kept, joined] = [this.find(a), this.find(b)];
    if (kept === joined) return;
    super.unite(a, b, opposite);
    const sign = this.isOpposite(joined) ? -1 : 1;
    this.#balance[kept]! += sign * this.#balance[joined]!;
    this.#sizes[kept]! += this.#sizes[joined]!;
  }

  /** Whether two points of opposite signs belong to sets that are clearly seen as those points are turned. */
  contradict(a: number, b: number): boolean {
    return this.#isClear(a) && this.#isClear(b);
  }

  #isClear(point: number): boolean {
    const root = this.find(point);
    const balance = this.isOpposite(point) ? -this.#balance[root]! : this.#balance[root]!;
    return balance >= CLEARLY_SEEN && balance >= CLEAR_MEAN * this.#sizes[root]!;
  }
}

/** Gives each set the side that its sensors see, where they see enough of it. [count] 1 where that is so. */
function settle(normals: Float32Array, seen: Float32Array, sets: SignedSets): Uint8Array<ArrayBuffer> {
  const count = seen.length;
  const balance = new Float64Array(count);
  const total = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const root = sets.find(i);
    balance[root]! += sets.isOpposite(i) ? -seen[i]! : seen[i]!;
    total[root]! += seen[i]!;
  }
  const isKnown = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const root = sets.find(i);
    if (total[root]! < LEAST_SEEN) continue;
    isKnown[i] = 1;
    if (balance[root]! < 0 !== sets.isOpposite(i)) turnRound(normals, i);
  }
  return isKnown;
}

/** Settles the points whose settled neighbours say clearly how; looks at the sides before the ring only. */
function spreadSides(normals: Float32Array, isKnown: Uint8Array, neighbours: Uint32Array): boolean {
  const count = isKnown.length;
  const settled: number[] = [];
  for (let i = 0; i < count; i++) {
    if (isKnown[i] === 1) continue;
    const vote = voteOfKnown(normals, isKnown, neighbours, i);
    if (Math.abs(vote) >= LEAST_VOTE) settled.push(vote < 0 ? -i - 1 : i);
  }
  for (const signed of settled) {
    const i = signed < 0 ? -signed - 1 : signed;
    if (signed < 0) turnRound(normals, i);
    isKnown[i] = 1;
  }
  return settled.length > 0;
}
