/**
 * Which of the holes that could be closed are closed (algorithm.md section 2, step 8, "Holes"). A hole in the points is
 * missing data or an opening, and the points round it do not tell which; what tells is whether the piece that it is in
 * is the skin of a solid or a sheet, which has borders anyway. All numbers are measured over 33 clouds whose surfaces
 * are known: 90 % of the area of holes right, 70 % with all of them open and 30 % with all of them closed.
 */
import { task } from '../host/task.ts';
import { type Triple, unit } from '../math/triple.ts';
import { markOuter, MOST_SOLID } from '../mesh/outer-borders.ts';
import type { HoleReason } from '../report.ts';
import { type Fill, findFills, openingsOf, rimVertices } from './find-fills.ts';
import {
  bordersOf,
  type HoleMesh,
  type HoleMeshInput,
  holeMeshOf,
  meanOf,
  middleOf,
  minus,
  placeOf,
  type Rim,
  rimOf,
  vectorAreaOf,
} from './hole-mesh.ts';

export interface Hole {
  readonly isOpen: boolean;
  readonly reason: HoleReason;
  /** Of what closes it, or of a flat cap where nothing does. Normalised, squared. */
  readonly area: number;
  /** Of its rim, normalised. */
  readonly length: number;
  /** Twice the mean distance of the rim from its centre, normalised. */
  readonly width: number;
  readonly centre: Triple;
}

export interface JudgeInput extends HoleMeshInput {
  /** Whether the rule decides; where a hole radius is given, all holes within it are closed. */
  readonly isAuto: boolean;
}

export interface JudgedHoles {
  /** Those that the mesh has closed, largest first, then those that nothing closes and outer borders, longest first. */
  readonly holes: readonly Hole[];
  /** Of each of the first ones: the triangles that are not there where it is open, ascending. */
  readonly patches: readonly Uint32Array<ArrayBuffer>[];
}

/**
 * Times the spacing of the surroundings. Half-empty neighbourhoods alone make √2 of it; a fading mask has 1.6 and more.
 */
const LEAST_THINNING = 1.55;
/** Of the extent: a solid with such a rim left is no closed one. */
const LONG_RIM = 0.5;
/** Between a fill and the surface at its rim, the median. */
const LEAST_WEB_DEGREES = 60;
/** Places along a rim that are looked at, and triangles at each. */
const MOST_PLACES = 80;
const NEAR_TRIANGLES = 6;
/** Of the way from the centre to the rim: where the normal of a fill is looked at. */
const INWARD = 0.75;

/** The holes of a mesh in which all are closed that may be. */
export const judgeHoles = task('judgeHoles', ({ isAuto, ...input }: JudgeInput): JudgedHoles => {
  const mesh = holeMeshOf(input);
  const borders = bordersOf(mesh).map((edges) => ({ rim: rimOf(mesh, edges), piece: pieceAt(mesh, edges[0]!) }));
  const { closable, patches } = judgeFills(mesh, rimsOfPieces(borders, mesh.pieceAreas.length), isAuto);
  return { holes: [...closable, ...openBorders(borders, (piece) => mesh.pieceAreas[piece]!)], patches };
});

/** A border of the surface, and the piece that it is one of. */
export interface PieceBorder {
  readonly rim: Rim;
  readonly piece: number;
}

/** What the borders of pieces come to. */
export interface PieceRims {
  /** [pieces] areas of the caps on all of them, and the longest. */
  readonly caps: Float64Array;
  readonly longest: Float64Array;
}

export function rimsOfPieces(borders: readonly PieceBorder[], pieceCount: number): PieceRims {
  const [caps, longest] = [new Float64Array(pieceCount), new Float64Array(pieceCount)];
  for (const { rim, piece } of borders) {
    caps[piece] = caps[piece]! + rim.cap;
    longest[piece] = Math.max(longest[piece]!, rim.length);
  }
  return { caps, longest };
}

/** Holes that are closed, and what goes with each where it is open. */
export interface JudgedFills {
  readonly closable: readonly Hole[];
  readonly patches: readonly Uint32Array<ArrayBuffer>[];
  /** The first triangle of what closes each. */
  readonly firsts: readonly number[];
}

/**
 * Largest first; of equals the one with the first triangle.
 * @param mesh what is about the fills of the whole surface, whose pieces the others are of
 * @param isAsked which fills it is about, by their first triangles
 */
