/**
 * Takes the handles of a surface away that a short loop goes through: bridges and tunnels that noise, gaps and strays
 * make, and that no figure of distances shows (after Guskov and Wood, "Topological noise removal", 2001). Of the loops
 * of a handle the shortest is cut first, which changes the surface least, and another where discs across it would go
 * through the surface. Everything else stays where it is.
 */
import type { RunContext } from '../../events.ts';
import { runSteps } from '../../host/steps.ts';
import type { Triple } from '../../math/triple.ts';
import { type Box, doOverlap } from '../../mesh/boxes.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { FindSelfIntersections } from '../simplify/meeting-locks.ts';
import { applyCutSteps, NO_TRIANGLE } from './apply-cuts.ts';
import { boxOf } from './box.ts';
import { type Cut, cutLoop, type UncutReason } from './cut-loop.ts';
import { type HandleSurface, handleSurfaceSteps } from './handle-surface.ts';
import { IndependentLoops } from './independent-loops.ts';
import { loopWordSteps } from './loop-words.ts';
import { shortLoopSteps } from './short-loops.ts';
import { type Signatures, signatureSteps } from './signatures.ts';
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
  /** `strand`: the loop goes round a strand, which a cut would tear. */
  readonly reason: UncutReason | 'strand';
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

interface FoundLoops {
  readonly surface: HandleSurface;
  readonly signatures: Signatures;
  readonly loops: readonly Loop[];
}

/** Of one round. */
interface Round {
  readonly cuts: readonly Cut[];
  readonly closed: readonly ClosedHandle[];
  readonly left: readonly LeftHandle[];
}

class HandleClosing {
  readonly #isStrand: (surface: HandleSurface, loop: Loop) => boolean;
  readonly #find: FindSelfIntersections;
  readonly #context: Pick<RunContext, 'signal' | 'pause'>;
  #mesh: WorldMesh;
  #bounds: Float32Array;
  #sources: Uint32Array<ArrayBuffer> | null = null;
  #places: Uint32Array<ArrayBuffer> | null = null;

  constructor(
    mesh: WorldMesh,
    { bounds, isStrand }: HandleLimits,
    find: FindSelfIntersections,
    context: Pick<RunContext, 'signal' | 'pause'>,
  ) {
    this.#mesh = mesh;
    this.#bounds = bounds;
    this.#isStrand = isStrand ?? (() => false);
    this.#find = find;
    this.#context = context;
  }

  /** Rounds until nothing more is cut: where one handle is gone, the loops of its neighbours may be other ones. */
  async run(): Promise<HandlesClosed> {
    const closed: ClosedHandle[] = [];
    let left: readonly LeftHandle[] = [];
    let handles: number | null = null;
    let places: readonly Box[] | null = null;
    for (;;) {
      const found = await this.#look(places);
      handles ??= found?.signatures.handles ?? null;
      if (!found) break;
      const round = await this.#round(found);
      left = round.left;
      if (round.cuts.length === 0) break;
      places = found.loops.map((loop) => boxOf(found.surface, loop));
      closed.push(...round.closed);
      await this.#apply(round.cuts);
    }
    return { ...this.#mesh, sources: this.#sources, places: this.#places, closed, left, handles };
  }

  /** @param places where loops were met before: nowhere else are there new ones */
  async #look(places: readonly Box[] | null): Promise<FoundLoops | null> {
    const { signal, pause } = this.#context;
    const surface = await runSteps(handleSurfaceSteps(this.#mesh), signal, pause);
    if (!surface) return null;
    const signatures: Signatures = await runSteps(signatureSteps(surface), signal, pause);
    if (signatures.handles === 0) return { surface, signatures, loops: [] };
    const looking = shortLoopSteps(surface, signatures, this.#bounds, places);
    return { surface, signatures, loops: await runSteps(looking, signal, pause) };
  }

  /** Cuts the shortest loops that part nothing and lie apart from one another. */
  async #round({ surface, signatures, loops }: FoundLoops): Promise<Round> {
    if (loops.length === 0) return { cuts: [], closed: [], left: [] };
    const { signal, pause } = this.#context;
    const cells = await runSteps(TriangleCells.buildSteps(surface), signal, pause);
    const words = await runSteps(loopWordSteps(surface, signatures, loops), signal, pause);
    const cuts: Cut[] = [];
    const closed: ClosedHandle[] = [];
    const left: (LeftHandle & { box: Box })[] = [];
    const independent = new IndependentLoops();
    const boxes: Box[] = [];
    for (const [number, loop] of loops.entries()) {
      const box = boxOf(surface, loop);
      if (independent.parts(words[number]!) || boxes.some((other) => doOverlap(box, other))) continue;
      const handle = { centre: centreOf(surface, loop), length: loop.length };
      const cut = this.#isStrand(surface, loop)
        ? 'strand'
        : await cutLoop(surface, loop, cells, this.#find, this.#context);
      if (typeof cut === 'string') {
        left.push({ ...handle, reason: cut, box });
        continue;
      }
      // Where it reaches further than its loop, into what another one has changed, it is looked at again in the next
      // round.
      if (boxes.some((other) => doOverlap(cut.box, other))) continue;
      cuts.push(cut);
      closed.push(handle);
      boxes.push(cut.box);
      independent.add(words[number]!);
    }
    return { cuts, closed, left: shortestOfEach(left) };
  }

  async #apply(cuts: readonly Cut[]): Promise<void> {
    const { signal, pause } = this.#context;
    const [bounds, before] = [this.#bounds, this.#sources];
    const cut = await runSteps(applyCutSteps(this.#mesh, cuts), signal, pause);
    const { sources, places } = cut;
    this.#mesh = { positions: cut.positions, indices: cut.indices };
    this.#bounds = new Float32Array(sources.length);
    for (let vertex = 0; vertex < sources.length; vertex++) this.#bounds[vertex] = bounds[sources[vertex]!]!;
    this.#sources = before ? chained(sources, before) : sources;
    this.#places = this.#places ? chained(this.#places, places) : places;
  }
}

/** Where each of `first` leads by `second`, in place of it; NO_TRIANGLE stays what it is. */
function chained(first: Uint32Array<ArrayBuffer>, second: Uint32Array): Uint32Array<ArrayBuffer> {
  for (let i = 0; i < first.length; i++) if (first[i] !== NO_TRIANGLE) first[i] = second[first[i]!]!;
  return first;
}

function centreOf({ positions }: WorldMesh, { vertices }: Loop): Triple {
  const sum: [number, number, number] = [0, 0, 0];
  for (const vertex of vertices) for (let axis = 0; axis < 3; axis++) sum[axis]! += positions[3 * vertex + axis]!;
  return sum.map((value) => value / vertices.length) as unknown as Triple;
}

/** A handle has several loops: of those about one place the shortest. */
function shortestOfEach(left: readonly (LeftHandle & { readonly box: Box })[]): LeftHandle[] {
  const kept: (LeftHandle & { readonly box: Box })[] = [];
  for (const handle of left) if (!kept.some(({ box }) => doOverlap(box, handle.box))) kept.push(handle);
  return kept.map(({ centre, length, reason }) => ({ centre, length, reason }));
}
