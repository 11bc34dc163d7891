/**
 * Trims a surface in parts as `trim-mesh.ts` does one that is whole, and to the same triangles: each rule is gone through
 * part by part, what touches sides of parts is joined by their seams, and a second time through the parts carries it
 * out.
 */
import type { RunContext } from '../../events.ts';
import { DisjointSets } from '../../mesh/disjoint-sets.ts';
import { markCrumbs, markPhantoms } from '../../mesh/components.ts';
import { triangleArea } from '../../mesh/triangle-area.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import { markFreeTriangles } from '../../finish/free-space.ts';
import { isBackedSheet } from '../../finish/trim-mesh.ts';
import { Growing } from './growing.ts';
import { ClusterTable, SeamValues } from './cluster-table.ts';
import {
  clustersOf,
  IS_FAR,
  IS_KEPT,
  IS_LOOSE,
  NONE,
  type StreamedPart,
  type StreamedSurface,
  throughParts,
} from './streamed-surface.ts';

export interface StreamedTrim {
  readonly farTriangles: number;
  readonly trimmedTriangles: number;
  readonly droppedComponents: number;
  readonly componentCount: number;
}

export interface TrimLengths {
  /** `TrimInput.holeRadiusNorm` */
  readonly holeRadiusNorm: number;
  /** `findFreeSpace`, where beams tell. */
  readonly isFree?: Uint8Array;
}

/** Sets the flag `IS_KEPT` of what stays. */
export async function trimStreamed(
  surface: StreamedSurface,
  { holeRadiusNorm, isFree }: TrimLengths,
  context: RunContext,
): Promise<StreamedTrim> {
  const farTriangles = await keepClosed(surface, holeRadiusNorm, isFree, context);
  await retreat(surface, context);
  const trimmedTriangles = await countOf(surface, (flags) => (flags & IS_KEPT) === 0, context);
  let components = await componentsOf(surface, context);
  let isPhantom = markPhantoms(components);
  const isSheet = isPhantom.map((phantom, i) => (phantom && isBackedSheet(components, i) ? 1 : 0));
  if (isSheet.includes(1)) {
    await dropTriangles(surface, components, isSheet, IS_FAR, context);
    await retreat(surface, context);
    components = await componentsOf(surface, context);
    isPhantom = markPhantoms(components);
  }
  if (isPhantom.includes(1)) await dropTriangles(surface, components, isPhantom, IS_KEPT, context);
  if (trimmedTriangles > 0) await dropCrumbs(surface, context);
  const droppedComponents = isPhantom.reduce((sum, dropped) => sum + dropped, 0);
  return { farTriangles, trimmedTriangles, droppedComponents, componentCount: components.count - droppedComponents };
}

/** The mask of a part's triangles with all of these flags. */
export function withFlags(flags: Uint8Array, all: number): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(flags.length);
  for (let triangle = 0; triangle < mask.length; triangle++) mask[triangle] = (flags[triangle]! & all) === all ? 1 : 0;
  return mask;
}

async function countOf(
  surface: StreamedSurface,
  isCounted: (flags: number) => boolean,
  context: RunContext,
): Promise<number> {
  let count = 0;
  await throughParts(surface, context, ({ flags: column }) => {
    for (const flags of column.read()) if (isCounted(flags)) count++;
  });
  return count;
}

/** The seam of each half-edge that is one. */
function seamFinder({ seams, firstSeam, triangleCount }: StreamedPart): Uint32Array {
  const found = new Uint32Array(3 * triangleCount).fill(NONE);
  for (let i = 0; i < seams.length; i++) found[seams[i]!] = firstSeam + i;
  return found;
}

