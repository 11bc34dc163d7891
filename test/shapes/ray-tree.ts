/**
 * The first triangle of a mesh that a ray meets (Möller & Trumbore 1997), by boxes in boxes that part the triangles in
 * halves.
 */
import { cross, dot, type Triple } from '../../src/engine/math/triple.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';

export interface RayHit {
  /** How far along the ray, in lengths of its direction. */
  readonly way: number;
  readonly triangle: number;
}

/** Triangles of a box that is not parted. */
const LEAF = 4;

export class RayTree {
  readonly #mesh: WorldMesh;
  readonly #order: Uint32Array;
  /** Six a box, low and high corner: those of box b are at 2 b and 2 b + 1, or it is a leaf. */
  readonly #boxes: number[][] = [];

  constructor(mesh: WorldMesh) {
    this.#mesh = mesh;
    this.#order = Uint32Array.from({ length: mesh.indices.length / 3 }, (_, triangle) => triangle);
    this.#part(1, 0, this.#order.length);
  }

  /** Nothing where the ray misses all of it, or meets it closer than `least`. */
  first(from: Triple, direction: Triple, least = 1e-9): RayHit | undefined {
    const inverse = direction.map((value) => 1 / (value || 1e-300)) as unknown as Triple;
    let best: RayHit | undefined;
    const visit = (node: number, start: number, end: number): void => {
      if (!meetsBox(this.#boxes[node]!, from, inverse, best?.way ?? Infinity)) return;
      if (end - start <= LEAF) {
        for (let at = start; at < end; at++) {
          const triangle = this.#order[at]!;
          const way = this.#along(triangle, from, direction);
          if (way > least && way < (best?.way ?? Infinity)) best = { way, triangle };
        }
        return;
      }
      const middle = (start + end) >> 1;
      visit(2 * node, start, middle);
      visit(2 * node + 1, middle, end);
    };
    visit(1, 0, this.#order.length);
    return best;
  }

  /** Unit length, as the corners turn. */
  normalOf(triangle: number): Triple {
    const [a, b, c] = [0, 1, 2].map((k) => this.#corner(triangle, k)) as [Triple, Triple, Triple];
    const normal = cross(minus(b, a), minus(c, a));
    const length = Math.hypot(...normal) || 1;
    return [normal[0] / length, normal[1] / length, normal[2] / length];
  }

  #part(node: number, start: number, end: number): void {
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    for (let at = start; at < end; at++) {
      for (let k = 0; k < 3; k++) {
        this.#corner(this.#order[at]!, k).forEach((value, axis) => {
          low[axis] = Math.min(low[axis]!, value);
          high[axis] = Math.max(high[axis]!, value);
        });
      }
    }
    this.#boxes[node] = [...low, ...high];
    if (end - start <= LEAF) return;
    const sizes = high.map((value, axis) => value - low[axis]!);
    const axis = sizes.indexOf(Math.max(...sizes));
    const middleOf = (triangle: number): number =>
      [0, 1, 2].reduce((sum, k) => sum + this.#corner(triangle, k)[axis]!, 0);
    this.#order.subarray(start, end).sort((a, b) => middleOf(a) - middleOf(b));
    const middle = (start + end) >> 1;
    this.#part(2 * node, start, middle);
    this.#part(2 * node + 1, middle, end);
  }

  #corner(triangle: number, k: number): Triple {
    const at = 3 * this.#mesh.indices[3 * triangle + k]!;
    const { positions } = this.#mesh;
    return [positions[at]!, positions[at + 1]!, positions[at + 2]!];
  }

  #along(triangle: number, from: Triple, direction: Triple): number {
    const a = this.#corner(triangle, 0);
    const [ab, ac] = [minus(this.#corner(triangle, 1), a), minus(this.#corner(triangle, 2), a)];
    const across = cross(direction, ac);
    const volume = dot(ab, across);
    if (Math.abs(volume) < 1e-300) return Infinity;
    const away = minus(from, a);
    const u = dot(away, across) / volume;
    const turned = cross(away, ab);
    const v = dot(direction, turned) / volume;
    if (u < -1e-9 || v < -1e-9 || u + v > 1 + 1e-9) return Infinity;
    return dot(ac, turned) / volume;
  }
}

function meetsBox(box: readonly number[], from: Triple, inverse: Triple, most: number): boolean {
  let [entry, exit] = [0, most];
  for (const axis of [0, 1, 2] as const) {
    const a = (box[axis]! - from[axis]) * inverse[axis];
    const b = (box[3 + axis]! - from[axis]) * inverse[axis];
    entry = Math.max(entry, Math.min(a, b));
    exit = Math.min(exit, Math.max(a, b));
  }
  return entry <= exit;
}

function minus(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
