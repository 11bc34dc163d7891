/**
 * Which holes of a surface in parts are open, as `judge-holes.ts` tells of one that is whole: part by part the triangles
 * about its hollow patches are brought together, as far as a fill depends on what is round it.
 */
import type { RunContext } from '../../events.ts';
import { HOLLOW, LEAST_SQUARES, surroundingsReach } from '../../finish/find-fills.ts';
import { type Hole, judgeFills, openBorders, type PieceBorder, rimsOfPieces } from '../../finish/judge-holes.ts';
import { type HoleMesh, spacingOf } from '../../finish/hole-mesh.ts';
import { markFarTriangles, type VertexSupport } from '../../finish/trim-patches.ts';
import { runSteps } from '../../host/steps.ts';
import { boundsOf } from '../../math/point-bounds.ts';
import { triangleArea } from '../../mesh/triangle-area.ts';
import { NO_PARTNER, partnerSteps } from '../../mesh/triangle-sides.ts';
import { Growing } from './growing.ts';
import { ClusterTable, SeamValues } from './cluster-table.ts';
import {
  clustersOf,
  NONE,
  numbersByVertex,
  type StreamedPart,
  type StreamedSurface,
  throughParts,
} from './streamed-surface.ts';
import { ownPieces, type StreamedComponents } from './trim-streamed.ts';

export type SupportLengths = Pick<VertexSupport, 'voxelNorm' | 'noiseNorm'>;

export interface StreamedHoles {
  /** As of `JudgedHoles`. */
  readonly holes: readonly Hole[];
  /** How many of the first ones are closed, or could be. */
  readonly closableCount: number;
  /** By part, for each of those: the triangles there that go where it is open. */
  readonly patchesOf: readonly ReadonlyMap<number, readonly number[]>[];
}

interface JudgeStreamedInput extends SupportLengths {
  readonly isAuto: boolean;
  readonly borders: readonly PieceBorder[];
  readonly components: StreamedComponents;
}

interface FoundFill {
  readonly hole: Hole;
  readonly patch: readonly PartTriangle[];
  readonly first: PartTriangle;
}

interface PartTriangle {
  readonly part: number;
  readonly triangle: number;
}

/** Every triangle is kept. Holds at a time what is about the holes of one part. */
export async function judgeStreamed(
  surface: StreamedSurface,
  { isAuto, borders, components, ...lengths }: JudgeStreamedInput,
  context: RunContext,
): Promise<StreamedHoles> {
  const rims = rimsOfPieces(borders, components.count);
  const hollow = await HollowPatches.of(surface, lengths, context);
  const found: FoundFill[] = [];
  await throughParts(surface, context, async (_, number) => {
    const region = hollow.regionOf(number);
    if (region.isEmpty) return;
    const about = new Gathered(region, components);
    for (const part of surface.parts.keys()) {
      context.signal.throwIfAborted();
      if (region.touches(hollow.boxes[part]!)) about.add(surface.parts[part]!, part);
    }
    const mesh = await about.mesh(surface.neighbourCount, lengths, context);
    const isAsked = (first: number): boolean => hollow.isOf(about.origin(first), number);
    const { closable, patches, firsts } = judgeFills(mesh, rims, isAuto, isAsked);
    closable.forEach((hole, i) => {
      const patch = Array.from(patches[i]!, (place) => about.origin(place));
      found.push({ hole, patch, first: about.origin(firsts[i]!) });
    });
  });
  found.sort((a, b) => b.hole.area - a.hole.area || a.first.part - b.first.part || a.first.triangle - b.first.triangle);
  const patchesOf = surface.parts.map(() => new Map<number, number[]>());
  found.forEach(({ patch }, hole) => {
    for (const { part, triangle } of patch) {
      const list = patchesOf[part]!.get(hole);
      if (list) list.push(triangle);
      else patchesOf[part]!.set(hole, [triangle]);
    }
  });
  const open = openBorders(borders, (piece) => components.areas[piece]!);
  return { holes: [...found.map(({ hole }) => hole), ...open], closableCount: found.length, patchesOf };
}

function supportOf(part: StreamedPart, surface: StreamedSurface, lengths: SupportLengths): VertexSupport {
  return {
    squared: part.squared.read(),
    radii: part.radii.read(),
    ...(part.deviations && { deviations: part.deviations.read() }),
    neighbourCount: surface.neighbourCount,
    ...lengths,
  };
}

const floats = (): Growing<Float32Array<ArrayBuffer>> => new Growing<Float32Array<ArrayBuffer>>(Float32Array);
const uints = (): Growing<Uint32Array<ArrayBuffer>> => new Growing<Uint32Array<ArrayBuffer>>(Uint32Array);