/** `keepClosedPatches` of the far ones; how many are far. */
async function keepClosed(
  surface: StreamedSurface,
  holeRadiusNorm: number,
  isFree: Uint8Array | undefined,
  context: RunContext,
): Promise<number> {
  const table = new ClusterTable();
  const seams = new SeamValues(surface.seamTwins);
  const isOpen: Uint8Array[] = [];
  const limit = holeRadiusNorm * holeRadiusNorm;
  let farTriangles = 0;
  await throughParts(surface, context, (part) => {
    const [indices, partners, squared] = [part.indices.read(), part.partners.read(), part.squared.read()];
    const { count, labels } = clustersOf(withFlags(part.flags.read(), IS_FAR), partners);
    const first = table.add(count);
    const open = new Uint8Array(count);
    const seamOf = seamFinder(part);
    for (let halfEdge = 0; halfEdge < indices.length; halfEdge++) {
      const label = labels[(halfEdge / 3) | 0]!;
      if (label === NONE) continue;
      if (halfEdge % 3 === 0) farTriangles++;
      if (squared[indices[halfEdge]!]! > limit) open[label] = 1;
      if (partners[halfEdge] !== NO_PARTNER) continue;
      const seam = seamOf[halfEdge]!;
      if (seam === NONE || surface.seamTwins[seam] === NONE) open[label] = 1;
      else seams.values[seam] = first + label;
    }
    isOpen.push(open);
  });
  const open = joinedFlags(table, seams, isOpen);
  await throughParts(surface, context, (part, number) => {
    const flags = part.flags.read();
    const isFar = withFlags(flags, IS_FAR);
    const { labels } = clustersOf(isFar, part.partners.read());
    const first = table.firstOf(number);
    const isClosed = (triangle: number): boolean =>
      holeRadiusNorm > 0 && open[table.sets.find(first + labels[triangle]!)] === 0;
    for (let triangle = 0; triangle < flags.length; triangle++) {
      if (isFar[triangle] === 0 || isClosed(triangle)) flags[triangle]! |= IS_KEPT;
    }
    if (isFree) {
      const mesh = { positions: part.positions.read(), indices: part.indices.read() };
      markFreeTriangles(isFree, mesh, isFar).forEach((free, triangle) => {
        if (free === 1) flags[triangle]! &= ~IS_KEPT;
      });
    }
    part.flags.write(flags);
  });
  return farTriangles;
}

/** At the roots of the table's sets: 1 where any of their clusters has it. Seams with two clusters join these. */
function joinedFlags(table: ClusterTable, seams: SeamValues, ofParts: readonly Uint8Array[]): Uint8Array {
  const { sets } = table;
  seams.each((value, across) => {
    if (value !== NONE && across !== NONE) sets.unite(value, across);
  });
  const joined = new Uint8Array(table.count);
  let cluster = 0;
  for (const flags of ofParts) for (const flag of flags) joined[sets.find(cluster++)]! |= flag;
  return joined;
}

/** What a seam has across it that is kept and not loose. */
const TIGHT = NONE - 1;

/** `retreatBorders` */
async function retreat(surface: StreamedSurface, context: RunContext): Promise<void> {
  const table = new ClusterTable();
  const seams = new SeamValues(surface.seamTwins);
  const isOpen: Uint8Array[] = [];
  const LOOSE = IS_KEPT | IS_LOOSE;
  await throughParts(surface, context, (part) => {
    const [flags, partners] = [part.flags.read(), part.partners.read()];
    const { count, labels } = clustersOf(withFlags(flags, LOOSE), partners);
    const first = table.add(count);
    const open = new Uint8Array(count);
    for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
      const label = labels[(halfEdge / 3) | 0]!;
      if (label === NONE) continue;
      const partner = partners[halfEdge]!;
      if (partner !== NO_PARTNER && (flags[Math.floor(partner / 3)]! & IS_KEPT) === 0) open[label] = 1;
    }
    const seamOf = seamFinder(part);
    for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
      if (partners[halfEdge] !== NO_PARTNER) continue;
      const triangle = (halfEdge / 3) | 0;
      const seam = seamOf[halfEdge]!;
      const label = labels[triangle]!;
      if (seam === NONE) {
        if (label !== NONE) open[label] = 1;
      } else if (label !== NONE) seams.values[seam] = first + label;
      else if ((flags[triangle]! & IS_KEPT) !== 0) seams.values[seam] = TIGHT;
    }
    isOpen.push(open);
  });
  const { sets } = table;
  const atEnds: number[] = [];
  seams.each((value, across) => {
    if (value >= TIGHT) return;
    if (across === NONE) atEnds.push(value);
    else if (across !== TIGHT) sets.unite(value, across);
  });
  const open = new Uint8Array(table.count);
  for (const cluster of atEnds) open[sets.find(cluster)] = 1;
  let cluster = 0;
  for (const flags of isOpen) for (const flag of flags) open[sets.find(cluster++)]! |= flag;
  await throughParts(surface, context, (part, number) => {
    const flags = part.flags.read();
    const { labels } = clustersOf(withFlags(flags, LOOSE), part.partners.read());
    const first = table.firstOf(number);
    for (let triangle = 0; triangle < flags.length; triangle++) {
      if (labels[triangle] !== NONE && open[sets.find(first + labels[triangle]!)] === 1) flags[triangle]! &= ~IS_KEPT;
    }
    part.flags.write(flags);
  });
}

