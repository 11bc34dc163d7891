/**
 * The surface of a level that was solved in tiles, as one mesh: marching cubes in the cells of one tile after the
 * other, each with the bricks of its neighbours that its cells reach into. A vertex on the border between two tiles is
 * computed by both, from the same numbers and so to the same bits, and becomes one again.
 */
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { BRICK_NODES, BRICK_WORDS } from '../grid/brick-grid.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import { compactMesh } from '../mesh/compact.ts';
import { extractSurface, type SurfaceMesh } from '../surface/marching-cubes.ts';
import { BorderWeld } from './border-weld.ts';
import { joinParts, type MeasuredSurface, type SurfacePart } from './join-parts.ts';
import type { TileField } from './solve-tiles.ts';
import type { TileClouds } from './tile-clouds.ts';

/** In the order of the tiles. Rejects with the signal's reason when cancelled. */
export async function extractTiles(
  gpu: Gpu,
  frame: GridFrame,
  tiles: readonly TileField[],
  clouds: TileClouds,
  context: RunContext,
): Promise<MeasuredSurface> {
  const bricks = new BrickIndex(frame, tiles);
  const weld = new BorderWeld(frame);
  const parts: SurfacePart[] = [];
  for (const [number, tile] of tiles.entries()) {
    context.signal.throwIfAborted();
    const surface = await extractTile(gpu, frame, bricks, number, context);
    if (surface.indices.length === 0) continue;
    const { places, isNew } = weld.add(surface.positions, tile.box);
    const measured = await clouds.measure?.(tile.box, surface.positions, context);
    parts.push({ surface, places, isNew, ...(measured && { measured }) });
    context.onEvent({ type: 'stage-progressed', share: (number + 1) / tiles.length });
  }
  return joinParts(parts, weld.vertexCount);
}

/** A tile's cells as a mesh of its own, without the vertices that they do not use. */
async function extractTile(
  gpu: Gpu,
  frame: GridFrame,
  bricks: BrickIndex,
  number: number,
  context: RunContext,
): Promise<SurfaceMesh> {
  using scope = new BufferScope(gpu, 'tile surface');
  const { coords, bits, field, table, ownCount } = bricks.withNeighbours(number);
  const grid = {
    frame,
    brickCount: coords.length,
    brickTable: scope.upload('brick table', table),
    brickCoords: scope.upload('brick coords', coords),
    activeBits: scope.upload('active bits', bits),
    nodeCount: 0,
  };
  bricks.clearTable(coords);
  const surface = await extractSurface(gpu, grid, scope.upload('field', field), context, ownCount);
  const all = new Uint8Array(surface.indices.length / 3).fill(1);
  const { positions, indices } = compactMesh(surface.positions, surface.indices, all);
  return { positions, indices };
}

/** Where the bricks of all tiles are. */
class BrickIndex {
  readonly #tiles: readonly TileField[];
  readonly #perAxis: number;
  /** [bricksPerAxis³] number of a brick among those of all tiles, from 1; 0 where there is none. */
  readonly #numbers: Uint32Array<ArrayBuffer>;
  /** [tiles + 1] number of each tile's first brick, from 0. */
  readonly #firsts: Uint32Array;
  /** [bricksPerAxis³] of the tile in hand; zeros in between. */
  readonly #table: Uint32Array<ArrayBuffer>;

  constructor({ bricksPerAxis }: GridFrame, tiles: readonly TileField[]) {
    this.#tiles = tiles;
    this.#perAxis = bricksPerAxis;
    this.#numbers = new Uint32Array(bricksPerAxis ** 3);
    this.#table = new Uint32Array(bricksPerAxis ** 3);
    this.#firsts = new Uint32Array(tiles.length + 1);
    let next = 0;
    for (const [tile, { brickCoords }] of tiles.entries()) {
      this.#firsts[tile] = next;
      for (const packed of brickCoords) this.#numbers[this.#entry(packed)] = ++next;
    }
    this.#firsts[tiles.length] = next;
  }

  /** A tile's bricks, then those of others that its cells have nodes in: one step up on some axes. */
  withNeighbours(tile: number) {
    const { brickCoords } = this.#tiles[tile]!;
    const others = this.#othersAbove(tile);
    const count = brickCoords.length + others.length;
    const coords = new Uint32Array(count);
    const bits = new Uint32Array(BRICK_WORDS * count);
    const field = new Float32Array(BRICK_NODES * count);
    const own = this.#tiles[tile]!;
    coords.set(own.brickCoords);
    bits.set(own.activeBits);
    field.set(own.field);
    others.forEach((number, i) => {
      const [source, brick] = this.#find(number);
      const at = brickCoords.length + i;
      coords[at] = source.brickCoords[brick]!;
      bits.set(source.activeBits.subarray(BRICK_WORDS * brick, BRICK_WORDS * (brick + 1)), BRICK_WORDS * at);
      field.set(source.field.subarray(BRICK_NODES * brick, BRICK_NODES * (brick + 1)), BRICK_NODES * at);
    });
    coords.forEach((packed, i) => (this.#table[this.#entry(packed)] = i + 1));
    return { coords, bits, field, table: this.#table, ownCount: brickCoords.length };
  }

  /** Takes the bricks of `withNeighbours` out of its table, which is the same one every time. */
  clearTable(coords: Uint32Array): void {
    for (const packed of coords) this.#table[this.#entry(packed)] = 0;
  }

  /** Numbers, ascending. */
  #othersAbove(tile: number): Uint32Array {
    const found = new Set<number>();
    const [first, end] = [this.#firsts[tile]!, this.#firsts[tile + 1]!];
    for (const packed of this.#tiles[tile]!.brickCoords) {
      for (let step = 1; step < 8; step++) {
        const number = this.#numberAt(
          (packed & 1023) + (step & 1),
          ((packed >>> 10) & 1023) + ((step >> 1) & 1),
          (packed >>> 20) + (step >> 2),
        );
        if (number >= 0 && (number < first || number >= end)) found.add(number);
      }
    }
    return Uint32Array.from(found).sort();
  }

  #numberAt(x: number, y: number, z: number): number {
    const perAxis = this.#perAxis;
    if (x >= perAxis || y >= perAxis || z >= perAxis) return -1;
    return this.#numbers[x + perAxis * (y + perAxis * z)]! - 1;
  }

  #entry(packed: number): number {
    const perAxis = this.#perAxis;
    return (packed & 1023) + perAxis * (((packed >>> 10) & 1023) + perAxis * (packed >>> 20));
  }

  /** The tile of a brick, and its place there. */
  #find(number: number): [TileField, number] {
    let tile = 0;
    while (this.#firsts[tile + 1]! <= number) tile++;
    return [this.#tiles[tile]!, number - this.#firsts[tile]!];
  }
}
