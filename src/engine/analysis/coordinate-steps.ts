/**
 * The steps that coordinates come in: a file of float32 that holds eastings and northings has only every half metre of
 * them. Within a few steps such points lie in columns, and columns look like scan lines (algorithm.md section 2, "Scan
 * lines").
 */
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
  const pointCount = positions.length / 3;
  const stride = Math.max(1, Math.ceil(pointCount / SAMPLES));
  const values = new Float32Array(Math.ceil(pointCount / stride));
  const stepAlong = (axis: number): number => {
    for (let i = 0; i < values.length; i++) values[i] = positions[3 * stride * i + axis]!;
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
  return count === 0 ? 0 : steps.subarray(0, count).sort()[Math.floor(LOW_RANK * count)]!;
}
