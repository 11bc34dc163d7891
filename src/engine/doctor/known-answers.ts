/**
 * Small problems whose answers are known without a device: integers that must come out exactly, and orders that must be
 * those of plain code. A driver that miscompiles barriers, integer arithmetic or loops shows here, and not only as an
 * odd mesh.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import { encodeScan, SCAN_KERNELS } from '../gpu/scan.ts';
import type { StageContext } from '../host/stage-context.ts';
import { randomBits } from '../math/random.ts';
import { findNearest } from '../neighbours/find-nearest.ts';
import { uploadKdTree, uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import { CHAINS, HALVING, multiplyAdd, SETTLED_ROUNDS } from './measure-rates.ts';

export interface KnownAnswer {
  /** What is tried, for a person. */
  readonly name: string;
  /** Null where the answer is right, else what is wrong with it. Rejects like any stage. */
  check(stage: StageContext): Promise<string | null>;
}

const SEED = 11;
/** More than a block of blocks of the scan would take a while on a software device; so many need two of its levels. */
const SCANNED = 70_003;
const POINTS = 600;
const NEAREST = 8;
/** More than one row of workgroups: 65,535 of 64 threads, and one. */
const FOLDED = 65_535 * 64 + 1;

export const KNOWN_ANSWERS: readonly KnownAnswer[] = Object.freeze([
  {
    name: 'what is written is read back',
    async check({ gpu, context }) {
      using scope = new BufferScope(gpu, 'doctor/copy');
      const wanted = Uint32Array.from({ length: 4099 }, (_, i) => randomBits(SEED, 0, i));
      const first = scope.upload('first', wanted);
      const second = scope.storage('second', wanted.byteLength);
      gpu.commands('doctor/copy').copy(first, second, wanted.byteLength).submit();
      return differing(await gpu.readUints(second, wanted.length, context.signal), wanted);
    },
  },
  {
    name: 'new memory holds zeros',
    async check({ gpu, context }) {
      using scope = new BufferScope(gpu, 'doctor/zeros');
      const found = await gpu.readUints(scope.storage('zeros', 1 << 20), 1 << 18, context.signal);
      return differing(found, new Uint32Array(found.length));
    },
  },
  {
    name: 'arithmetic in float32',
    async check({ gpu, context }) {
      await gpu.load(multiplyAdd);
      using scope = new BufferScope(gpu, 'doctor/arithmetic');
      const values = scope.storage('values', 4 * POINTS);
      gpu
        .commands('doctor/arithmetic')
        .dispatch(multiplyAdd, POINTS, { count: POINTS, rounds: SETTLED_ROUNDS, ...HALVING }, { values })
        .submit();
      const found = await gpu.readFloats(values, POINTS, context.signal);
      return differing(found, new Float32Array(POINTS).fill(2 * CHAINS));
    },
  },
  {
    name: 'dispatches beyond one row of workgroups',
    async check({ gpu, context }) {
      await gpu.load(multiplyAdd);
      using scope = new BufferScope(gpu, 'doctor/folded');
      const values = scope.storage('values', 4 * FOLDED);
      gpu
        .commands('doctor/folded')
        .dispatch(multiplyAdd, FOLDED, { count: FOLDED, rounds: 0, ...HALVING }, { values })
        .submit();
      const found = await gpu.readFloats(values, FOLDED, context.signal);
      // Chains begin at i mod 256 and the numbers 0 to 15 above it.
      const wanted = Float32Array.from({ length: FOLDED }, (_, i) => CHAINS * (i & 255) + 120);
      return differing(found, wanted);
    },
  },
  {
    name: 'sums of what comes before',
    async check({ gpu, context }) {
      await gpu.load(...SCAN_KERNELS);
      using scope = new BufferScope(gpu, 'doctor/scan');
      const input = Uint32Array.from({ length: SCANNED }, (_, i) => randomBits(SEED, 1, i) % 7);
      const counts = scope.upload('counts', input);
      const commands = gpu.commands('doctor/scan');
      const total = encodeScan(commands, scope, counts, SCANNED);
      commands.submit();
      const wanted = new Uint32Array(SCANNED + 1);
      input.forEach((value, i) => (wanted[i + 1] = wanted[i]! + value));
      const found = new Uint32Array(SCANNED + 1);
      found.set(await gpu.readUints(counts, SCANNED, context.signal));
      found.set(await gpu.readUints(total, 1, context.signal), SCANNED);
      return differing(found, wanted);
    },
  },
  {
    name: 'nearest points',
    async check(stage) {
      const { gpu, host, context } = stage;
      // On a lattice all squared distances are exact in float32, and equal ones come in the order of their points.
      const positions = Float32Array.from({ length: 3 * POINTS }, (_, i) => (randomBits(SEED, 2, i) & 255) / 256);
      const tree = await buildKdTree(positions, host, context);
      using scope = new BufferScope(gpu, 'doctor/nearest');
      const found = await findNearest(
        { ...stage, scope },
        { tree: uploadKdTree(scope, tree), queries: uploadPoints(scope, positions), queryCount: POINTS, k: NEAREST },
      );
      const indices = await gpu.readUints(found.indices, NEAREST * POINTS, context.signal);
      return differing(indices, nearestOf(positions));
    },
  },
]);

/** [NEAREST × POINTS] neighbour-major, by looking at all of them. */
function nearestOf(positions: Float32Array): Uint32Array {
  const nearest = new Uint32Array(NEAREST * POINTS);
  for (let i = 0; i < POINTS; i++) {
    const squared = Array.from({ length: POINTS }, (_, j) =>
      [0, 1, 2].reduce((sum, axis) => sum + (positions[3 * i + axis]! - positions[3 * j + axis]!) ** 2, 0),
    );
    const order = squared.map((_, j) => j).sort((a, b) => squared[a]! - squared[b]! || a - b);
    for (let j = 0; j < NEAREST; j++) nearest[j * POINTS + i] = order[j]!;
  }
  return nearest;
}

/** Null where all numbers are the same. */
export function differing(found: ArrayLike<number>, wanted: ArrayLike<number>): string | null {
  let count = 0;
  let first = -1;
  for (let i = 0; i < wanted.length; i++) {
    if (found[i] === wanted[i]) continue;
    if (count++ === 0) first = i;
  }
  if (count === 0) return null;
  return `${count} of ${wanted.length} numbers are wrong, the first at ${first}: ${found[first]} for ${wanted[first]}`;
}
