/**
 * Clouds of any mesh as scanners that stand somewhere see it: each point with the station it was seen from, and its
 * true side.
 */
import type { PointCloud } from '../../src/engine/index.ts';
import { normalPair, randomBits, unitFloat } from '../../src/engine/math/random.ts';
import { cross, dot, type Triple, unit } from '../../src/engine/math/triple.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { RayTree } from './ray-tree.ts';
import { boundsOf, pointCloudOf } from './sampled-cloud.ts';

export interface PosedScan {
  /** [3 × count] */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × count] unit, of the triangle that was met, on the side that was seen. */
  readonly normals: Float32Array<ArrayBuffer>;
  /** [count] */
  readonly stations: Uint16Array<ArrayBuffer>;
  /** Where each station stood. */
  readonly places: readonly Triple[];
}

export interface StationRecipe {
  /** Where they stand. */
  readonly places: readonly Triple[];
  /** All together, about. */
  readonly points: number;
  readonly seed: number;
  /** Standard deviation along the beam, share of the largest extent. */
  readonly noise?: number;
  /** The angle of the cone about the middle that beams are in, degrees; all round where not given. */
  readonly cone?: number;
}

/** Streams of random numbers, none of which the sampler uses. */
const STREAMS = { noise: 48, turn: 50, strip: 51 } as const;
/** Of the golden section: places of a spiral that cover a sphere evenly. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Beams at even angles all round each station, or in a cone about the way to the mesh's middle. */
export function scanFrom(mesh: WorldMesh, { places, points, seed, noise = 0, cone }: StationRecipe): PosedScan {
  const { extent } = frameOf(mesh);
  const middle = inBox(mesh, [0.5, 0.5, 0.5]);
  const beams = new BeamScan(mesh, seed, noise * extent);
  for (const [station, from] of places.entries()) {
    const axes = axesTo(unit(minus(middle, from)));
    const turn = 2 * Math.PI * unitFloat(randomBits(seed, STREAMS.turn, station));
    const lowest = cone === undefined ? -1 : Math.cos((cone * Math.PI) / 360);
    const wanted = Math.round(points / places.length);
    // Of a cone many beams miss: as many more are sent as the first thousand tell.
    const hits = cone === undefined ? 1 : shareOfHits(beams, from, axes, lowest);
    const count = Math.ceil(wanted / Math.max(hits, 0.01));
    for (let i = 0; i < count; i++) beams.send(station, from, beamOf(axes, spiral(i, count, lowest, turn)));
  }
  return beams.found(places);
}

/** An airborne line scanner: rows `ratio` times as wide apart as their points, in strips that overlap by a fifth. */
export function scanFromAbove(
  mesh: WorldMesh,
  recipe: { readonly across: number; readonly ratio: number; readonly strips: number; readonly seed: number },
): PosedScan {
  const { extent, low, size } = frameOf(mesh);
  const beams = new BeamScan(mesh, recipe.seed, 0);
  const [across, along] = [recipe.across * extent, (recipe.across * extent) / recipe.ratio];
  const width = size[1] / recipe.strips;
  const top = low[2] + size[2] + extent;
  const places: Triple[] = [];
  for (let strip = 0; strip < recipe.strips; strip++) {
    const middle = low[1] + (strip + 0.5) * width;
    places.push([low[0] + size[0] / 2, middle, top]);
    const start = unitFloat(randomBits(recipe.seed, STREAMS.strip, strip));
    for (let x = low[0] + across * start; x < low[0] + size[0]; x += across) {
      for (let y = middle - 0.6 * width; y < middle + 0.6 * width; y += along) {
        beams.send(strip, [x, y, top], [0, 0, -1]);
      }
    }
  }
  return beams.found(places);
}

export interface FlownScan extends PosedScan {
  /** [count] from the vertical, radians, and when, seconds. */
  readonly angles: Float64Array;
  readonly times: Float64Array;
  /** [count] */
  readonly lines: Uint16Array;
}

/**
 * A line scanner in an aircraft that sways, on three lines along x and one along y over the mesh, under up to 28° to
 * either side. Each row of points has a place of its own.
 */
export function scanFromFlight(mesh: WorldMesh, recipe: { readonly rows: number; readonly seed: number }): FlownScan {
  const { low, size, extent } = frameOf(mesh);
  const beams = new BeamScan(mesh, recipe.seed, 0.0002 * extent);
  const [places, angles, times, lines]: [Triple[], number[], number[], number[]] = [[], [], [], []];
  for (let row = 0; row < 4 * recipe.rows; row++) {
    const line = Math.floor(row / recipe.rows);
    const share = ((row % recipe.rows) + 0.5) / recipe.rows;
    const sway = 0.02 * extent * Math.sin(6 * share);
    const isAlongX = line < 3;
    const along = line % 2 === 0 ? share : 1 - share;
    const [x, y] = isAlongX
      ? [along * size[0], (0.2 + 0.3 * line) * size[1] + sway]
      : [size[0] / 2 + sway, along * size[1]];
    const place: Triple = [low[0] + x, low[1] + y, low[2] + size[2] + 0.7 * extent];
    places.push(place);
    for (let beam = 0; beam < recipe.rows; beam++) {
      const angle = 0.5 * ((2 * (beam + 0.5)) / recipe.rows - 1) + 0.02 * Math.sin(9 * share + line);
      const [aside, down] = [Math.sin(angle), -Math.cos(angle)];
      const before = beams.count;
      beams.send(row, place, isAlongX ? [0, aside, down] : [aside, 0, down]);
      if (beams.count === before) continue;
      angles.push(angle);
      times.push(100 * line + 10 * share);
      lines.push(line);
    }
  }
  const flown = { angles: Float64Array.from(angles), times: Float64Array.from(times), lines: Uint16Array.from(lines) };
  return { ...beams.found(places), ...flown };
}

