/**
 * Slides the vertices of narrow triangles along the surface towards the middle of their neighbours, and back onto the
 * original, as long as that makes the narrowest triangle at the vertex wider and tilts none. Vertices of rims stay, and
 * those of creases, where the normals around say that the surface bends.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { TriangleSearch } from '../../measure/closest-point.ts';
import { writeClosestWeights } from '../../measure/closest-weights.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { squaredBetween } from '../../mesh/squared-between.ts';
import { writeUnitNormal } from '../../mesh/triangle-normal.ts';
import { type EditableMesh, MOST_VALENCE } from '../../mesh/editable-mesh.ts';
import { leastSine } from '../../mesh/triangle-angles.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';

export interface SlideOptions {
  readonly rounds: number;
  /** Vertices of triangles with an angle of a smaller sine. */
  readonly sine: number;
  /** Whether vertices of creases stay; else they only may not tilt a triangle. */
  readonly keepsCreases: boolean;
  /**
   * A length: rims that come nearer to one another, along an edge, are drawn apart to it. That edge may not go, for
   * then they would touch. Left out: they stay.
   */
  readonly leastStrip?: number;
}

/** What vertices slide along, and what is kept of the mesh that they are of. */
export interface SlideSurface {
  readonly original: WorldMesh;
  /** In the original. */
  readonly search: TriangleSearch;
  /** [vertexCount] not 0 for vertices that stay */
  readonly isLocked: Uint8Array;
  /** [triangleCount] of each triangle's smallest angle; kept true */
  readonly sines: Float64Array;
  /** [vertexCount] overwritten at the vertices of the triangles */
  readonly isNarrow: Uint8Array;
}

/** Of the way to the middle: the first that is good. */
const STEPS = [0.6, 0.2];
/** 26°: how far a triangle may tilt in one step, and how far the triangles at a crease lie from their mean. */
const LEAST_COSINE = 0.9;
/** Sine below which a triangle's normal says too little, and the cosine from the mean one that does instead. */
const NEEDLE_SINE = 0.1;
const NEEDLE_COSINE = 0.5;
const LEAST_GAIN = 1.001;

/**
 * Slides vertices in place.
 *
 * @param vertices that may slide
 * @param triangles all triangles at those
 */
export function* slideVertexSteps(
  mesh: EditableMesh,
  surface: SlideSurface,
  vertices: Uint32Array,
  triangles: Uint32Array,
  options: SlideOptions,
): Steps<void> {
  const slider = new Slider(mesh, surface);
  const { indices, isRim } = mesh;
  const { isLocked, sines, isNarrow } = surface;
  for (let round = 0; round < options.rounds; round++) {
    for (const vertex of vertices) isNarrow[vertex] = 0;
    for (let at = 0; at < triangles.length; at++) {
      if ((at & STEP_MASK) === 0) yield;
      const first = 3 * triangles[at]!;
      if (sines[triangles[at]!]! >= options.sine) continue;
      isNarrow[indices[first]!] = isNarrow[indices[first + 1]!] = isNarrow[indices[first + 2]!] = 1;
    }
    for (let at = 0; at < vertices.length; at++) {
      if ((at & STEP_MASK) === 0) yield;
      const vertex = vertices[at]!;
      if (isNarrow[vertex] === 0 || isLocked[vertex] !== 0) continue;
      if (isRim[vertex] === 0) slider.slide(vertex, options.keepsCreases);
      else if (options.leastStrip !== undefined) slider.widenStrip(vertex, options.leastStrip);
    }
  }
}

class Slider {
  readonly #mesh: EditableMesh;
  readonly #original: WorldMesh;
  readonly #search: TriangleSearch;
  readonly #sines: Float64Array;
  /** [3 × corners in the ring] normals as they were, of unit length */
  readonly #normals = new Float64Array(3 * MOST_VALENCE);
  readonly #isNeedle = new Uint8Array(MOST_VALENCE);
  /** [corners in the ring] sines of the triangles as they would be */
  readonly #newSines = new Float64Array(MOST_VALENCE);
  readonly #normal = new Float64Array(3);
  readonly #mean = new Float64Array(3);
  readonly #weights = new Float64Array(3);

  constructor(mesh: EditableMesh, { original, search, sines }: SlideSurface) {
    this.#mesh = mesh;
    this.#original = original;
    this.#search = search;
    this.#sines = sines;
  }

