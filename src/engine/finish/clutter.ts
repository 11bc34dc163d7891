/**
 * Which components are balloons round sparse clutter, such as the vegetation of a raw scan: few points to their area,
 * and points that lie on no plane (algorithm.md section 2, "Sparse clutter": lion, 89 of 103 components go and the
 * lion stays whole; scorpion, trefoil, wingnut and mountain lose nothing). And which are closed round next to nothing,
 * as round the far rows of a room's scan.
 */
import { finishSteps } from '../host/steps.ts';
import { task } from '../host/task.ts';
import { type CompactMesh, compactMesh } from '../mesh/compact.ts';
import { type Components, dropComponents, findComponents } from '../mesh/components.ts';
import { NO_PARTNER, partnerSteps } from '../mesh/triangle-sides.ts';

export interface ClutterInput {
  /** [3 × vertexCount] */
  readonly positions: Float32Array;
  /** [3 × triangleCount], every vertex used */
  readonly indices: Uint32Array;
  /** [pointCount] the vertex nearest to each point. */
  readonly nearestVertex: Uint32Array;
  /** [4 × pointCount] local planes; the fourth number is the confidence 1 − λ₀/λ₁. */
  readonly planes: Float32Array;
  /** [pointCount] the area that each stands for, in units of the mean; all alike where not given. */
  readonly beamAreas?: Float32Array;
  /** Of the cloud, normalised: a point owns a square of that side. */
  readonly spacingNorm: number;
}

export interface DeclutteredMesh extends CompactMesh {
  readonly clutterComponents: number;
}

// Measured (algorithm.md section 2, "Sparse clutter").
const LEAST_POINTS = 12;
const SPARSE_DENSITY = 0.3;
const LESS_CONFIDENCE = 0.1;
/**
 * Points to a square of the spacing. In a room scanned from inside one closed piece has .004, all others .045 and more.
 */
const LEAST_POINTS_PER_SQUARE = 0.02;

/**
 * [count] 1 for components with fewer than 12 points, and for those with less than .3 of the main one's points to an
 * area, each for as much as it stands for, whose points also have a mean confidence more than .1 below. The main one,
 * with most points, always stays.
 *
 * @param pointCounts [count] points nearest to each component
 * @param confidences [count] sums over them
 * @param seenAreas [count] sums of the areas that they stand for
 */
export function markClutter(
  areas: Float64Array,
  pointCounts: Uint32Array,
  confidences: Float64Array,
  seenAreas: ArrayLike<number> = pointCounts,
): Uint8Array {
  const isClutter = new Uint8Array(areas.length);
  let main = 0;
  for (let i = 1; i < areas.length; i++) if (pointCounts[i]! > pointCounts[main]!) main = i;
  const density = (i: number): number => seenAreas[i]! / areas[i]!;
  const confidence = (i: number): number => confidences[i]! / Math.max(1, pointCounts[i]!);
  for (let i = 0; i < areas.length; i++) {
    if (i === main) continue;
    const isSparse = density(i) < SPARSE_DENSITY * density(main);
    const isRough = confidence(i) < confidence(main) - LESS_CONFIDENCE;
    if (pointCounts[i]! < LEAST_POINTS || (isSparse && isRough)) isClutter[i] = 1;
  }
  return isClutter;
}

/**
 * [count] 1 for closed components of fewer than .02 points to a square of the spacing.
 *
 * @param isClosed asked for components that are sparse enough, all at once
 */
export function markBalloons(
  areas: Float64Array,
  pointCounts: Uint32Array,
  spacingNorm: number,
  isClosed: () => Uint8Array,
): Uint8Array {
  const isSparse = pointCounts.map((points, i) =>
    points * spacingNorm ** 2 < LEAST_POINTS_PER_SQUARE * areas[i]! ? 1 : 0,
  );
  if (!isSparse.includes(1)) return new Uint8Array(areas.length);
  return isClosed().map((closed, i) => closed & isSparse[i]!);
}

/** The mesh without the clutter and the balloons that are found. */
export const dropClutter = task('dropClutter', (input: ClutterInput): DeclutteredMesh => {
  const { positions, indices } = input;
  const isKept = new Uint8Array(indices.length / 3).fill(1);
  const components = findComponents(positions, indices, isKept, new Uint8Array(isKept.length));
  const { pointCounts, confidences, seenAreas } = countPoints(components, input);
  const { areas } = components;
  const isClutter = markClutter(areas, pointCounts, confidences, seenAreas);
  const isBalloon = markBalloons(areas, pointCounts, input.spacingNorm, () => closedOf(components, input));
  for (let i = 0; i < isClutter.length; i++) isClutter[i]! |= isBalloon[i]!;
  const clutterComponents = dropComponents(indices, isKept, components, isClutter);
  return { ...compactMesh(positions, indices, isKept), clutterComponents };
});

/** [count] 1 for components without a border. */
function closedOf({ count, labels }: Components, { positions, indices }: ClutterInput): Uint8Array {
  const isClosed = new Uint8Array(count).fill(1);
  const partners = finishSteps(partnerSteps(indices, positions.length / 3));
  for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
    if (partners[halfEdge] === NO_PARTNER) isClosed[labels[indices[halfEdge]!]!] = 0;
  }
  return isClosed;
}

/** Of the points nearest to each component: how many, and the sums of their confidences and areas. */
export function countPoints(
  { count, labels }: Pick<Components, 'count' | 'labels'>,
  { nearestVertex, planes, beamAreas }: Pick<ClutterInput, 'nearestVertex' | 'planes' | 'beamAreas'>,
): { pointCounts: Uint32Array; confidences: Float64Array; seenAreas: Float64Array } {
  const pointCounts = new Uint32Array(count);
  const confidences = new Float64Array(count);
  const seenAreas = new Float64Array(count);
  for (let point = 0; point < nearestVertex.length; point++) {
    const component = labels[nearestVertex[point]!]!;
    pointCounts[component] = pointCounts[component]! + 1;
    confidences[component] = confidences[component]! + planes[4 * point + 3]!;
    seenAreas[component] = seenAreas[component]! + (beamAreas?.[point] ?? 1);
  }
  return { pointCounts, confidences, seenAreas };
}
