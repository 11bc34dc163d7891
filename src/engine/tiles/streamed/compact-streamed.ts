/** A surface in parts without the triangles that are not kept, and without the vertices that none of the others uses. */
import type { RunContext } from '../../events.ts';
import type { Scratch } from '../../host/scratch.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import { ColumnFile } from './column-file.ts';
import { type PartChange, rebuiltPart } from './rebuilt-part.ts';
import {
  IS_KEPT,
  NONE,
  SeamTable,
  type StreamedPart,
  type StreamedSurface,
  throughParts,
  type VertexCopies,
} from './streamed-surface.ts';

/** Vertices and triangles keep their order. The surface that was is used up. */
export async function compactStreamed(
  surface: StreamedSurface,
  scratch: Pick<Scratch, 'open'>,
  context: RunContext,
): Promise<StreamedSurface> {
  const isUsed = new Uint8Array(surface.borderCount);
  await throughParts(surface, context, (part) => {
    const ofVertices = usedVertices(part);
    part.borders.forEach((vertex, i) => (isUsed[part.borderNumbers[i]!]! |= ofVertices[vertex]!));
  });
  const { copies, numberOf } = usedCopies(surface, isUsed);
  const rebuilding = { file: new ColumnFile(scratch), seams: new SeamTable() };
  const parts: StreamedPart[] = [];
  let vertexCount = 0;
  await throughParts(surface, context, async (part) => {
    const { change, ownCount } = compacted(part, isUsed, numberOf);
    vertexCount += ownCount;
    parts.push(await rebuiltPart(rebuilding, part, change, context));
  });
  surface.file.close();
  const borderCount = surface.borderCount - surface.copies.count + copies.count;
  const { file, seams } = rebuilding;
  return { ...surface, parts, vertexCount, borderCount, seamTwins: seams.twins(), file, copies };
}

/** What is left of a part, and how many of its vertices no part before has. @param isUsed by border vertex */
function compacted(
  part: StreamedPart,
  isUsed: Uint8Array,
  numberOf: (border: number) => number,
): { readonly change: PartChange; readonly ownCount: number } {
  // A vertex has its place in the first part that had it, whether that uses it or not.
  const stays = usedVertices(part);
  part.borders.forEach((vertex, i) => {
    if (part.isKnown[i] === 0) stays[vertex]! |= isUsed[part.borderNumbers[i]!]!;
  });
  const sources = Uint32Array.from(stays.keys()).filter((vertex) => stays[vertex] === 1);
  const places = new Uint32Array(part.vertexCount);
  sources.forEach((vertex, place) => (places[vertex] = place));
  const [flags, before] = [part.flags.read(), part.indices.read()];
  const kept = Uint32Array.from(flags.keys()).filter((triangle) => (flags[triangle]! & IS_KEPT) !== 0);
  const indices = new Uint32Array(3 * kept.length);
  kept.forEach((triangle, i) => {
    for (let k = 0; k < 3; k++) indices[3 * i + k] = places[before[3 * triangle + k]!]!;
  });
  const left = Uint32Array.from(part.borders.keys()).filter((i) => stays[part.borders[i]!] === 1);
  const isKnown = Uint8Array.from(left, (i) => part.isKnown[i]!);
  const change = {
    sources,
    positions: gatherTriples(part.positions.read(), sources, new Float32Array(3 * sources.length)),
    indices,
    flags: Uint8Array.from(kept, (triangle) => flags[triangle]!),
    borders: left.map((i) => places[part.borders[i]!]!),
    borderNumbers: left.map((i) => numberOf(part.borderNumbers[i]!)),
    isKnown,
  };
  return { change, ownCount: sources.length - isKnown.reduce((sum, known) => sum + known, 0) };
}

/** The copies that are left, and what becomes of the number of a border vertex, of which they are the last. */
function usedCopies({ copies, borderCount }: StreamedSurface, isUsed: Uint8Array) {
  const first = borderCount - copies.count;
  const used = Uint32Array.from({ length: copies.count }, (_, i) => i).filter((i) => isUsed[first + i] === 1);
  const numbers = new Map([...used].map((copy, i) => [first + copy, first + i]));
  const { positions, colors } = copies;
  const left: VertexCopies = {
    count: used.length,
    positions: gatherTriples(positions, used, new Float32Array(3 * used.length)),
    ...(colors && { colors: gatherTriples(colors, used, new Uint8Array(3 * used.length)) }),
  };
  return { copies: left, numberOf: (number: number): number => numbers.get(number) ?? number };
}

/** [vertexCount] 1 for those of kept triangles. */
function usedVertices(part: StreamedPart): Uint8Array<ArrayBuffer> {
  const isUsed = new Uint8Array(part.vertexCount);
  const [flags, indices] = [part.flags.read(), part.indices.read()];
  for (let triangle = 0; triangle < flags.length; triangle++) {
    if ((flags[triangle]! & IS_KEPT) === 0) continue;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) isUsed[indices[corner]!] = 1;
  }
  return isUsed;
}

/** [borderCount] for `placesOf`, which fills it part by part: of copies, which come after all others, it is known. */
export function borderPlaces({ borderCount, vertexCount, copies }: StreamedSurface): Uint32Array {
  const places = new Uint32Array(borderCount);
  for (let copy = 0; copy < copies.count; copy++) places[borderCount - copies.count + copy] = vertexCount + copy;
  return places;
}

/** The place of a part's vertices among those of all parts. @param first the place of its first own one */
export function placesOf(
  { vertexCount, borders, borderNumbers, isKnown }: StreamedPart,
  first: number,
  ofBorders: Uint32Array,
): { readonly places: Uint32Array; readonly end: number } {
  const places = new Uint32Array(vertexCount).fill(NONE);
  for (let i = 0; i < borders.length; i++) if (isKnown[i] === 1) places[borders[i]!] = ofBorders[borderNumbers[i]!]!;
  let next = first;
  for (let vertex = 0; vertex < vertexCount; vertex++) if (places[vertex] === NONE) places[vertex] = next++;
  for (let i = 0; i < borders.length; i++) ofBorders[borderNumbers[i]!] = places[borders[i]!]!;
  return { places, end: next };
}
