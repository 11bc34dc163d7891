/**
 * Which points of a cloud lie within a shape on the screen: all points, as the camera sees them, not only those that
 * are drawn. The graphics card has no part in it.
 */
import type { TaskHost } from '../host/host.ts';
import { inStretches } from '../host/in-stretches.ts';
import { shareable } from '../host/shared-memory.ts';
import type { Task } from '../host/task.ts';
import type { Range } from '../math/ranges.ts';
import { type DrawnMask, drawSpots, markDrawn, markOnScreen } from './mark-tasks.ts';
import { emptyMask, type PointMask } from './point-mask.ts';
import type { ScreenSelection } from './projection.ts';
import type { ScreenPoints } from './spots.ts';

/** Points that a task goes over: some milliseconds, and a whole number of words. */
const STRETCH = 1 << 18;

/** The points within a shape, of all the points. Rejects with `signal.reason`. */
export async function pointsOnScreen(
  points: ScreenPoints,
  selection: ScreenSelection,
  host: TaskHost,
  signal: AbortSignal,
): Promise<PointMask> {
  const count = points.positions.length / 3;
  const stretches = <A, R>(body: Task<A & { range: Range }, R>, args: A): Promise<R[]> =>
    inStretches(count, STRETCH, host, signal, (range) => runHere(count, host, body, { ...args, range }));
  const nearest = selection.hiddenToo ? null : nearestOf(await stretches(drawSpots, { points, selection }));
  const parts = await stretches(markOnScreen, { points, selection, nearest });
  const mask = emptyMask(count);
  for (const [place, part] of parts.entries()) mask.set(part, (place * STRETCH) / 32);
  return mask;
}

/** [drawn] a byte a drawn point, in the order of drawing. @param order [drawn] the file's place of each */
export async function drawnMarks(
  order: Uint32Array,
  masks: readonly DrawnMask[],
  host: TaskHost,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const marks = new Uint8Array(order.length);
  const parts = await inStretches(order.length, STRETCH, host, signal, (range) =>
    runHere(order.length, host, markDrawn, { order, masks, range }),
  );
  for (const [place, part] of parts.entries()) marks.set(part, place * STRETCH);
  return marks;
}

/** A stretch that is all there is takes less time than a worker to start. */
function runHere<A, R>(count: number, host: TaskHost, body: Task<A, R>, args: NoInfer<A>): Promise<R> {
  return count <= STRETCH ? Promise.resolve(body(args)) : host.runTask(body, args);
}

function nearestOf(parts: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0), ...others] = parts;
  const nearest = shareable(first);
  for (const part of others) for (let i = 0; i < part.length; i++) nearest[i] = Math.min(nearest[i]!, part[i]!);
  return nearest;
}