export function judgeFills(
  mesh: HoleMesh,
  { caps, longest }: PieceRims,
  isAuto: boolean,
  isAsked: (first: number) => boolean = () => true,
): JudgedFills {
  const all = findFills(mesh);
  const openings = openingsOf(mesh, all);
  const judge = isAuto ? judgeFill : () => ({ isOpen: false, reason: 'radius' as const });
  const asked = [...all.keys()].filter((i) => isAsked(all[i]!.triangles[0]!));
  return {
    closable: asked.map((i) => {
      const fill = all[i]!;
      const piece = pieceAt(mesh, fill.rimEdges[0]!);
      const ofPiece = { openness: caps[piece]! / mesh.pieceAreas[piece]!, longestRim: longest[piece]! };
      return { ...judge(mesh, fill, ofPiece), area: fill.area, ...sizeOf(fill.rim) };
    }),
    patches: asked.map((i) => openings[i]!),
    firsts: asked.map((i) => all[i]!.triangles[0]!),
  };
}

/** Where the surface ends, as holes that nothing closes, the longest first. */
export function openBorders(borders: readonly PieceBorder[], areaOf: (piece: number) => number): Hole[] {
  const isOuter = markOuter(
    borders.map(({ rim, piece }) => ({ cap: rim.cap, piece })),
    areaOf,
  );
  return borders
    .map(({ rim }, i) => {
      const reason: HoleReason = isOuter[i] ? 'border' : 'wide';
      return { isOpen: true, reason, area: rim.cap, ...sizeOf(rim) };
    })
    .sort((a, b) => b.length - a.length);
}

function sizeOf({ length, width, centre }: Rim): Pick<Hole, 'length' | 'width' | 'centre'> {
  return { length, width, centre };
}

function pieceAt({ pieces, indices }: HoleMesh, halfEdge: number): number {
  return pieces[indices[halfEdge]!]!;
}

interface PieceOfFill {
  readonly openness: number;
  readonly longestRim: number;
}

function judgeFill(mesh: HoleMesh, fill: Fill, { openness, longestRim }: PieceOfFill): Pick<Hole, 'isOpen' | 'reason'> {
  if (openness > MOST_SOLID) {
    const isThinning = fill.thinning >= LEAST_THINNING;
    return { isOpen: !isThinning, reason: isThinning ? 'thinning' : 'sheet' };
  }
  const isWeb = longestRim > LONG_RIM && bendDegrees(mesh, fill) >= LEAST_WEB_DEGREES;
  return { isOpen: isWeb, reason: isWeb ? 'web' : 'solid' };
}

/** The median angle between a fill a little within its rim and the surface beside that; 0 where there is none. */
function bendDegrees(mesh: HoleMesh, { rim, rimEdges, triangles, beside }: Fill): number {
  if (beside.length === 0) return 0;
  const [inside, outside] = [facesOf(mesh, triangles), facesOf(mesh, beside)];
  const vertices = rimVertices(mesh, rimEdges);
  const stride = Math.max(1, Math.floor(vertices.length / MOST_PLACES));
  const angles: number[] = [];
  for (let i = 0; i < vertices.length; i += stride) {
    const place = placeOf(mesh, vertices[i]!);
    const offset = minus(place, rim.centre);
    const within = rim.centre.map((value, axis) => value + INWARD * offset[axis]!) as unknown as Triple;
    angles.push(angleBetween(normalNear(outside, place), normalNear(inside, within)));
  }
  angles.sort((a, b) => a - b);
  return angles[angles.length >> 1]!;
}

interface Face {
  readonly middle: Triple;
  /** Unit length. */
  readonly normal: Triple;
}

function facesOf(mesh: HoleMesh, triangles: readonly number[]): Face[] {
  return triangles.map((triangle) => ({
    middle: middleOf(mesh, triangle),
    normal: unit(vectorAreaOf(mesh, triangle)),
  }));
}

/** The mean of the nearest faces. */
function normalNear(faces: readonly Face[], place: Triple): Triple {
  const near = faces
    .map(({ middle, normal }) => ({ distance: Math.hypot(...minus(middle, place)), normal }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEAR_TRIANGLES);
  return unit(meanOf(near.map(({ normal }) => normal)));
}

function angleBetween(a: Triple, b: Triple): number {
  const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  return (180 / Math.PI) * Math.acos(Math.min(1, Math.max(-1, cosine)));
}
