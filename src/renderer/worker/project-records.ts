/** A project as it goes between the window and the engine's worker. */
import type { FinishStep } from '../../batch/project/project.ts';
import type { CropBox, ReconstructOptions } from '../../engine/vocabulary.ts';
import type { OpenedCloud } from './cloud-records.ts';
import type { FileRef } from './file-records.ts';
import type { LeftOut, PointEdits, PointSet } from './point-acts.ts';

/** What a project is made of. */
export interface ProjectRequest {
  /** The program's. */
  readonly version: string;
  readonly cloudId: number;
  readonly edits: PointEdits;
  /** Scene space. */
  readonly crop: CropBox | null;
  readonly options: ReconstructOptions;
  readonly trim: number | null;
  /** Null where there is no mesh. */
  readonly runId: number | null;
  /** How all is seen, in the window's own words: plain data. */
  readonly view: Readonly<Record<string, unknown>>;
}

/** The text of a project, and the files that its scans are, in their order. */
export interface ProjectText {
  readonly text: string;
  readonly scans: readonly FileRef[];
}

/** A scan of a project, and the file that it is. */
export type FoundScan = {
  readonly name: string;
  /** As it was when the project was saved. */
  readonly bytes: number;
} & (
  { readonly state: 'same' | 'changed'; readonly file: FileRef } | { readonly state: 'missing'; readonly file: null }
);

export interface OpenedProject {
  readonly opened: OpenedCloud;
  /** None where the cloud cannot be read again from them as it is. */
  readonly files: readonly FileRef[];
  readonly edits: PointEdits;
  /** Scene space. */
  readonly crop: CropBox | null;
  readonly options: Partial<ReconstructOptions>;
  readonly trim: number | null;
  /** What the mesh was made by; null where there was none. */
  readonly mesh: {
    readonly options: Partial<ReconstructOptions>;
    readonly leftOut: LeftOut;
    /** The set that `leftOut` speaks of. */
    readonly removed: PointSet | null;
    readonly finish: readonly FinishStep[];
  } | null;
  readonly view: Readonly<Record<string, unknown>>;
}
