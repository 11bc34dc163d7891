/**
 * A cloud turned upright and at its true size, in float64 from what the file says. The file's own frame is not lost:
 * the placement stays with the cloud and goes into the report.
 */
import { ReconstructError } from '../errors.ts';
import { finishSteps, runSteps, STEP_MASK, type Steps } from '../host/steps.ts';
import {
  AXES,
  type AxisName,
  directionInFile,
  inverseOf,
  joined,
  matrixOf,
  placedAt,
  type Placement,
  type Placing,
  product,
  turningOf,
  turningUp,
  type Up,
} from '../math/placement.ts';
import { turnedDirections } from '../math/motion.ts';
import { PointBounds } from '../math/point-bounds.ts';
import { type Triple, unit } from '../math/triple.ts';
import { shiftFor } from './frame.ts';
import { largestPlane, planeSampleIndices } from './largest-plane.ts';
import type { PointCloud, StoredPoints } from './point-cloud.ts';
import { changedPoints, pickedPoints } from './stored-points.ts';

/** What `upOf` takes, for messages. */
export const UP_WORDS = 'an axis such as +y, the word plane, or a direction as three numbers';
export const TURN_NUMBERS = 'three numbers: degrees about x, then y, then z';

/** @throws ReconstructError `option-invalid` */
export function upOf(up: string | readonly number[]): Up {
  if (up === 'plane' || (typeof up === 'string' && up in AXES)) return up as AxisName | 'plane';
  if (typeof up !== 'string' && isTriple(up) && Math.hypot(...up) > 0) return up;
  throw new ReconstructError('option-invalid', `The direction that is up is ${String(up)}; allowed: ${UP_WORDS}`, {
    option: 'up',
  });
}

/** @throws ReconstructError `option-invalid` */
export function turnOf(numbers: readonly number[]): Triple {
  if (isTriple(numbers)) return numbers;
  throw new ReconstructError('option-invalid', `The turn is ${numbers.join(',')}; allowed: ${TURN_NUMBERS}`, {
    option: 'turn',
  });
}

function isTriple(numbers: readonly number[]): numbers is Triple {
  return numbers.length === 3 && numbers.every(Number.isFinite);
}

/** Whether anything is asked for. */
export function isPlacing({ up, turn, scale, unit: named, onGround }: Placing): boolean {
  return up !== undefined || turn !== undefined || scale !== undefined || named !== undefined || onGround === true;
}

/**
 * The cloud as it is to stand: the points in their order, normals and sensors turned with them; `cloud` itself where
 * nothing is asked for. A cloud that was placed before goes back to the frame of its file first. A coordinate system
 * stays only where no coordinate changes.
 * @throws ReconstructError `cloud-degenerate` where a plane is asked for and the points lie on none
 */
export function placeCloud(cloud: PointCloud, placing: Placing, signal: AbortSignal): Promise<PointCloud> {
  return runSteps(placeCloudSteps(cloud, placing), signal);
}

