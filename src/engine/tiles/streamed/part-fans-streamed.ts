/**
 * Parts vertices at which surfaces only touch, as `part-fans.ts` does: which these are is looked for part by part, and
 * their triangles, which are few, are then worked on as a mesh of their own.
 */
import type { RunContext } from '../../events.ts';
import type { Scratch } from '../../host/scratch.ts';
import { runSteps } from '../../host/steps.ts';
import { joined } from '../../math/joined.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import { DisjointSets } from '../../mesh/disjoint-sets.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { partFanSteps } from '../../mesh/part-fans.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import { ClusterTable } from './cluster-table.ts';
import { Growing } from './growing.ts';
import { ColumnFile } from './column-file.ts';
import { type PartChange, rebuiltPart } from './rebuilt-part.ts';
import {
  NONE,
  numbersByVertex,
  SeamTable,
  type StreamedPart,
  type StreamedSurface,
  throughParts,
  type VertexCopies,
} from './streamed-surface.ts';

/** Vertices whose triangles form more than one fan. */
interface Touching {
  readonly count: number;
  /** [borderCount] */
  readonly atBorders: Uint8Array;
  /** By part, those that no other part has. */
  readonly within: readonly ReadonlySet<number>[];
}

/** How many vertices surfaces touch in. */
export async function countTouching(surface: StreamedSurface, context: RunContext): Promise<number> {
  return (await findTouching(surface, context)).count;
}

/** The surface itself where none touch; else it is used up. Every triangle is kept. */
export async function partFansStreamed(
  surface: StreamedSurface,
  scratch: Pick<Scratch, 'open'>,
  context: RunContext,
): Promise<StreamedSurface> {
  const touching = await findTouching(surface, context);
  if (touching.count === 0) return surface;
  const about = await trianglesAbout(surface, touching, context);
  const parted = await runSteps(partFanSteps(about.positions, about.indices), context.signal, context.pause);
  const firstCopy = about.positions.length / 3;
  // Of those at the edge of these triangles more are to be seen as touching than do.
  const copyOf = new Map<number, number>();
  for (let vertex = firstCopy; vertex < parted.sources.length; vertex++) {
    if (about.isTouching[parted.sources[vertex]!] === 1) copyOf.set(vertex, copyOf.size);
  }
  const fans = { touching, about, moved: Float32Array.from(parted.positions), corners: parted.indices, copyOf };
  const rebuilding = { file: new ColumnFile(scratch), seams: new SeamTable() };
  const parts: StreamedPart[] = [];
  await throughParts(surface, context, async (part, number) => {
    parts.push(await rebuiltPart(rebuilding, part, partedFans(part, number, fans, surface.borderCount), context));
  });
  surface.file.close();
  const { file, seams } = rebuilding;
  return {
    ...surface,
    parts,
    borderCount: surface.borderCount + copyOf.size,
    seamTwins: seams.twins(),
    file,
    copies: allCopies(surface, fans, parted.sources),
  };
}

interface PartedFans {
  readonly touching: Touching;
  readonly about: TrianglesAbout;
  /** [3 × vertices and copies] where they lie now. */
  readonly moved: Float32Array<ArrayBuffer>;
  /** [3 × triangles about] */
  readonly corners: Uint32Array;
  /** The number of each copy that there is to be. */
  readonly copyOf: ReadonlyMap<number, number>;
}

