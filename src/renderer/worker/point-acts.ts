/**
 * What a person does to the points of a cloud before a run, as window and worker say it. The worker keeps the masks;
 * the window knows them by number, so that a step of its history costs it nothing.
 */
import type { CropBox, PointValue, ScreenSelection, SelectMode, ValueHistogram } from '../../engine/vocabulary.ts';

/** Points of a cloud, each of which the worker has a bit of. A set never changes: an act makes another one. */
export interface PointSet {
  readonly id: number;
  /** At least 1. */
  readonly count: number;
}

/** What has been done to a cloud; no point is in both. */
export interface PointEdits {
  /** Taken out of what is reconstructed. */
  readonly removed: PointSet | null;
  readonly selected: PointSet | null;
}

export const NO_EDITS: PointEdits = Object.freeze({ removed: null, selected: null });

/** Points that are asked for. */
export type PointQuery =
  | { readonly by: 'screen'; readonly seen: ScreenSelection }
  | { readonly by: 'all' }
  /** From `low` to `high`, both included. */
  | { readonly by: 'value'; readonly value: PointValue; readonly low: number; readonly high: number }
  | { readonly by: 'found'; readonly what: FoundKind };

/**
 * `loose`: parts that nothing joins to the largest; `strays`: points that are no part; `ground`: by the classes of the
 * file.
 */
export type FoundKind = 'loose' | 'strays' | 'ground';

/** What was found among the points that are not removed. */
export interface FoundPoints {
  readonly looseParts: number;
  readonly counts: Readonly<Record<FoundKind, number>>;
}

/** One act on points. What is not shown (removed, beyond the crop box, of a hidden scan) is never selected. */
export type PointAct =
  | { readonly act: 'select'; readonly query: PointQuery; readonly mode: SelectMode }
  | { readonly act: 'invert' }
  | { readonly act: 'none' }
  /** Takes the selected points out. */
  | { readonly act: 'remove' }
  /** Takes out all but the selected points. */
  | { readonly act: 'keep' }
  /** Brings back all that was taken out. */
  | { readonly act: 'restore' };

export interface PointActRequest {
  readonly cloudId: number;
  readonly edits: PointEdits;
  readonly act: PointAct;
  /** Scene space; points beyond it are not shown. */
  readonly crop: CropBox | null;
  /** Numbers of scans that are not shown. */
  readonly hiddenScans: readonly number[];
}

export type { PointValue, ValueHistogram };

/** [drawn] see `byte-scale.ts`; null where no point has a mark. */
export type PointMarks = Uint8Array<ArrayBuffer> | null;

export interface PointActOutcome {
  readonly edits: PointEdits;
  readonly marks: PointMarks;
}

/** What of a cloud a run does not get. */
export interface LeftOut {
  /** Number of the set of removed points. */
  readonly removed: number | null;
  /** Scene space: points beyond it. */
  readonly crop: CropBox | null;
}

export const NOTHING_LEFT_OUT: LeftOut = Object.freeze({ removed: null, crop: null });
