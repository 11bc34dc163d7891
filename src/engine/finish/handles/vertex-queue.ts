/** Vertices by their distances, a binary heap; the least number first where two are equal. */

/** Of an empty queue. */
export const NO_VERTEX = -1;

export class VertexQueue {
  readonly #vertices: number[] = [];
  readonly #keys: number[] = [];

  clear(): void {
    this.#vertices.length = 0;
    this.#keys.length = 0;
  }

  push(vertex: number, key: number): void {
    const [vertices, keys] = [this.#vertices, this.#keys];
    let at = vertices.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(key, vertex, keys[parent]!, vertices[parent]!)) break;
      keys[at] = keys[parent]!;
      vertices[at] = vertices[parent]!;
      at = parent;
    }
    keys[at] = key;
    vertices[at] = vertex;
  }

  /** NO_VERTEX where none is left. */
  pop(): number {
    const [vertices, keys] = [this.#vertices, this.#keys];
    if (vertices.length === 0) return NO_VERTEX;
    const top = vertices[0]!;
    const vertex = vertices.pop()!;
    const key = keys.pop()!;
    const count = vertices.length;
    if (count === 0) return top;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      const right = child + 1;
      if (right < count && isBefore(keys[right]!, vertices[right]!, keys[child]!, vertices[child]!)) child = right;
      if (!isBefore(keys[child]!, vertices[child]!, key, vertex)) break;
      keys[at] = keys[child]!;
      vertices[at] = vertices[child]!;
      at = child;
    }
    keys[at] = key;
    vertices[at] = vertex;
    return top;
  }
}

function isBefore(key: number, vertex: number, otherKey: number, other: number): boolean {
  return key < otherKey || (key === otherKey && vertex < other);
}
