/**
 * Solid or gap: the sides of thin sheets (algorithm.md, "thin sheets"). Outward is away from the other side on a blade,
 * towards it between two walls; which it is, all points of a sheet decide together, for one alone errs.
 */
import { task } from '../host/task.ts';
import type { Sheets } from './judge-sheets.ts';

export interface TurnInput {
  /** [4 × count] outward as far as is known, any length; w is kept. */
  readonly directions: Float32Array;
  readonly sheets: Pick<Sheets, 'layers' | 'groups'>;
}

/** [4 × count]: the directions, on sheets replaced by the axes of their sides. */
export const turnSheets = task(
  'turnSheets',
  ({ directions, sheets: { layers, groups } }: TurnInput): Float32Array<ArrayBuffer> => {
    const count = groups.length;
    const votes = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      if (layers[4 * i + 3] === 0) continue;
      const [x, y, z] = [directions[4 * i]!, directions[4 * i + 1]!, directions[4 * i + 2]!];
      const along = x * layers[4 * i]! + y * layers[4 * i + 1]! + z * layers[4 * i + 2]!;
      const length = Math.hypot(x, y, z);
      if (length > 0) votes[groups[i]!]! += along / length;
    }
    const turned = new Float32Array(directions);
    for (let i = 0; i < count; i++) {
      if (layers[4 * i + 3] === 0) continue;
      const side = votes[groups[i]!]! < 0 ? -1 : 1;
      for (let axis = 0; axis < 3; axis++) turned[4 * i + axis] = side * layers[4 * i + axis]!;
    }
    return turned;
  },
);
