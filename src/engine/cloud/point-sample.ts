/**
 * Even samples of a cloud while it is still being read, so that a window can show it growing. A sample is a stride
 * through the points read so far: its cost depends on its own size, not on the cloud's, and it is taken a few times a
 * second only.
 */
import type { Scratch } from '../host/scratch.ts';
import type { Placing } from '../math/placement.ts';
import type { Triple } from '../math/triple.ts';
import type { ReturnChoice, Separator } from '../reading-choices.ts';

/** An even sample of the points read so far, in arrays of its own: the receiver may keep or transfer them. */
export interface PointSample {
  /** [3 × sampleCount] world units minus `shift`. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × sampleCount] red green blue, 0…255, sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
  /** The shift of the finished cloud. */
  readonly shift: Triple;
  /** Finite points read so far, of which these are a sample. */
  readonly pointCount: number;
  /** Bounds of all points read so far, world space in float64. */
  readonly min: Triple;
  readonly max: Triple;
}

/**
 * What of a file is read, and how it is to stand: plain data, as the command line, job files and the window ask for it.
 */
export interface Reading extends Placing {
  /** Points of these classes only, where the file has classes. */
  readonly classes?: readonly number[];
  /** These returns of a pulse only, where the file numbers them. */
  readonly returns?: ReturnChoice;
  /**
   * Points within this box only, as the cloud then stands: x, y and z of its centre, three sides, and degrees about z;
   * see `cropBoxOf`.
   */
  readonly crop?: readonly number[];
  /** The columns of a text file by name, `-` for one that is passed over; others than text ignore them. */
  readonly columns?: readonly string[];
  /** Reads the whole points of a file that is cut, with a warning, instead of refusing it. */
  readonly partial?: boolean;
}

/** How a text file writes its rows, where a person says otherwise than its head seems to. */
export interface DialectChoice {
  /** What stands between fields. */
  readonly separator?: Separator;
  readonly decimalMark?: ',' | '.';
}

/** What of a file is read, and who hears of it. */
export interface ReadOptions extends Reading {
  /** Others than text ignore it. */
  readonly dialect?: DialectChoice;
  /** Called between two batches of points: what it does delays the reading. Each sample replaces the one before. */
  onPoints?(this: void, sample: PointSample): void;
  /** Where points go of which there are more than memory holds (`PointCloud.all`); they are held where left out. */
  readonly scratch?: Scratch;
}

/** Whether a return, which counts from 1, of a pulse that had so many is asked for. */
export function isReturn(choice: ReturnChoice, number: number, of: number): boolean {
  return choice === 'first' ? number <= 1 : choice === 'last' ? number >= of : of <= 1;
}

/** What a reader has so far; the arrays are longer than the points. */
export interface PointsSoFar {
  readonly pointCount: number;
  readonly positions: Float32Array;
  /** [3 × …] in the file's own range. */
  readonly colors?: Uint8ClampedArray | Uint16Array | Float32Array;
  /** Makes the colours 0…255. */
  readonly colorScale: number;
  readonly shift: Triple;
  readonly min: Triple;
  readonly max: Triple;
}

/** Enough for a cloud to look like itself, and 2 ms of work. */
export const SAMPLE_LIMIT = 200_000;
/** The first sample comes with the first batch, the next ones soon: most files are read within a second. */
const FIRST_INTERVAL_MS = 60;
const LAST_INTERVAL_MS = 250;

export class PointSampler {
  readonly #onPoints: (sample: PointSample) => void;
  #intervalMs = FIRST_INTERVAL_MS;
  #dueMs = -Infinity;

  constructor(onPoints: (sample: PointSample) => void) {
    this.#onPoints = onPoints;
  }

  isDue(): boolean {
    return performance.now() >= this.#dueMs;
  }

  /** Hands over a sample of `points`; the next one is due an interval after this call has ended. */
  show(points: PointsSoFar): void {
    if (points.pointCount > 0) this.#onPoints(sampleOf(points));
    this.#dueMs = performance.now() + this.#intervalMs;
    this.#intervalMs = Math.min(2 * this.#intervalMs, LAST_INTERVAL_MS);
  }
}

/** At most `limit` points, evenly spread over the order of the file. */
export function sampleOf(points: PointsSoFar, limit = SAMPLE_LIMIT): PointSample {
  const { pointCount, shift, colorScale } = points;
  const sampleCount = Math.min(pointCount, limit);
  const positions = new Float32Array(3 * sampleCount);
  const colors = points.colors && new Uint8ClampedArray(3 * sampleCount);
  const stride = pointCount / sampleCount;
  for (let i = 0; i < sampleCount; i++) {
    const from = 3 * Math.floor(i * stride);
    const to = 3 * i;
    positions[to] = points.positions[from]!;
    positions[to + 1] = points.positions[from + 1]!;
    positions[to + 2] = points.positions[from + 2]!;
    if (!colors || !points.colors) continue;
    colors[to] = points.colors[from]! * colorScale;
    colors[to + 1] = points.colors[from + 1]! * colorScale;
    colors[to + 2] = points.colors[from + 2]! * colorScale;
  }
  const [min, max] = [[...points.min] as const, [...points.max] as const] as unknown as [Triple, Triple];
  return { positions, ...(colors && { colors: new Uint8Array(colors.buffer) }), shift, pointCount, min, max };
}
