/**
 * Takes the handles of a surface away that a short loop goes through: bridges and tunnels that noise, gaps and strays
 * make, and that no figure of distances shows (after Guskov and Wood, "Topological noise removal", 2001). Of the loops
 * of a handle the shortest is cut first, which changes the surface least, and another where discs across it would go
 * through the surface. Everything else stays where it is.
 */
import type { RunContext } from '../../events.ts';
import { runSteps, type Steps } from '../../host/steps.ts';
import type { Triple } from '../../math/triple.ts';
import { type Box, doOverlap } from '../../mesh/boxes.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { FindSelfIntersections } from '../simplify/meeting-locks.ts';
import { type Cut, cutLoop } from './cut-loop.ts';
import { CutSurface } from './cut-surface.ts';
import { CutWords } from './cut-words.ts';
import { type HandleSurface, handleSurfaceSteps } from './handle-surface.ts';
import { type KnownLoop, KnownLoops, type LeftReason } from './known-loops.ts';
import { addSeedsWithin, LoopSearch, seedSteps } from './short-loops.ts';
import { signatureSteps } from './signatures.ts';
import { TriangleCells } from './triangle-cells.ts';
import type { Loop } from './wavefront.ts';

/** In the mesh's unit. */
export interface ClosedHandle {
  /** The mean of the vertices of the loop that was cut. */
  readonly centre: Triple;
  /** Of that loop. */
  readonly length: number;
}

export interface LeftHandle extends ClosedHandle {
  readonly reason: LeftReason;
}

export interface HandlesClosed {
  readonly positions: Float64Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [vertexCount] the vertex that each one was, of new ones one close by; null where nothing was changed. */
  readonly sources: Uint32Array<ArrayBuffer> | null;
  /** [triangleCount of the mesh that was given] where each triangle is now, or NO_TRIANGLE; null likewise. */
  readonly places: Uint32Array<ArrayBuffer> | null;
  readonly closed: readonly ClosedHandle[];
  /** Those with a loop as short that stay. */
  readonly left: readonly LeftHandle[];
  /** Of the mesh that was given; null where it is no oriented manifold, which has none to look for. */
  readonly handles: number | null;
}

export interface HandleLimits {
  /** [vertexCount] loops up to this length, in the mesh's unit, are cut; by the mean at their vertices. */
  readonly bounds: Float32Array;
  /** Whether what a loop goes round is to stay. */
  readonly isStrand?: (surface: HandleSurface, loop: Loop) => boolean;
  readonly doubt?: Doubt;
}

/** Of loops that are cut only where that is allowed; the others stay, and are not named. */
export interface Doubt {
  /** @param trianglesIn those whose boxes overlap a box */
  readonly isFalse: (surface: HandleSurface, loop: Loop, cut: Cut, trianglesIn: (box: Box) => Uint32Array) => boolean;
  /** The longest bound that is looked for, by the number of seeds that wavefronts may begin at. */
  readonly longest: (seedCount: number) => number;
}

/**
 * @param mesh whose parts do not touch (`part-fans.ts`); it is not changed
 * @param find the test that no disc goes through the surface
 */
export async function closeHandles(
  mesh: WorldMesh,
  limits: HandleLimits,
  find: FindSelfIntersections,
  context: Pick<RunContext, 'signal' | 'pause'>,
): Promise<HandlesClosed> {
  return await new HandleClosing(mesh, limits, find, context).run();
}

/** What one round hands to the next. */
interface Round {
  readonly surface: CutSurface;
  readonly search: LoopSearch;
  readonly known: KnownLoops;
  readonly cells: TriangleCells;
  readonly words: CutWords;
}

class HandleClosing {
  readonly #mesh: WorldMesh;
  readonly #bounds: Float32Array;
  readonly #isStrand: (surface: HandleSurface, loop: Loop) => boolean;
  readonly #doubt: Doubt | undefined;
  readonly #find: FindSelfIntersections;
  readonly #context: Pick<RunContext, 'signal' | 'pause'>;

  constructor(
    mesh: WorldMesh,
    { bounds, isStrand, doubt }: HandleLimits,
    find: FindSelfIntersections,
    context: Pick<RunContext, 'signal' | 'pause'>,
  ) {
    this.#mesh = mesh;
    this.#bounds = bounds;
    this.#isStrand = isStrand ?? (() => false);
    this.#doubt = doubt;
    this.#find = find;
    this.#context = context;
  }

