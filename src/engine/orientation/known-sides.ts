/** Sides of planes that are known for some points, and what those say of their neighbours. */

/**
 * Sum of the cosines between a normal and those of its known neighbours: positive where they lie on its side on the
 * whole, 0 where none is known.
 * @param normals [4 × count] @param isKnown [count]
 * @param neighbours [k × count]: neighbour j of point i at j × count + i; 0xffffffff is none
 */
export function voteOfKnown(normals: Float32Array, isKnown: Uint8Array, neighbours: Uint32Array, i: number): number {
  const count = isKnown.length;
  let sum = 0;
  for (let at = i; at < neighbours.length; at += count) {
    const k = neighbours[at]!;
    if (k === 0xffffffff) break;
    if (isKnown[k] === 0) continue;
    sum +=
      normals[4 * i]! * normals[4 * k]! +
      normals[4 * i + 1]! * normals[4 * k + 1]! +
      normals[4 * i + 2]! * normals[4 * k + 2]!;
  }
  return sum;
}

/** Turns the normal of a point round, of [4 × count]. */
export function turnRound(normals: Float32Array, i: number): void {
  for (let axis = 0; axis < 3; axis++) normals[4 * i + axis] = -normals[4 * i + axis]!;
}
