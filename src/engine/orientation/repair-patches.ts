/**
 * Turns round whole patches of normals that disagree with the smooth surface about them (algorithm.md section 2,
 * step 2: terrain 49 % → 100 % right).
 *
 * Points whose normals agree across smooth, flat neighbourhoods form patches. Where two patches meet on smooth
 * surface with opposite signs, one of them is wrong; the pairs that disagree most strongly for their size are joined
 * with opposite signs first. Of patches joined so, those turn that hold fewer points (keeping the sign of the
 * largest patch instead turned three stripes for two). On an open sheet, where the winding number says nothing of
 * the side, this is what makes the sheet one.
 *
 * The two sides of a thin part disagree as well where it is thinner than the neighbourhoods are wide, and they are
 * right to: each lies below the other. A dispute across which patches do not lie at one height is none (an elk's
 * antlers: 99.3 % of its points on the right side before the repair, 93.2 % after one that turned those, too).
 */
import { task } from '../host/task.ts';
import { SignedSets } from './signed-sets.ts';

export interface PatchInput {
  /** [3 × count], normalised. */
  readonly positions: Float32Array;
  /** [4 × count]: unit normals; w is not used. */
  readonly normals: Float32Array;
  /** [k × count], 11 are used: neighbour j of point i at j × count + i, the point among them; 0xffffffff is none. */
  readonly neighbours: Uint32Array;
  readonly noiseNorm: number;
}

export interface PatchRepair {
  /** [count]: 1 where the normal has to turn round. */
  readonly flips: Uint8Array<ArrayBuffer>;
  readonly patchCount: number;
  /** [count]: from 1, which set of joined patches a point turns with; 0 where it does not turn. */
  readonly sets: Uint32Array<ArrayBuffer>;
  /** [sets] points that turn with each. */
  readonly setSizes: Uint32Array<ArrayBuffer>;
}

/** Nearest points that make edges, the point itself among them, and thresholds, all measured. */
export const PATCH_NEAREST = 11;
const PARALLEL = 0.85;
const PLANE_SLOPE = 0.3;
const PLANE_NOISE = 1.5;
/** Disagreement over √(size of the smaller patch) that is worth a flip. */
const LEAST_STRENGTH = 1;
/**
 * How high two patches lie above one another where they meet, over the lengths of the edges: one surface -.06 to .05,
 * the sides of a thin part -.20 to -.27.
 */
const MOST_HEIGHT = 0.1;

/** The same input gives the same flips: every order is that of the points. */
export const repairPatches = task('repairPatches', (input: PatchInput): PatchRepair => {
  const count = input.positions.length / 3;
  const { patches, sizes, disagreeing } = unitePatches(input, count);
  const sets = new SignedSets(sizes.length);
  const edges = edgesBetween(input, patches, disagreeing);
  for (const { first, second } of strongDisputes(edges, sizes)) sets.unite(first, second, true);
  const turned = smallerSides(sets, sizes);
  const flips = new Uint8Array(count).map((_, i) => turned[patches[i]!]!);
  return { flips, patchCount: sizes.length, ...numberSets(flips, (i) => sets.find(patches[i]!)) };
});

/** Sets that turn by number, in the order of their first points. */
function numberSets(flips: Uint8Array, rootOf: (i: number) => number): Pick<PatchRepair, 'sets' | 'setSizes'> {
  const numbers = new Map<number, number>();
  const sizes: number[] = [];
  const sets = new Uint32Array(flips.length);
  flips.forEach((flip, i) => {
    if (flip === 0) return;
    const root = rootOf(i);
    const number = numbers.get(root) ?? sizes.push(0);
    numbers.set(root, number);
    sets[i] = number;
    sizes[number - 1]!++;
  });
  return { sets, setSizes: Uint32Array.from(sizes) };
}

