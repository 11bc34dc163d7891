/**
 * Carries out moves of many vertices at once, halved where they would turn a triangle too far or make a needle of it.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { squaredBetween } from '../../mesh/squared-between.ts';
import { writeUnitNormal } from '../../mesh/triangle-normal.ts';

/** 60° */
const LEAST_COSINE = 0.5;
/** Of an equal-sided triangle's shape, 1: less is not made anew. */
const LEAST_SHAPE = 0.03;
const HALVINGS = 10;
/**
 * After these, a vertex that is still in the way stays; where two triangles disagree a few rounds more may be needed.
 */
const MOST_ROUNDS = 30;
const SHAPE_SCALE = 2 * Math.sqrt(3);

/**
 * @param positions [3 × vertexCount] changed in place
 * @param moves [3 × vertexCount]
 */
export function* guardMoves(positions: Float64Array, indices: Uint32Array, moves: Float64Array): Steps<void> {
  const shares = new Float64Array(positions.length / 3).fill(1);
  const moved = new Float64Array(positions.length);
  const [before, after] = [new Float64Array(4), new Float64Array(4)];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (let i = 0; i < moved.length; i++) moved[i] = positions[i]! + shares[Math.floor(i / 3)]! * moves[i]!;
    let bad = 0;
    for (let first = 0; first < indices.length; first += 3) {
      if ((first & STEP_MASK) < 3) yield;
      const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
      if (shares[a]! + shares[b]! + shares[c]! === 0) continue;
      measure(positions, a, b, c, before);
      measure(moved, a, b, c, after);
      const along = before[0]! * after[0]! + before[1]! * after[1]! + before[2]! * after[2]!;
      const turns = along < LEAST_COSINE;
      const narrows = after[3]! < LEAST_SHAPE && after[3]! < before[3]!;
      if (!turns && !narrows) continue;
      bad++;
      for (const vertex of [a, b, c]) shares[vertex] = round >= HALVINGS ? 0 : shares[vertex]! / 2;
    }
    if (bad === 0) break;
  }
  for (let i = 0; i < moved.length; i++) positions[i] = positions[i]! + shares[Math.floor(i / 3)]! * moves[i]!;
}

/** The unit normal and the shape of a triangle. */
function measure(p: Float64Array, a: number, b: number, c: number, out: Float64Array): void {
  const length = writeUnitNormal(p, a, b, c, out, 0);
  const squares = squaredBetween(p, a, b) + squaredBetween(p, a, c) + squaredBetween(p, b, c);
  out[3] = squares > 0 ? (SHAPE_SCALE * length) / squares : 0;
}
