/**
 * A mesh with fewer triangles and the same shape: to a count, to a share, or as few as a deviation allows. Edges
 * collapse (collapse.ts), the vertices are fitted to the original (fit-vertices.ts), and what came out is tested and
 * measured: no triangle goes through another that did not before, none faces the other way, rims, pieces and handles
 * are those of the original, and how far the two surfaces lie apart is said.
 *
 * Where triangles would meet, the original's vertices about them are locked and all is done again by the same sweeps,
 * which change nothing far from what is newly locked. What comes of it is sound and has too many triangles: it
 * collapses further with every single edge tested (collapse-guarded.ts), the locked places first, as their edges cost
 * least. Where too much is in the way for that, the original does so from the beginning. Counts beyond the error at
 * which the shape is lost are not forced: the result then has more triangles and says why.
 */
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import { abortable } from '../../gpu/gpu.ts';
import type { TaskHost } from '../../host/host.ts';
import { shareable } from '../../host/shared-memory.ts';
import { runSteps } from '../../host/steps.ts';
import type { SearchTree } from '../../measure/closest-point.ts';
import { type Deviation, figuresOf, type MeasuredDeviation, NO_DEVIATION } from '../../measure/deviation.ts';
import { cornerTableSteps } from '../../mesh/corner-table.ts';
import type { CompactedMesh } from '../../mesh/editable-mesh.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { exactMeetings } from './exact-meetings.ts';
import { fitToOriginal, growSearchTree, measureDeviation } from './fit-tasks.ts';
import { type FindSelfIntersections, isOriginal, MeetingLocks } from './meeting-locks.ts';
import { markCorners, putBack, spreadSteps } from './put-back.ts';
import type { Sweep } from './collapse.ts';
import { collapseGuarded } from './collapse-guarded.ts';
import { collapseInParts } from './collapse-in-parts.ts';
import { type CollapsedMesh, type DeviationBound, isWithin, searchCount } from './simplify-tasks.ts';

/** How small: triangles, a share of those there are, or the greatest deviation, a length in the mesh's unit. */
export type SimplifyTarget =
  { readonly triangles: number } | { readonly share: number } | { readonly deviation: number };

export interface SimplifyOptions {
  readonly target: SimplifyTarget;
  /** Left out: the exact test of the check. */
  readonly findSelfIntersections?: FindSelfIntersections;
  /** Vertices of a part that one thread takes; left out: collapse-in-parts.ts. Other parts, another mesh. */
  readonly mostInPart?: number;
  /** Told how much is done, 0…1. */
  readonly onShare?: (share: number) => void;
}

export interface SimplifiedMesh {
  readonly mesh: WorldMesh;
  /**
   * Why it has no fewer triangles: because the target is reached; because no edge may go any more; because the shape
   * would be lost; because triangles would meet with fewer.
   */
  readonly stoppedBy: 'target' | 'topology' | 'shape' | 'self-intersections';
  /** How many triangles were asked for, as a number or a share; left out where a deviation was. */
  readonly wantedTriangles?: number;
  /** From the original to the mesh. */
  readonly fromOriginal: Deviation;
  /** From the mesh to the original. */
  readonly toOriginal: Deviation;
  /** Vertices of the original that were locked, so that no triangles meet. */
  readonly lockedVertices: number;
  /** Pairs of the original's triangles that meet, and were left as they are; left out where none is in the way. */
  readonly meetingBefore?: number;
}

/**
 * Of the largest extent: where 5 % of the surface lie further away, shape is lost. A millimetre in a print of 10 cm.
 */
const LOST_SHARE = 0.01;
/**
 * Of the largest extent: no place may go further, while edges collapse. Where much is locked, a count would otherwise
 * make the rest vanish: bones of 210,000 triangles, two thirds of them locked, had no ends left, .0242 away. A sound
 * koala of 618 triangles has .0208, one of 206, with no ears left, .067.
 */
export const MOST_DRIFT = 0.02;
/**
 * Tries with ever more locked, before the original is collapsed with every edge tested, which takes as long as four.
 */
const MOST_TRIES = 3;
/**
 * What an edge may cost, so many times the dearest one that went where triangles were let meet: what is free does not
 * make up for what is in the way. A surface with half the triangles costs so much, for costs go as the eighth power of
 * lengths.
 */
const MOST_COST_FACTOR = 16;
/** Of the triangles that are left: where more pairs meet, there would be no end of locking. */
const MOST_MEETING_SHARE = 0.01;
/** So many times the triangles may be left where that turns some the right way that seem to face the other. */
const MOST_FOR_SIDES = 1.1;
/** So many times are the fitted vertices about a meeting put back before the whole fit is. */
const MOST_RETREATS = 12;
/** The search measures before locks and fit; where these break the bound, the count rises, by more each time. */
const COUNT_FACTORS = [1, 1.1, 1.3, 1.7, 2.5];

