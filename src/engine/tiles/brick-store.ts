/**
 * A level that was solved in tiles, on the CPU: its bricks by tile, and where each of them is. Parts of it go back to
 * the device, to draw the surface from or to start the next level.
 */
import type { BufferScope } from '../gpu/buffer-scope.ts';
import { BRICK_NODES, BRICK_WORDS } from '../grid/brick-grid.ts';
import type { BrickBox } from '../grid/build-grid.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { LevelField } from '../grid/upsample-field.ts';
import type { UnitBox } from './unit-box.ts';

/** The bricks of one tile, without its halo. */
export interface TileField {
  readonly box: UnitBox;
  /** [brickCount] bx | by << 10 | bz << 20. */
  readonly brickCoords: Uint32Array<ArrayBuffer>;
  /** [16 × brickCount] one bit a slot. */
  readonly activeBits: Uint32Array<ArrayBuffer>;
  /** [512 × brickCount] normalised lengths, negative inside. */
  readonly field: Float32Array<ArrayBuffer>;
}

/** Those of a tile's bricks that are asked for, in their order. */
export function someBricks(
  { box, brickCoords, activeBits, field }: TileField,
  isAsked: (packed: number) => boolean,
): TileField {
  const bricks = Uint32Array.from(brickCoords.keys()).filter((brick) => isAsked(brickCoords[brick]!));
  const bits = new Uint32Array(BRICK_WORDS * bricks.length);
  const values = new Float32Array(BRICK_NODES * bricks.length);
  bricks.forEach((brick, i) => {
    bits.set(activeBits.subarray(BRICK_WORDS * brick, BRICK_WORDS * (brick + 1)), BRICK_WORDS * i);
    values.set(field.subarray(BRICK_NODES * brick, BRICK_NODES * (brick + 1)), BRICK_NODES * i);
  });
  return { box, brickCoords: bricks.map((brick) => brickCoords[brick]!), activeBits: bits, field: values };
}

export class BrickStore {
  readonly frame: GridFrame;
  readonly tiles: readonly TileField[];
  /** [bricksPerAxis³] number of a brick among those of all tiles, from 1; 0 where there is none. */
  readonly #numbers: Uint32Array<ArrayBuffer>;
  /** [tiles + 1] number of each tile's first brick, from 0. */
  readonly #firsts: Uint32Array;
  /** [bricksPerAxis³] of what is being uploaded; zeros in between. */
  readonly #table: Uint32Array<ArrayBuffer>;

  constructor(frame: GridFrame, tiles: readonly TileField[]) {
    this.frame = frame;
    this.tiles = tiles;
    this.#numbers = new Uint32Array(frame.bricksPerAxis ** 3);
    this.#table = new Uint32Array(frame.bricksPerAxis ** 3);
    this.#firsts = new Uint32Array(tiles.length + 1);
    let next = 0;
    for (const [tile, { brickCoords }] of tiles.entries()) {
      this.#firsts[tile] = next;
      for (const packed of brickCoords) this.#numbers[this.#entry(packed)] = ++next;
    }
    this.#firsts[tiles.length] = next;
  }

  /** [bricks of all tiles] as in each of them. */
  get brickCoords(): Uint32Array {
    const coords = new Uint32Array(this.#firsts[this.tiles.length]!);
    for (const [tile, { brickCoords }] of this.tiles.entries()) coords.set(brickCoords, this.#firsts[tile]);
    return coords;
  }

  /** Numbers of the bricks of a tile, and after them of those that its cells have nodes in: a step up on some axes. */
  withNeighbours(tile: number): Uint32Array {
    const [first, end] = [this.#firsts[tile]!, this.#firsts[tile + 1]!];
    const others = new Set<number>();
    for (const packed of this.tiles[tile]!.brickCoords) {
      for (let step = 1; step < 8; step++) {
        const number = this.#numberAt(
          (packed & 1023) + (step & 1),
          ((packed >>> 10) & 1023) + ((step >> 1) & 1),
          (packed >>> 20) + (step >> 2),
        );
        if (number >= 0 && (number < first || number >= end)) others.add(number);
      }
    }
    const numbers = new Uint32Array(end - first + others.size);
    for (let i = 0; i < end - first; i++) numbers[i] = first + i;
    numbers.set(Uint32Array.from(others).sort(), end - first);
    return numbers;
  }

  /** Numbers of the bricks in a box. */
  within({ low, high }: BrickBox): Uint32Array {
    const numbers: number[] = [];
    for (let z = low[2]; z < high[2]; z++) {
      for (let y = low[1]; y < high[1]; y++) {
        for (let x = low[0]; x < high[0]; x++) {
          const number = this.#numberAt(x, y, z);
          if (number >= 0) numbers.push(number);
        }
      }
    }
    return Uint32Array.from(numbers);
  }

  /** These bricks as a level of their own, in buffers of `scope`. */
  upload(scope: BufferScope, numbers: Uint32Array): LevelField {
    const coords = new Uint32Array(numbers.length);
    const bits = new Uint32Array(BRICK_WORDS * numbers.length);
    const values = new Float32Array(BRICK_NODES * numbers.length);
    let tile = 0;
    numbers.forEach((number, i) => {
      // Mostly ascending: the next brick's tile is near the last one's.
      if (number < this.#firsts[tile]!) tile = 0;
      while (this.#firsts[tile + 1]! <= number) tile++;
      const { brickCoords, activeBits, field } = this.tiles[tile]!;
      const brick = number - this.#firsts[tile]!;
      coords[i] = brickCoords[brick]!;
      bits.set(activeBits.subarray(BRICK_WORDS * brick, BRICK_WORDS * (brick + 1)), BRICK_WORDS * i);
      values.set(field.subarray(BRICK_NODES * brick, BRICK_NODES * (brick + 1)), BRICK_NODES * i);
      this.#table[this.#entry(coords[i])] = i + 1;
    });
    const brickTable = scope.upload('brick table', this.#table);
    for (const packed of coords) this.#table[this.#entry(packed)] = 0;
    const grid = {
      frame: this.frame,
      brickCount: coords.length,
      brickTable,
      brickCoords: scope.upload('brick coords', coords),
      activeBits: scope.upload('active bits', bits),
      nodeCount: 0,
    };
    return { grid, field: scope.upload('field', values) };
  }

  #numberAt(x: number, y: number, z: number): number {
    const perAxis = this.frame.bricksPerAxis;
    if (x >= perAxis || y >= perAxis || z >= perAxis) return -1;
    return this.#numbers[x + perAxis * (y + perAxis * z)]! - 1;
  }

  #entry(packed: number): number {
    const perAxis = this.frame.bricksPerAxis;
    return (packed & 1023) + perAxis * (((packed >>> 10) & 1023) + perAxis * (packed >>> 20));
  }
}