/** [patches] 1 for the patches of the sign that fewer points of their set have; the root's sign stays on a tie. */
function smallerSides(sets: SignedSets, sizes: Uint32Array): Uint8Array {
  const balance = new Float64Array(sizes.length);
  for (let p = 0; p < sizes.length; p++) balance[sets.find(p)]! += sets.isOpposite(p) ? -sizes[p]! : sizes[p]!;
  return new Uint8Array(sizes.length).map((_, p) => {
    const keepsRoot = balance[sets.find(p)]! >= 0;
    return Number(sets.isOpposite(p) === keepsRoot);
  });
}

/**
 * Visits the edges of the neighbour graph across which the surface is smooth, with the cosine of their normals. Of ten
 * edges a point few disagree: those are kept, and the visit, most of the repair's time, is made once.
 */
export function visitSmoothEdges(input: PatchInput, visit: (i: number, k: number, cosine: number) => void): void {
  const { positions, normals, neighbours, noiseNorm } = input;
  const count = positions.length / 3;
  const listed = Math.min(PATCH_NEAREST, neighbours.length / count);
  for (let i = 0; i < count; i++) {
    const nx = normals[4 * i]!;
    const ny = normals[4 * i + 1]!;
    const nz = normals[4 * i + 2]!;
    for (let j = 0; j < listed; j++) {
      const k = neighbours[j * count + i]!;
      if (k === 0xffffffff) break;
      // The point is its own first neighbour, but where points coincide it may come later.
      if (k === i) continue;
      const mx = normals[4 * k]!;
      const my = normals[4 * k + 1]!;
      const mz = normals[4 * k + 2]!;
      const cosine = nx * mx + ny * my + nz * mz;
      if (Math.abs(cosine) < PARALLEL) continue;
      const x = positions[3 * k]! - positions[3 * i]!;
      const y = positions[3 * k + 1]! - positions[3 * i + 1]!;
      const z = positions[3 * k + 2]! - positions[3 * i + 2]!;
      const tolerance = PLANE_SLOPE * Math.sqrt(x * x + y * y + z * z) + PLANE_NOISE * noiseNorm;
      if (Math.abs(x * nx + y * ny + z * nz) > tolerance || Math.abs(x * mx + y * my + z * mz) > tolerance) continue;
      visit(i, k, cosine);
    }
  }
}

interface Patches {
  /** [count] patch of each point; patches are numbered in the order of their first points. */
  readonly patches: Uint32Array;
  /** [patches] points of each. */
  readonly sizes: Uint32Array;
  /** Smooth edges whose ends have opposite signs. */
  readonly disagreeing: SmoothEdges;
}

/** Edges in the order of their visit; a list that grows by doubling. */
class SmoothEdges {
  count = 0;
  /** [2 × capacity] both ends. */
  ends = new Uint32Array(2048);
  /** [capacity] the cosine of the ends' normals. */
  cosines = new Float32Array(1024);

  add(i: number, k: number, cosine: number): void {
    if (this.count === this.cosines.length) {
      const [ends, cosines] = [this.ends, this.cosines];
      this.ends = new Uint32Array(2 * ends.length);
      this.ends.set(ends);
      this.cosines = new Float32Array(2 * cosines.length);
      this.cosines.set(cosines);
    }
    this.ends[2 * this.count] = i;
    this.ends[2 * this.count + 1] = k;
    this.cosines[this.count++] = cosine;
  }
}

/** Points whose normals agree across smooth surface, as patches. */
export function unitePatches(input: PatchInput, count: number): Patches {
  const sets = new SignedSets(count);
  const disagreeing = new SmoothEdges();
  visitSmoothEdges(input, (i, k, cosine) => {
    if (cosine > 0) sets.unite(i, k, false);
    else disagreeing.add(i, k, cosine);
  });
  const numbers = new Uint32Array(count); // number + 1 of the patch with this root, or 0
  const patches = new Uint32Array(count);
  const sizes = new Uint32Array(count);
  let patchCount = 0;
  for (let i = 0; i < count; i++) {
    const root = sets.find(i);
    numbers[root] ||= ++patchCount;
    patches[i] = numbers[root] - 1;
    sizes[patches[i]!]!++;
  }
  return { patches, sizes: sizes.slice(0, patchCount), disagreeing };
}

