/** The loops of a surface that were found and are not cut: those that are to be tried, and those that stay. */
import { type Box, doOverlap } from '../../mesh/boxes.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import { boxOf } from './box.ts';
import type { UncutReason } from './cut-loop.ts';
import { halfEdgeBetween } from './handle-surface.ts';
import { wordAlong, type WordedSurface } from './signatures.ts';
import type { Loop } from './wavefront.ts';

/** `strand`: the loop goes round a strand, which a cut would tear. */
export type LeftReason = UncutReason | 'strand';

export interface KnownLoop {
  readonly loop: Loop;
  readonly box: Box;
  /** Of each of its edges. */
  readonly halfEdges: readonly number[];
  /** Why it stays, `shown` where points speak for it; null where it was not tried, or its surroundings changed since. */
  left: LeftReason | 'shown' | null;
}

export class KnownLoops {
  readonly #surface: WordedSurface;
  /** The shortest of each word, by their lengths. */
  #known: readonly KnownLoop[] = [];

  constructor(surface: WordedSurface) {
    this.#surface = surface;
  }

  get all(): readonly KnownLoop[] {
    return this.#known;
  }

  /** @param loops that were found, of which a known one may be shorter */
  add(loops: readonly Loop[]): void {
    const found = loops.map((loop) => ({
      loop,
      box: boxOf(this.#surface, loop),
      halfEdges: halfEdgesOf(this.#surface, loop)!,
      left: null,
    }));
    this.#keep([...this.#known, ...found]);
  }

  /**
   * After cuts within some boxes: without what is no loop any more or parts the surface now. What lies near is to be
   * tried again.
   *
   * @returns the boxes of loops whose edges are gone
   */
  renew(boxes: readonly Box[]): Box[] {
    const lost: Box[] = [];
    const still: KnownLoop[] = [];
    for (const known of this.#known) {
      if (!boxes.some((box) => doOverlap(box, known.box))) {
        still.push(known);
        continue;
      }
      const halfEdges = halfEdgesOf(this.#surface, known.loop);
      if (halfEdges) still.push({ ...known, halfEdges, left: null });
      else lost.push(known.box);
    }
    this.#keep(still);
    return lost;
  }

  #keep(loops: readonly KnownLoop[]): void {
    const shortest = new Map<string, KnownLoop>();
    for (const known of loops) {
      const { low, high } = wordAlong(this.#surface, known.halfEdges);
      if ((low | high) === 0) continue;
      const key = `${low} ${high}`;
      const other = shortest.get(key);
      if (!other || known.loop.length < other.loop.length) shortest.set(key, known);
    }
    this.#known = [...shortest.values()].sort(
      (a, b) => a.loop.length - b.loop.length || a.loop.vertices[0]! - b.loop.vertices[0]!,
    );
  }
}

/** Null where one of its edges is gone. */
function halfEdgesOf(surface: WordedSurface, { vertices }: Loop): number[] | null {
  const halfEdges = vertices.map((vertex, i) => halfEdgeBetween(surface, vertex, vertices[(i + 1) % vertices.length]!));
  return halfEdges.includes(NO_PARTNER) ? null : halfEdges;
}
