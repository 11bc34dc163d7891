/**
 * The cloud of the window as it is to stand: turned upright and scaled from the coordinates of its file. What takes no
 * part takes none afterwards: a crop box that would no longer stand upright becomes points that are removed.
 */
import { placeCloud, type PointCloud } from '../../engine/index.ts';
import type { CropBox, Placement, Placing, Triple } from '../../engine/vocabulary.ts';
import type { CloudInfo, OpenedCloud } from './engine-api.ts';
import { type HeldCloud, heldCloud } from './open-cloud.ts';
import { inFile, inScene } from './scene-places.ts';

export interface PlacedHeld {
  readonly held: HeldCloud;
  /** Without a geometry where no coordinate changed: that from before holds. */
  readonly opened: OpenedCloud | { readonly info: CloudInfo; readonly geometry: null };
}

const AS_IN_FILE: Pick<Placement, 'matrix'> = { matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };

/** Rejects like `placeCloud`, or with the signal's reason. */
export async function placeHeld(
  id: number,
  held: HeldCloud,
  placing: Placing,
  signal: AbortSignal,
): Promise<PlacedHeld> {
  const base = held.base ?? { cloud: held.cloud, recipe: held.recipe };
  const cloud = await placeCloud(base.cloud, placing, signal);
  const recipe = [...base.recipe, { do: 'place', placing } as const];
  if (isUnmoved(held.cloud, cloud)) {
    const info = { ...held.info, id, placement: cloud.placement ?? null };
    const same = { ...held.cloud, ...(cloud.placement && { placement: cloud.placement }) };
    return { held: { ...held, base, recipe, cloud: same, info }, opened: { info, geometry: null } };
  }
  const placed = await heldCloud(
    cloud,
    { ...held.info, id, recipe },
    { signal, onEvent: () => undefined },
    () => undefined,
  );
  return { held: { ...placed.held, base }, opened: placed.opened };
}

function isUnmoved(before: PointCloud, after: PointCloud): boolean {
  const { matrix } = before.placement ?? AS_IN_FILE;
  return (after.placement ?? AS_IN_FILE).matrix.every((value, i) => value === matrix[i]);
}

/** The same box round the points as they stand then; null where it would not stand upright. */
export function placedCrop(crop: CropBox, before: HeldCloud, after: HeldCloud): CropBox | null {
  const placed = (place: Triple): Triple => inScene(after.info, inFile(before.info, place));
  const centre = placed(crop.centre);
  const end = placed([crop.centre[0], crop.centre[1], crop.centre[2] + 1]);
  const side = placed([crop.centre[0] + 1, crop.centre[1], crop.centre[2]]);
  const scale = Math.hypot(...end.map((value, axis) => value - centre[axis]!));
  const isUpright = end[2] - centre[2] > (1 - 1e-9) * scale;
  if (!isUpright) return null;
  const turn = (Math.atan2(side[1] - centre[1], side[0] - centre[0]) * 180) / Math.PI;
  const [x, y, z] = crop.size;
  return { centre, size: [scale * x, scale * y, scale * z], turn: crop.turn + Number(turn.toFixed(9)) };
}
