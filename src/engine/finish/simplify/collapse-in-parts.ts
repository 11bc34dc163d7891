/**
 * The sweeps of collapse.ts shared out to all threads of the host. Each sweep cuts the mesh into parts
 * (vertex-parts.ts), which collapse what costs no more than the limit of all, side by side; the next one cuts it
 * another way. Nearly all of the work is in the first sweeps: once few vertices are left to go, one thread takes what
 * no part could, to the very count. Parts and limits follow from the mesh alone, so the bytes are the same on any
 * number of threads.
 */
import type { TaskHost } from '../../host/host.ts';
import { inStretches } from '../../host/in-stretches.ts';
import { INLINE_TASKS } from '../../host/inline-host.ts';
import { allocateShareable, hasSharedMemory } from '../../host/shared-memory.ts';
import { finishSteps } from '../../host/steps.ts';
import { task } from '../../host/task.ts';
import { abortable } from '../../gpu/gpu.ts';
import { EditableMesh, type MeshTables, meshTableSteps } from '../../mesh/editable-mesh.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { AliveVertices, type SweepLimit } from './alive-vertices.ts';
import { Collapser, type CollapseTables, collapseTables, goOnSteps, repeatOnSteps, type Sweep } from './collapse.ts';
import {
  collapseMesh,
  type CollapsedMesh,
  type CollapseInput,
  compactedSteps,
  SIMPLIFY_LIMITS,
} from './simplify-tasks.ts';
import { CUTS, markBorderSteps, type VertexParts, vertexPartSteps, verticesOf } from './vertex-parts.ts';

/** Some 30,000 triangles: a tenth of a second of work, and borders of a thirtieth of the vertices. */
export const PART_VERTICES = 1 << 14;
/** Of all vertices: where a sweep wants fewer, it is one thread's. */
const LEAST_SHARED = 1 / 64;
/**
 * Of all vertices, those whose cheapest edges go in one sweep: each sweep looks again at nearly all that are left.
 * Measured at 10 %, P2S in 10⁻⁵ of the extent and CPU s of the sweeps: koala .2 6.231, .3 6.235, .5 6.217; gear .2
 * 6.962 and 9.9 s, .5 6.972 and 6.8. Over a whole mesh of few triangles .5 turns two of a thin blade over.
 */
const SHARED_SHARE = 0.5;
/** More than any part has. */
const MOST_VERTICES = 2 ** 32;

/** A mesh that is being collapsed: everything but its original. */
interface OpenCollapse {
  readonly mesh: MeshTables;
  readonly tables: CollapseTables;
}

export const openCollapse = task('openCollapse', (mesh: WorldMesh): OpenCollapse => ({
  mesh: finishSteps(meshTableSteps(mesh)),
  tables: collapseTables(mesh.positions.length / 3),
}));

interface CutInput {
  readonly positions: Float64Array;
  readonly most: number;
  readonly share: number;
}

export const cutVertices = task('cutVertices', ({ positions, most, share }: CutInput): VertexParts =>
  finishSteps(vertexPartSteps(positions, most, share)),
);

interface PartInput extends OpenCollapse {
  readonly parts: VertexParts;
  readonly part: number;
  /** [vertexCount] see `EdgeLimits` */
  readonly isLocked: Uint8Array;
  readonly mostDrift: number;
}

function openPart(
  { mesh, tables, ...options }: Omit<PartInput, 'parts' | 'part'>,
  triangleCount: number,
  triangles: number,
) {
  const editable = new EditableMesh(mesh, triangleCount);
  return { editable, collapser: new Collapser(editable, { ...SIMPLIFY_LIMITS, ...options, triangles }, tables) };
}

/** Before the first sweep: the sums of a part's vertices. */
export const sumPart = task('sumPart', ({ parts, part, ...input }: PartInput): void =>
  finishSteps(openPart(input, 0, 0).collapser.sumSteps(verticesOf(parts, part))),
);

/** Once all have their sums: the cheapest edges of a part's vertices. */
export const lookPart = task('lookPart', ({ parts, part, ...input }: PartInput): void =>
  finishSteps(openPart(input, 0, 0).collapser.lookSteps(verticesOf(parts, part))),
);