  async run(): Promise<HandlesClosed> {
    const untouched = { ...this.#mesh, sources: null, places: null, closed: [], left: [] };
    const whole = await this.#steps(handleSurfaceSteps(this.#mesh));
    if (!whole) return { ...untouched, handles: null };
    const signatures = await this.#steps(signatureSteps(whole));
    const { handles } = signatures;
    if (handles === 0) return { ...untouched, handles };
    const surface = new CutSurface(whole, signatures);
    const seeds = await this.#steps(seedSteps(surface));
    const longest = this.#doubt?.longest(seeds.length) ?? Infinity;
    const boundAt = (vertex: number): number => Math.min(longest, this.#bounds[surface.originOf(vertex)]!);
    const search = new LoopSearch(surface, boundAt, this.#doubt !== undefined);
    const known = new KnownLoops(surface);
    known.add(await this.#steps(search.loopSteps(seeds)));
    if (known.all.length === 0) return { ...untouched, handles };
    const cells = await this.#steps(TriangleCells.buildSteps(surface));
    const round = { surface, search, known, cells, words: await this.#steps(CutWords.beginSteps(surface, signatures)) };
    const closed: ClosedHandle[] = [];
    // Where one handle is gone, the loops of its neighbours may be other ones.
    for (;;) {
      const cuts = await this.#cutRound(round, closed);
      if (cuts.length === 0) break;
      await this.#renew(round, cuts);
    }
    const left = shortestOfEach(surface, known.all);
    if (!surface.isCut) return { ...untouched, left, handles };
    return { ...(await this.#steps(surface.meshSteps())), closed, left, handles };
  }

  /** Cuts the shortest loops that part nothing and lie apart from one another; the boxes of what was cut. */
  async #cutRound({ surface, known, cells, words }: Round, closed: ClosedHandle[]): Promise<Box[]> {
    const boxes: Box[] = [];
    const trianglesIn = (box: Box): Uint32Array => cells.near(box).filter((triangle) => !surface.isGone(triangle));
    for (const one of known.all) {
      const { loop, box, halfEdges } = one;
      if (one.left !== null || boxes.some((other) => doOverlap(box, other))) continue;
      if (words.parts(halfEdges)) continue;
      const cut = this.#isStrand(surface, loop)
        ? 'strand'
        : await cutLoop(surface, loop, trianglesIn, this.#find, this.#context);
      if (typeof cut === 'string') {
        one.left = cut;
        continue;
      }
      if (this.#doubt && !this.#doubt.isFalse(surface, loop, cut, trianglesIn)) {
        one.left = 'shown';
        continue;
      }
      // Where it reaches further than its loop, into what another one has changed, it is looked at again in the next
      // round.
      if (boxes.some((other) => doOverlap(cut.box, other))) continue;
      closed.push(handleOf(surface, loop));
      boxes.push(cut.box);
      const first = surface.indices.length / 3;
      words.forget(halfEdges);
      words.extend(surface.apply(cut), 3 * first);
      cells.add(first);
    }
    return boxes;
  }

  /** Looks for loops where something was cut, and where loops are gone by that. */
  async #renew({ surface, search, known, cells }: Round, cuts: readonly Box[]): Promise<void> {
    const seeds = new Set<number>();
    for (const box of [...cuts, ...known.renew(cuts)]) {
      cells.visit(box, (triangle) => {
        if (!surface.isGone(triangle)) addSeedsWithin(surface, triangle, box, seeds);
      });
    }
    known.add(await this.#steps(search.loopSteps([...seeds].sort((a, b) => a - b))));
  }

  async #steps<T>(steps: Steps<T>): Promise<T> {
    return await runSteps(steps, this.#context.signal, this.#context.pause);
  }
}

function handleOf(surface: HandleSurface, loop: Loop): ClosedHandle {
  return { centre: centreOf(surface, loop), length: loop.length };
}

function centreOf({ positions }: WorldMesh, { vertices }: Loop): Triple {
  const sum: [number, number, number] = [0, 0, 0];
  for (const vertex of vertices) for (let axis = 0; axis < 3; axis++) sum[axis]! += positions[3 * vertex + axis]!;
  return sum.map((value) => value / vertices.length) as unknown as Triple;
}

/** A handle has several loops: of those about one place the shortest. */
function shortestOfEach(surface: HandleSurface, known: readonly KnownLoop[]): LeftHandle[] {
  const kept: Box[] = [];
  return known.flatMap(({ loop, box, left }) => {
    if (left === null || left === 'shown' || kept.some((other) => doOverlap(box, other))) return [];
    kept.push(box);
    return [{ ...handleOf(surface, loop), reason: left }];
  });
}
