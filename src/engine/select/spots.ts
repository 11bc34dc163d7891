/**
 * What is seen of a cloud: each point as the spot that the viewport draws, the nearest of which hides what lies behind
 * it. A depth buffer on the processor, for the pixels within the bounds of a shape.
 */
import type { Range } from '../math/ranges.ts';
import type { Triple } from '../math/triple.ts';
import { hasPoint, type PointMask } from './point-mask.ts';
import { Projection, type ScreenSelection } from './projection.ts';
import { ShapeCells } from './screen-shape.ts';

/** The points that are asked about. Tasks are given the arrays: in shared memory where there is some. */
export interface ScreenPoints {
  /** [3 × pointCount] */
  readonly positions: Float32Array;
  /** Scene space's origin in the space of the positions. */
  readonly centre: Triple;
  /** Distance between neighbours: it says how wide points are drawn. */
  readonly spacing: number;
  /** Points that are not shown, and so cannot be marked; null where all are. */
  readonly hidden: PointMask | null;
}

/** As `viewport/layers/cloud-material.ts` draws them: spots as wide as 2.6 spacings, of 1 to 12 pixels. */
const SPOT_PER_SPACING = 2.6;
const SPOT_PIXELS = { min: 1, max: 12 } as const;
/**
 * How far behind what is drawn over it a point may lie and still be of the same surface, in widths of a spot and a
 * pixel: spots face the camera, so those of a surface seen at 70° lie that far behind the rims of their neighbours.
 */
const DEPTH_SPOTS = 1.5;
/** The nearest depth of what is drawn over each pixel within the bounds of a shape. */
export class Spots {
  /** [columns × rows] */
  readonly nearest: Float32Array;
  readonly #points: ScreenPoints;
  readonly #camera: Projection;
  readonly #cells: ShapeCells;
  readonly #low: readonly [number, number];
  readonly #columns: number;
  readonly #rows: number;

  /** @param nearest what was drawn before; nothing where it is missing */
  constructor(points: ScreenPoints, selection: ScreenSelection, nearest?: Float32Array) {
    this.#points = points;
    this.#camera = new Projection(selection, points.centre);
    const cells = new ShapeCells(selection.shape, selection.width, selection.height);
    this.#cells = cells;
    this.#low = [Math.floor(cells.low[0]), Math.floor(cells.low[1])];
    this.#columns = Math.max(0, Math.ceil(cells.high[0]) - this.#low[0] + 1);
    this.#rows = Math.max(0, Math.ceil(cells.high[1]) - this.#low[1] + 1);
    this.nearest = nearest ?? new Float32Array(this.#columns * this.#rows).fill(Infinity);
  }

  isSeen(x: number, y: number, depth: number): boolean {
    const nearest = this.nearest[this.#row(y) * this.#columns + this.#column(x)]!;
    return depth <= nearest + (DEPTH_SPOTS * (this.#spotPixels(depth) + 1)) / this.#camera.pixelsPerUnit(depth);
  }

  /** All points whose middle lies within the bounds: what is drawn from beyond them covers half a spot at most. */
  draw({ first, end }: Range): void {
    const { positions, hidden } = this.#points;
    const camera = this.#camera;
    const { xx, xy, xz, x0, yx, yy, yz, y0, wx, wy, wz, w0 } = camera;
    const { left, right, top, bottom } = camera.clipBounds(this.#cells);
    const [halfWidth, halfHeight] = [camera.width / 2, camera.height / 2];
    for (let point = first, at = 3 * first; point < end; point++, at += 3) {
      const x = positions[at]!;
      const y = positions[at + 1]!;
      const z = positions[at + 2]!;
      const w = wx * x + wy * y + wz * z + w0;
      const across = xx * x + xy * y + xz * z + x0;
      if (!(w > 0) || across < left * w || across > right * w) continue;
      const up = yx * x + yy * y + yz * z + y0;
      if (up > top * w || up < bottom * w || (hidden && hasPoint(hidden, point))) continue;
      this.#drawSpot(halfWidth * (1 + across / w), halfHeight * (1 - up / w), camera.depthOf(x, y, z));
    }
  }

  #drawSpot(x: number, y: number, depth: number): void {
    const half = this.#spotPixels(depth) / 2;
    const left = this.#column(x - half);
    const right = this.#column(x + half);
    const top = this.#row(y - half);
    const bottom = this.#row(y + half);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const at = row * this.#columns + column;
        if (depth < this.nearest[at]!) this.nearest[at] = depth;
      }
    }
  }

  #spotPixels(depth: number): number {
    const pixels = SPOT_PER_SPACING * this.#points.spacing * this.#camera.pixelsPerUnit(depth);
    return Math.min(SPOT_PIXELS.max, Math.max(SPOT_PIXELS.min, pixels));
  }

  #column(x: number): number {
    return Math.min(this.#columns - 1, Math.max(0, Math.floor(x) - this.#low[0]));
  }

  #row(y: number): number {
    return Math.min(this.#rows - 1, Math.max(0, Math.floor(y) - this.#low[1]));
  }
}
