/**
 * The surface of a level in tiles that is never in memory as a whole: its parts lie in a scratch file, and memory has
 * what parts have in common, the vertices on their sides and the edges there. What concerns the whole mesh is decided
 * by going through the parts, one after the other, and by tables over those.
 */
import type { GridFrame } from '../../grid/grid-frame.ts';
import type { Scratch } from '../../host/scratch.ts';
import { runSteps } from '../../host/steps.ts';
import type { RunContext } from '../../events.ts';
import { DisjointSets } from '../../mesh/disjoint-sets.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { NO_PARTNER, partnerSteps } from '../../mesh/triangle-sides.ts';
import { BORDER, markFarTriangles, type VertexSupport } from '../../finish/trim-patches.ts';
import { BorderWeld, type NumberedPart } from '../border-weld.ts';
import type { TileSurfacePart } from '../extract-tiles.ts';
import { type Column, ColumnFile } from './column-file.ts';
import { Growing } from './growing.ts';

/** What is known of a triangle, a bit each. */
export const IS_FAR = 1;
/** Further from the points than a border may be. */
export const IS_LOOSE = 2;
export const IS_KEPT = 4;

/** No seam, no cluster, no vertex. */
export const NONE = 0xffffffff;

export interface StreamedPart {
  readonly vertexCount: number;
  readonly triangleCount: number;
  /** [3 × vertexCount] normalised. */
  readonly positions: Column<Float32Array<ArrayBuffer>>;
  /** [3 × triangleCount] in the part's own numbers. */
  readonly indices: Column<Uint32Array<ArrayBuffer>>;
  /** [3 × triangleCount] `partnerSteps` within the part. */
  readonly partners: Column<Uint32Array<ArrayBuffer>>;
  /** [triangleCount] */
  readonly flags: Column<Uint8Array<ArrayBuffer>>;
  /** [vertexCount] as of the first part that has a vertex. */
  readonly squared: Column<Float32Array<ArrayBuffer>>;
  readonly radii: Column<Float32Array<ArrayBuffer>>;
  /** [vertexCount] `VertexSupport.deviations`, where noise differs by region. */
  readonly deviations?: Column<Float32Array<ArrayBuffer>>;
  /** [3 × vertexCount] sRGB, where the tiles found them. */
  readonly colors?: Column<Uint8Array<ArrayBuffer>>;
  /** Vertices that other parts may have, too, ascending. */
  readonly borders: Uint32Array<ArrayBuffer>;
  /** [borders] */
  readonly borderNumbers: Uint32Array<ArrayBuffer>;
  /** [borders] 1 where a part before has it. */
  readonly isKnown: Uint8Array<ArrayBuffer>;
  /** The number of its first seam among those of all parts. */
  readonly firstSeam: number;
  /** Half-edges without a partner in the part, between two border vertices. */
  readonly seams: Uint32Array<ArrayBuffer>;
}

export interface StreamedSurface {
  readonly parts: readonly StreamedPart[];
  readonly borderCount: number;
  /** [seams of all parts] the same edge in another part; `NONE` where the surface ends. */
  readonly seamTwins: Uint32Array<ArrayBuffer>;
  readonly neighbourCount: number;
  /** Vertices before any is left out. */
  readonly vertexCount: number;
  readonly file: ColumnFile;
  /** Where the tiles found colours. */
  readonly hasColors: boolean;
  /** Vertices of which surfaces that touch have one each; the last of the border vertices, in no part's own run. */
  readonly copies: VertexCopies;
}

export interface VertexCopies {
  readonly count: number;
  /** [3 × count] normalised. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × count] sRGB, where the tiles found colours. */
  readonly colors?: Uint8Array<ArrayBuffer>;
}

/** As `VertexSupport`, of a part's vertices. */
export type SupportOfPart = (part: TileSurfacePart) => Promise<VertexSupport>;

const NO_COPIES: VertexCopies = { count: 0, positions: new Float32Array() };

/** Seams are told by the numbers of their ends: so many border vertices have keys without rounding. */
export const MOST_BORDERS = 2 ** 26;