/** Pieces of the mesh over all parts. */
export interface StreamedComponents {
  readonly count: number;
  /** [count] as of `Components`. */
  readonly areas: Float64Array;
  readonly nearAreas: Float64Array;
  /** [count] squares of the spacing that the part that is not loose takes, and its area. */
  readonly squares: Float64Array;
  readonly closeAreas: Float64Array;
  /** The piece of a part's own. */
  of(part: number, own: number): number;
}

/** The vertices of a part's kept triangles by what these join, in the order of the first ones; else `NONE`. */
export function ownPieces(indices: Uint32Array, isKept: Uint8Array, vertexCount: number): LocalPieces {
  const sets = new DisjointSets(vertexCount);
  const isUsed = new Uint8Array(vertexCount);
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (isKept[triangle] === 0) continue;
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    isUsed[a] = isUsed[b] = isUsed[c] = 1;
    sets.unite(a, b);
    sets.unite(b, c);
  }
  const labels = new Uint32Array(vertexCount).fill(NONE);
  let count = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (isUsed[vertex] === 0) continue;
    const root = sets.find(vertex);
    labels[vertex] = root === vertex ? count++ : labels[root]!;
  }
  return { count, labels };
}

export interface LocalPieces {
  readonly count: number;
  /** [vertexCount] */
  readonly labels: Uint32Array;
}

/** `findComponents` */
export async function componentsOf(surface: StreamedSurface, context: RunContext): Promise<StreamedComponents> {
  const table = new ClusterTable();
  const atBorders = new Uint32Array(surface.borderCount).fill(NONE);
  const joins = new Growing<Uint32Array<ArrayBuffer>>(Uint32Array);
  const doubles = (): Growing<Float64Array<ArrayBuffer>> => new Growing<Float64Array<ArrayBuffer>>(Float64Array);
  const sums = { areas: doubles(), nearAreas: doubles(), squares: doubles(), closeAreas: doubles() };
  await throughParts(surface, context, (part) => {
    const [positions, indices, flags, radii] = [
      part.positions.read(),
      part.indices.read(),
      part.flags.read(),
      part.radii.read(),
    ];
    const { count, labels } = ownPieces(indices, withFlags(flags, IS_KEPT), part.vertexCount);
    const first = table.add(count);
    const own = { areas: new Float64Array(count), nearAreas: new Float64Array(count) };
    const close = { squares: new Float64Array(count), closeAreas: new Float64Array(count) };
    for (let triangle = 0; triangle < flags.length; triangle++) {
      const flag = flags[triangle]!;
      if ((flag & IS_KEPT) === 0) continue;
      const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
      const piece = labels[a]!;
      const area = triangleArea(positions, a, b, c);
      own.areas[piece]! += area;
      if ((flag & IS_FAR) === 0) own.nearAreas[piece]! += area;
      if ((flag & IS_LOOSE) !== 0) continue;
      close.closeAreas[piece]! += area;
      // k points in a disc of radius r, one to each square of side s: k s² = π r².
      close.squares[piece]! += (area * surface.neighbourCount) / (Math.PI * radii[a]! ** 2);
    }
    for (const [name, values] of Object.entries({ ...own, ...close })) {
      for (const value of values) sums[name as keyof typeof sums].push(value);
    }
    part.borders.forEach((vertex, i) => {
      if (labels[vertex] === NONE) return;
      const number = part.borderNumbers[i]!;
      const piece = first + labels[vertex]!;
      if (atBorders[number] === NONE) atBorders[number] = piece;
      else {
        joins.push(atBorders[number]!);
        joins.push(piece);
      }
    });
  });
  for (let i = 0; i < joins.length; i += 2) table.sets.unite(joins.at(i), joins.at(i + 1));
  const { count, labels } = table.labels();
  const summed = (values: Growing<Float64Array<ArrayBuffer>>): Float64Array => {
    const all = new Float64Array(count);
    values.values.forEach((value, i) => (all[labels[i]!]! += value));
    return all;
  };
  return {
    count,
    areas: summed(sums.areas),
    nearAreas: summed(sums.nearAreas),
    squares: summed(sums.squares),
    closeAreas: summed(sums.closeAreas),
    of: (part, own) => labels[table.firstOf(part) + own]!,
  };
}