interface Box {
  readonly min: readonly number[];
  readonly max: readonly number[];
}

/** Places of hollow patches that may close a hole, each with how far about it that depends on: four numbers each. */
type Marks = Growing<Float32Array<ArrayBuffer>>;

/** Hollow patches that may close a hole. One that lies in several parts is of the first of these. */
class HollowPatches {
  /** By part. */
  readonly boxes: readonly Box[];
  readonly #surface: StreamedSurface;
  readonly #lengths: SupportLengths;
  readonly #table: ClusterTable;
  /** At the roots of the table's sets, how far about it the surface is asked for; 0 for those that close no hole. */
  readonly #reaches: Float64Array;
  /** By part, of its patches what lies in others. */
  readonly #elsewhere: Marks[] = [];

  private constructor(
    surface: StreamedSurface,
    lengths: SupportLengths,
    table: ClusterTable,
    reaches: Float64Array,
    boxes: readonly Box[],
  ) {
    this.#surface = surface;
    this.#lengths = lengths;
    this.#table = table;
    this.#reaches = reaches;
    this.boxes = boxes;
    this.#elsewhere = boxes.map(() => floats());
  }

  static async of(surface: StreamedSurface, lengths: SupportLengths, context: RunContext): Promise<HollowPatches> {
    const table = new ClusterTable();
    const seams = new SeamValues(surface.seamTwins);
    const found: PatchMeasures = { areas: floats(), least: floats(), most: floats(), isOpen: floats() };
    const boxes: Box[] = [];
    await throughParts(surface, context, (part) => {
      const positions = part.positions.read();
      boxes.push(boundsOf(positions));
      measurePatches(part, positions, { surface, support: supportOf(part, surface, lengths), table, seams, found });
    });
    seams.each((value, across) => {
      if (value !== NONE && across !== NONE) table.sets.unite(value, across);
    });
    const reaches = reachesOf(table, found, surroundingsReach(surface.neighbourCount));
    const hollow = new HollowPatches(surface, lengths, table, reaches, boxes);
    await throughParts(surface, context, (_, number) => hollow.#keepElsewhere(number));
    return hollow;
  }

  /** What is asked for about the patches of a part. */
  regionOf(number: number): Region {
    const region = new Region(this.#lengths.voxelNorm);
    const marks = this.#elsewhere[number]!.values;
    for (let i = 0; i < marks.length; i += 4) region.mark(marks[i]!, marks[i + 1]!, marks[i + 2]!, marks[i + 3]!);
    this.#visit(number, (x, y, z, root) => {
      if (this.#table.partOf(root) === number) region.mark(x, y, z, this.#reaches[root]!);
    });
    return region;
  }

  /** Whether a triangle is one of a patch of that part. */
  isOf({ part, triangle }: PartTriangle, number: number): boolean {
    const root = this.#rootAt(part, triangle);
    return root !== NONE && this.#reaches[root]! > 0 && this.#table.partOf(root) === number;
  }

  #keepElsewhere(number: number): void {
    this.#visit(number, (x, y, z, root) => {
      const owner = this.#table.partOf(root);
      if (owner === number) return;
      for (const value of [x, y, z, this.#reaches[root]!]) this.#elsewhere[owner]!.push(value);
    });
  }

  /** The corners of the part's triangles that patches have which may close a hole. */
  #visit(number: number, body: (x: number, y: number, z: number, root: number) => void): void {
    const part = this.#surface.parts[number]!;
    const { indices, labels } = this.#labelled(number);
    const positions = part.positions.read();
    const first = this.#table.firstOf(number);
    for (let triangle = 0; triangle < labels.length; triangle++) {
      if (labels[triangle] === NONE) continue;
      const root = this.#table.sets.find(first + labels[triangle]!);
      if (this.#reaches[root] === 0) continue;
      for (let k = 0; k < 3; k++) {
        const at = 3 * indices[3 * triangle + k]!;
        body(positions[at]!, positions[at + 1]!, positions[at + 2]!, root);
      }
    }
  }

