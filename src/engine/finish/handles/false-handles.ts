/**
 * Closes the handles of a run's surface that its points say nothing of (algorithm.md section 2, step 8, "Handles"):
 * those that a loop of a few spacings goes round.
 */
import { type Frame, toWorld } from '../../cloud/frame.ts';
import type { RunContext } from '../../events.ts';
import type { TaskHost } from '../../host/host.ts';
import { type TileSurface, withVertices } from '../finish-mesh.ts';
import { exactMeetings } from '../simplify/exact-meetings.ts';
import type { FindSelfIntersections } from '../simplify/meeting-locks.ts';
import { type ClosedHandle, closeHandles, type LeftHandle } from './close-handles.ts';
import { NO_TRIANGLE } from './cut-surface.ts';
import { flareOf } from './flare.ts';
import type { HandleSurface } from './handle-surface.ts';
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

/**
 * @param surface whose parts do not touch
 * @param spacingNorm of the cloud
 * @param frame that the surface leaves in
 */
export async function closeFalseHandles<M extends TileSurface>(
  surface: M,
  spacingNorm: number,
  frame: Frame,
  host: TaskHost,
  context: RunContext,
): Promise<WithoutFalseHandles<M>> {
  const { indices, spacings } = surface;
  const bounds = spacings.map((spacing) => MOST_SPACINGS * Math.max(spacing, spacingNorm));
  const mesh = { positions: Float64Array.from(surface.positions), indices };
  const isStrand = (whole: HandleSurface, loop: Loop): boolean =>
    flareOf(whole, loop, flareReach(loop.length, spacingNorm)) <= MOST_FLARE;
  const found = await closeHandles(mesh, { bounds, isStrand }, inWorld(exactMeetings(host, context), frame), context);
  const { sources, places, closed, left } = found;
  if (!sources || !places) return { surface, closed, left };
  const { holes } = surface;
  const patches = holes.patches.map((triangles) =>
    triangles.map((triangle) => places[triangle]!).filter((triangle) => triangle !== NO_TRIANGLE),
  );
  return {
    closed,
    left,
    surface: { ...withVertices(surface, { ...found, sources }), holes: { ...holes, patches } },
  };
}
