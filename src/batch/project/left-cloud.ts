/** What of a cloud a run gets: one way for the window, for projects and for whoever makes a mesh of them. */
import { cropCloud, type PointMask, withoutPoints } from '../../engine/index.ts';
import type { CropBox, PointCloud, Triple } from '../../engine/vocabulary.ts';

export interface LeftOutPoints {
  readonly removed: PointMask | null;
  /** In a space whose origin is at `origin` in the world. */
  readonly crop: CropBox | null;
  readonly origin: Triple;
}

/** `cloud` itself where nothing is left out. @throws ReconstructError `cloud-empty` */
export function leftCloud(cloud: PointCloud, { removed, crop, origin }: LeftOutPoints): PointCloud {
  const kept = removed ? withoutPoints(cloud, removed) : cloud;
  return crop ? cropCloud(kept, movedBox(crop, origin)) : kept;
}

/** A box of a space in the one where that one's origin is at `origin`. */
export function movedBox(box: CropBox, origin: Triple): CropBox {
  const [x, y, z] = box.centre;
  return { ...box, centre: [x + origin[0], y + origin[1], z + origin[2]] };
}
