/**
 * Takes away what marching cubes found where there are no points: far patches, fringes of open borders, then crumbs and
 * phantom sheets, then the vertices left over; then turns diagonals to follow creases. One
 * task, so that the mesh travels to a worker and back once.
 */
import { task } from '../host/task.ts';
import { compactMesh, type CompactMesh } from '../mesh/compact.ts';
import { type Components, dropComponents, findComponents, markPhantoms } from '../mesh/components.ts';
import { triangleArea } from '../mesh/triangle-area.ts';
import { flipDiagonals } from './flip-diagonals.ts';
import { markFreeTriangles } from './free-space.ts';
import { dropHangingCrumbs } from './hanging-crumbs.ts';
import { BORDER, keepClosedPatches, markFarTriangles, retreatBorders, type VertexSupport } from './trim-patches.ts';

/**
 * From here on bumps of the noise pass for creases, and following them swells thin parts: P2S of trefoil (.85 voxels)
 * rises by 1.4 %, of koala-200k-noise (.61) and skull (.31) by .3 %, though NC gains .0016, .0002 and .0003.
 */
export const MOST_NOISE_VOXELS = 0.25;

export interface TrimInput extends VertexSupport {
  /** [3 × vertexCount] normalised */
  readonly positions: Float32Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
  /** The widest hole that is filled, as the distance of its middle to the points; 0 fills none. */
  readonly holeRadiusNorm: number;
  /** `findFreeSpace`, where beams tell. */
  readonly isFree?: Uint8Array;
}

export interface TrimmedMesh extends CompactMesh {
  /** Components that remain. */
  readonly componentCount: number;
  readonly farTriangles: number;
  /** Far triangles of patches that did not close a hole, and fringes of open borders. */
  readonly trimmedTriangles: number;
  readonly droppedComponents: number;
}

/** The mesh without what no point supports, compacted; normals follow from what is left. */
export const trimMesh = task('trimMesh', (input: TrimInput): TrimmedMesh => {
  const { positions, indices } = input;
  const { isFar, isKept } = keepSupported(input);
  const trimmedTriangles = isKept.length - countOnes(isKept);
  const { componentCount, droppedComponents } = dropUnsupported(input, isFar, isKept);
  if (trimmedTriangles > 0) dropHangingCrumbs(positions, indices, isKept);
  const kept = compactMesh(positions, indices, isKept);
  if (input.noiseNorm < MOST_NOISE_VOXELS * input.voxelNorm) {
    flipDiagonals(kept.positions, kept.indices, input.voxelNorm);
  }
  return { ...kept, componentCount, farTriangles: countOnes(isFar), trimmedTriangles, droppedComponents };
});

/**
 * Which triangles are far from all points, and which are kept: not far patches, what lies in free space, nor fringes of
 * open borders.
 */
export function keepSupported(input: TrimInput) {
  const { indices } = input;
  const isFar = markFarTriangles(indices, input);
  const isKept = keepClosedPatches(indices, isFar, input.squared, input.holeRadiusNorm);
  if (input.isFree) {
    // Whatever hole it closes: beams went through.
    markFreeTriangles(input.isFree, input, isFar).forEach((free, triangle) => {
      if (free === 1) isKept[triangle] = 0;
    });
  }
  retreatBorders(indices, isKept, input);
  return { isFar, isKept };
}

/**
 * Clears the flags of crumbs and phantom sheets in `isKept`, and those of the backs that sheets were closed by; how
 * many components remain, and how many were dropped.
 */
export function dropUnsupported(input: TrimInput, isFar: Uint8Array, isKept: Uint8Array) {
  const { positions, indices } = input;
  const all = findComponents(positions, indices, isKept, isFar);
  const isOpened = openBackedSheets(input, all, isFar, isKept);
  const components = isOpened ? findComponents(positions, indices, isKept, isFar) : all;
  const droppedComponents = dropComponents(indices, isKept, components, markPhantoms(components));
  return { componentCount: components.count - droppedComponents, droppedComponents };
}

/** Squares of the spacing that a sheet takes. */
const LEAST_SHEET_SQUARES = 100;
/** Share of the near area within the reach of a border: a phantom sheet is further off than that. */
const LEAST_SHEET_SHARE = 0.5;

/**
 * A sheet that stands alone, such as a table top whose legs the camera did not see, may close round its back, within
 * the hole radius; most of that is far, so that the sheet would go as a phantom, points and all. Its back goes instead.
 * Of the image of a room 1,559 of 50,700 points were lost with one such sheet. Changes `isKept` in place; says whether
 * it did.
 */
function openBackedSheets(input: TrimInput, components: Components, isFar: Uint8Array, isKept: Uint8Array): boolean {
  const { positions, indices, radii, neighbourCount } = input;
  const { labels } = components;
  const isPhantom = markPhantoms(components);
  if (!isPhantom.includes(1)) return false;
  const isLoose = markFarTriangles(indices, input, BORDER);
  const [squares, closeAreas] = [new Float64Array(isPhantom.length), new Float64Array(isPhantom.length)];
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    const component = labels[a]!;
    if (!isKept[triangle] || !isPhantom[component] || isLoose[triangle]) continue;
    const area = triangleArea(positions, a, b, c);
    closeAreas[component] = closeAreas[component]! + area;
    // k points in a disc of radius r, one to each square of side s: k s² = π r².
    squares[component] = squares[component]! + (area * neighbourCount) / (Math.PI * radii[a]! ** 2);
  }
  const { nearAreas } = components;
  const isSheet = isPhantom.map((phantom, i) =>
    phantom && isBackedSheet({ squares, closeAreas, nearAreas }, i) ? 1 : 0,
  );
  if (!isSheet.includes(1)) return false;
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (isKept[triangle] && isFar[triangle] && isSheet[labels[indices[3 * triangle]!]!]) isKept[triangle] = 0;
  }
  retreatBorders(indices, isKept, input);
  return true;
}

interface SheetMeasures {
  /** [pieces] squares of the spacing within the reach of a border, their area, and that of all that is near. */
  readonly squares: Float64Array;
  readonly closeAreas: Float64Array;
  readonly nearAreas: Float64Array;
}

/** Whether a piece that would go as a phantom is a sheet with a back. */
export function isBackedSheet({ squares, closeAreas, nearAreas }: SheetMeasures, piece: number): boolean {
  return squares[piece]! >= LEAST_SHEET_SQUARES && closeAreas[piece]! >= LEAST_SHEET_SHARE * nearAreas[piece]!;
}

function countOnes(flags: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < flags.length; i++) count += flags[i]!;
  return count;
}