/** @param firstNumber of the copies among border vertices */
function partedFans(
  part: StreamedPart,
  number: number,
  { touching, about, moved, corners, copyOf }: PartedFans,
  firstNumber: number,
): PartChange {
  const [positions, indices] = [part.positions.read(), part.indices.read()];
  const numbers = numbersByVertex(part.vertexCount, part.borders, part.borderNumbers);
  const move = (to: Float32Array, vertex: number, place: number): void =>
    to.set(moved.subarray(3 * place, 3 * place + 3), 3 * vertex);
  /** The part's vertex for each copy that it has, by the vertex among the triangles about. */
  const copies = new Map<number, number>();
  const copied: number[] = [];
  about.triangles[number]!.forEach(({ triangle, at }) => {
    for (let k = 0; k < 3; k++) {
      const vertex = indices[3 * triangle + k]!;
      const isTouching =
        numbers[vertex] === NONE ? touching.within[number]!.has(vertex) : touching.atBorders[numbers[vertex]!] === 1;
      if (!isTouching) continue;
      const after = corners[3 * at + k]!;
      if (!copyOf.has(after)) {
        move(positions, vertex, after);
        continue;
      }
      const known = copies.get(after) ?? part.vertexCount + copied.push(vertex) - 1;
      copies.set(after, known);
      indices[3 * triangle + k] = known;
    }
  });
  // A vertex has its place in the first part that had it, which may have none of the triangles of its first fan.
  part.borders.forEach((vertex, i) => {
    const place = about.ofBorders.get(part.borderNumbers[i]!);
    if (place !== undefined && about.isTouching[place] === 1) move(positions, vertex, place);
  });
  const sources = Uint32Array.from({ length: part.vertexCount + copied.length }, (_, i) =>
    i < part.vertexCount ? i : copied[i - part.vertexCount]!,
  );
  const all = gatherTriples(positions, sources, new Float32Array(3 * sources.length));
  for (const [place, vertex] of copies) move(all, vertex, place);
  return {
    sources,
    positions: all,
    indices,
    flags: part.flags.read(),
    borders: Uint32Array.from([...part.borders, ...copies.values()]),
    borderNumbers: Uint32Array.from([
      ...part.borderNumbers,
      ...[...copies.keys()].map((place) => firstNumber + copyOf.get(place)!),
    ]),
    isKnown: Uint8Array.from([...part.isKnown, ...Array.from(copies, () => 1)]),
  };
}

/** Those that there were before, and the new ones after them. */
function allCopies(surface: StreamedSurface, { about, moved, copyOf }: PartedFans, sources: Uint32Array): VertexCopies {
  const before = movedCopies(surface, about, moved);
  const copied = Uint32Array.from(copyOf.keys());
  const positions = gatherTriples(moved, copied, new Float32Array(3 * copied.length));
  const count = before.count + copied.length;
  if (!surface.hasColors) return { count, positions: joined([before.positions, positions]) };
  const of = copied.map((copy) => sources[copy]!);
  const colors = gatherTriples(Uint8Array.from(about.colors), of, new Uint8Array(3 * copied.length));
  return {
    count,
    positions: joined([before.positions, positions]),
    colors: joined([before.colors ?? new Uint8Array(), colors]),
  };
}

/** Copies that are there, of which some may be parted once more, in their places now. */
function movedCopies(
  { copies, borderCount }: StreamedSurface,
  { ofBorders, isTouching }: TrianglesAbout,
  moved: Float32Array,
): VertexCopies {
  const positions = copies.positions.slice();
  for (let copy = 0; copy < copies.count; copy++) {
    const place = ofBorders.get(borderCount - copies.count + copy);
    if (place !== undefined && isTouching[place] === 1) {
      positions.set(moved.subarray(3 * place, 3 * place + 3), 3 * copy);
    }
  }
  return { ...copies, positions };
}

async function findTouching(surface: StreamedSurface, context: RunContext): Promise<Touching> {
  const { seamTwins, borderCount } = surface;
  const table = new ClusterTable();
  /** By seam, the fans at its start and at its end; by fan at a border, the vertex. */
  const [starts, ends] = [new Uint32Array(seamTwins.length), new Uint32Array(seamTwins.length)];
  const vertices = new Growing<Uint32Array<ArrayBuffer>>(Uint32Array);
  const within: Set<number>[] = [];
  await throughParts(surface, context, (part) => {
    const [indices, partners] = [part.indices.read(), part.partners.read()];
    const numbers = numbersByVertex(part.vertexCount, part.borders, part.borderNumbers);
    const fans = fansOf(indices, partners);
    const touching = new Set<number>();
    const isTaken = new Uint8Array(part.vertexCount);
    const fanAt = new Map<number, number>();
    for (let corner = 0; corner < indices.length; corner++) {
      if (fans.find(corner) !== corner) continue;
      const vertex = indices[corner]!;
      if (numbers[vertex] !== NONE) {
        fanAt.set(corner, vertices.push(numbers[vertex]!));
        continue;
      }
      if (isTaken[vertex] === 1) touching.add(vertex);
      isTaken[vertex] = 1;
    }
    table.add(fanAt.size);
    within.push(touching);
    part.seams.forEach((halfEdge, i) => {
      starts[part.firstSeam + i] = fanAt.get(fans.find(halfEdge))!;
      ends[part.firstSeam + i] = fanAt.get(fans.find(endCorner(halfEdge)))!;
    });
  });
  const { sets } = table;
  for (let seam = 0; seam < seamTwins.length; seam++) {
    const twin = seamTwins[seam]!;
    if (twin === NONE || twin < seam) continue;
    sets.unite(starts[seam]!, ends[twin]!);
    sets.unite(ends[seam]!, starts[twin]!);
  }
  const atBorders = new Uint8Array(borderCount);
  const isTaken = new Uint8Array(borderCount);
  vertices.values.forEach((vertex, fan) => {
    if (sets.find(fan) !== fan) return;
    if (isTaken[vertex] === 1) atBorders[vertex] = 1;
    isTaken[vertex] = 1;
  });
  const count = [...within.map(({ size }) => size), atBorders.reduce((sum, flag) => sum + flag, 0)];
  return { count: count.reduce((sum, part) => sum + part, 0), atBorders, within };
}