/** Takes the triangles of marked pieces away that have these flags. */
export async function dropTriangles(
  surface: StreamedSurface,
  components: StreamedComponents,
  isMarked: Uint8Array,
  flagged: number,
  context: RunContext,
): Promise<void> {
  await throughParts(surface, context, (part, number) => {
    const [indices, flags] = [part.indices.read(), part.flags.read()];
    const { labels } = ownPieces(indices, withFlags(flags, IS_KEPT), part.vertexCount);
    for (let triangle = 0; triangle < flags.length; triangle++) {
      if ((flags[triangle]! & IS_KEPT) === 0 || (flags[triangle]! & flagged) === 0) continue;
      if (isMarked[components.of(number, labels[indices[3 * triangle]!]!)] === 1) flags[triangle]! &= ~IS_KEPT;
    }
    part.flags.write(flags);
  });
}

/** `dropHangingCrumbs` */
async function dropCrumbs(surface: StreamedSurface, context: RunContext): Promise<void> {
  const table = new ClusterTable();
  const seams = new SeamValues(surface.seamTwins);
  const areas = new Growing<Float64Array<ArrayBuffer>>(Float64Array);
  await throughParts(surface, context, (part) => {
    const [positions, indices, flags] = [part.positions.read(), part.indices.read(), part.flags.read()];
    const { count, labels } = clustersOf(withFlags(flags, IS_KEPT), part.partners.read());
    const first = table.add(count);
    const own = new Float64Array(count);
    for (let triangle = 0; triangle < labels.length; triangle++) {
      if (labels[triangle] === NONE) continue;
      const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
      own[labels[triangle]!]! += triangleArea(positions, a, b, c);
    }
    for (const area of own) areas.push(area);
    part.seams.forEach((halfEdge, i) => {
      const label = labels[Math.floor(halfEdge / 3)]!;
      if (label !== NONE) seams.values[part.firstSeam + i] = first + label;
    });
  });
  const { sets } = table;
  seams.each((value, across) => {
    if (value !== NONE && across !== NONE) sets.unite(value, across);
  });
  const isCrumb = markCrumbs({ count: table.count, areas: table.summed(areas.values) });
  await throughParts(surface, context, (part, number) => {
    const flags = part.flags.read();
    const { labels } = clustersOf(withFlags(flags, IS_KEPT), part.partners.read());
    const first = table.firstOf(number);
    for (let triangle = 0; triangle < flags.length; triangle++) {
      if (labels[triangle] !== NONE && isCrumb[sets.find(first + labels[triangle]!)] === 1)
        flags[triangle]! &= ~IS_KEPT;
    }
    part.flags.write(flags);
  });
}
