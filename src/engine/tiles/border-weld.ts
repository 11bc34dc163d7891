/**
 * Numbers the vertices of a mesh that comes in parts: those on the border of a part are found again by their position,
 * to the bit. Two vertices of one mesh never have the same position (`emit_vertices.wgsl`), so equal ones are the same.
 * Only borders are remembered, in a hash table with open addressing that grows.
 */
import { type GridFrame, normToVoxel } from '../grid/grid-frame.ts';
import { STEP_MASK, type Steps } from '../host/steps.ts';
import { type UnitBox, UNITS_PER_AXIS } from './unit-box.ts';

export interface NumberedPart {
  /** [vertexCount] number of each vertex in the whole mesh. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** [vertexCount] 1 for vertices that no part before had. */
  readonly isNew: Uint8Array<ArrayBuffer>;
  /** Vertices on the part's sides, ascending: all that another part may have, too. */
  readonly borders: Uint32Array<ArrayBuffer>;
  /** [borders] the number of each among the border vertices of all parts. */
  readonly borderNumbers: Uint32Array<ArrayBuffer>;
}

const EMPTY = 0xffffffff;
/** How near to a part's side, in voxels, a vertex counts as on it: above the rounding of float32, far below a voxel. */
const ON_SIDE = 0.01;
const FIRST_SLOTS = 1 << 12;

export class BorderWeld {
  readonly #frame: GridFrame;
  /** x, y, z as float32 bits and number, by border vertex. */
  #entries = new Uint32Array(4 * FIRST_SLOTS);
  #slots = new Uint32Array(2 * FIRST_SLOTS).fill(EMPTY);
  #entryCount = 0;
  #vertexCount = 0;

  constructor(frame: GridFrame) {
    this.#frame = frame;
  }

  /** Vertices of all parts so far. */
  get vertexCount(): number {
    return this.#vertexCount;
  }

  /** Border vertices of all parts so far. */
  get borderCount(): number {
    return this.#entryCount;
  }

  /** @param positions [3 × vertexCount] normalised: the surface of a box's cells */
  *addSteps(positions: Float32Array<ArrayBuffer>, box: UnitBox): Steps<NumberedPart> {
    const vertexCount = positions.length / 3;
    const places = new Uint32Array(vertexCount);
    const isNew = new Uint8Array(vertexCount).fill(1);
    const words = new Uint32Array(positions.buffer, positions.byteOffset, positions.length);
    const isOnBorder = this.#borderTest(box);
    const [borders, borderNumbers]: [number[], number[]] = [[], []];
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      if ((vertex & STEP_MASK) === 0) yield;
      const at = 3 * vertex;
      if (isOnBorder(positions[at]!, positions[at + 1]!, positions[at + 2]!)) {
        const entry = this.#findOrAdd(words[at]!, words[at + 1]!, words[at + 2]!, this.#vertexCount);
        borders.push(vertex);
        borderNumbers.push(entry);
        const known = this.#entries[4 * entry + 3]!;
        if (known !== this.#vertexCount) {
          places[vertex] = known;
          isNew[vertex] = 0;
          continue;
        }
      }
      places[vertex] = this.#vertexCount++;
    }
    return { places, isNew, borders: Uint32Array.from(borders), borderNumbers: Uint32Array.from(borderNumbers) };
  }

  /** Whether a position lies on one of the box's sides, as far as these are no sides of the cube. */
  #borderTest({ low, high }: UnitBox): (x: number, y: number, z: number) => boolean {
    const { resolution, voxelNorm } = this.#frame;
    const voxelsPerUnit = resolution / UNITS_PER_AXIS;
    const isOnSide = (coordinate: number, axis: 0 | 1 | 2): boolean => {
      const voxel = normToVoxel(coordinate, voxelNorm);
      return (
        Math.abs(voxel - low[axis] * voxelsPerUnit) < ON_SIDE || Math.abs(voxel - high[axis] * voxelsPerUnit) < ON_SIDE
      );
    };
    return (x, y, z) => isOnSide(x, 0) || isOnSide(y, 1) || isOnSide(z, 2);
  }

  /** The entry of a position, made for the vertex `number` where there was none. */
  #findOrAdd(x: number, y: number, z: number, number: number): number {
    if (2 * (this.#entryCount + 1) > this.#slots.length) this.#grow();
    const entries = this.#entries;
    const mask = this.#slots.length - 1;
    for (let slot = hash(x, y, z) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!;
      if (entry === EMPTY) {
        this.#slots[slot] = this.#entryCount;
        entries.set([x, y, z, number], 4 * this.#entryCount);
        return this.#entryCount++;
      }
      if (entries[4 * entry] === x && entries[4 * entry + 1] === y && entries[4 * entry + 2] === z) {
        return entry;
      }
    }
  }

  #grow(): void {
    const entries = new Uint32Array(2 * this.#entries.length);
    entries.set(this.#entries);
    this.#entries = entries;
    this.#slots = new Uint32Array(2 * this.#slots.length).fill(EMPTY);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.#entryCount; entry++) {
      let slot = hash(entries[4 * entry]!, entries[4 * entry + 1]!, entries[4 * entry + 2]!) & mask;
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }
}

/** Three words by the constants of MurmurHash3 (Appleby, public domain). */
function hash(x: number, y: number, z: number): number {
  let bits = Math.imul(x, 0x85ebca6b) ^ Math.imul(y, 0xc2b2ae35) ^ Math.imul(z, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