/** The corners at a vertex that edges of two triangles within a part join. */
function fansOf(indices: Uint32Array, partners: Uint32Array): DisjointSets {
  const fans = new DisjointSets(indices.length);
  for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
    const partner = partners[halfEdge]!;
    if (partner === NO_PARTNER || partner < halfEdge || partners[partner] !== halfEdge) continue;
    const isSameDirection = indices[partner] === indices[halfEdge];
    fans.unite(halfEdge, isSameDirection ? partner : endCorner(partner));
    fans.unite(endCorner(halfEdge), isSameDirection ? endCorner(partner) : partner);
  }
  return fans;
}

interface TrianglesAbout {
  readonly positions: Float32Array;
  readonly indices: Uint32Array;
  /** [3 × vertices], empty without colours. */
  readonly colors: readonly number[];
  /** [vertices] */
  readonly isTouching: Uint8Array;
  /** By part: which of its triangles they are, and their places here. */
  readonly triangles: readonly (readonly { readonly triangle: number; readonly at: number }[])[];
  /** The vertex here of a border vertex. */
  readonly ofBorders: ReadonlyMap<number, number>;
}

/** All triangles of the vertices that surfaces touch in, in order. */
async function trianglesAbout(
  surface: StreamedSurface,
  { atBorders, within }: Touching,
  context: RunContext,
): Promise<TrianglesAbout> {
  const [positions, indices, colors, isTouching]: [number[], number[], number[], number[]] = [[], [], [], []];
  const triangles: { triangle: number; at: number }[][] = [];
  const ofBorders = new Map<number, number>();
  await throughParts(surface, context, (part, number) => {
    const [own, corners] = [part.positions.read(), part.indices.read()];
    const ownColors = part.colors?.read();
    const numbers = numbersByVertex(part.vertexCount, part.borders, part.borderNumbers);
    const touches = (vertex: number): boolean =>
      numbers[vertex] === NONE ? within[number]!.has(vertex) : atBorders[numbers[vertex]!] === 1;
    const ofOwn = new Map<number, number>();
    const placeOf = (vertex: number): number => {
      const of = numbers[vertex] === NONE ? ofOwn : ofBorders;
      const key = numbers[vertex] === NONE ? vertex : numbers[vertex]!;
      const known = of.get(key);
      if (known !== undefined) return known;
      const place = isTouching.push(touches(vertex) ? 1 : 0) - 1;
      of.set(key, place);
      for (let axis = 0; axis < 3; axis++) positions.push(own[3 * vertex + axis]!);
      if (ownColors) for (let c = 0; c < 3; c++) colors.push(ownColors[3 * vertex + c]!);
      return place;
    };
    const chosen: { triangle: number; at: number }[] = [];
    for (let triangle = 0; triangle < part.triangleCount; triangle++) {
      const three = [corners[3 * triangle]!, corners[3 * triangle + 1]!, corners[3 * triangle + 2]!];
      if (!three.some(touches)) continue;
      chosen.push({ triangle, at: indices.length / 3 });
      indices.push(...three.map(placeOf));
    }
    triangles.push(chosen);
  });
  return {
    positions: Float32Array.from(positions),
    indices: Uint32Array.from(indices),
    colors,
    isTouching: Uint8Array.from(isTouching),
    triangles,
    ofBorders,
  };
}
