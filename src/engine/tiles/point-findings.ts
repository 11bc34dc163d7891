/**
 * What tiles find out about the points of a dense cloud, block by block: a tile's own blocks are no other's, so that a
 * tile may be solved here and another there, and what they found is put together again.
 */
import { BLOCKS_PER_AXIS, type DenseCloud, pointsOfTile, type TilePoints } from './dense-cloud.ts';
import type { UnitBox } from './unit-box.ts';

/** Of the points of a tile's own blocks, in the cloud's order. */
export interface FoundPoints {
  /** [count] 1 for outliers. */
  readonly isOutlier: Uint8Array<ArrayBuffer>;
  /** [count] reach of the points' planes, normalised; 0 where none was asked for. */
  readonly radii: Float32Array<ArrayBuffer>;
}

export class PointFindings {
  readonly #cloud: Pick<DenseCloud, 'blockStarts'>;
  readonly #blocks = new Map<number, FoundPoints>();

  constructor(cloud: Pick<DenseCloud, 'blockStarts'>) {
    this.#cloud = cloud;
  }

  get outlierCount(): number {
    let count = 0;
    for (const { isOutlier } of this.#blocks.values()) count += isOutlier.reduce((sum, flag) => sum + flag, 0);
    return count;
  }

  /** Marks the tile's own points `i` for which `isFound(i)`. */
  markOutliers({ indices, isOwn }: TilePoints, isFound: (i: number) => boolean): void {
    this.#visit(indices, (i, block, at) => {
      if (isOwn[i] === 1 && isFound(i)) this.#ofBlock(block).isOutlier[at] = 1;
    });
  }

  /** @param radii [indices] of which the tile's own are kept */
  keepRadii({ indices, isOwn }: TilePoints, radii: Float32Array): void {
    this.#visit(indices, (i, block, at) => {
      if (isOwn[i] === 1) this.#ofBlock(block).radii[at] = radii[i]!;
    });
  }

  /** Of points with these indices, ascending; zeros where nothing was found out. */
  of(indices: Uint32Array): FoundPoints {
    const isOutlier = new Uint8Array(indices.length);
    const radii = new Float32Array(indices.length);
    this.#visit(indices, (i, block, at) => {
      const found = this.#blocks.get(block);
      if (!found) return;
      isOutlier[i] = found.isOutlier[at]!;
      radii[i] = found.radii[at]!;
    });
    return { isOutlier, radii };
  }

  /** Of the points of a tile's own blocks. */
  ofTile(box: UnitBox): FoundPoints {
    return this.of(pointsOfTile(this.#cloud, box, 0).indices);
  }

  /** Takes over what `ofTile` gave elsewhere. */
  add(box: UnitBox, { isOutlier, radii }: FoundPoints): void {
    const { indices } = pointsOfTile(this.#cloud, box, 0);
    this.#visit(indices, (i, block, at) => {
      const found = this.#ofBlock(block);
      found.isOutlier[at] = isOutlier[i]!;
      found.radii[at] = radii[i]!;
    });
  }

  #ofBlock(block: number): FoundPoints {
    const known = this.#blocks.get(block);
    if (known) return known;
    const { blockStarts } = this.#cloud;
    const count = blockStarts[block + 1]! - blockStarts[block]!;
    const found = { isOutlier: new Uint8Array(count), radii: new Float32Array(count) };
    this.#blocks.set(block, found);
    return found;
  }

  /** Calls `body` with the place of each index in the list, its block, and its place in that. */
  #visit(indices: Uint32Array, body: (i: number, block: number, at: number) => void): void {
    const { blockStarts } = this.#cloud;
    let block = 0;
    for (let i = 0; i < indices.length; i++) {
      const point = indices[i]!;
      while (block < BLOCKS_PER_AXIS ** 3 && blockStarts[block + 1]! <= point) block++;
      body(i, block, point - blockStarts[block]!);
    }
  }
}
