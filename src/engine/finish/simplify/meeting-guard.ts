/**
 * Keeps single collapses from letting triangles meet, by the exact test of the check: of the triangles that would move
 * against one another and against all whose boxes they reach into. A collapse costs some fifty times as much with it as
 * without, so that it is asked only where a mesh has been simplified as far as the whole test lets it.
 */
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { writeTriangleBox } from '../../mesh/boxes.ts';
import { ChangingTree } from '../../mesh/changing-tree.ts';
import { type EditableMesh, MOST_VALENCE } from '../../mesh/editable-mesh.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { writeNormal } from '../../mesh/triangle-normal.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import { doTrianglesMeet } from '../check/do-triangles-meet.ts';
import { openAxis, sideOfLine } from '../check/exact-sides.ts';
import { scaleToOne } from '../check/scale-to-one.ts';
import type { CollapseGuard } from './collapse.ts';

/** What guards of parts of one mesh have in common, in shared memory, where there is some. */
export interface GuardTables {
  readonly scale: number;
  /** [3 × vertexCount] as they are handed out, in float32, within ±1 */
  readonly places: Float64Array;
  /** [triangleCount] 1 for those of both rings, between two marks */
  readonly isOfRings: Uint8Array;
  /** [triangleCount] see `HeldTriangles` */
  readonly numbers: Uint32Array;
}

/** What one guard of several looks after: nothing outside moves on its word, and nothing inside on that of another. */
export interface GuardedCell {
  /** [6] lowest x y z, highest x y z, in the mesh's unit */
  readonly bounds: Float64Array;
  /** All triangles whose boxes reach into it, at least one. */
  readonly triangles: Uint32Array;
}

export function guardTables(positions: Float64Array, triangleCount: number): GuardTables {
  let greatest = 0;
  for (let i = 0; i < positions.length; i++) greatest = Math.max(greatest, Math.abs(positions[i]!));
  const scale = scaleToOne(greatest);
  const places = new Float64Array(allocateShareable(positions.byteLength));
  for (let i = 0; i < places.length; i++) places[i] = scale * Math.fround(positions[i]!);
  return {
    scale,
    places,
    isOfRings: new Uint8Array(allocateShareable(triangleCount)),
    numbers: new Uint32Array(allocateShareable(4 * triangleCount)),
  };
}

export class MeetingGuard implements CollapseGuard {
  isBeyond = false;
  readonly #mesh: EditableMesh;
  readonly #tree: ChangingTree;
  readonly #tables: GuardTables;
  readonly #places: Float64Array;
  readonly #isOfRings: Uint8Array;
  /** [6] of the cell, as places are; null where all of the mesh is looked after */
  readonly #cell: Float64Array | null;
  /** The triangles that move, and those that go, of the collapse last asked for. */
  readonly #moving: number[] = [];
  readonly #going: number[] = [];
  /** [6 × moving] and the box round all of them */
  readonly #boxes = new Float64Array(6 * 2 * MOST_VALENCE);
  readonly #around = new Float64Array(6);
  readonly #near: number[] = [];
  readonly #normal = new Float64Array(3);

  private constructor(mesh: EditableMesh, tree: ChangingTree, tables: GuardTables, cell: Float64Array | null) {
    this.#mesh = mesh;
    this.#tree = tree;
    this.#tables = tables;
    this.#places = tables.places;
    this.#isOfRings = tables.isOfRings;
    this.#cell = cell;
  }

  /** @param cell left out: all of the mesh */
  static *openSteps(
    mesh: EditableMesh,
    tables = guardTables(mesh.positions, mesh.isRemoved.length),
    cell?: GuardedCell,
  ): Steps<MeetingGuard> {
    const { places, scale, numbers } = tables;
    const triangles = cell ? cell.triangles : standingOf(mesh);
    const tree = yield* ChangingTree.buildSteps(places, mesh.indices, { triangles, places: numbers });
    for (let i = 0; i < triangles.length; i++) {
      if ((i & STEP_MASK) === 0) yield;
      const first = 3 * triangles[i]!;
      const [a, b, c] = [mesh.indices[first]!, mesh.indices[first + 1]!, mesh.indices[first + 2]!];
      if (openAxis(places, a, b, c) < 0) tree.drop(triangles[i]!);
    }
    const bounds = cell ? cell.bounds.map((bound) => scale * Math.fround(bound)) : null;
    return new MeetingGuard(mesh, tree, tables, bounds);
  }

