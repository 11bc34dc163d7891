/**
 * Keeps single collapses from letting triangles meet, by the exact test of the check: of the triangles that would move
 * against one another and against all whose boxes they reach into. A collapse costs some fifty times as much with it as
 * without, so that it is asked only where a mesh has been simplified as far as the whole test lets it.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { writeTriangleBox } from '../../mesh/boxes.ts';
import { ChangingTree } from '../../mesh/changing-tree.ts';
import { type EditableMesh, MOST_VALENCE } from '../../mesh/editable-mesh.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import { doTrianglesMeet } from '../check/do-triangles-meet.ts';
import { openAxis } from '../check/exact-sides.ts';
import { scaleToOne } from '../check/scale-to-one.ts';
import type { CollapseGuard } from './collapse.ts';

export class MeetingGuard implements CollapseGuard {
  readonly #mesh: EditableMesh;
  readonly #tree: ChangingTree;
  readonly #scale: number;
  /** [3 × vertexCount] as they are handed out, in float32, within ±1 */
  readonly #places: Float64Array;
  /** [triangleCount] 1 for those of both rings, between two marks */
  readonly #isOfRings: Uint8Array;
  /** The triangles that move, and those that go, of the collapse last asked for. */
  readonly #moving: number[] = [];
  readonly #going: number[] = [];
  /** [6 × moving] and the box round all of them */
  readonly #boxes = new Float64Array(6 * 2 * MOST_VALENCE);
  readonly #around = new Float64Array(6);
  readonly #near: number[] = [];

  private constructor(mesh: EditableMesh, tree: ChangingTree, scale: number, places: Float64Array) {
    this.#mesh = mesh;
    this.#tree = tree;
    this.#scale = scale;
    this.#places = places;
    this.#isOfRings = new Uint8Array(mesh.indices.length / 3);
  }

  /** @param only triangles that it looks at, at least one, those that could come to meet; left out: all */
  static *openSteps(mesh: EditableMesh, only?: Uint32Array): Steps<MeetingGuard> {
    let greatest = 0;
    for (const value of mesh.positions) greatest = Math.max(greatest, Math.abs(value));
    const scale = scaleToOne(greatest);
    const places = Float64Array.from(mesh.positions, (value) => scale * Math.fround(value));
    const tree = yield* ChangingTree.buildSteps(places, mesh.indices, only);
    const count = only ? only.length : mesh.indices.length / 3;
    for (let i = 0; i < count; i++) {
      if ((i & STEP_MASK) === 0) yield;
      const triangle = only ? only[i]! : i;
      const first = 3 * triangle;
      const [a, b, c] = [mesh.indices[first]!, mesh.indices[first + 1]!, mesh.indices[first + 2]!];
      if (openAxis(places, a, b, c) < 0) tree.drop(triangle);
    }
    return new MeetingGuard(mesh, tree, scale, places);
  }

  mayMerge(kept: number, gone: number, ringCount: number, place: Float64Array): boolean {
    const { indices, ring, otherRing, otherCount } = this.#mesh;
    this.#moving.length = 0;
    this.#going.length = 0;
    this.#sort(ring, ringCount, gone);
    this.#sort(otherRing, otherCount, kept);
    const places = this.#places;
    const [x, y, z] = [places[3 * kept]!, places[3 * kept + 1]!, places[3 * kept + 2]!];
    this.#put(kept, place);
    // As they would be, so that both rings share their middle by its name.
    for (let i = 0; i < otherCount; i++) indices[otherRing[i]!] = kept;
    for (const triangle of this.#moving) this.#isOfRings[triangle] = 1;
    for (const triangle of this.#going) this.#isOfRings[triangle] = 1;
    const meets = this.#doMeet();
    for (const triangle of this.#moving) this.#isOfRings[triangle] = 0;
    for (const triangle of this.#going) this.#isOfRings[triangle] = 0;
    for (let i = 0; i < otherCount; i++) indices[otherRing[i]!] = gone;
    places[3 * kept] = x;
    places[3 * kept + 1] = y;
    places[3 * kept + 2] = z;
    return !meets;
  }

  merged(kept: number, place: Float64Array): void {
    this.#put(kept, place);
    for (const triangle of this.#going) this.#tree.drop(triangle);
    for (const triangle of this.#moving) this.#tree.renew(this.#places, this.#mesh.indices, triangle);
  }

  #put(vertex: number, place: Float64Array): void {
    for (let axis = 0; axis < 3; axis++) this.#places[3 * vertex + axis] = this.#scale * Math.fround(place[axis]!);
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

  #doMeet(): boolean {
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
    for (let i = 0; i < moving.length; i++) {
      for (let j = 0; j < i; j++) if (doTrianglesMeet(places, indices, moving[i]!, moving[j]!)) return true;
    }
    const near = this.#near;
    const count = this.#tree.overlapping(around, near);
    for (let i = 0; i < count; i++) {
      const other = near[i]!;
      if (this.#isOfRings[other] === 1) continue;
      for (let j = 0; j < moving.length; j++) {
        if (!this.#tree.overlaps(other, boxes, 6 * j)) continue;
        if (doTrianglesMeet(places, indices, moving[j]!, other)) return true;
      }
    }
    return false;
  }
}
