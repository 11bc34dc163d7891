/** What a run tells of its trust: how sure half of the surface is and nearly all of it, and where it is a guess. */
import { DisjointSets } from '../mesh/disjoint-sets.ts';
import { triangleArea } from '../mesh/triangle-area.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import type { VertexTrust } from '../mesh/vertex-trust.ts';
import type { RunContext } from '../events.ts';
import type { Steps } from '../host/steps.ts';
import { runSteps, STEP_MASK } from '../host/steps.ts';
import type { Triple } from '../math/triple.ts';
import type { GuessedPlace, TrustReport } from '../report.ts';

/** Rooms and streets have thousands. */
const MOST_LISTED = 100;

/** Lengths in the unit of the mesh, places in world coordinates. */
export function* trustReportSteps(
  { positions, indices, shift }: Pick<TriangleMesh, 'positions' | 'indices' | 'shift'>,
  { uncertainties, guessed }: VertexTrust,
): Steps<TrustReport> {
  const areas = yield* vertexAreas(positions, indices);
  let area = 0;
  let areaGuessed = 0;
  for (let vertex = 0; vertex < areas.length; vertex++) {
    area += areas[vertex]!;
    if (guessed[vertex] === 1) areaGuessed += areas[vertex]!;
  }
  const [median, percentile95] = yield* percentiles(uncertainties, areas, guessed, [0.5, 0.95]);
  return {
    median: median!,
    percentile95: percentile95!,
    areaGuessed,
    shareGuessed: area > 0 ? areaGuessed / area : 0,
    places: yield* guessedPlaces({ positions, indices, shift }, areas, guessed),
  };
}

/** `trustReportSteps` for a thread that others wait for. Rejects with `context.signal.reason`. */
export function trustReport(
  mesh: Parameters<typeof trustReportSteps>[0],
  trust: VertexTrust,
  context: RunContext,
): Promise<TrustReport> {
  return runSteps(trustReportSteps(mesh, trust), context.signal, context.pause);
}

/** [vertexCount] a third of each triangle's area for each of its corners. */
function* vertexAreas(positions: Float32Array, indices: Uint32Array): Steps<Float64Array> {
  const areas = new Float64Array(positions.length / 3);
  for (let i = 0; i < indices.length; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    const [a, b, c] = [indices[i]!, indices[i + 1]!, indices[i + 2]!];
    const third = triangleArea(positions, a, b, c) / 3;
    for (const corner of [a, b, c]) areas[corner] = areas[corner]! + third;
  }
  return areas;
}

/**
 * The values that those shares of the area, where it is no guess, have at most; null where all is one. Numbers from 0
 * on are in the order of their bits: sums of areas for the upper and then for the lower half of them take a tenth of
 * the time of a sort.
 */
function* percentiles(
  values: Float32Array,
  areas: Float64Array,
  guessed: Uint8Array,
  shares: readonly number[],
): Steps<(number | null)[]> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const sums = (upper: number | null): Float64Array => {
    const sum = new Float64Array(HALF);
    for (let vertex = 0; vertex < bits.length; vertex++) {
      if (guessed[vertex] === 1 || (upper !== null && bits[vertex]! >>> 16 !== upper)) continue;
      const place = upper === null ? bits[vertex]! >>> 16 : bits[vertex]! & (HALF - 1);
      sum[place] = sum[place]! + areas[vertex]!;
    }
    return sum;
  };
  const byUpper = sums(null);
  yield;
  const total = byUpper.reduce((sum, area) => sum + area, 0);
  const found: (number | null)[] = [];
  for (const share of shares) {
    const [upper, below] = reaching(byUpper, share * total);
    const [lower] = reaching(sums(upper), share * total - below);
    found.push(total > 0 ? new Float32Array(Uint32Array.of(upper * HALF + lower).buffer)[0]! : null);
    yield;
  }
  return found;
}

const HALF = 2 ** 16;

/**
 * The first place whose sum with all before is at least `wanted`, and that of all before. Rounding may not miss the
 * last.
 */
function reaching(sums: Float64Array, wanted: number): [place: number, below: number] {
  let [below, last] = [0, 0];
  for (let place = 0; place < sums.length; place++) {
    if (sums[place] === 0) continue;
    last = place;
    if (below + sums[place]! >= wanted * (1 - 1e-12)) break;
    below += sums[place]!;
  }
  return [last, below];
}

/** Vertices that are a guess and joined by edges, the largest area first. */
function* guessedPlaces(
  { positions, indices, shift }: Pick<TriangleMesh, 'positions' | 'indices' | 'shift'>,
  areas: Float64Array,
  guessed: Uint8Array,
): Steps<GuessedPlace[]> {
  const sets = new DisjointSets(areas.length);
  for (let i = 0; i < indices.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const [from, to] = [indices[i]!, indices[i % 3 === 2 ? i - 2 : i + 1]!];
    if (guessed[from] === 1 && guessed[to] === 1) sets.unite(from, to);
  }
  const places = new Map<number, Place>();
  for (let vertex = 0; vertex < areas.length; vertex++) {
    if ((vertex & STEP_MASK) === 0) yield;
    if (guessed[vertex] === 0) continue;
    const root = sets.find(vertex);
    let place = places.get(root);
    if (!place) places.set(root, (place = new Place()));
    place.add(positions.subarray(3 * vertex, 3 * vertex + 3), areas[vertex]!);
  }
  const largest = [...places.values()].filter(({ area }) => area > 0).sort((a, b) => b.area - a.area);
  return largest.slice(0, MOST_LISTED).map((place) => place.inWorld(shift));
}

class Place {
  area = 0;
  readonly #moment: [number, number, number] = [0, 0, 0];
  readonly #min: [number, number, number] = [Infinity, Infinity, Infinity];
  readonly #max: [number, number, number] = [-Infinity, -Infinity, -Infinity];

  add(position: Float32Array, area: number): void {
    this.area += area;
    for (const axis of [0, 1, 2] as const) {
      const value = position[axis]!;
      this.#moment[axis] += area * value;
      this.#min[axis] = Math.min(this.#min[axis], value);
      this.#max[axis] = Math.max(this.#max[axis], value);
    }
  }

  inWorld(shift: Triple): GuessedPlace {
    const { area } = this;
    const moved = (values: Triple, over = 1): Triple => [
      values[0] / over + shift[0],
      values[1] / over + shift[1],
      values[2] / over + shift[2],
    ];
    return { area, centre: moved(this.#moment, area), min: moved(this.#min), max: moved(this.#max) };
  }
}