export function* placeCloudSteps(cloud: PointCloud, placing: Placing): Steps<PointCloud> {
  const { placement: before } = cloud;
  if (!isPlacing(placing) && !before) return cloud;
  const { turn = [0, 0, 0], scale = 1, unit: named = null, onGround = false } = placing;
  const up = upInFile(cloud, placing.up ?? '+z');
  const turning = product(turningOf(turn), turningUp(up));
  const linear = matrixOf(turning, scale, [0, 0, 0]);
  const back = before ? inverseOf(before.matrix) : null;
  const way = back ? joined(linear, back) : linear;
  const bounds = yield* placedBounds(cloud, way);
  const move: Triple = [0, 0, onGround ? -bounds.min[2] : 0];
  const placement: Placement = { matrix: matrixOf(turning, scale, move), up, turn, scale, unit: named, onGround };
  if (isSame(placement.matrix, before?.matrix ?? AS_IN_FILE)) return { ...cloud, placement };
  const min: Triple = [bounds.min[0], bounds.min[1], bounds.min[2] + move[2]];
  const max: Triple = [bounds.max[0], bounds.max[1], bounds.max[2] + move[2]];
  const shift = shiftFor(min, max);
  const placed = function* (of: Float32Array): Steps<Float32Array> {
    const positions = new Float32Array(of.length);
    yield* eachPlaced({ positions: of, shift: cloud.shift }, way, (at, x, y, z) => {
      positions[at] = x - shift[0];
      positions[at + 1] = y - shift[1];
      positions[at + 2] = z + move[2] - shift[2];
    });
    return positions;
  };
  const whole = withMove(way, move);
  const { crs: _, ...rest } = cloud;
  return {
    ...rest,
    positions: yield* placed(cloud.positions),
    shift,
    ...(cloud.all && {
      all: changedPoints(cloud.all, ({ positions, normals, ...chunk }) => ({
        ...chunk,
        positions: finishSteps(placed(positions)),
        ...(normals && { normals: turnedDirections(normals, way) }),
      })),
    }),
    ...(cloud.normals && { normals: turnedDirections(cloud.normals, way) }),
    ...(cloud.scans && {
      scans: cloud.scans.map(({ sensor, path, ...scan }) => ({
        ...scan,
        ...(sensor && { sensor: placedAt({ matrix: whole }, sensor) }),
        ...(path && { path: { ...path, places: path.places.map((place) => placedAt({ matrix: whole }, place)) } }),
      })),
    }),
    placement,
    stats: { ...cloud.stats, min, max },
  };
}

const AS_IN_FILE = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

function upInFile({ positions, placement, all }: PointCloud, up: Up): Triple {
  if (up !== 'plane') return typeof up === 'string' ? AXES[up] : unit(up);
  const { normal } = largestPlane(all ? planeSample(all) : positions);
  return placement ? directionInFile(placement, normal) : normal;
}

/** [3 × …] what `largestPlane` looks at of all points, in the order in which it does. */
function planeSample(all: StoredPoints): Float32Array {
  const wanted = planeSampleIndices(all.count);
  const { positions } = pickedPoints(all, wanted.toSorted(), []);
  const places = new Map([...wanted.toSorted()].map((point, place) => [point, place]));
  return Float32Array.from({ length: positions.length }, (_, i) => {
    return positions[3 * places.get(wanted[Math.floor(i / 3)]!)! + (i % 3)]!;
  });
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value === b[i]);
}

function withMove(matrix: readonly number[], move: Triple): number[] {
  return matrix.map((value, i) => (i % 4 === 3 && i < 12 ? value + move[(i - 3) / 4]! : value));
}

function* placedBounds(cloud: PointCloud, way: readonly number[]): Steps<{ min: Triple; max: Triple }> {
  const bounds = new PointBounds();
  const place = new Float64Array(3);
  for (const { positions } of cloud.all?.chunks([]) ?? [cloud]) {
    yield* eachPlaced({ positions, shift: cloud.shift }, way, (_, x, y, z) => {
      place[0] = x;
      place[1] = y;
      place[2] = z;
      bounds.add(place);
    });
  }
  return bounds;
}

/** Each point by a matrix, world space in float64. */
function* eachPlaced(
  { positions, shift }: Pick<PointCloud, 'positions' | 'shift'>,
  way: readonly number[],
  take: (at: number, x: number, y: number, z: number) => void,
): Steps<void> {
  const [xx, xy, xz, x0, yx, yy, yz, y0, zx, zy, zz, z0] = way as [
    ...[number, number, number, number, number, number],
    ...[number, number, number, number, number, number],
  ];
  const [shiftX, shiftY, shiftZ] = shift;
  for (let at = 0; at < positions.length; at += 3) {
    if ((at & STEP_MASK) === 0) yield;
    const x = positions[at]! + shiftX;
    const y = positions[at + 1]! + shiftY;
    const z = positions[at + 2]! + shiftZ;
    take(at, xx * x + xy * y + xz * z + x0, yx * x + yy * y + yz * z + y0, zx * x + zy * y + zz * z + z0);
  }
}
