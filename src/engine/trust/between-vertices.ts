/**
 * The trust of vertices between those that are measured. Where a surface is finer than its points, a vertex has the
 * same points about it as the next one, and every so-and-so-many-th says what there is to say.
 */
import { STEP_MASK, type Steps } from '../host/steps.ts';
import type { VertexTrust } from '../mesh/vertex-trust.ts';

/**
 * At most every so-and-so-many-th: in the order of the bricks that they were made in, others lie an edge or two away.
 */
const WIDEST_STRIDE = 4;

/** Every so-and-so-many-th vertex is measured: as many as there are points, or more. */
export function measuredStride(vertexCount: number, pointCount: number): number {
  return Math.max(1, Math.min(WIDEST_STRIDE, Math.floor(vertexCount / Math.max(1, pointCount))));
}

/** [3 × ⌈count / stride⌉] of [3 × count]: every so-and-so-many-th from the first on. */
export function everyNth(triples: Float32Array, stride: number): Float32Array {
  if (stride === 1) return triples;
  const count = Math.ceil(triples.length / 3 / stride);
  const chosen = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) chosen[3 * i + axis] = triples[3 * stride * i + axis]!;
  }
  return chosen;
}

/**
 * Of all vertices: each that was not measured has the mean of its neighbours' uncertainties, and is a guess where most
 * of them are; further from any measured one, ring by ring. A piece without one has that of the measured vertex before
 * it in order.
 * @param measured of every `stride`-th vertex
 * @param indices [3 × triangles] of the surface
 */
export function* trustBetweenSteps(
  measured: VertexTrust,
  stride: number,
  indices: Uint32Array,
  vertexCount: number,
): Steps<VertexTrust> {
  if (stride === 1) return measured;
  const trust = { uncertainties: new Float32Array(vertexCount), guessed: new Uint8Array(vertexCount) };
  const isKnown = new Uint8Array(vertexCount);
  for (let i = 0; i < vertexCount; i += stride) {
    trust.uncertainties[i] = measured.uncertainties[i / stride]!;
    trust.guessed[i] = measured.guessed[i / stride]!;
    isKnown[i] = 1;
  }
  let waiting = vertexCount - measured.guessed.length;
  while (waiting > 0) {
    const ring = yield* ringOf(trust, isKnown, indices);
    if (ring === 0) break;
    waiting -= ring;
  }
  for (let i = 0; i < vertexCount; i++) {
    if (isKnown[i] === 1) continue;
    trust.uncertainties[i] = trust.uncertainties[i - (i % stride)]!;
    trust.guessed[i] = trust.guessed[i - (i % stride)]!;
  }
  return trust;
}

/** Settles the vertices beside those that are known. Returns how many they are. */
function* ringOf(trust: VertexTrust, isKnown: Uint8Array, indices: Uint32Array): Steps<number> {
  const sums = new Float32Array(isKnown.length);
  const guesses = new Uint16Array(isKnown.length);
  const counts = new Uint16Array(isKnown.length);
  for (let triangle = 0; triangle < indices.length; triangle += 3) {
    if ((triangle & STEP_MASK) === 0) yield;
    for (let corner = 0; corner < 3; corner++) {
      const vertex = indices[triangle + corner]!;
      if (isKnown[vertex] === 1) continue;
      for (let step = 1; step < 3; step++) {
        const other = indices[triangle + ((corner + step) % 3)]!;
        if (isKnown[other] === 0) continue;
        sums[vertex]! += trust.uncertainties[other]!;
        guesses[vertex]! += trust.guessed[other]!;
        counts[vertex]!++;
      }
    }
  }
  let settled = 0;
  for (let vertex = 0; vertex < isKnown.length; vertex++) {
    const count = counts[vertex]!;
    if (count === 0) continue;
    trust.uncertainties[vertex] = sums[vertex]! / count;
    trust.guessed[vertex] = 2 * guesses[vertex]! > count ? 1 : 0;
    isKnown[vertex] = 1;
    settled++;
  }
  return settled;
}
