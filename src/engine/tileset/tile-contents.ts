/**
 * What each tile shows: a leaf its triangles, every other tile those of its children with fewer of them, so that a tile
 * of any level has about as many. Vertices that a tile shares with its neighbours stay (`cell-tree.ts`); the others are
 * collapsed by meshoptimizer's simplifier, which leaves those that stay where they were. How far a tile is from the
 * mesh is measured against its children, both ways, to which their own error is added: a bound, and no more than that.
 */
import { gatherTriples } from '../math/gather-triples.ts';
import { joined } from '../math/joined.ts';
import type { MeshoptSimplifier } from 'meshoptimizer/simplifier';
import type { RunContext } from '../events.ts';
import { runSteps } from '../host/steps.ts';
import { deviationSteps } from '../measure/deviation.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import type { Cell, CellTree } from './cell-tree.ts';

export interface Tile {
  readonly cell: Cell;
  /** In the unit of the mesh: how far what is shown is from the mesh at most. */
  readonly error: number;
  readonly triangles: number;
  /** In the space of the positions. */
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
  readonly children: readonly Tile[];
}

/** Called with each tile's mesh, children first, the mesh's own shift taken away. */
export type WriteTile = (cell: Cell, mesh: TriangleMesh) => Promise<void>;

interface Content {
  readonly tile: Tile;
  /** [3 × triangles] of the whole mesh. */
  readonly indices: Uint32Array<ArrayBuffer>;
}

export async function tileContents(
  mesh: TriangleMesh,
  tree: CellTree,
  mostTriangles: number,
  write: WriteTile,
  context: RunContext,
): Promise<Tile> {
  const { MeshoptSimplifier: simplifier } = await import('meshoptimizer/simplifier');
  await simplifier.ready;
  const maker = new TileMaker(mesh, tree, mostTriangles, simplifier, write, context);
  return (await maker.make(tree.root)).tile;
}

class TileMaker {
  readonly #mesh: TriangleMesh;
  readonly #tree: CellTree;
  readonly #most: number;
  readonly #simplifier: typeof MeshoptSimplifier;
  readonly #write: WriteTile;
  readonly #context: RunContext;
  /** [vertices] the number of each in the tile at hand; all 0 between tiles. */
  readonly #slots: Uint32Array;
  #written = 0;

  constructor(
    mesh: TriangleMesh,
    tree: CellTree,
    most: number,
    simplifier: typeof MeshoptSimplifier,
    write: WriteTile,
    context: RunContext,
  ) {
    this.#mesh = mesh;
    this.#tree = tree;
    this.#most = most;
    this.#simplifier = simplifier;
    this.#write = write;
    this.#context = context;
    this.#slots = new Uint32Array(mesh.positions.length / 3);
  }

