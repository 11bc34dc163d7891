/** How a camera sees the points of a cloud: places on the screen and depths. */
import type { Triple } from '../math/triple.ts';
import type { ScreenShape, ShapeCells } from './screen-shape.ts';

/** A shape, and how the scene was seen when it was drawn. */
export interface ScreenSelection {
  readonly shape: ScreenShape;
  /** [16] column by column: projection × view, from scene space to clip space (z up to w is seen). */
  readonly clipFromScene: readonly number[];
  /** CSS pixels of the view. */
  readonly width: number;
  readonly height: number;
  /** Points behind others, too. */
  readonly hiddenToo: boolean;
}

/** For places in a cloud's own space: the rows of the matrix from there to clip space. */
export class Projection {
  readonly width: number;
  readonly height: number;
  readonly xx: number;
  readonly xy: number;
  readonly xz: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly yz: number;
  readonly y0: number;
  readonly wx: number;
  readonly wy: number;
  readonly wz: number;
  readonly w0: number;
  readonly #isParallel: boolean;
  /** Of the depth in the cloud's unit: w in perspective; else z, which the depth range stretches. */
  readonly #depth: Float64Array;
  readonly #pixelsAtOne: number;

  constructor({ clipFromScene: m, width, height }: ScreenSelection, centre: Triple) {
    this.width = width;
    this.height = height;
    const row = (i: number): readonly [number, number, number, number] => {
      const [x, y, z] = [m[i]!, m[4 + i]!, m[8 + i]!];
      return [x, y, z, m[12 + i]! - x * centre[0] - y * centre[1] - z * centre[2]];
    };
    const [across, up, deep, w] = [row(0), row(1), row(2), row(3)];
    [this.xx, this.xy, this.xz, this.x0] = across;
    [this.yx, this.yy, this.yz, this.y0] = up;
    [this.wx, this.wy, this.wz, this.w0] = w;
    const lengthOf = ([x, y, z]: readonly number[]): number => Math.hypot(x!, y!, z!);
    this.#isParallel = lengthOf(w) === 0;
    const scale = 1 / Math.max(lengthOf(this.#isParallel ? deep : w), Number.MIN_VALUE);
    this.#depth = Float64Array.from(this.#isParallel ? deep : w, (value) => value * scale);
    this.#pixelsAtOne = (height / 2) * lengthOf(up) * (this.#isParallel ? 1 : scale);
  }

  /** The bounds of a shape in clip space, as multiples of w. */
  clipBounds({ low, high }: ShapeCells) {
    const x = (pixels: number): number => (2 * pixels) / this.width - 1;
    const y = (pixels: number): number => 1 - (2 * pixels) / this.height;
    return { left: x(low[0]), right: x(high[0]), top: y(low[1]), bottom: y(high[1]) };
  }

  depthOf(x: number, y: number, z: number): number {
    const d = this.#depth;
    return d[0]! * x + d[1]! * y + d[2]! * z + d[3]!;
  }

  /** Pixels that a unit of the cloud covers at a depth. */
  pixelsPerUnit(depth: number): number {
    return this.#isParallel ? this.#pixelsAtOne : this.#pixelsAtOne / depth;
  }
}