  mayMerge(kept: number, gone: number, ringCount: number, place: Float64Array): boolean {
    const { indices, ring, otherRing, otherCount, isRim } = this.#mesh;
    this.#moving.length = 0;
    this.#going.length = 0;
    this.#sort(ring, ringCount, gone);
    this.#sort(otherRing, otherCount, kept);
    this.isBeyond = this.#cell !== null && this.#isBeyond(this.#cell, place);
    if (this.isBeyond) return false;
    const places = this.#places;
    const [x, y, z] = [places[3 * kept]!, places[3 * kept + 1]!, places[3 * kept + 2]!];
    this.#put(kept, place);
    // As they would be, so that both rings share their middle by its name.
    for (let i = 0; i < otherCount; i++) indices[otherRing[i]!] = kept;
    for (const triangle of this.#moving) this.#isOfRings[triangle] = 1;
    for (const triangle of this.#going) this.#isOfRings[triangle] = 1;
    const meets = this.#doMeet(kept, (isRim[kept]! | isRim[gone]!) !== 0);
    for (const triangle of this.#moving) this.#isOfRings[triangle] = 0;
    for (const triangle of this.#going) this.#isOfRings[triangle] = 0;
    for (let i = 0; i < otherCount; i++) indices[otherRing[i]!] = gone;
    places[3 * kept] = x;
    places[3 * kept + 1] = y;
    places[3 * kept + 2] = z;
    return !meets;
  }

  /** Whether a triangle that moves or goes is not wholly inside the cell, before or after. */
  #isBeyond(cell: Float64Array, place: Float64Array): boolean {
    const { indices } = this.#mesh;
    const { places, scale } = this.#tables;
    for (let axis = 0; axis < 3; axis++) {
      const [low, high] = [cell[axis]!, cell[axis + 3]!];
      const own = scale * Math.fround(place[axis]!);
      if (!(own > low && own < high)) return true;
      for (const triangles of [this.#moving, this.#going]) {
        for (const triangle of triangles) {
          for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
            const value = places[3 * indices[corner]! + axis]!;
            if (!(value > low && value < high)) return true;
          }
        }
      }
    }
    return false;
  }

  merged(kept: number, place: Float64Array): void {
    this.#put(kept, place);
    for (const triangle of this.#going) this.#tree.drop(triangle);
    for (const triangle of this.#moving) this.#tree.renew(this.#places, this.#mesh.indices, triangle);
  }

  #put(vertex: number, place: Float64Array): void {
    for (let axis = 0; axis < 3; axis++)
      this.#places[3 * vertex + axis] = this.#tables.scale * Math.fround(place[axis]!);
  }

  /** Those at the edge itself go, and each of them stands in both rings. */
  #sort(ring: Int32Array, count: number, other: number): void {
    const { indices } = this.#mesh;
    for (let i = 0; i < count; i++) {
      const corner = ring[i]!;
      const isAtEdge = indices[endCorner(corner)] === other || indices[previousCorner(corner)] === other;
      (isAtEdge ? this.#going : this.#moving).push(triangleOf(corner));
    }
  }

  /**
   * Whether the triangles that move, a fan about `kept`, lie beside one another as seen along an axis, so that none meets
   * another: all turn the same way, and all of them together turn no more than once. Nearly all fans do.
   */
  #isSpread(kept: number, isOpen: boolean): boolean {
    const { indices } = this.#mesh;
    const [places, moving] = [this.#places, this.#moving];
    const axis = this.#axisOf(moving);
    const up = axis === 0 ? 2 : axis - 1;
    const height = places[3 * kept + up]!;
    let turn = 0;
    let crossings = 0;
    for (const triangle of moving) {
      const first = 3 * triangle;
      const corner = indices[first] === kept ? first : indices[first + 1] === kept ? first + 1 : first + 2;
      const b = indices[endCorner(corner)]!;
      const c = indices[previousCorner(corner)]!;
      const side = Math.sign(sideOfLine(places, axis, kept, b, c));
      if (side === 0 || side === -turn) return false;
      turn = side;
      if (places[3 * b + up]! < height !== places[3 * c + up]! < height) crossings++;
    }
    // A closed fan crosses the line through its middle twice with each turn; an open one may begin again where it began.
    return crossings <= (isOpen ? 1 : 2);
  }

  /** Along which the triangles have most of their area. */
  #axisOf(triangles: readonly number[]): number {
    const { indices } = this.#mesh;
    const [places, normal] = [this.#places, this.#normal];
    let [x, y, z] = [0, 0, 0];
    for (const triangle of triangles) {
      const first = 3 * triangle;
      writeNormal(places, indices[first]!, indices[first + 1]!, indices[first + 2]!, normal, 0);
      x += normal[0]!;
      y += normal[1]!;
      z += normal[2]!;
    }
    [x, y, z] = [Math.abs(x), Math.abs(y), Math.abs(z)];
    if (z > x && z > y) return 2;
    return y > x ? 1 : 0;
  }

  #doMeet(kept: number, isOpen: boolean): boolean {
    const { indices } = this.#mesh;
    const [places, boxes, around, moving] = [this.#places, this.#boxes, this.#around, this.#moving];
    around.fill(Infinity, 0, 3);
    around.fill(-Infinity, 3);
    for (const [i, triangle] of moving.entries()) {
      const first = 3 * triangle;
      if (openAxis(places, indices[first]!, indices[first + 1]!, indices[first + 2]!) < 0) return true;
      writeTriangleBox(places, indices, triangle, boxes, 6 * i);
      for (let axis = 0; axis < 3; axis++) {
        around[axis] = Math.min(around[axis]!, boxes[6 * i + axis]!);
        around[axis + 3] = Math.max(around[axis + 3]!, boxes[6 * i + 3 + axis]!);
      }
    }
    const isSpread = this.#isSpread(kept, isOpen);
    for (let i = 0; i < moving.length && !isSpread; i++) {
      for (let j = 0; j < i; j++) if (doTrianglesMeet(places, indices, moving[i]!, moving[j]!)) return true;
    }
    const near = this.#near;
    const count = this.#tree.overlapping(around, near);
    for (let i = 0; i < count; i++) {
      const other = this.#tree.triangleAt(near[i]!);
      if (this.#isOfRings[other] === 1) continue;
      for (let j = 0; j < moving.length; j++) {
        if (!this.#tree.overlaps(near[i]!, boxes, 6 * j)) continue;
        if (doTrianglesMeet(places, indices, moving[j]!, other)) return true;
      }
    }
    return false;
  }
}

/** The triangles that are not removed. */
function standingOf({ isRemoved }: EditableMesh): Uint32Array {
  const standing = new Uint32Array(isRemoved.length);
  let count = 0;
  for (let triangle = 0; triangle < isRemoved.length; triangle++) {
    if (isRemoved[triangle] === 0) standing[count++] = triangle;
  }
  return standing.subarray(0, count);
}
