/**
 * Vertices at equal positions become one: STL files hold every corner apart, and their topology exists only after
 * this. Equal means equal bits (with −0 = 0): a tolerance would close real gaps and change what is measured.
 *
 * A hash table with open addressing on typed arrays; a `Map` would need a string or an object per vertex.
 */
import type { Steps } from '../host/steps.ts';
import { STEP_MASK } from '../host/steps.ts';
import type { WorldMesh } from './world-mesh.ts';

const EMPTY = 0xffffffff;

/** @returns [3 × triangleCount] the mesh's indices, each replaced by the first vertex at the same position */
export function* weldSteps({ positions, indices }: WorldMesh): Steps<Uint32Array<ArrayBuffer>> {
  const representatives = yield* representativeSteps(positions);
  const welded = new Uint32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    welded[i] = representatives[indices[i]!]!;
  }
  return welded;
}

function* representativeSteps(positions: Float64Array): Steps<Uint32Array> {
  const vertexCount = positions.length / 3;
  const slotCount = 2 ** Math.ceil(Math.log2(2 * vertexCount + 2));
  const slots = new Uint32Array(slotCount).fill(EMPTY);
  const representatives = new Uint32Array(vertexCount);
  const point = new Float64Array(3);
  const words = new Uint32Array(point.buffer);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if ((vertex & STEP_MASK) === 0) yield;
    for (let axis = 0; axis < 3; axis++) point[axis] = positions[3 * vertex + axis]! + 0; // −0 + 0 is +0
    let slot = hashWords(words) & (slotCount - 1);
    for (;;) {
      const other = slots[slot]!;
      if (other === EMPTY) {
        slots[slot] = vertex;
        representatives[vertex] = vertex;
        break;
      }
      if (
        positions[3 * other] === point[0] &&
        positions[3 * other + 1] === point[1] &&
        positions[3 * other + 2] === point[2]
      ) {
        representatives[vertex] = other;
        break;
      }
      slot = (slot + 1) & (slotCount - 1);
    }
  }
  return representatives;
}

/** FNV-1a by words, then the finaliser of MurmurHash3 so that the low bits depend on all of them. */
function hashWords(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i]!, 0x01000193) ^ (hash >>> 15);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