/**
 * Takes 13 CPU s a million triangles, three quarters of them on all threads of the host: on two, 8 s.
 *
 * @throws ReconstructError `option-invalid` for a target out of range, `mesh-format` for a mesh that is empty or no
 *   oriented manifold; rejects with `context.signal.reason` when aborted
 */
export async function simplifyMesh(
  mesh: WorldMesh,
  options: SimplifyOptions,
  host: TaskHost,
  context: Pick<RunContext, 'signal'>,
): Promise<SimplifiedMesh> {
  checkTarget(options.target);
  const triangleCount = mesh.indices.length / 3;
  if (triangleCount === 0) throw new ReconstructError('mesh-format', 'The mesh has no triangles.', {});
  return new Simplification(mesh, options, host, context.signal).run();
}

function checkTarget(target: SimplifyTarget): void {
  const [name, value] = Object.entries(target)[0] as [string, number];
  const isRight =
    name === 'triangles'
      ? Number.isSafeInteger(value) && value >= 1
      : value > 0 && value < (name === 'share' ? 1 : Infinity);
  if (isRight) return;
  const wanted = {
    triangles: 'a whole number from 1',
    share: 'a share between 0 and 1',
    deviation: 'a length above 0',
  };
  throw new ReconstructError(
    'option-invalid',
    `The mesh is to be simplified to ${name} ${value}; give ${wanted[name as keyof typeof wanted]}.`,
    { option: 'simplify', value },
  );
}

/** A mesh of which no triangles meet that did not before. */
interface SoundMesh {
  readonly collapsed: CollapsedMesh;
  /** [vertexCount of the original] 1 for vertices that have kept their place and their edges */
  readonly isLocked: Uint8Array;
  readonly sweeps: readonly Sweep[];
}

class Simplification {
  readonly #original: WorldMesh;
  readonly #options: SimplifyOptions;
  readonly #host: TaskHost;
  readonly #signal: AbortSignal;
  readonly #locks: MeetingLocks;
  readonly #mostDrift: number;
  /** Of the original; grows beside the first collapse. */
  #tree: Promise<SearchTree> | null = null;
  #share = 0;