/** Edges between different patches that disagree: the two patches, the lower first. */
interface DisagreeingEdges {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** |cosine|. */
  readonly weights: Float32Array;
  /** How high each end lies above the plane of the other, on average. */
  readonly heights: Float32Array;
  readonly lengths: Float32Array;
}

function edgesBetween(
  { positions, normals }: PatchInput,
  patches: Uint32Array,
  { ends, cosines, count: most }: SmoothEdges,
): DisagreeingEdges {
  const [first, second] = [new Uint32Array(most), new Uint32Array(most)];
  const [weights, heights, lengths] = [new Float32Array(most), new Float32Array(most), new Float32Array(most)];
  let count = 0;
  for (let edge = 0; edge < most; edge++) {
    const i = ends[2 * edge]!;
    const k = ends[2 * edge + 1]!;
    const p = patches[i]!;
    const q = patches[k]!;
    if (p === q) continue;
    first[count] = Math.min(p, q);
    second[count] = Math.max(p, q);
    let [height, squared] = [0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const offset = positions[3 * k + axis]! - positions[3 * i + axis]!;
      height += (offset * (normals[4 * i + axis]! - normals[4 * k + axis]!)) / 2;
      squared += offset ** 2;
    }
    heights[count] = height;
    lengths[count] = Math.sqrt(squared);
    weights[count++] = -cosines[edge]!;
  }
  return {
    first: first.subarray(0, count),
    second: second.subarray(0, count),
    weights: weights.subarray(0, count),
    heights: heights.subarray(0, count),
    lengths: lengths.subarray(0, count),
  };
}

interface Dispute {
  readonly first: number;
  readonly second: number;
  readonly strength: number;
}

/** Pairs of patches that disagree strongly, the strongest first, equal ones in the order of their patches. */
function strongDisputes(edges: DisagreeingEdges, sizes: Uint32Array): Dispute[] {
  const { first, second, weights, heights, lengths } = edges;
  const disputes: Dispute[] = [];
  // Sorted by the second patch, then stably by the first: the edges of a pair follow one another.
  const bySecond = sortByKey(
    first.map((_, e) => e),
    second,
    sizes.length,
  );
  const order = sortByKey(bySecond, first, sizes.length);
  for (let begin = 0, end = 0; begin < order.length; begin = end) {
    const p = first[order[begin]!]!;
    const q = second[order[begin]!]!;
    let [sum, height, length] = [0, 0, 0];
    for (; end < order.length && first[order[end]!] === p && second[order[end]!] === q; end++) {
      sum += weights[order[end]!]!;
      height += heights[order[end]!]!;
      length += lengths[order[end]!]!;
    }
    if (Math.abs(height) > MOST_HEIGHT * length) continue;
    const strength = sum / Math.sqrt(Math.min(sizes[p]!, sizes[q]!));
    if (strength > LEAST_STRENGTH) disputes.push({ first: p, second: q, strength });
  }
  // The list is in the order of its pairs and the sort is stable.
  return disputes.sort((a, b) => b.strength - a.strength);
}

/** Items in the order of their keys (below `keyCount`), equal ones as they were: a counting sort. */
function sortByKey(items: Uint32Array, keys: Uint32Array, keyCount: number): Uint32Array {
  const offsets = new Uint32Array(keyCount + 1);
  for (const item of items) offsets[keys[item]! + 1]!++;
  for (let key = 0; key < keyCount; key++) offsets[key + 1]! += offsets[key]!;
  const sorted = new Uint32Array(items.length);
  for (const item of items) sorted[offsets[keys[item]!]!++] = item;
  return sorted;
}
