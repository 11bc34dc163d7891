/**
 * Where an aircraft flew that scanned the ground, told by the scan angles of its points (ASPRS, "LAS 1.4-R15", tables 7
 * and 15): a point at height z that a beam met under an angle a from the vertical lies (H - z) tan a beside a sensor at
 * height H, to the side c, a horizontal unit vector that is one for the whole line. Within a quarter of a second the
 * sensor hardly moves, so what all those short spans have in common tells c and H, and what each of them is left with
 * the sensor's place.
 *
 * All that is needed are sums, gathered while the file is read. A line whose angles do not fit its points has no path.
 */
import type { SensorPath } from '../../../cloud/point-cloud.ts';
import type { Triple } from '../../../math/triple.ts';

/** Seconds: 15 m of an aircraft, 1 m of a drone. */
const SPAN = 0.25;
/** Of a file whose times are no seconds nothing is told. */
const MOST_SPANS = 20_000;
/** Fewer points of a span say nothing. */
const LEAST_POINTS = 20;
/** Standard deviation of the tangent within spans: a swath 8° wide. */
const LEAST_TANGENT = 0.04;
/**
 * Share of the variance across the path that the angles explain: whole degrees explain .99 of a swath 20° wide, wrong
 * angles nothing.
 */
const LEAST_EXPLAINED = 0.95;
/** Mean square along the path within spans, of that across: what is not to one side is no line of a scanner. */
const MOST_ALONG = 0.25;
/** Places of all paths together, each of which is looked from. */
const MOST_PLACES = 64;

/** Places of the sums of 1, u = tan a, w = z u, x and y, and of their products. */
const SUM = {
  n: 0,
  u: 1,
  w: 2,
  x: 3,
  y: 4,
  uu: 5,
  uw: 6,
  ux: 7,
  uy: 8,
  ww: 9,
  wx: 10,
  wy: 11,
  xx: 12,
  xy: 13,
  yy: 14,
} as const;

interface Line {
  readonly index: number;
  readonly origin: Triple;
  /** By number of the span. */
  readonly spans: Map<number, Float64Array>;
  highest: number;
}

interface OpenSpan {
  readonly source: number;
  readonly span: number;
  readonly line: Line;
  readonly sums: Float64Array | undefined;
}

export class FlightLines {
  /** By the file's number of the line, in the order of their first points. */
  readonly #lines = new Map<number, Line>();
  #spanCount = 0;
  /** Where the point before this one went. */
  #last: OpenSpan | undefined;

