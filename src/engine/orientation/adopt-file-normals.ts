/**
 * The side of every plane from the normals that came with the file.
 *
 * A file's normals are checked against the local planes first: exporters write zeros, normals of another transform, or
 * plain noise. Where they are good they give the sign only, and the axis stays that of the plane, whose neighbourhood
 * fits the measured noise; how the file's were made is unknown, and the planes cannot tell better normals from worse.
 */
import { task } from '../host/task.ts';
import { turnRound, voteOfKnown } from './known-sides.ts';

export interface FileNormalsInput {
  /** [4 × count]: unit axes of the local planes; w = confidence. */
  readonly axes: Float32Array;
  /** [3 × count], any length, point order. */
  readonly fileNormals: Float32Array;
  /** [k × count]: neighbour j of point i at j × count + i; 0xffffffff is none. */
  readonly neighbours: Uint32Array;
}

export interface AdoptedNormals {
  /** Share of the points whose file normal lies within 60° of the axis. */
  readonly agreement: number;
  /** [4 × count]: axes turned to the file's side, w as in `axes`. Not there when the agreement is too low. */
  readonly normals?: Float32Array<ArrayBuffer>;
}

/** |cosine| between file normal and axis from which the file's normal says which side is which. */
const AGREEING = 0.5;
/** Random directions agree half of the time (|cosine| is uniform in 0…1). */
export const LEAST_AGREEMENT = 0.8;

/** Points without a usable file normal take the side of the majority of their neighbours. */
export const adoptFileNormals = task(
  'adoptFileNormals',
  ({ axes, fileNormals, neighbours }: FileNormalsInput): AdoptedNormals => {
    const count = axes.length / 4;
    const normals = new Float32Array(axes);
    let pending: number[] = [];
    for (let i = 0; i < count; i++) {
      const cosine = cosineTo(fileNormals, axes, i);
      if (Math.abs(cosine) > AGREEING) turn(normals, i, cosine);
      else pending.push(i);
    }
    const agreement = 1 - pending.length / count;
    if (agreement < LEAST_AGREEMENT) return { agreement };

    const known = new Uint8Array(count).fill(1);
    for (const i of pending) known[i] = 0;
    // Sides spread from the known to their neighbours, a ring a round; every round looks at the one before only.
    while (pending.length > 0) {
      const votes = pending.map((i) => voteOfKnown(normals, known, neighbours, i));
      const left = pending.filter((_, at) => votes[at] === 0);
      pending.forEach((i, at) => {
        if (votes[at] === 0) return;
        turn(normals, i, votes[at]!);
        known[i] = 1;
      });
      if (left.length === pending.length) break;
      pending = left;
    }
    // Out of reach of anything usable: the file's own half space, where it names one, is better than chance.
    for (const i of pending) turn(normals, i, cosineTo(fileNormals, axes, i));
    return { agreement, normals };
  },
);

/** Cosine between a file normal and the axis; NaN where the file's is not a direction. */
function cosineTo(fileNormals: Float32Array, axes: Float32Array, i: number): number {
  const x = fileNormals[3 * i]!;
  const y = fileNormals[3 * i + 1]!;
  const z = fileNormals[3 * i + 2]!;
  return (x * axes[4 * i]! + y * axes[4 * i + 1]! + z * axes[4 * i + 2]!) / Math.hypot(x, y, z);
}

function turn(normals: Float32Array, i: number, side: number): void {
  if (side < 0) turnRound(normals, i);
}
