/**
 * The parts that a scene may have the wrong way round: its largest smooth patches (algorithm.md, "flipped parts").
 * Creases part them; the points of creases join the patch beside them afterwards.
 */
import { upperMedian } from '../analysis/median.ts';
import { task } from '../host/task.ts';
import { type PatchInput, visitSmoothEdges } from './repair-patches.ts';
import { SignedSets } from './signed-sets.ts';

export interface SmoothPatches {
  /** [count] number of each point's patch, the largest first; `patchCount` for the points of none. */
  readonly patches: Uint32Array<ArrayBuffer>;
  readonly patchCount: number;
}

const MOST_PATCHES = 100;
/** Points of a patch at the least: so many, or this share of all. */
const LEAST_POINTS = 8;
const LEAST_SHARE = 1 / 5000;
/** Rounds in which points beside a patch join it, and the cosine that they need. */
const JOIN_ROUNDS = 4;
const JOIN_COSINE = 0.3;

/** The w of the normals is the confidence of their planes. */
export const smoothPatches = task('smoothPatches', (input: PatchInput): SmoothPatches => {
  const count = input.positions.length / 3;
  const isSmooth = confidentPoints(input.normals, count);
  const sets = new SignedSets(count);
  visitSmoothEdges(input, (i, k, cosine) => {
    if (cosine > 0 && isSmooth[i] === 1 && isSmooth[k] === 1) sets.unite(i, k, false);
  });
  const sizes = new Uint32Array(count);
  for (let i = 0; i < count; i++) sizes[sets.find(i)]!++;
  const least = Math.max(LEAST_POINTS, LEAST_SHARE * count);
  const largest = [...sizes.keys()]
    .filter((root) => sizes[root]! >= least)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b)
    .slice(0, MOST_PATCHES);
  const patchCount = largest.length;
  const numbers = new Uint32Array(count).fill(patchCount);
  largest.forEach((root, number) => (numbers[root] = number));
  let patches = new Uint32Array(count).map((_, i) => numbers[sets.find(i)]!);
  for (let round = 0; round < JOIN_ROUNDS; round++) patches = joinPatches(input, patches, patchCount);
  return { patches, patchCount };
});

/** [count] 1 where the plane fits about as well as that of most points. */
export function confidentPoints(normals: Float32Array, count: number): Uint8Array {
  const confidences = new Float32Array(count).map((_, i) => normals[4 * i + 3]!);
  const least = 1 - 3 * (1 - upperMedian(confidences.slice())) - 0.03;
  return new Uint8Array(count).map((_, i) => Number(confidences[i]! >= least));
}

/** Points of no patch take that of their nearest neighbour in one that faces their way. */
function joinPatches({ normals, neighbours }: PatchInput, patches: Uint32Array, none: number) {
  const count = patches.length;
  const listed = neighbours.length / count;
  const joined = new Uint32Array(patches);
  for (let i = 0; i < count; i++) {
    if (patches[i] !== none) continue;
    for (let j = 0; j < listed; j++) {
      const k = neighbours[j * count + i]!;
      if (k === 0xffffffff) break;
      const cosine =
        normals[4 * i]! * normals[4 * k]! +
        normals[4 * i + 1]! * normals[4 * k + 1]! +
        normals[4 * i + 2]! * normals[4 * k + 2]!;
      if (patches[k] === none || cosine <= JOIN_COSINE) continue;
      joined[i] = patches[k]!;
      break;
    }
  }
  return joined;
}
