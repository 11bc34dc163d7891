/**
 * Closes the handles of a run's surface that its points say nothing of (algorithm.md section 2, step 8, "Handles"):
 * those that a loop of a few spacings goes round.
 */
import { type Frame, toWorld } from '../../cloud/frame.ts';
import type { RunContext } from '../../events.ts';
import type { TaskHost } from '../../host/host.ts';
import { runSteps } from '../../host/steps.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { squaredBetween } from '../../mesh/squared-between.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { type TileSurface, withVertices } from '../finish-mesh.ts';
import { exactMeetings } from '../simplify/exact-meetings.ts';
import type { FindSelfIntersections } from '../simplify/meeting-locks.ts';
import {
  type ClosedHandle,
  closeHandles,
  type HandleLimits,
  type HandlesClosed,
  type LeftHandle,
} from './close-handles.ts';
import { NO_TRIANGLE } from './cut-surface.ts';
import { flareOf } from './flare.ts';
import type { HandleSurface } from './handle-surface.ts';
import { PointEvidence } from './point-evidence.ts';
import { affordedLength } from './short-loops.ts';
import type { Loop } from './wavefront.ts';

/**
 * The wider of the spacing about the loop and that of the cloud as a whole, so many times: no points tell what is
 * narrower. With 4, 5, 6 and 8 camel among strays keeps 3, 0, 0 and 0 of 8 false handles, a skull in rows 9, 6, 6 and 6
 * of 10, and the search takes up to four times as long at 8.
 */
const MOST_SPACINGS = 5;
/**
 * Up to here a loop goes round a strand of the shape, where it is thin or torn half through. Pinched trefoils have 1.19
 * and 1.32, of some hundred false handles one 1.46 (a toy in rows), the others 1.9 and more.
 */
const MOST_FLARE = 1.4;
/**
 * How far points lie from the surface: their noise, at least half a spacing, about which they leave open what lies
 * between them.
 */
const LEAST_DEVIATION_SPACINGS = 0.5;
/**
 * Loops longer than that, up to those of a tunnel four such deviations to either side, across which its walls mingle,
 * are cut where the points know no better.
 */
const MOST_DEVIATIONS = 8 * Math.PI;
/** Wavefronts for them walk over as many vertices as their square. */
const MOST_EDGES = 64;
/** And over so many of all the surface's, and so many more, together. */
const VISITS_A_VERTEX = 4;
const VISITS = 2e6;
/** The points know better where they are exp(3) = 20 times likelier with the handle. */
const MOST_NATS = 3;
/** Of the cloud: what is as small as the triangles says nothing of the shape. */
const LEAST_REACH_SPACINGS = 2;

export interface FalseHandles {
  /** Lengths normalised. */
  readonly closed: readonly ClosedHandle[];
  readonly left: readonly LeftHandle[];
}

export interface WithoutFalseHandles<M> extends FalseHandles {
  /** The very same one where nothing was closed. */
  readonly surface: M;
}

/**
 * The test of a normalised mesh as it is handed out: in the world's coordinates it is rounded once more, by which a
 * disc may come to lie in what it passed.
 */
export function inWorld(find: FindSelfIntersections, frame: Frame): FindSelfIntersections {
  return ({ positions, indices }) =>
    find({ positions: Float64Array.from(toWorld(Float32Array.from(positions), frame)), indices });
}

/** How far from a loop of a length is looked for a strand. */
export function flareReach(length: number, spacingNorm: number): number {
  return Math.max(length, LEAST_REACH_SPACINGS * spacingNorm);
}

/** How far points lie from the surface. */
export function deviationOf(spacing: number, noiseNorm: number): number {
  return Math.max(noiseNorm, LEAST_DEVIATION_SPACINGS * spacing);
}

/** A loop that is cut where the points know no better is at most so long. @param edge the mean one of the surface */
export function doubtedBound(deviation: number, edge: number): number {
  return Math.min(MOST_DEVIATIONS * deviation, MOST_EDGES * edge);
}

/** What handles are judged by, normalised. */
export interface HandleCloud {
  /** [3 × pointCount] those that the surface was found by, or an even share of them. */
  readonly points: Float32Array;
  /** How many points of the cloud each of them stands for. */
  readonly each: number;
  /** Of the cloud. */
  readonly spacingNorm: number;
  readonly noiseNorm: number;
}