/** Each part once, in order; two parts have a vertex in common where it lies on both their sides, to the bit. */
export async function streamSurface(
  tiles: AsyncIterable<TileSurfacePart>,
  frame: GridFrame,
  supportOf: SupportOfPart,
  scratch: Pick<Scratch, 'open'>,
  { signal, pause }: RunContext,
): Promise<StreamedSurface> {
  const file = new ColumnFile(scratch);
  const weld = new BorderWeld(frame);
  const ofBorders = { squared: floats(), radii: floats(), colors: floats() };
  const seams = new SeamTable();
  const parts: StreamedPart[] = [];
  let neighbourCount = 0;
  let hasColors = false;
  for await (const found of tiles) {
    signal.throwIfAborted();
    const support = await supportOf(found);
    const { positions, indices } = found.surface;
    const numbered = await runSteps(weld.addSteps(positions, found.box), signal, pause);
    if (weld.borderCount > MOST_BORDERS) throw new Error('parts have more borders than can be told apart');
    const partners = await runSteps(partnerSteps(indices, positions.length / 3), signal, pause);
    const { borders, borderNumbers } = numbered;
    const own = asOfFirst(numbered, { ...support, colors: found.measured?.colors }, ofBorders);
    const ofSeams = seams.add(indices, partners, numbersByVertex(positions.length / 3, borders, borderNumbers));
    const isFar = markFarTriangles(indices, { ...support, ...own });
    const isLoose = markFarTriangles(indices, { ...support, ...own }, BORDER);
    const { deviations } = support;
    ({ neighbourCount } = support);
    hasColors = own.colors !== undefined;
    parts.push({
      vertexCount: positions.length / 3,
      triangleCount: indices.length / 3,
      positions: file.put(positions),
      indices: file.put(indices),
      partners: file.put(Uint32Array.from(partners)),
      flags: file.put(Uint8Array.from(isFar, (far, i) => (far ? IS_FAR : 0) | (isLoose[i] ? IS_LOOSE : 0))),
      squared: file.put(own.squared),
      radii: file.put(own.radii),
      ...(deviations && { deviations: file.put(deviations.slice()) }),
      ...(own.colors && { colors: file.put(own.colors) }),
      borders,
      borderNumbers,
      isKnown: own.isKnown,
      ...ofSeams,
    });
  }
  const { borderCount, vertexCount } = weld;
  return {
    parts,
    borderCount,
    seamTwins: seams.twins(),
    neighbourCount,
    vertexCount,
    file,
    hasColors,
    copies: NO_COPIES,
  };
}

const floats = (): Growing<Float32Array<ArrayBuffer>> => new Growing<Float32Array<ArrayBuffer>>(Float32Array);

interface VertexFacts extends Pick<VertexSupport, 'squared' | 'radii'> {
  readonly colors: Uint8Array | undefined;
}

/** What is known of a part's vertices, of border vertices what the first part says that has them. */
function asOfFirst(
  { isNew, borders, borderNumbers }: NumberedPart,
  facts: VertexFacts,
  ofBorders: Readonly<Record<keyof VertexFacts, Growing<Float32Array<ArrayBuffer>>>>,
) {
  const [squared, radii, colors] = [facts.squared.slice(), facts.radii.slice(), facts.colors?.slice()];
  const isKnown = new Uint8Array(borders.length);
  borders.forEach((vertex, i) => {
    const number = borderNumbers[i]!;
    if (isNew[vertex] === 1) {
      ofBorders.squared.set(number, squared[vertex]!);
      ofBorders.radii.set(number, radii[vertex]!);
      if (colors) ofBorders.colors.set(number, packed(colors, vertex));
      return;
    }
    isKnown[i] = 1;
    squared[vertex] = ofBorders.squared.at(number);
    radii[vertex] = ofBorders.radii.at(number);
    if (colors) unpack(ofBorders.colors.at(number), colors, vertex);
  });
  return { squared, radii, isKnown, ...(colors && { colors }) };
}

