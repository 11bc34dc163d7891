/** The crop box: round what is shown, along the axes. Pure. */
import type { CropBox, Triple } from '../../engine/vocabulary.ts';

/** A share of the largest side: bounds are float32, and a point on a face must not fall out by its last digit. */
const MARGIN = 1e-4;

/** What is dragged from there takes something away. */
export function boxOf(bounds: { readonly min: Triple; readonly max: Triple } | null): CropBox | null {
  if (!bounds) return null;
  const { min, max } = bounds;
  const along = (of: (low: number, high: number) => number): Triple => [
    of(min[0], max[0]),
    of(min[1], max[1]),
    of(min[2], max[2]),
  ];
  const margin = MARGIN * Math.max(...along((low, high) => high - low));
  return { centre: along((low, high) => (low + high) / 2), size: along((low, high) => high - low + margin), turn: 0 };
}