  /** @param angle from the vertical, radians; @returns the index of the point's line */
  add(source: number, time: number, angle: number, [x, y, z]: Triple): number {
    const span = Math.floor(time / SPAN);
    if (this.#last?.source !== source || this.#last.span !== span) this.#open(source, span, [x, y, z]);
    const { line, sums } = this.#last!;
    const { index, origin } = line;
    if (!sums) return index;
    const u = Math.tan(angle);
    const [a, b, c] = [x - origin[0], y - origin[1], z - origin[2]];
    const w = c * u;
    if (c > line.highest) line.highest = c;
    sums[SUM.n]!++;
    sums[SUM.u]! += u;
    sums[SUM.w]! += w;
    sums[SUM.x]! += a;
    sums[SUM.y]! += b;
    sums[SUM.uu]! += u * u;
    sums[SUM.uw]! += u * w;
    sums[SUM.ux]! += u * a;
    sums[SUM.uy]! += u * b;
    sums[SUM.ww]! += w * w;
    sums[SUM.wx]! += w * a;
    sums[SUM.wy]! += w * b;
    sums[SUM.xx]! += a * a;
    sums[SUM.xy]! += a * b;
    sums[SUM.yy]! += b * b;
    return index;
  }

  /**
   * [lines] the file's number of each, and where its sensor flew, world space; nothing where its angles do not tell.
   */
  found(): readonly { readonly source: number; readonly path?: SensorPath }[] {
    const isTold = this.#spanCount <= MOST_SPANS;
    const places = Math.max(2, Math.floor(MOST_PLACES / Math.max(1, this.#lines.size)));
    return Array.from(this.#lines, ([source, line]) => {
      const path = isTold ? pathOf(line, places) : undefined;
      return { source, ...(path && { path }) };
    });
  }

  #open(source: number, span: number, place: Triple): void {
    let line = this.#lines.get(source);
    if (!line) {
      line = { index: this.#lines.size, origin: place, spans: new Map(), highest: -Infinity };
      this.#lines.set(source, line);
    }
    this.#last = { source, span, line, sums: this.#sumsOf(line, span) };
  }

  /** Nothing of a point without a time, or where the spans are too many. */
  #sumsOf({ spans }: Line, span: number): Float64Array | undefined {
    if (!Number.isFinite(span) || this.#spanCount > MOST_SPANS) return undefined;
    let sums = spans.get(span);
    if (!sums) {
      spans.set(span, (sums = new Float64Array(SUM.yy + 1)));
      this.#spanCount++;
    }
    return sums;
  }
}

/** How the points of a line lie beside its path. */
interface Swath {
  /** To the side of positive angles, horizontal unit vector. */
  readonly side: readonly [number, number];
  /** Of the sensor, above the line's origin. */
  readonly height: number;
}

function pathOf({ origin, spans, highest }: Line, most: number): SensorPath | undefined {
  const told = [...spans].filter(([, sums]) => sums[SUM.n]! >= LEAST_POINTS).sort(([a], [b]) => a - b);
  const swath = swathOf(told.map(([, sums]) => sums));
  if (!swath || swath.height <= highest) return undefined;
  const { side, height } = swath;
  const [first, last] = [told[0]![0], told[told.length - 1]![0] + 1];
  const parts = new Map<number, { sum: [number, number]; count: number }>();
  for (const [span, sums] of told) {
    const at = Math.floor(((span - first) * most) / (last - first));
    const part = parts.get(at) ?? { sum: [0, 0], count: 0 };
    const beside = height * sums[SUM.u]! - sums[SUM.w]!;
    part.sum[0] += sums[SUM.x]! - side[0] * beside;
    part.sum[1] += sums[SUM.y]! - side[1] * beside;
    part.count += sums[SUM.n]!;
    parts.set(at, part);
  }
  return {
    times: Array.from(parts.keys(), (at) => SPAN * (first + (at * (last - first)) / most)),
    places: Array.from(parts.values(), ({ sum: [x, y], count }): Triple => {
      return [origin[0] + x / count, origin[1] + y / count, origin[2] + height];
    }),
  };
}

/** Least squares over all spans, each with a place of its own. */
function swathOf(spans: readonly Float64Array[]): Swath | undefined {
  const count = spans.reduce((sum, sums) => sum + sums[SUM.n]!, 0);
  const about = (product: number, p: number, q: number): number =>
    spans.reduce((sum, sums) => sum + sums[product]! - (sums[p]! * sums[q]!) / sums[SUM.n]!, 0);
  const uu = about(SUM.uu, SUM.u, SUM.u);
  if (count === 0 || !(uu / count >= LEAST_TANGENT ** 2)) return undefined;
  const [uw, ux, uy] = [about(SUM.uw, SUM.u, SUM.w), about(SUM.ux, SUM.u, SUM.x), about(SUM.uy, SUM.u, SUM.y)];
  const [ww, wx, wy] = [about(SUM.ww, SUM.w, SUM.w), about(SUM.wx, SUM.w, SUM.x), about(SUM.wy, SUM.w, SUM.y)];
  const [xx, xy, yy] = [about(SUM.xx, SUM.x, SUM.x), about(SUM.xy, SUM.x, SUM.y), about(SUM.yy, SUM.y, SUM.y)];
  // x = S + c (H u - w): the covariance of place and tangent points to the side.
  const length = Math.hypot(ux, uy);
  const side = [ux / length, uy / length] as const;
  const across = side[0] ** 2 * xx + 2 * side[0] * side[1] * xy + side[1] ** 2 * yy;
  const along = xx + yy - across;
  // c x + w = c S + H u
  const lifted = across + 2 * (side[0] * wx + side[1] * wy) + ww;
  const covariance = length + uw;
  const explained = covariance ** 2 / (uu * lifted);
  if (!(explained >= LEAST_EXPLAINED && along <= MOST_ALONG * across)) return undefined;
  return { side, height: covariance / uu };
}
