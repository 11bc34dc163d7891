/**
 * What was drawn round points on the screen, and whether a place lies in it. Millions of places are asked for, so the
 * screen is parted into cells: most lie wholly inside or outside, and only in those that the outline passes the shape
 * itself is asked. The answer is the same as that of the shape for every place.
 */

/** CSS pixels from the view's top left, y downwards. */
export interface ScreenShape {
  /** [2 × …] the corners of a closed outline, or the path of a brush. */
  readonly path: readonly number[];
  /** Half the width of the brush that followed the path; null for an outline. */
  readonly brushRadius: number | null;
}

/**
 * Pixels: at 4 a lasso of 200 corners over 4 of 10 million points took twice as long, for the points near its outline.
 */
const CELL = 1;
const OUTSIDE = 0;
const INSIDE = 1;
const MIXED = 2;

/**
 * Whether a place is within an outline, by its winding number (Sunday, "Inclusion of a point in a polygon", 2001): what
 * a hand draws round twice is inside. Places on the outline may go either way.
 */
export function isInOutline(path: readonly number[], x: number, y: number): boolean {
  let winding = 0;
  const { length } = path;
  for (let i = 0; i < length; i += 2) {
    const [ax, ay] = [path[i]!, path[i + 1]!];
    const [bx, by] = [path[(i + 2) % length]!, path[(i + 3) % length]!];
    const left = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
    if (ay <= y && by > y && left > 0) winding++;
    else if (ay > y && by <= y && left < 0) winding--;
  }
  return winding !== 0;
}

/** Distance of a place from a path, squared; from the whole of it, its ends too. */
export function pathDistanceSquared(path: readonly number[], x: number, y: number): number {
  let least = Infinity;
  for (let i = 0; i < path.length; i += 2) {
    const to = Math.min(i + 2, path.length - 2);
    least = Math.min(least, segmentDistanceSquared(path, i, to, x, y));
  }
  return least;
}

function segmentDistanceSquared(path: readonly number[], from: number, to: number, x: number, y: number): number {
  const [ax, ay] = [path[from]!, path[from + 1]!];
  const [dx, dy] = [path[to]! - ax, path[to + 1]! - ay];
  const squared = dx * dx + dy * dy;
  const share = squared > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared)) : 0;
  return (ax + share * dx - x) ** 2 + (ay + share * dy - y) ** 2;
}

/** Whether the shape itself has the place. */
export function isInShape({ path, brushRadius }: ScreenShape, x: number, y: number): boolean {
  return brushRadius === null ? isInOutline(path, x, y) : pathDistanceSquared(path, x, y) <= brushRadius * brushRadius;
}

export class ShapeCells {
  /** Pixels: no place beyond them is in the shape. */
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
  // The same bounds as single numbers, for the place that is asked for ten million times.
  readonly #left: number;
  readonly #top: number;
  readonly #right: number;
  readonly #bottom: number;
  readonly #shape: ScreenShape;
  readonly #columns: number;
  readonly #rows: number;
  readonly #cells: Uint8Array;

  /** Nothing beyond the view is in it, whatever was drawn there. */
  constructor(shape: ScreenShape, width: number, height: number) {
    this.#shape = shape;
    const reach = shape.brushRadius ?? 0;
    const xs = shape.path.filter((_, i) => i % 2 === 0);
    const ys = shape.path.filter((_, i) => i % 2 === 1);
    const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity) - reach;
    const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity) + reach;
    this.low = [Math.max(0, least(xs)), Math.max(0, least(ys))];
    this.high = [Math.min(width, most(xs)), Math.min(height, most(ys))];
    [this.#left, this.#top] = this.low;
    [this.#right, this.#bottom] = this.high;
    const cellsAlong = (axis: 0 | 1): number => Math.max(0, Math.floor((this.high[axis] - this.low[axis]) / CELL) + 1);
    this.#columns = cellsAlong(0);
    this.#rows = cellsAlong(1);
    this.#cells = new Uint8Array(this.#columns * this.#rows);
    this.#fill();
  }

  get isEmpty(): boolean {
    return !(this.low[0] <= this.high[0] && this.low[1] <= this.high[1]);
  }

  has(x: number, y: number): boolean {
    if (!(x >= this.#left && x <= this.#right && y >= this.#top && y <= this.#bottom)) return false;
    const column = ((x - this.#left) / CELL) | 0;
    const row = ((y - this.#top) / CELL) | 0;
    const cell = this.#cells[row * this.#columns + column]!;
    return cell === MIXED ? isInShape(this.#shape, x, y) : cell === INSIDE;
  }

  /** First the cells that the edge may pass; all others are what their centre is. */
  #fill(): void {
    this.#markEdges();
    const { path, brushRadius } = this.#shape;
    for (let row = 0; row < this.#rows; row++) {
      const y = this.low[1] + (row + 0.5) * CELL;
      // Along a row without edges in between all cells are alike.
      let known = MIXED;
      for (let column = 0; column < this.#columns; column++) {
        const at = row * this.#columns + column;
        if (this.#cells[at] === MIXED) {
          known = MIXED;
        } else {
          if (known === MIXED) {
            const x = this.low[0] + (column + 0.5) * CELL;
            known = isInShape({ path, brushRadius }, x, y) ? INSIDE : OUTSIDE;
          }
          this.#cells[at] = known;
        }
      }
    }
  }

  /** An edge is near a cell when its centre is within half a diagonal of it: of the outline, or of the brush's rim. */
  #markEdges(): void {
    const { path, brushRadius } = this.#shape;
    const { length } = path;
    const half = CELL * Math.SQRT1_2;
    const reach = (brushRadius ?? 0) + half;
    const inner = Math.max(0, (brushRadius ?? 0) - half);
    for (let from = 0; from < length; from += 2) {
      const to = brushRadius === null ? (from + 2) % length : Math.min(from + 2, length - 2);
      const [firstColumn, lastColumn] = this.#cellsNear(path[from]!, path[to]!, 0, reach);
      const [firstRow, lastRow] = this.#cellsNear(path[from + 1]!, path[to + 1]!, 1, reach);
      for (let row = firstRow; row <= lastRow; row++) {
        for (let column = firstColumn; column <= lastColumn; column++) {
          const x = this.low[0] + (column + 0.5) * CELL;
          const y = this.low[1] + (row + 0.5) * CELL;
          const squared = segmentDistanceSquared(path, from, to, x, y);
          if (squared <= reach * reach && (brushRadius === null || squared >= inner * inner)) {
            this.#cells[row * this.#columns + column] = MIXED;
          }
        }
      }
    }
  }

  #cellsNear(a: number, b: number, axis: 0 | 1, reach: number): readonly [number, number] {
    const count = axis === 0 ? this.#columns : this.#rows;
    const cellOf = (value: number): number => Math.floor((value - this.low[axis]) / CELL);
    return [Math.max(0, cellOf(Math.min(a, b) - reach)), Math.min(count - 1, cellOf(Math.max(a, b) + reach))];
  }
}