interface SweepInput extends PartInput {
  readonly limit: number;
  readonly lastVertex: number;
  /** The most vertices to go. */
  readonly most: number;
}

interface SweptPart {
  readonly triangles: number;
  readonly lastVertex: number;
  readonly isHeld: boolean;
}

/** Sweeps a part but for its border. */
export const sweepPart = task(
  'sweepPart',
  ({ parts, part, limit, lastVertex, most, ...input }: SweepInput): SweptPart => {
    // Counted down from what may go: how many there are elsewhere is not known here.
    const { editable, collapser } = openPart(input, 2 * most, 0);
    if (most === 0) return { triangles: 0, lastVertex: -1, isHeld: false };
    finishSteps(markBorderSteps(editable, parts, part, input.isLocked));
    const last = finishSteps(collapser.sweepSteps(verticesOf(parts, part), limit, lastVertex));
    return { triangles: 2 * most - editable.triangleCount, lastVertex: last, isHeld: collapser.isHeld };
  },
);

interface RestInput extends OpenCollapse {
  readonly isLocked: Uint8Array;
  readonly mostDrift: number;
  readonly triangleCount: number;
  readonly until: CollapseInput['until'];
}

/** What is left to do on one thread, to the end. */
export const collapseRest = task('collapseRest', ({ triangleCount, until, ...input }: RestInput): CollapsedMesh => {
  const triangles = 'triangles' in until ? until.triangles : 0;
  const { editable, collapser } = openPart(input, triangleCount, triangles);
  collapser.alive.dropGone();
  finishSteps(collapser.renewSteps(collapser.alive.vertices));
  const done = finishSteps(
    'sweeps' in until
      ? repeatOnSteps(collapser, until.sweeps)
      : goOnSteps(editable, { ...SIMPLIFY_LIMITS, ...input, triangles }, collapser),
  );
  return { ...finishSteps(compactedSteps(editable, input.tables.drifts)), ...done };
});

/**
 * As the task `collapseMesh`, on all threads where the mesh has several parts. Rejects with `signal.reason` when
 * aborted.
 *
 * @param mostInPart vertices
 */
export async function collapseInParts(
  input: CollapseInput,
  host: TaskHost,
  signal: AbortSignal,
  mostInPart = PART_VERTICES,
): Promise<CollapsedMesh> {
  if (input.mesh.positions.length / 3 <= mostInPart) return abortable(host.runTask(collapseMesh, input), signal);
  // Arrays that would be copied for every task leave the work on this thread.
  return new SharedCollapse(input, hasSharedMemory() ? host : INLINE_TASKS, signal).run(mostInPart);
}

class SharedCollapse {
  readonly #input: CollapseInput;
  readonly #host: TaskHost;
  readonly #signal: AbortSignal;
  /** The locks, and borders while parts are at work. */
  readonly #isLocked: Uint8Array;
  #triangleCount: number;
  #isHeld = false;

  constructor(input: CollapseInput, host: TaskHost, signal: AbortSignal) {
    this.#input = input;
    this.#host = host;
    this.#signal = signal;
    this.#isLocked = new Uint8Array(allocateShareable(input.isLocked.length));
    this.#isLocked.set(input.isLocked);
    this.#triangleCount = input.mesh.indices.length / 3;
  }