  slide(vertex: number, keepsCreases: boolean): void {
    const { positions, indices, ring } = this.#mesh;
    const count = this.#mesh.walk(vertex);
    if (count === 0) return;
    const narrowest = this.#look(vertex, count);
    if (keepsCreases && this.#isCrease(count)) return;
    const at = 3 * vertex;
    const here = [positions[at]!, positions[at + 1]!, positions[at + 2]!] as const;
    const way = [0, 1, 2].map((axis) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += positions[3 * indices[endCorner(ring[i]!)]! + axis]!;
      return sum / count - here[axis]!;
    });
    const mean = this.#mean;
    const out = way[0]! * mean[0]! + way[1]! * mean[1]! + way[2]! * mean[2]!;
    for (const step of STEPS) {
      this.#place(
        vertex,
        [0, 1, 2].map((axis) => here[axis]! + step * (way[axis]! - out * mean[axis]!)),
      );
      if (this.#isGood(vertex, count, LEAST_GAIN * narrowest)) {
        this.#keepSines(count);
        return;
      }
    }
    positions.set(here, at);
  }

  /** Draws a vertex of a rim away from the nearest one of a rim that an edge across the surface leads to. */
  widenStrip(vertex: number, least: number): void {
    const { positions, indices, ring, isRim } = this.#mesh;
    const count = this.#mesh.walk(vertex);
    let [nearest, length] = [-1, least];
    // The first corner's edge, and the last one's, lie along the rim.
    for (let i = 1; i < count; i++) {
      const other = indices[endCorner(ring[i]!)]!;
      const apart = isRim[other] === 1 ? Math.sqrt(squaredBetween(positions, vertex, other)) : Infinity;
      if (apart < length) [nearest, length] = [other, apart];
    }
    if (nearest < 0 || length === 0) return;
    const narrowest = this.#look(vertex, count);
    const at = 3 * vertex;
    const here = [positions[at]!, positions[at + 1]!, positions[at + 2]!] as const;
    // Its other end goes as far.
    const step = (least - length) / 2 / length;
    for (let axis = 0; axis < 3; axis++) {
      positions[at + axis]! += step * (here[axis]! - positions[3 * nearest + axis]!);
    }
    if (this.#isGood(vertex, count, LEAST_GAIN * narrowest)) this.#keepSines(count);
    else positions.set(here, at);
  }

  #keepSines(count: number): void {
    for (let i = 0; i < count; i++) this.#sines[triangleOf(this.#mesh.ring[i]!)] = this.#newSines[i]!;
  }

  /** Onto the closest point of the original. */
  #place(vertex: number, place: readonly number[]): void {
    const { positions, indices } = this.#original;
    const [x, y, z] = [place[0]!, place[1]!, place[2]!];
    const first = 3 * this.#search.findClosest(x, y, z);
    const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
    const weights = this.#weights;
    writeClosestWeights(x, y, z, positions, a, b, c, weights);
    for (let axis = 0; axis < 3; axis++) {
      this.#mesh.positions[3 * vertex + axis] =
        weights[0]! * positions[3 * a + axis]! +
        weights[1]! * positions[3 * b + axis]! +
        weights[2]! * positions[3 * c + axis]!;
    }
  }

  /** Writes the normals around and their mean; returns the sine of the smallest angle. */
  #look(vertex: number, count: number): number {
    const { positions, indices, ring } = this.#mesh;
    const [normals, normal, mean] = [this.#normals, this.#normal, this.#mean];
    mean.fill(0);
    let narrowest = 1;
    for (let i = 0; i < count; i++) {
      const a = indices[endCorner(ring[i]!)]!;
      const b = indices[previousCorner(ring[i]!)]!;
      const sine = this.#sines[triangleOf(ring[i]!)]!;
      const area = writeUnitNormal(positions, vertex, a, b, normal, 0);
      narrowest = Math.min(narrowest, sine);
      this.#isNeedle[i] = sine < NEEDLE_SINE ? 1 : 0;
      for (let axis = 0; axis < 3; axis++) {
        normals[3 * i + axis] = normal[axis]!;
        mean[axis]! += area * normal[axis]!;
      }
    }
    const length = Math.hypot(mean[0]!, mean[1]!, mean[2]!);
    for (let axis = 0; axis < 3; axis++) mean[axis]! /= length > 0 ? length : 1;
    return narrowest;
  }

  #isCrease(count: number): boolean {
    const [normals, mean] = [this.#normals, this.#mean];
    for (let i = 0; i < count; i++) {
      if (this.#isNeedle[i] === 1) continue;
      const along = normals[3 * i]! * mean[0]! + normals[3 * i + 1]! * mean[1]! + normals[3 * i + 2]! * mean[2]!;
      if (along < LEAST_COSINE) return true;
    }
    return false;
  }

  /** Whether all triangles are wider than `narrowest` and none is tilted too far. */
  #isGood(vertex: number, count: number, narrowest: number): boolean {
    const { positions, indices, ring } = this.#mesh;
    const [normals, normal, mean] = [this.#normals, this.#normal, this.#mean];
    for (let i = 0; i < count; i++) {
      const a = indices[endCorner(ring[i]!)]!;
      const b = indices[previousCorner(ring[i]!)]!;
      const sine = leastSine(positions, vertex, a, b);
      this.#newSines[i] = sine;
      if (sine <= narrowest) return false;
      writeUnitNormal(positions, vertex, a, b, normal, 0);
      const isNeedle = this.#isNeedle[i] === 1;
      const [x, y, z] = isNeedle ? mean : normals.subarray(3 * i, 3 * i + 3);
      const along = normal[0]! * x! + normal[1]! * y! + normal[2]! * z!;
      if (along < (isNeedle ? NEEDLE_COSINE : LEAST_COSINE)) return false;
    }
    return true;
  }
}