  #rootAt(number: number, triangle: number): number {
    const label = this.#labelled(number).labels[triangle]!;
    return label === NONE ? NONE : this.#table.sets.find(this.#table.firstOf(number) + label);
  }

  #last: { readonly number: number; readonly indices: Uint32Array; readonly labels: Uint32Array } | undefined;

  #labelled(number: number) {
    if (this.#last?.number === number) return this.#last;
    const part = this.#surface.parts[number]!;
    const { indices, labels } = patchesOf(part, supportOf(part, this.#surface, this.#lengths));
    this.#last = { number, indices, labels };
    return this.#last;
  }
}

/** By cluster of hollow triangles: area, least and greatest spacing, and 1 where it touches a border. */
type PatchMeasures = Readonly<Record<'areas' | 'least' | 'most' | 'isOpen', Marks>>;

interface MeasuringPatches {
  readonly surface: StreamedSurface;
  readonly support: VertexSupport;
  readonly table: ClusterTable;
  readonly seams: SeamValues;
  readonly found: PatchMeasures;
}

/** Adds the clusters of a part. */
function measurePatches(
  part: StreamedPart,
  positions: Float32Array,
  { surface, support, table, seams, found: { areas, least, most, isOpen } }: MeasuringPatches,
): void {
  const { indices, partners, count, labels } = patchesOf(part, support);
  const first = table.add(count);
  for (let i = 0; i < count; i++) {
    areas.push(0);
    least.push(Infinity);
    most.push(0);
    isOpen.push(0);
  }
  for (let triangle = 0; triangle < labels.length; triangle++) {
    if (labels[triangle] === NONE) continue;
    const patch = first + labels[triangle]!;
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    areas.set(patch, areas.at(patch) + triangleArea(positions, a, b, c));
    for (const vertex of [a, b, c]) {
      const spacing = spacingOf(support.radii[vertex]!, surface.neighbourCount);
      least.set(patch, Math.min(least.at(patch), spacing));
      most.set(patch, Math.max(most.at(patch), spacing));
    }
  }
  const isSeam = new Uint8Array(partners.length);
  part.seams.forEach((halfEdge, i) => {
    if (surface.seamTwins[part.firstSeam + i] === NONE) return;
    isSeam[halfEdge] = 1;
    const label = labels[Math.floor(halfEdge / 3)]!;
    if (label !== NONE) seams.values[part.firstSeam + i] = first + label;
  });
  for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
    if (partners[halfEdge] !== NO_PARTNER || isSeam[halfEdge] === 1) continue;
    const label = labels[(halfEdge / 3) | 0]!;
    if (label !== NONE) isOpen.set(first + label, 1);
  }
}

/** At the roots of the table's sets: as far as the fills of a patch ask for, 0 where it is open or too small. */
function reachesOf(table: ClusterTable, { areas, least, most, isOpen }: PatchMeasures, spacings: number): Float64Array {
  const [areaOf, openOf] = [table.summed(areas.values), table.summed(isOpen.values)];
  const [leastOf, mostOf] = [new Float64Array(table.count).fill(Infinity), new Float64Array(table.count)];
  for (let patch = 0; patch < table.count; patch++) {
    const root = table.sets.find(patch);
    leastOf[root] = Math.min(leastOf[root]!, least.at(patch));
    mostOf[root] = Math.max(mostOf[root]!, most.at(patch));
  }
  return mostOf.map((spacing, root) => {
    const leastArea = (FLOAT_SLACK * LEAST_SQUARES * leastOf[root]! ** 2) / 2;
    return openOf[root] === 0 && areaOf[root]! >= leastArea ? spacings * spacing : 0;
  });
}

function patchesOf(part: StreamedPart, support: VertexSupport) {
  const [indices, partners] = [part.indices.read(), part.partners.read()];
  return { indices, partners, ...clustersOf(markFarTriangles(indices, support, HOLLOW), partners) };
}

/** What sums in float32 may have lost, and more. */
const FLOAT_SLACK = 0.999;

/** Cells along an axis, beyond the cube on either side. */
const MOST_CELLS = 2 ** 17;

/** Cells of a few sizes, each half as long as what reaches from it, and all those that it reaches to. */
class Region {
  /** By the exponent of the cells' side: their numbers, and those that they were marked about. */
  readonly #levels = new Map<number, { readonly cells: Set<number>; readonly middles: Set<number> }>();

  readonly #voxel: number;
  readonly #min = [Infinity, Infinity, Infinity];
  readonly #max = [-Infinity, -Infinity, -Infinity];

  constructor(voxel: number) {
    this.#voxel = voxel;
  }

  get isEmpty(): boolean {
    return this.#levels.size === 0;
  }