/** The scan as the reader gives it, with its stations. `places` may be others than the true ones. */
export function posedCloud(scan: PosedScan, places = scan.places): PointCloud {
  const scans = places.map((sensor, station) => ({
    name: `station ${station + 1}`,
    pointCount: scan.stations.reduce((sum, own) => sum + (own === station ? 1 : 0), 0),
    sensor,
  }));
  return { ...pointCloudOf({ positions: scan.positions }), scans, attributes: { scan: scan.stations } };
}

/** A place by shares of the mesh's box: 0 to 1 lies within. */
export function inBox(mesh: WorldMesh, share: Triple): Triple {
  const { low, size } = frameOf(mesh);
  return share.map((value, axis) => low[axis]! + value * size[axis]!) as unknown as Triple;
}

/** Places all round a body, `distance` extents from its middle, as of a turntable seen from two heights. */
export function aroundBody(mesh: WorldMesh, count: number, distance: number): Triple[] {
  const [middle, reach] = [inBox(mesh, [0.5, 0.5, 0.5]), distance * frameOf(mesh).extent];
  return Array.from({ length: count }, (_, i) => {
    const [height, turn] = [i % 2 === 0 ? 0.35 : -0.35, (2 * Math.PI * i) / count];
    const ring = Math.sqrt(1 - height ** 2);
    const way = [ring * Math.cos(turn), ring * Math.sin(turn), height];
    return middle.map((value, axis) => value + reach * way[axis]!) as unknown as Triple;
  });
}

class BeamScan {
  readonly #tree: RayTree;
  readonly #seed: number;
  readonly #noise: number;
  readonly #positions: number[] = [];
  readonly #normals: number[] = [];
  readonly #stations: number[] = [];

  constructor(mesh: WorldMesh, seed: number, noise: number) {
    this.#tree = new RayTree(mesh);
    this.#seed = seed;
    this.#noise = noise;
  }

  send(station: number, from: Triple, beam: Triple): void {
    const hit = this.#tree.first(from, beam);
    if (!hit) return;
    const normal = this.#tree.normalOf(hit.triangle);
    const side = dot(normal, beam) > 0 ? -1 : 1;
    const at = this.#stations.length;
    const bits = [0, 1].map((k) => randomBits(this.#seed, STREAMS.noise + k, at)) as [number, number];
    const way = hit.way + this.#noise * normalPair(...bits)[0];
    for (const axis of [0, 1, 2] as const) {
      this.#positions.push(from[axis] + way * beam[axis]);
      this.#normals.push(side * normal[axis]);
    }
    this.#stations.push(station);
  }

  get count(): number {
    return this.#stations.length;
  }

  meets(from: Triple, beam: Triple): boolean {
    return this.#tree.first(from, beam) !== undefined;
  }

  found(places: readonly Triple[]): PosedScan {
    return {
      positions: Float32Array.from(this.#positions),
      normals: Float32Array.from(this.#normals),
      stations: Uint16Array.from(this.#stations),
      places,
    };
  }
}

function shareOfHits(beams: BeamScan, from: Triple, axes: BeamAxes, lowest: number): number {
  const tries = 1000;
  let hits = 0;
  for (let i = 0; i < tries; i++) if (beams.meets(from, beamOf(axes, spiral(i, tries, lowest, 0)))) hits++;
  return hits / tries;
}

/** In the frame of `axesTo`: z is the cosine from the middle of the cone. */
function spiral(i: number, count: number, lowest: number, turn: number): Triple {
  const z = 1 - ((1 - lowest) * (i + 0.5)) / count;
  const ring = Math.sqrt(Math.max(0, 1 - z * z));
  return [ring * Math.cos(i * GOLDEN + turn), ring * Math.sin(i * GOLDEN + turn), z];
}

interface BeamAxes {
  readonly right: Triple;
  readonly up: Triple;
  readonly forward: Triple;
}

function axesTo(direction: Triple): BeamAxes {
  const forward: Triple = Math.hypot(...direction) < 0.5 ? [0, 0, 1] : direction;
  const right = unit(cross(forward, Math.abs(forward[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]));
  return { right, up: cross(right, forward), forward };
}

function beamOf({ right, up, forward }: BeamAxes, [x, y, z]: Triple): Triple {
  return [0, 1, 2].map((axis) => x * right[axis]! + y * up[axis]! + z * forward[axis]!) as unknown as Triple;
}

function frameOf({ positions }: WorldMesh) {
  const { low, high } = boundsOf(positions);
  const size = high.map((value, axis) => value - low[axis]!) as unknown as Triple;
  return { low, size, extent: Math.max(...size) };
}

function minus(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