/** A colour as one number, which float32 holds. */
function packed(colors: Uint8Array, vertex: number): number {
  return (colors[3 * vertex]! << 16) | (colors[3 * vertex + 1]! << 8) | colors[3 * vertex + 2]!;
}

function unpack(color: number, into: Uint8Array, vertex: number): void {
  into.set([color >> 16, (color >> 8) & 255, color & 255], 3 * vertex);
}

/** [vertexCount] the number of each border vertex, else `NONE`. */
export function numbersByVertex(vertexCount: number, borders: Uint32Array, borderNumbers: Uint32Array): Uint32Array {
  const numbers = new Uint32Array(vertexCount).fill(NONE);
  for (let i = 0; i < borders.length; i++) numbers[borders[i]!] = borderNumbers[i]!;
  return numbers;
}

/** The edges on the sides of parts, each with the one in another part that lies on it. */
export class SeamTable {
  readonly #waiting = new Map<number, number>();
  readonly #pairs = new Growing<Uint32Array<ArrayBuffer>>(Uint32Array);
  #count = 0;

  add(indices: Uint32Array, partners: Uint32Array, numbers: Uint32Array): Pick<StreamedPart, 'firstSeam' | 'seams'> {
    const firstSeam = this.#count;
    const seams: number[] = [];
    for (let halfEdge = 0; halfEdge < indices.length; halfEdge++) {
      if (partners[halfEdge] !== NO_PARTNER) continue;
      const [from, to] = [numbers[indices[halfEdge]!]!, numbers[indices[endCorner(halfEdge)]!]!];
      if (from === NONE || to === NONE || from === to) continue;
      const seam = this.#count++;
      seams.push(halfEdge);
      const key = Math.min(from, to) * MOST_BORDERS + Math.max(from, to);
      const twin = this.#waiting.get(key);
      if (twin === undefined) this.#waiting.set(key, seam);
      else {
        this.#waiting.delete(key);
        this.#pairs.push(twin);
        this.#pairs.push(seam);
      }
    }
    return { firstSeam, seams: Uint32Array.from(seams) };
  }

  twins(): Uint32Array<ArrayBuffer> {
    const twins = new Uint32Array(this.#count).fill(NONE);
    const pairs = this.#pairs.values;
    for (let i = 0; i < pairs.length; i += 2) {
      twins[pairs[i]!] = pairs[i + 1]!;
      twins[pairs[i + 1]!] = pairs[i]!;
    }
    return twins;
  }
}

/** Goes through the parts, letting others have the thread in between. */
export async function throughParts(
  { parts }: Pick<StreamedSurface, 'parts'>,
  { signal, pause }: RunContext,
  body: (part: StreamedPart, number: number) => Promise<void> | void,
): Promise<void> {
  for (const [number, part] of parts.entries()) {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    await pause?.();
    signal.throwIfAborted();
    await body(part, number);
  }
}

export interface LocalClusters {
  readonly count: number;
  /** [triangleCount] from 0 in the order of their first triangles; `NONE` for triangles of none. */
  readonly labels: Uint32Array<ArrayBuffer>;
}

/** Triangles of a part that edges within it join. @param isIn [triangleCount] */
export function clustersOf(isIn: Uint8Array, partners: Uint32Array): LocalClusters {
  const sets = new DisjointSets(isIn.length);
  for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
    const partner = partners[halfEdge]!;
    if (partner === NO_PARTNER || partner < halfEdge) continue;
    const [one, other] = [(halfEdge / 3) | 0, Math.floor(partner / 3)];
    if (isIn[one] === 1 && isIn[other] === 1) sets.unite(one, other);
  }
  const labels = new Uint32Array(isIn.length).fill(NONE);
  let count = 0;
  for (let triangle = 0; triangle < isIn.length; triangle++) {
    if (isIn[triangle] === 0) continue;
    const root = sets.find(triangle);
    labels[triangle] = root === triangle ? count++ : labels[root]!;
  }
  return { count, labels };
}