/**
 * @param surface whose parts do not touch
 * @param frame that the surface leaves in
 */
export async function closeFalseHandles<M extends TileSurface>(
  surface: M,
  cloud: HandleCloud,
  frame: Frame,
  host: TaskHost,
  context: RunContext,
): Promise<WithoutFalseHandles<M>> {
  const { indices, holes } = surface;
  const { spacingNorm } = cloud;
  const spacings = surface.spacings.map((spacing) => Math.max(spacing, spacingNorm));
  const mesh = { positions: Float64Array.from(surface.positions), indices };
  const isStrand = (whole: HandleSurface, loop: Loop): boolean =>
    flareOf(whole, loop, flareReach(loop.length, spacingNorm)) <= MOST_FLARE;
  const find = inWorld(exactMeetings(host, context), frame);
  const bounds = spacings.map((spacing) => MOST_SPACINGS * spacing);
  const narrow = await closeHandles(mesh, { bounds, isStrand }, find, context);
  const { left } = narrow;
  const doubted =
    narrow.handles === null || narrow.handles === narrow.closed.length
      ? null
      : await closeHandles(narrow, await doubtedLimits(narrow, spacings, cloud, isStrand, context), find, context);
  const closed = [...narrow.closed, ...(doubted?.closed ?? [])];
  const found = inTurn(narrow, doubted);
  const { sources, places } = found;
  if (!sources || !places) return { surface, closed, left };
  const patches = holes.patches.map((triangles) =>
    triangles.map((triangle) => places[triangle]!).filter((triangle) => triangle !== NO_TRIANGLE),
  );
  return {
    closed,
    left,
    surface: { ...withVertices(surface, { ...found, sources }), holes: { ...holes, patches } },
  };
}

/** What is longer than points tell of, and what they have to say of it. */
async function doubtedLimits(
  mesh: HandlesClosed,
  spacings: Float32Array,
  { points, each, noiseNorm }: HandleCloud,
  isStrand: NonNullable<HandleLimits['isStrand']>,
  { signal, pause }: RunContext,
): Promise<HandleLimits> {
  const vertexCount = mesh.positions.length / 3;
  const deviations = Float32Array.from({ length: vertexCount }, (_, vertex) =>
    deviationOf(spacings[mesh.sources?.[vertex] ?? vertex]!, noiseNorm),
  );
  const edge = meanEdge(mesh);
  const evidence = await runSteps(PointEvidence.buildSteps(points), signal, pause);
  // Of vertices that came since that of a cut's neighbours is near enough.
  const deviationAlong = ({ vertices }: Loop): number =>
    vertices.reduce((sum, vertex) => sum + deviations[Math.min(vertex, vertexCount - 1)]!, 0) / vertices.length;
  return {
    bounds: deviations.map((deviation) => doubtedBound(deviation, edge)),
    isStrand,
    doubt: {
      isFalse: (whole, loop, cut, trianglesIn) =>
        each * evidence.forHandle(whole, trianglesIn, cut, deviationAlong(loop)) <= MOST_NATS,
      longest: (seedCount) => affordedLength(VISITS + VISITS_A_VERTEX * vertexCount, seedCount, edge),
    },
  };
}

/** The second by the vertices and triangles of what the first was given. */
function inTurn(first: HandlesClosed, second: HandlesClosed | null): HandlesClosed {
  if (!second?.sources || !second.places) return first;
  const { sources, places } = second;
  if (!first.sources || !first.places) return second;
  return {
    ...second,
    sources: sources.map((vertex) => first.sources![vertex]!),
    places: first.places.map((place) => (place === NO_TRIANGLE ? NO_TRIANGLE : places[place]!)),
  };
}

function meanEdge({ positions, indices }: WorldMesh): number {
  let sum = 0;
  for (let halfEdge = 0; halfEdge < indices.length; halfEdge++) {
    sum += Math.sqrt(squaredBetween(positions, indices[halfEdge]!, indices[endCorner(halfEdge)]!));
  }
  return sum / indices.length;
}
