/**
 * Makes a cloud ready for the pipeline: without the strays that would crush it, in normalised space, in Morton order,
 * each position once. Refuses what cannot span a surface. Everything later refers to these points; `sourceIndices`
 * leads back to the file's colours and normals.
 */
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { coordinateSteps } from './coordinate-steps.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { checkCrowding } from './crowded-parts.ts';
import { distinctPoints } from './distinct-points.ts';
import { nearPoints } from './far-points.ts';
import type { Frame } from './frame.ts';
import { frameOf, toNormalised } from './frame.ts';
import { mortonOrder } from './morton-order.ts';
import { withoutNearCopies } from './near-copies.ts';
import type { PointCloud } from './point-cloud.ts';

export interface PreparedCloud {
  /** [3 × pointCount] normalised, Morton order, no two equal. */
  readonly positions: Float32Array;
  /** [pointCount] the point of the `PointCloud` that each position comes from. */
  readonly sourceIndices: Uint32Array;
  readonly frame: Frame;
  /** Points dropped because an earlier one has the same position, or nearly so where that is the rule. */
  readonly duplicateCount: number;
  /** Points dropped because they are absurdly far away. */
  readonly farCount: number;
}

/** A closed surface needs four corners. */
const MIN_POINT_COUNT = 4;
/** Second over first variance below which points are a line: a thickness of 10⁻⁵ of the length, float32's noise. */
const LINE_RATIO = 1e-10;

/**
 * Share of the points in another's place, from which it is asked whether coordinates were rounded: a scan has hardly
 * any by chance.
 */
const LEAST_ROUNDED = 0.1;
/**
 * Of the extent over the root of how many points there are, about the distance of neighbours: longer steps rounded them
 * together.
 */
const LEAST_STEP = 0.25;

/**
 * The longest step of coordinates that come in steps, normalised; 0 where they are too fine to bring points together.
 */
function roundedStep(positions: Float32Array): number {
  const step = Math.max(...coordinateSteps(positions));
  return step >= LEAST_STEP / Math.sqrt(positions.length / 3) ? step : 0;
}

/**
 * @throws ReconstructError `cloud-degenerate` for fewer than four distinct points, points all on a line, or in parts
 * that no grid has cells for. Points all in a plane pass.
 */
export function prepareCloud(cloud: PointCloud, context: RunContext): PreparedCloud {
  const { signal } = context;
  const warn = (message: string) => context.onEvent({ type: 'warning', message });
  signal.throwIfAborted();
  const pointCount = cloud.positions.length / 3;
  checkCount(pointCount, 0);
  const near = nearPoints(cloud.positions);
  const farCount = near ? pointCount - near.length : 0;
  if (farCount > 0) {
    warn(
      `${farCount} of ${pointCount} points were dropped: they lie more than 1000 times the cloud's size away from it.`,
    );
  }
  const local = near ? gathered(cloud.positions, near) : cloud.positions;
  const frame = frameOf(local);
  const normalised = toNormalised(local, frame);
  signal.throwIfAborted();
  const order = mortonOrder(normalised);
  signal.throwIfAborted();
  // Gathered before looking for copies: a pass in order over the result is far quicker than one through `order`.
  const ordered = gathered(normalised, order);
  const distinct = distinctPoints(ordered);
  const equalCount = order.length - distinct.length;
  const unequal = equalCount > 0 ? gathered(ordered, distinct) : ordered;
  if (equalCount > 0) {
    const step = equalCount < LEAST_ROUNDED * pointCount ? 0 : roundedStep(unequal) * frame.worldPerNorm;
    warn(
      step > 0
        ? `${equalCount} of ${pointCount} points were dropped: each has the same position as an earlier one, for coordinates come in steps of ${Number(step.toPrecision(2))}. Export the file with more digits, if the scan has them.`
        : `${equalCount} of ${pointCount} points were dropped: each has the same position as an earlier one.`,
    );
  }
  checkCount(distinct.length, equalCount);
  const apart = withoutNearCopies(unequal);
  if (apart) {
    warn(
      `${distinct.length - apart.length} of ${pointCount} points were dropped: each is the copy of an earlier one but for tiny differences, as of a scan that was merged with itself.`,
    );
  }
  const kept = apart ? apart.map((i) => distinct[i]!) : distinct;
  const duplicateCount = order.length - kept.length;
  checkCount(kept.length, duplicateCount);
  const positions = apart ? gathered(unequal, apart) : unequal;
  if (isLine(positions)) {
    const message = `All ${kept.length} points lie on one line, so there is no surface to find. Check that the file's columns are x, y and z.`;
    throw new ReconstructError('cloud-degenerate', message, { pointCount: kept.length });
  }
  const crowding = checkCrowding(positions);
  if (crowding !== undefined) warn(crowding);
  const sourceIndices = new Uint32Array(kept.length);
  for (let i = 0; i < kept.length; i++) {
    const point = order[kept[i]!]!;
    sourceIndices[i] = near ? near[point]! : point;
  }
  return { positions, sourceIndices, frame, duplicateCount, farCount };
}

function gathered(positions: Float32Array, points: Uint32Array): Float32Array {
  return gatherTriples(positions, points, new Float32Array(3 * points.length));
}

function checkCount(pointCount: number, duplicateCount: number): void {
  if (pointCount >= MIN_POINT_COUNT) return;
  const but = duplicateCount > 0 ? ` (${duplicateCount} more repeat them)` : '';
  const message = `The cloud has ${pointCount} distinct points${but}; a surface needs at least ${MIN_POINT_COUNT}, and thousands to look like something. Check that the right file was opened.`;
  throw new ReconstructError('cloud-degenerate', message, { pointCount, duplicateCount });
}

/**
 * Whether the points' covariance has only one eigenvalue worth the name. Its second invariant is
 * e₂ = λ₁λ₂ + λ₁λ₃ + λ₂λ₃, so on a line e₂/trace² is λ₂/λ₁, up to a factor of 2; unlike the eigenvalues in closed form,
 * whose arc cosine loses half the digits just there, it is exact to 10⁻¹⁶.
 */
function isLine(positions: Float32Array): boolean {
  const mean = [0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0;
    for (let i = axis; i < positions.length; i += 3) sum += positions[i]!;
    mean[axis] = (3 * sum) / positions.length;
  }
  const [meanX, meanY, meanZ] = mean as [number, number, number];
  let [xx, yy, zz, xy, xz, yz] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i]! - meanX;
    const y = positions[i + 1]! - meanY;
    const z = positions[i + 2]! - meanZ;
    xx += x * x;
    yy += y * y;
    zz += z * z;
    xy += x * y;
    xz += x * z;
    yz += y * z;
  }
  const secondInvariant = xx * yy - xy * xy + (xx * zz - xz * xz) + (yy * zz - yz * yz);
  return secondInvariant < LINE_RATIO * (xx + yy + zz) ** 2;
}
