/**
 * How a cloud that the worker holds came about: what a project says of it. The points that were left out on the way are
 * held as long as the cloud is.
 */
import type { PointMask } from '../../engine/index.ts';
import type { CropBox, Placing, Triple } from '../../engine/vocabulary.ts';
import type { FileReading, FileRef, KeptPoints } from './engine-api.ts';

export type RecipeStep =
  /** Reads files: the first step, and each that adds to what is there. */
  | { readonly do: 'read'; readonly files: readonly FileRef[]; readonly reading?: FileReading }
  | {
      readonly do: 'leave-out';
      readonly removed: PointMask | null;
      /** In a space whose origin is at `origin` in the world. */
      readonly crop: CropBox | null;
      readonly origin: Triple;
      /** Before. */
      readonly pointCount: number;
    }
  | { readonly do: 'keep'; readonly kept: KeptPoints }
  /** Stands it upright and at its true size, from the frame of its file. */
  | { readonly do: 'place'; readonly placing: Placing };