  /** All within `reach` of a place, and some voxels more. */
  mark(x: number, y: number, z: number, reach: number): void {
    const exponent = Math.max(-16, Math.ceil(Math.log2(Math.max(reach, 2 * this.#voxel))) - 1);
    let level = this.#levels.get(exponent);
    if (!level) this.#levels.set(exponent, (level = { cells: new Set(), middles: new Set() }));
    const side = 2 ** exponent;
    const [i, j, k] = [Math.floor(x / side), Math.floor(y / side), Math.floor(z / side)];
    const middle = cellNumber(i, j, k);
    if (level.middles.has(middle)) return;
    level.middles.add(middle);
    // Two cells are as long as the reach; a third one is what triangles beside it take.
    for (let dz = -3; dz <= 3; dz++) {
      for (let dy = -3; dy <= 3; dy++) {
        for (let dx = -3; dx <= 3; dx++) level.cells.add(cellNumber(i + dx, j + dy, k + dz));
      }
    }
    [i, j, k].forEach((cell, axis) => {
      this.#min[axis] = Math.min(this.#min[axis]!, (cell - 3) * side);
      this.#max[axis] = Math.max(this.#max[axis]!, (cell + 4) * side);
    });
  }

  touches({ min, max }: Box): boolean {
    return [0, 1, 2].every((axis) => min[axis]! <= this.#max[axis]! && max[axis]! >= this.#min[axis]!);
  }

  has(x: number, y: number, z: number): boolean {
    for (const [exponent, { cells }] of this.#levels) {
      const side = 2 ** exponent;
      if (cells.has(cellNumber(Math.floor(x / side), Math.floor(y / side), Math.floor(z / side)))) return true;
    }
    return false;
  }
}

function cellNumber(x: number, y: number, z: number): number {
  const half = MOST_CELLS / 2;
  return ((z + half) * MOST_CELLS + (y + half)) * MOST_CELLS + (x + half);
}

/** The triangles of a region, in order, as a mesh of their own. */
class Gathered {
  readonly #region: Region;
  readonly #components: StreamedComponents;
  readonly #positions = floats();
  readonly #indices = uints();
  readonly #squared = floats();
  readonly #radii = floats();
  readonly #deviations = floats();
  readonly #pieces = uints();
  /** By part that was added: its number, and the place of its first triangle here. */
  readonly #parts: { readonly part: number; readonly first: number }[] = [];
  readonly #triangles = uints();
  readonly #ofBorders = new Map<number, number>();

  constructor(region: Region, components: StreamedComponents) {
    this.#region = region;
    this.#components = components;
  }

  add(part: StreamedPart, number: number): void {
    const [positions, indices] = [part.positions.read(), part.indices.read()];
    const chosen = uints();
    for (let triangle = 0; triangle < part.triangleCount; triangle++) {
      const [a, b, c] = [3 * indices[3 * triangle]!, 3 * indices[3 * triangle + 1]!, 3 * indices[3 * triangle + 2]!];
      const middle = (axis: number): number => (positions[a + axis]! + positions[b + axis]! + positions[c + axis]!) / 3;
      if (this.#region.has(middle(0), middle(1), middle(2))) chosen.push(triangle);
    }
    if (chosen.length === 0) return;
    this.#parts.push({ part: number, first: this.#triangles.length });
    const [squared, radii, deviations] = [part.squared.read(), part.radii.read(), part.deviations?.read()];
    const numbers = numbersByVertex(part.vertexCount, part.borders, part.borderNumbers);
    const { labels } = ownPieces(indices, new Uint8Array(part.triangleCount).fill(1), part.vertexCount);
    const ofOwn = new Uint32Array(part.vertexCount).fill(NONE);
    const placeOf = (vertex: number): number => {
      const border = numbers[vertex]!;
      const known = border === NONE ? ofOwn[vertex]! : (this.#ofBorders.get(border) ?? NONE);
      if (known !== NONE) return known;
      const place = this.#pieces.push(this.#components.of(number, labels[vertex]!));
      if (border === NONE) ofOwn[vertex] = place;
      else this.#ofBorders.set(border, place);
      for (let axis = 0; axis < 3; axis++) this.#positions.push(positions[3 * vertex + axis]!);
      this.#squared.push(squared[vertex]!);
      this.#radii.push(radii[vertex]!);
      if (deviations) this.#deviations.push(deviations[vertex]!);
      return place;
    };
    for (const triangle of chosen.values) {
      this.#triangles.push(triangle);
      for (let k = 0; k < 3; k++) this.#indices.push(placeOf(indices[3 * triangle + k]!));
    }
  }

  origin(place: number): PartTriangle {
    const { part } = this.#parts.findLast(({ first }) => first <= place)!;
    return { part, triangle: this.#triangles.at(place) };
  }

  async mesh(neighbourCount: number, lengths: SupportLengths, { signal, pause }: RunContext): Promise<HoleMesh> {
    const [positions, indices] = [this.#positions.values, this.#indices.values];
    return {
      positions,
      indices,
      squared: this.#squared.values,
      radii: this.#radii.values,
      ...(this.#deviations.length > 0 && { deviations: this.#deviations.values }),
      neighbourCount,
      ...lengths,
      partners: await runSteps(partnerSteps(indices, positions.length / 3), signal, pause),
      pieces: this.#pieces.values,
      pieceAreas: this.#components.areas,
    };
  }
}
