/**
 * Whether the parts of a scene fit together at the creases where they meet (algorithm.md, "flipped parts"). Of two
 * faces that meet in an edge each sees the other before it, as floor and wall inside a cup, or each behind it, as the
 * side and the rim: where one sees the other before it and is itself seen behind, one of the two is inside out. The
 * winding number cannot tell that of the floor of a cup whose underside nobody scanned: turned round, it stands for
 * the underside that is missing, and all fits as well as before, or better.
 */
import { task } from '../host/task.ts';
import { confidentPoints } from './smooth-patches.ts';

export interface CreaseInput {
  /** [3 × count], normalised. */
  readonly positions: Float32Array;
  /** [4 × count]: unit normals; w = confidence of the plane. */
  readonly normals: Float32Array;
  /** [k × count] as in `PatchInput`. */
  readonly neighbours: Uint32Array;
  /** [count] number of each point's patch, `patchCount` for the points of none. */
  readonly patches: Uint32Array;
  readonly patchCount: number;
}

/** A point belongs to the face of a smooth point that sees it within this sine of its plane. */
const FACE_SINE = 0.25;
/** Two points of a crease see each other at least this far out of both planes, as the sine of the angle. */
const LEAST_SINE = 0.35;
/** Faces that turn by less than this at their edge, |cosine|, are one smooth surface. */
const MOST_COSINE = 0.8;

/**
 * [patchCount × patchCount], symmetric: pairs of neighbours across the creases of two patches that fit less those that
 * do not, and in `totals` how many there are.
 */
export interface CreaseVotes {
  readonly balances: Float32Array<ArrayBuffer>;
  readonly totals: Float32Array<ArrayBuffer>;
}

export const creaseVotes = task('creaseVotes', (input: CreaseInput): CreaseVotes => {
  const { positions, normals, neighbours, patches, patchCount } = input;
  const count = positions.length / 3;
  const listed = neighbours.length / count;
  const faces = facesOf(input);
  const balances = new Float32Array(patchCount ** 2);
  const totals = new Float32Array(patchCount ** 2);
  for (let i = 0; i < count; i++) {
    const own = faces[i]!;
    if (own === NOBODY) continue;
    for (let j = 0; j < listed; j++) {
      const k = neighbours[j * count + i]!;
      if (k === NOBODY) break;
      const other = faces[k]!;
      if (other === NOBODY || patches[own] === patches[other]) continue;
      let [cosine, before, behind, squared] = [0, 0, 0, 0];
      for (let axis = 0; axis < 3; axis++) {
        const along = positions[3 * k + axis]! - positions[3 * i + axis]!;
        cosine += normals[4 * own + axis]! * normals[4 * other + axis]!;
        before += along * normals[4 * own + axis]!;
        behind += along * normals[4 * other + axis]!;
        squared += along ** 2;
      }
      const least = LEAST_SINE * Math.sqrt(squared);
      if (Math.abs(cosine) > MOST_COSINE || Math.abs(before) < least || Math.abs(behind) < least) continue;
      const vote = before * behind < 0 ? 1 : -1;
      for (const at of [patches[own]! * patchCount + patches[other]!, patches[other]! * patchCount + patches[own]!]) {
        balances[at]! += vote;
        totals[at]!++;
      }
    }
  }
  return { balances, totals };
});

const NOBODY = 0xffffffff;

/**
 * [count] the smooth point whose face each point lies on, itself where it is one: beside a crease planes are of both
 * faces, so that a point takes the smooth one, of its neighbours and theirs, in whose plane it lies best.
 */
function facesOf({ positions, normals, neighbours, patches, patchCount }: CreaseInput): Uint32Array {
  const count = positions.length / 3;
  const isSmooth = confidentPoints(normals, count);
  const listed = neighbours.length / count;
  const isFace = (q: number): boolean => isSmooth[q] === 1 && patches[q]! < patchCount;
  return new Uint32Array(count).map((_, i) => {
    if (isFace(i)) return i;
    let [best, least] = [NOBODY, FACE_SINE];
    const consider = (q: number): void => {
      if (!isFace(q)) return;
      let [height, squared] = [0, 0];
      for (let axis = 0; axis < 3; axis++) {
        const along = positions[3 * i + axis]! - positions[3 * q + axis]!;
        height += along * normals[4 * q + axis]!;
        squared += along ** 2;
      }
      const sine = Math.abs(height) / Math.sqrt(Math.max(squared, 1e-30));
      if (sine < least) [best, least] = [q, sine];
    };
    for (let j = 0; j < listed; j++) {
      const k = neighbours[j * count + i]!;
      if (k === NOBODY) break;
      consider(k);
      for (let l = 0; l < listed; l++) {
        const q = neighbours[l * count + k]!;
        if (q === NOBODY) break;
        consider(q);
      }
    }
    return best;
  });
}
