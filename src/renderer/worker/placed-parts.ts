/**
 * What takes no part of a cloud, when that is placed otherwise: the same points, of whichever way they were left out.
 */
import type { CropBox } from '../../engine/vocabulary.ts';
import type { PointSet } from './engine-api.ts';
import type { HeldCloud } from './open-cloud.ts';
import { placedCrop } from './place-held.ts';
import type { PointEditor } from './point-edits.ts';

interface Parts {
  readonly removed: PointSet | null;
  /** Scene space of the cloud that they are of. */
  readonly crop: CropBox | null;
}

export class PlacedParts {
  readonly #points: PointEditor;
  readonly #before: HeldCloud;
  readonly #after: HeldCloud;
  /** The window and its mesh speak of the same points, most often: they get the same set. */
  readonly #known = new Map<string, Parts>();

  constructor(points: PointEditor, before: HeldCloud, after: HeldCloud) {
    this.#points = points;
    this.#before = before;
    this.#after = after;
  }

  /** A box that would not stand upright becomes points that are removed. */
  of(parts: Parts): Parts {
    const { removed, crop } = parts;
    const key = JSON.stringify([removed?.id ?? null, crop]);
    const known = this.#known.get(key) ?? this.#placed(removed, crop);
    this.#known.set(key, known);
    return known;
  }

  #placed(removed: PointSet | null, crop: CropBox | null): Parts {
    const upright = crop && placedCrop(crop, this.#before, this.#after);
    if (!crop || upright) return { removed, crop: upright };
    return { removed: this.#points.withoutBeyond(this.#before, removed, crop), crop: null };
  }
}
