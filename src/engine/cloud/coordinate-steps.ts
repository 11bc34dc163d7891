/**
 * The steps that coordinates come in: a file of float32 that holds eastings and northings has only every half metre of
 * them. Within a few steps such points lie in columns, and columns look like scan lines (algorithm.md section 2, "Scan
 * lines").
 */
import { gatherTriples } from '../math/gather-triples.ts';
import { selectRank } from '../math/select-rank.ts';
import type { Triple } from '../math/triple.ts';

/** Points looked at: of coordinates without steps these leave some 1e-6 of the extent between neighbours. */
const SAMPLES = 2 ** 17;
/** Rank among the distances from value to value: of few points on steps, many neighbours lie several steps apart. */
const LOW_RANK = 0.1;

/**
 * Along each axis, 0 where all points agree; of coordinates without steps the distance of neighbouring values, which
 * is nothing beside that of points.
 *
 * @param positions [3 × pointCount] normalised
 */
export function coordinateSteps(positions: Float32Array): Triple {
  const indices = stepSample(positions.length / 3);
  return stepsOfSample(gatherTriples(positions, indices, new Float32Array(3 * indices.length)));
}

/** Which of so many points `coordinateSteps` looks at, ascending. */
export function stepSample(pointCount: number): Uint32Array<ArrayBuffer> {
  const stride = Math.max(1, Math.ceil(pointCount / SAMPLES));
  return Uint32Array.from({ length: Math.ceil(pointCount / stride) }, (_, i) => stride * i);
}

/** @param sample [3 × …] the points of `stepSample` */
export function stepsOfSample(sample: Float32Array): Triple {
  const values = new Float32Array(sample.length / 3);
  const stepAlong = (axis: number): number => {
    for (let i = 0; i < values.length; i++) values[i] = sample[3 * i + axis]!;
    return stepOf(values.sort());
  };
  return [stepAlong(0), stepAlong(1), stepAlong(2)];
}

/** @param values ascending */
function stepOf(values: Float32Array): number {
  const steps = new Float32Array(values.length);
  let count = 0;
  for (let i = 1; i < values.length; i++) {
    const step = values[i]! - values[i - 1]!;
    if (step > 0) steps[count++] = step;
  }
  return count === 0 ? 0 : selectRank(steps.subarray(0, count), Math.floor(LOW_RANK * count));
}