  async run(mostInPart: number): Promise<CollapsedMesh> {
    const { mesh, until } = this.#input;
    const cutting = CUTS.map((share) =>
      this.#await(this.#host.runTask(cutVertices, { positions: mesh.positions, most: mostInPart, share })),
    );
    const opening = this.#await(this.#host.runTask(openCollapse, mesh));
    const [cuts, open] = [await Promise.all(cutting), await opening];
    const look = { ...open, isLocked: this.#input.isLocked, mostDrift: this.#input.mostDrift };
    await this.#overParts(cuts[0]!, (part) => this.#host.runTask(sumPart, { ...look, parts: cuts[0]!, part }));
    await this.#overParts(cuts[0]!, (part) => this.#host.runTask(lookPart, { ...look, parts: cuts[0]!, part }));
    return 'sweeps' in until ? this.#repeat(open, cuts, until.sweeps) : this.#collapse(open, cuts, until.triangles);
  }

  async #collapse(open: OpenCollapse, cuts: readonly VertexParts[], triangles: number): Promise<CollapsedMesh> {
    const alive = new AliveVertices(open.mesh.cornerOf, open.tables.best);
    const sweeps: Sweep[] = [];
    for (;;) {
      const left = Math.floor((this.#triangleCount - triangles) / 2);
      // Two ways through the vertices: some milliseconds.
      const next = left > 0 ? alive.nextLimit(left, SHARED_SHARE) : null;
      if (next === null || next.wanted < LEAST_SHARED * open.mesh.cornerOf.length) break;
      const cut = sweeps.length % cuts.length;
      const most = sharesOf(next, cuts[cut]!, left);
      const swept = await this.#sweep(open, cuts[cut]!, next.limit, (part) => ({
        most: most[part]!,
        lastVertex: Infinity,
      }));
      sweeps.push({ limit: next.limit, cut, lastVertices: swept.map(({ lastVertex }) => lastVertex) });
      // Whatever is in the way lies along borders.
      if (swept.every((part) => part.triangles === 0)) break;
    }
    return this.#finish(open, { triangles }, sweeps);
  }

  async #repeat(open: OpenCollapse, cuts: readonly VertexParts[], sweeps: readonly Sweep[]): Promise<CollapsedMesh> {
    const shared = sweeps.filter(({ cut }) => cut !== undefined);
    for (const { limit, cut, lastVertices } of shared) {
      const parts = cuts[cut!]!;
      await this.#sweep(open, parts, limit, (part) => ({ most: MOST_VERTICES, lastVertex: lastVertices[part]! }));
    }
    return this.#finish(open, { sweeps: sweeps.slice(shared.length) }, shared);
  }

  async #sweep(
    open: OpenCollapse,
    parts: VertexParts,
    limit: number,
    boundOf: (part: number) => Pick<SweepInput, 'most' | 'lastVertex'>,
  ): Promise<SweptPart[]> {
    const input = { ...open, parts, limit, isLocked: this.#isLocked, mostDrift: this.#input.mostDrift };
    const swept = await this.#overParts(parts, (part) =>
      this.#host.runTask(sweepPart, { ...input, part, ...boundOf(part) }),
    );
    for (const { triangles, isHeld } of swept) {
      this.#triangleCount -= triangles;
      this.#isHeld ||= isHeld;
    }
    return swept;
  }

  async #finish(open: OpenCollapse, until: CollapseInput['until'], sweeps: readonly Sweep[]): Promise<CollapsedMesh> {
    const { isLocked, mostDrift } = this.#input;
    const input = { ...open, isLocked, mostDrift, triangleCount: this.#triangleCount, until };
    const rest = await this.#await(this.#host.runTask(collapseRest, input));
    const isReached = 'triangles' in until && rest.indices.length / 3 <= until.triangles;
    const isHeld = !isReached && (rest.isHeld || this.#isHeld);
    return { ...rest, isHeld, sweeps: [...sweeps, ...rest.sweeps] };
  }

  #overParts<R>(parts: VertexParts, run: (part: number) => Promise<R>): Promise<R[]> {
    return inStretches(parts.starts.length - 1, 1, this.#host, this.#signal, ({ first }) => run(first));
  }

  #await<T>(promise: Promise<T>): Promise<T> {
    return abortable(promise, this.#signal);
  }
}

/** [partCount] how many of the vertices that are left to go may go in each part: by what the limit takes there. */
function sharesOf({ sample }: SweepLimit, { partOf, starts }: VertexParts, left: number): number[] {
  const counts = new Array<number>(starts.length - 1).fill(0);
  for (const vertex of sample) counts[partOf[vertex]!]!++;
  return counts.map((count) => Math.floor((left * count) / sample.length));
}