  constructor(mesh: WorldMesh, options: SimplifyOptions, host: TaskHost, signal: AbortSignal) {
    this.#original = { positions: shareable(mesh.positions), indices: shareable(mesh.indices) };
    this.#locks = new MeetingLocks(
      this.#original,
      options.findSelfIntersections ?? exactMeetings(host, { signal }),
      signal,
    );
    this.#mostDrift = MOST_DRIFT * extentOf(this.#original);
    this.#options = options;
    this.#host = host;
    this.#signal = signal;
  }

  async run(): Promise<SimplifiedMesh> {
    const found = await this.#find();
    this.#options.onShare?.(1);
    return found;
  }

  async #find(): Promise<SimplifiedMesh> {
    const { target } = this.#options;
    const triangleCount = this.#original.indices.length / 3;
    const shape: DeviationBound = { figure: 'share95', most: LOST_SHARE * extentOf(this.#original) };
    if ('deviation' in target) {
      const bound: DeviationBound = { figure: 'maximum', most: target.deviation };
      const count = await this.#search(bound, 1);
      const found = await this.#within(bound, count);
      return isWithin(shape, found.fromOriginal, found.toOriginal) ? found : this.#keepShape(shape, count);
    }
    const count = 'share' in target ? Math.max(1, Math.round(target.share * triangleCount)) : target.triangles;
    const found = await this.#simplify(Math.min(count, triangleCount));
    const isSound = isWithin(shape, found.fromOriginal, found.toOriginal);
    return { ...(isSound ? found : await this.#keepShape(shape, count)), wantedTriangles: count };
  }

  async #keepShape(shape: DeviationBound, fewest: number): Promise<SimplifiedMesh> {
    const found = await this.#within(shape, await this.#search(shape, fewest));
    return found.stoppedBy === 'target' ? { ...found, stoppedBy: 'shape' } : found;
  }

  #search(bound: DeviationBound, fewest: number): Promise<number> {
    return this.#await(this.#host.runTask(searchCount, { mesh: this.#original, bound, fewest }));
  }

  /** With `count` triangles, or with so many more that the bound holds. */
  async #within(bound: DeviationBound, count: number): Promise<SimplifiedMesh> {
    const triangleCount = this.#original.indices.length / 3;
    for (const factor of COUNT_FACTORS) {
      const triangles = Math.ceil(factor * count);
      if (triangles >= triangleCount) break;
      const found = await this.#simplify(triangles);
      if (isWithin(bound, found.fromOriginal, found.toOriginal)) return found;
    }
    return this.#unchanged('target');
  }

  /** Collapses, fits, and measures; once more where triangles face the other way, with those locked. */
  async #simplify(triangles: number): Promise<SimplifiedMesh> {
    if (triangles >= this.#original.indices.length / 3) {
      await runSteps(cornerTableSteps(this.#original), this.#signal);
      return this.#unchanged('target');
    }
    this.#locks.clear();
    this.#tree ??= this.#growTree();
    const first = await this.#collapseSoundly(triangles, null);
    if (!first) return this.#unchanged('self-intersections');
    const found = await this.#judge(first, triangles);
    if (found.opposed.length === 0) return found.result;
    // Where leaves lie close, the closest triangle may be one of the other side. What that costs may be too much.
    if ((await this.#locks.keepTriangles(found.mesh, found.opposed)) === 0) return found.result;
    if (this.#locks.countKept() > MOST_FOR_SIDES * triangles) return found.result;
    const second = await this.#collapseSoundly(triangles, first.sweeps);
    if (!second) return found.result;
    const { result } = await this.#judge(second, triangles);
    return result.mesh.indices.length <= MOST_FOR_SIDES * found.result.mesh.indices.length ? result : found.result;
  }

  /**
   * As few triangles as wanted, or as nearly as may be, of which none meet that did not before; null where none are
   * found.
   *
   * @param known sweeps that are done again; null for those that lead to the count
   */
  async #collapseSoundly(triangles: number, known: readonly Sweep[] | null): Promise<SoundMesh | null> {
    const { isLocked, isKept } = this.#locks;
    let sweeps = known;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      this.#tell(tries, 0);
      const until = sweeps ? { sweeps } : { triangles };
      const input = { mesh: this.#original, until, isLocked, mostDrift: this.#mostDrift };
      const collapsed = await collapseInParts(input, this.#host, this.#signal, this.#options.mostInPart);
      sweeps = collapsed.sweeps;
      this.#tell(tries, 0.5);
      const meeting = await this.#locks.findNew(collapsed);
      if (meeting.length > 0) {
        await this.#locks.lockMeeting(collapsed, meeting, tries);
        if (meeting.length / 2 > MOST_MEETING_SHARE * (collapsed.indices.length / 3)) break;
        continue;
      }
      if (this.#locks.count === 0 || collapsed.indices.length / 3 <= triangles) {
        return { collapsed, isLocked, sweeps };
      }
      const further = await this.#collapseFurther(collapsed, triangles, sweeps);
      return further ? { collapsed: further, isLocked: isKept, sweeps } : { collapsed, isLocked, sweeps };
    }
    const vertexCount = isKept.length;
    const sources = Uint32Array.from({ length: vertexCount }, (_, vertex) => vertex);
    const whole = { ...this.#original, sources, drifts: new Float64Array(vertexCount) };
    const collapsed = await this.#collapseFurther(whole, triangles, sweeps!);
    return collapsed && { collapsed, isLocked: isKept, sweeps: sweeps! };
  }

  /**
   * A sound mesh collapsed further; null where triangles have come to meet all the same.
   *
   * @param sweeps those that led to the count where triangles were let meet
   */
  async #collapseFurther(
    { positions, indices, sources, drifts }: Pick<CollapsedMesh, 'positions' | 'indices' | 'sources' | 'drifts'>,
    triangles: number,
    sweeps: readonly Sweep[],
  ): Promise<CollapsedMesh | null> {
    const { isKept } = this.#locks;
    const isLocked = Uint8Array.from(sources, (source) => isKept[source]!);
    const mostCost = MOST_COST_FACTOR * sweeps.reduce((most, { limit }) => Math.max(most, limit), 0);
    const input = { mesh: { positions, indices }, triangles, isLocked, mostDrift: this.#mostDrift, mostCost, drifts };
    const further = await this.#await(this.#host.runTask(collapseGuarded, input));
    const collapsed = { ...further, sources: further.sources.map((vertex) => sources[vertex]!) };
    return (await this.#locks.findNew(collapsed, isKept)).length > 0 ? null : collapsed;
  }

  /** Fits and measures what was collapsed; where the fit has turned a triangle over, its vertices go back. */
  async #judge(sound: SoundMesh, wanted: number) {
    const { collapsed, isLocked } = sound;
    const fitted = await this.#fit(sound);
    let mesh = fitted;
    let [toOriginal, fromOriginal] = await this.#measure(mesh);
    let opposed = this.#newlyOpposed(mesh, isLocked, toOriginal);
    if (opposed.length > 0 && mesh !== collapsed) {
      const isBack = new Uint8Array(fitted.sources.length);
      markCorners(fitted.indices, opposed, isBack);
      const back = { ...fitted, positions: putBack(fitted.positions, collapsed.positions, isBack) };
      if ((await this.#locks.findNew(back, isLocked)).length === 0) {
        mesh = back;
        [toOriginal, fromOriginal] = await this.#measure(mesh);
        opposed = this.#newlyOpposed(mesh, isLocked, toOriginal);
      }
    }
    const result = this.#resultOf(mesh, this.#stopOf(sound, mesh, wanted), fromOriginal, toOriginal);
    return { mesh, result, opposed };
  }

  #stopOf({ collapsed }: SoundMesh, { indices }: WorldMesh, wanted: number): SimplifiedMesh['stoppedBy'] {
    if (indices.length / 3 <= wanted) return 'target';
    if (collapsed.isGuarded || this.#locks.count > 0) return 'self-intersections';
    return collapsed.isHeld ? 'shape' : 'topology';
  }

  #newlyOpposed(mesh: CompactedMesh, isLocked: Uint8Array, { opposed }: MeasuredDeviation): Uint32Array {
    return opposed.filter((triangle) => !isOriginal(mesh, triangle, isLocked));
  }

  #resultOf(
    { positions, indices }: WorldMesh,
    stoppedBy: SimplifiedMesh['stoppedBy'],
    from: Deviation,
    to: Deviation,
  ): SimplifiedMesh {
    return {
      mesh: { positions, indices },
      stoppedBy,
      fromOriginal: figuresOf(from),
      toOriginal: figuresOf(to),
      lockedVertices: this.#locks.count,
      ...(this.#locks.pairsBefore > 0 && { meetingBefore: this.#locks.pairsBefore }),
    };
  }

  #unchanged(stoppedBy: SimplifiedMesh['stoppedBy']): SimplifiedMesh {
    return this.#resultOf(copyOf(this.#original), stoppedBy, NO_DEVIATION, NO_DEVIATION);
  }

  /** The fitted mesh, but for vertices whose moves would make triangles meet. */
  async #fit({ collapsed, isLocked }: SoundMesh): Promise<CompactedMesh> {
    const { positions, indices, sources } = collapsed;
    const isFixed = Uint8Array.from(sources, (source) => isLocked[source]!);
    let fitted = await fitToOriginal({ positions, indices }, this.#original, isFixed, this.#host, this.#signal);
    const isBack = new Uint8Array(sources.length);
    for (let retreat = 0; retreat < MOST_RETREATS; retreat++) {
      const mesh = { positions: fitted, indices, sources };
      const meeting = await this.#locks.findNew(mesh, isLocked);
      if (meeting.length === 0) return mesh;
      markCorners(indices, meeting, isBack);
      if (retreat > 0) await runSteps(spreadSteps(indices, isBack), this.#signal);
      fitted = putBack(fitted, positions, isBack);
    }
    return collapsed;
  }

  async #measure({ positions, indices }: WorldMesh): Promise<[MeasuredDeviation, MeasuredDeviation]> {
    const [original, simplified] = [this.#original, { positions, indices }];
    const [originalTree, tree] = await Promise.all([
      this.#await((this.#tree ??= this.#growTree())),
      growSearchTree(simplified, this.#host, this.#signal),
    ]);
    const [host, signal] = [this.#host, this.#signal];
    const to = { from: simplified, onto: original, tree: originalTree, least: 1 } as const;
    const from = { from: original, onto: simplified, tree, least: 0 } as const;
    return [await measureDeviation(to, host, signal), await measureDeviation(from, host, signal)];
  }

  #growTree(): Promise<SearchTree> {
    const growing = growSearchTree(this.#original, this.#host, this.#signal);
    // Whoever waits for it is told of a fault; until somebody does, it is none.
    growing.catch(() => undefined);
    return growing;
  }

  #await<T>(promise: Promise<T>): Promise<T> {
    return abortable(promise, this.#signal);
  }

  /** A further try halves what is left, as nobody knows how many there will be; and what is told never falls. */
  #tell(tries: number, share: number): void {
    this.#share = Math.max(this.#share, 1 - 2 ** -tries * (1 - share / 2));
    this.#options.onShare?.(this.#share);
  }
}

function copyOf({ positions, indices }: WorldMesh): WorldMesh {
  return { positions: Float64Array.from(positions), indices: Uint32Array.from(indices) };
}

/** The largest side of the box around all triangles. */
function extentOf({ positions, indices }: WorldMesh): number {
  let most = 0;
  for (let axis = 0; axis < 3; axis++) {
    let [low, high] = [Infinity, -Infinity];
    for (let corner = 0; corner < indices.length; corner++) {
      const value = positions[3 * indices[corner]! + axis]!;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    most = Math.max(most, high - low);
  }
  return most;
}
