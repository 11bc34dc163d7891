/** A run as far as its levels in tiles, in plain data: what these are solved from, here or on other machines. */
import type { Checkpoint } from '../run/checkpoint.ts';
import type { Triple } from '../math/triple.ts';
import type { DenseCloud } from '../tiles/dense-cloud.ts';
import type { OrderedPoints } from '../tiles/order-stored.ts';
import type { DenseScale } from '../tiles/dense-scale.ts';
import type { TilesPlan } from '../tiles/tiles-plan.ts';

export interface TiledStart extends TilesPlan {
  /** After the last level that is whole. */
  readonly checkpoint: Checkpoint;
  /** Of a cloud of which the other levels take a share. */
  readonly dense?: DenseStart;
}

/** What there is to know of all points of a cloud without reading them. */
export interface DenseStart extends Pick<DenseCloud, 'blockStarts' | 'pointCount' | 'duplicateCount' | 'outsideCount'> {
  readonly scale: DenseScale;
  /** `DensePoints.steps`. */
  readonly steps: Triple;
  /** [3 × points of the share] sRGB, where the cloud has colours. */
  readonly shareColors?: Uint8Array;
}

export interface PlannedByTiles {
  readonly start: TiledStart;
  /** All points, where `start.dense` is of them. */
  readonly cloud?: OrderedPoints;
}
