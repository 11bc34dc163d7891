/** Marking points by where they are seen: tasks on stretches of a cloud. */
import { task } from '../host/task.ts';
import type { Range } from '../math/ranges.ts';
import { hasPoint, type PointMask } from './point-mask.ts';
import { Projection, type ScreenSelection } from './projection.ts';
import { ShapeCells } from './screen-shape.ts';
import { type ScreenPoints, Spots } from './spots.ts';

interface StretchArguments {
  readonly points: ScreenPoints;
  readonly selection: ScreenSelection;
  readonly range: Range;
}

/** The depths of what is drawn of a stretch of the points: see `Spots`. */
export const drawSpots = task('drawSpots', ({ points, selection, range }: StretchArguments): Float32Array => {
  const spots = new Spots(points, selection);
  spots.draw(range);
  return spots.nearest;
});

/**
 * Words of the mask for a stretch that begins with a word's first point. `nearest` is of `drawSpots`; null for hidden
 * points too.
 */
export const markOnScreen = task(
  'markOnScreen',
  ({ points, selection, range, nearest }: StretchArguments & { readonly nearest: Float32Array | null }): Uint32Array =>
    markStretch(points, selection, range, nearest && new Spots(points, selection, nearest)),
);

interface MarkDrawnArguments {
  /** [drawn] the file's place of each. */
  readonly order: Uint32Array;
  readonly masks: readonly DrawnMask[];
  readonly range: Range;
}

/** Bytes for drawing, of a stretch of the drawn points; see `marksOf`. */
export const markDrawn = task('markDrawn', ({ order, masks, range }: MarkDrawnArguments) =>
  marksOf(order.subarray(range.first, range.end), masks),
);

/** Goes over all points: what it needs is laid out flat, for a call a point would take as long as the point. */
function markStretch(
  { positions, centre, hidden }: ScreenPoints,
  selection: ScreenSelection,
  { first, end }: Range,
  spots: Spots | null,
): Uint32Array {
  const marked = new Uint32Array(Math.ceil((end - first) / 32));
  const { shape, width, height } = selection;
  const cells = new ShapeCells(shape, width, height);
  const camera = new Projection(selection, centre);
  const { xx, xy, xz, x0, yx, yy, yz, y0, wx, wy, wz, w0 } = camera;
  const { left, right, top, bottom } = camera.clipBounds(cells);
  for (let point = first, at = 3 * first; point < end; point++, at += 3) {
    const x = positions[at]!;
    const y = positions[at + 1]!;
    const z = positions[at + 2]!;
    const w = wx * x + wy * y + wz * z + w0;
    const across = xx * x + xy * y + xz * z + x0;
    // Most points end here: no division, and nothing read but their place.
    if (!(w > 0) || across < left * w || across > right * w) continue;
    const up = yx * x + yy * y + yz * z + y0;
    if (up > top * w || up < bottom * w) continue;
    const column = (width / 2) * (1 + across / w);
    const row = (height / 2) * (1 - up / w);
    if (!cells.has(column, row) || (hidden && hasPoint(hidden, point))) continue;
    if (spots && !spots.isSeen(column, row, camera.depthOf(x, y, z))) continue;
    marked[(point - first) >>> 5]! |= 1 << (point & 31);
  }
  return marked;
}

/**
 * Points with the byte that the viewport knows them by. Of a point in several the first counts; without one it is 0.
 */
export interface DrawnMask {
  readonly mask: PointMask;
  readonly byte: number;
}

function marksOf(order: Uint32Array, masks: readonly DrawnMask[]): Uint8Array {
  const marks = new Uint8Array(order.length);
  for (const { mask, byte } of masks.toReversed()) {
    for (let i = 0; i < order.length; i++) if (hasPoint(mask, order[i]!)) marks[i] = byte;
  }
  return marks;
}