  async make(cell: Cell): Promise<Content> {
    if (cell.children.length === 0) return this.#finish(cell, this.#own(cell), 0, []);
    const contents: Content[] = [];
    for (const child of cell.children) contents.push(await this.make(child));
    const whole = joined(contents.map(({ indices }) => indices));
    const { indices, error } = await this.#simplified(cell, whole);
    const below = Math.max(...contents.map(({ tile }) => tile.error));
    return this.#finish(
      cell,
      indices,
      error + below,
      contents.map(({ tile }) => tile),
    );
  }

  #own({ first, end }: Cell): Uint32Array<ArrayBuffer> {
    const indices = new Uint32Array(3 * (end - first));
    for (let slot = first; slot < end; slot++) {
      const triangle = this.#tree.order[slot]!;
      indices.set(this.#mesh.indices.subarray(3 * triangle, 3 * triangle + 3), 3 * (slot - first));
    }
    return indices;
  }

  async #simplified({ depth }: Cell, whole: Uint32Array<ArrayBuffer>) {
    const target = 3 * this.#most;
    if (whole.length <= target) return { indices: whole, error: 0 };
    const { sources, indices } = this.#compact(whole);
    const positions = this.#placesOf(sources);
    const locks = Uint8Array.from(sources, (vertex) => Number(this.#tree.sharedDepths[vertex]! < depth));
    const attributes = new Float32Array(0);
    const [fewer] = this.#simplifier.simplifyWithAttributes(indices, positions, 3, attributes, 0, [], locks, target, 1);
    this.#context.signal.throwIfAborted();
    // Nothing would be measured of nothing.
    if (fewer.length === 0) return { indices: whole, error: 0 };
    const fine = { positions: Float64Array.from(positions), indices };
    const coarse = { positions: fine.positions, indices: Uint32Array.from(fewer) };
    const error = await this.#apart(fine, coarse);
    return { indices: coarse.indices.map((slot) => sources[slot]!), error };
  }

  /** Both ways. Vertices that one of them does not use are not of it. */
  async #apart(fine: Flat, coarse: Flat): Promise<number> {
    const [a, b] = [used(fine), used(coarse)];
    const there = await runSteps(deviationSteps(a, b, 0), this.#context.signal);
    const back = await runSteps(deviationSteps(b, a, 1), this.#context.signal);
    return Math.max(there.maximum, back.maximum);
  }

  async #finish(
    cell: Cell,
    indices: Uint32Array<ArrayBuffer>,
    error: number,
    children: readonly Tile[],
  ): Promise<Content> {
    const { normals, colors } = this.#mesh;
    const { sources, indices: own } = this.#compact(indices);
    const positions = this.#placesOf(sources);
    const min: [number, number, number] = [Infinity, Infinity, Infinity];
    const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < positions.length; i++) {
      min[i % 3] = Math.min(min[i % 3]!, positions[i]!);
      max[i % 3] = Math.max(max[i % 3]!, positions[i]!);
    }
    for (const child of children) {
      for (let axis = 0; axis < 3; axis++) {
        min[axis] = Math.min(min[axis]!, child.min[axis]!);
        max[axis] = Math.max(max[axis]!, child.max[axis]!);
      }
    }
    await this.#write(cell, {
      positions,
      indices: own,
      ...(normals && { normals: gatherTriples(normals, sources, new Float32Array(positions.length)) }),
      ...(colors && { colors: gatherTriples(colors, sources, new Uint8Array(positions.length)) }),
      shift: [0, 0, 0],
    });
    this.#written += cell.children.length === 0 ? cell.end - cell.first : 0;
    this.#context.onEvent({ type: 'stage-progressed', share: this.#written / this.#tree.order.length });
    return { indices, tile: { cell, error, triangles: own.length / 3, min, max, children } };
  }

  /** In the order in which the triangles name them. */
  #compact(indices: Uint32Array): { sources: Uint32Array; indices: Uint32Array<ArrayBuffer> } {
    return inOrderOfUse(indices, this.#slots);
  }

  #placesOf(sources: Uint32Array): Float32Array<ArrayBuffer> {
    return gatherTriples(this.#mesh.positions, sources, new Float32Array(3 * sources.length));
  }
}

interface Flat {
  readonly positions: Float64Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
}

function used({ positions, indices }: Flat): Flat {
  const { sources, indices: own } = inOrderOfUse(indices, new Uint32Array(positions.length / 3));
  return { positions: gatherTriples(positions, sources, new Float64Array(3 * sources.length)), indices: own };
}

/**
 * The vertices that triangles use, in the order in which they name them, and the triangles in their numbers.
 * @param slots [vertexCount] zeros, as which it is left
 */
function inOrderOfUse(
  indices: Uint32Array,
  slots: Uint32Array,
): { sources: Uint32Array; indices: Uint32Array<ArrayBuffer> } {
  const sources = new Uint32Array(indices.length);
  const own = new Uint32Array(indices.length);
  let count = 0;
  for (let corner = 0; corner < indices.length; corner++) {
    const vertex = indices[corner]!;
    if (slots[vertex] === 0) {
      sources[count++] = vertex;
      slots[vertex] = count;
    }
    own[corner] = slots[vertex]! - 1;
  }
  const kept = sources.slice(0, count);
  for (const vertex of kept) slots[vertex] = 0;
  return { sources: kept, indices: own };
}
