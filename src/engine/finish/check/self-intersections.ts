/**
 * The pairs of triangles of a mesh that meet in more than what they share, by exact tests of all whose boxes overlap.
 * The work is cut by subtrees of the mesh's tree into tasks for the workers of the host. One million triangles of a
 * marching-cubes mesh are 7.7 million pairs of boxes.
 */
import type { RunContext } from '../../events.ts';
import { abortable } from '../../gpu/gpu.ts';
import type { TaskHost } from '../../host/host.ts';
import { INLINE_TASKS } from '../../host/inline-host.ts';
import { hasSharedMemory } from '../../host/shared-memory.ts';
import { runSteps } from '../../host/steps.ts';
import { task } from '../../host/task.ts';
import { type BoxedTree, subtreesOf, visitOverlaps } from '../../mesh/overlapping-pairs.ts';
import { doTrianglesMeet } from './do-triangles-meet.ts';
import { type FanTable, fanTableSteps, FlatFans } from './flat-fans.ts';

/** Of a subtree: some 0.1 s of work with its neighbours, so that an abort never waits long for a worker. */
const TASK_TRIANGLES = 1 << 14;

/**
 * Where so many pairs are found the search ends: a mesh of a million triangles in one place has 5·10^11, and nobody
 * looks at the hundred thousandth.
 */
export const MOST_PAIRS = 100_000;

/** A mesh whose triangles can be tested: at least one, all arrays in shared memory where there is some. */
export interface TestedMesh {
  /** [3 × vertexCount] within ±1 */
  readonly positions: Float64Array;
  /** [3 × triangleCount] no triangle degenerate */
  readonly indices: Uint32Array;
  readonly tree: BoxedTree;
}

export interface SelfIntersections {
  /** [2 × …] triangles, the lesser of a pair first; in ascending order. */
  readonly pairs: Uint32Array<ArrayBuffer>;
  /** Whether these are all; else there are more than `MOST_PAIRS`, and which of them are here depends on the tree. */
  readonly isComplete: boolean;
}

interface MeetingPairsInput extends TestedMesh {
  readonly fans: FanTable;
  readonly roots: Uint32Array;
  /** Which of the roots; see `visitOverlaps`. */
  readonly part: number;
  readonly most: number;
}

/** [2 × …] at most `most` pairs of a part that meet, as they are found. */
export const findMeetingPairs = task('findMeetingPairs', (input: MeetingPairsInput): Uint32Array<ArrayBuffer> => {
  const { positions, indices, tree, fans, roots, part, most } = input;
  const flatFans = new FlatFans(positions, indices, fans);
  const found: number[] = [];
  visitOverlaps(tree, roots, part, (triangle, other) => {
    if (flatFans.areApart(triangle, other) || !doTrianglesMeet(positions, indices, triangle, other)) return true;
    found.push(Math.min(triangle, other), Math.max(triangle, other));
    return found.length < 2 * most;
  });
  return Uint32Array.from(found);
});

/** Rejects with `context.signal.reason` when aborted. `onShare` is told how much is done, 0…1. */
export async function findSelfIntersections(
  mesh: TestedMesh,
  host: TaskHost,
  { signal }: Pick<RunContext, 'signal'>,
  onShare: (share: number) => void = () => undefined,
  most = MOST_PAIRS,
): Promise<SelfIntersections> {
  const fans = await runSteps(fanTableSteps(mesh.positions.length / 3, mesh.indices), signal);
  const roots = subtreesOf(mesh.tree, TASK_TRIANGLES);
  // A mesh too large to be copied for every task: without shared memory the work stays on this thread. A single task
  // would have a thread started for nothing.
  const tasks = hasSharedMemory() && roots.length > 1 ? host : INLINE_TASKS;
  const parts = new FoundParts(roots.length, most);
  let next = 0;
  let doneCount = 0;
  const lane = async (): Promise<void> => {
    while (next < roots.length && !parts.isFull) {
      const part = next++;
      const input = { ...mesh, fans, roots, part, most: most + 1 };
      parts.add(part, await abortable(tasks.runTask(findMeetingPairs, input), signal));
      onShare(++doneCount / roots.length);
    }
  };
  await Promise.all(Array.from({ length: tasks.parallelTasks }, lane));
  return parts.result();
}

/** Keeps the pairs of the first parts, in their order whenever they are done: what is kept is the same each time. */
class FoundParts {
  readonly #found: (Uint32Array | undefined)[];
  readonly #most: number;
  /** Parts before this one are done. */
  #doneBefore = 0;
  /** Pairs in those. */
  #count = 0;

  constructor(partCount: number, most: number) {
    this.#found = Array.from({ length: partCount });
    this.#most = most;
  }

  /** Whether the parts that are done have more pairs than are kept, so that no later one matters. */
  get isFull(): boolean {
    return this.#count > this.#most;
  }

  add(part: number, pairs: Uint32Array): void {
    this.#found[part] = pairs;
    for (;;) {
      const done = this.#found[this.#doneBefore];
      if (done === undefined || this.isFull) return;
      this.#count += done.length / 2;
      this.#doneBefore++;
    }
  }

  result(): SelfIntersections {
    const kept = Math.min(this.#count, this.#most);
    const all: [number, number][] = [];
    for (const pairs of this.#found.slice(0, this.#doneBefore)) {
      for (let i = 0; i < pairs!.length && all.length < kept; i += 2) all.push([pairs![i]!, pairs![i + 1]!]);
    }
    all.sort(([a, b], [c, d]) => a - c || b - d);
    return { pairs: Uint32Array.from(all.flat()), isComplete: !this.isFull };
  }
}
