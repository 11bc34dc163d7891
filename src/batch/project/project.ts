/**
 * A project: one scene, what a person did to it, and what was made of it. Scans are named and never copied: the file
 * holds where they lie and the hash of their bytes. All else that window and command line need to come to the same mesh
 * is in it, so that what a window shows can be had anywhere again, to the byte (docs/project.md).
 */
import type {
  CropBox,
  DialectChoice,
  ReconstructOptions,
  ReturnChoice,
  Triple,
  Placing,
} from '../../engine/vocabulary.ts';

/** The form of the file; a greater number means fields that a reader of this one does not know. */
export const PROJECT_VERSION = 1;

export interface Project {
  readonly gridpullProject: typeof PROJECT_VERSION;
  /** The program's that wrote it. */
  readonly version: string;
  /** ISO 8601. */
  readonly savedAt: string;
  readonly scans: readonly ProjectScan[];
  /** Sets of points that the rest speaks of by their place in this list. */
  readonly points: readonly PointsText[];
  /** How the cloud came about, in the order in which it did. */
  readonly scene: readonly SceneStep[];
  /** World position of scene space's origin, in which `crop` is. */
  readonly origin: Triple;
  readonly removed: PointsIndex | null;
  readonly crop: CropBox | null;
  /** Those that are not as they are by default. */
  readonly options: Partial<ReconstructOptions>;
  /** World unit; null for the whole mesh. */
  readonly trim: number | null;
  /** Null where none was made, or none that could be made again. */
  readonly mesh: ProjectMesh | null;
  /** How it is seen: the window's own words. */
  readonly view: Readonly<Record<string, unknown>>;
}

export interface ProjectScan {
  /** Without folders. */
  readonly name: string;
  /** From the project's folder, with `/`; null where the program that wrote it was not told (a browser). */
  readonly path: string | null;
  /** As that program's system writes it; null likewise. */
  readonly absolute: string | null;
  readonly bytes: number;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** A place in `Project.points`. */
type PointsIndex = number;

/** A set of the points of a cloud, in the order in which they were read; see `points-text.ts`. */
export interface PointsText {
  /** Of the cloud. */
  readonly of: number;
  /** In the set. */
  readonly count: number;
  readonly runs?: string;
  readonly bits?: string;
}

/** What of a file is read, and how. */
export interface ProjectReading {
  readonly columns?: readonly string[];
  readonly dialect?: DialectChoice;
  /** The whole points of a file that is cut. */
  readonly partial?: boolean;
}

export type SceneStep =
  /** Reads files: the first step, and each that adds to what is there. */
  | { readonly do: 'read'; readonly scans: readonly number[]; readonly reading?: ProjectReading }
  /** Takes out points that had been removed, and those beyond a crop box, before more is read or less is kept. */
  | {
      readonly do: 'leave-out';
      readonly removed: PointsIndex | null;
      readonly crop: CropBox | null;
      readonly origin: Triple;
    }
  /** Keeps some stations, classes or returns. */
  | {
      readonly do: 'keep';
      readonly scans?: readonly number[];
      readonly classes?: readonly number[];
      readonly returns?: ReturnChoice;
    }
  /** Stands it upright and at its true size, from the frame of its files. */
  | ({ readonly do: 'place' } & Placing);

/** What the mesh that was shown was made by. */
export interface ProjectMesh {
  readonly options: Partial<ReconstructOptions>;
  readonly removed: PointsIndex | null;
  readonly crop: CropBox | null;
  /** What was done to it since, in that order. */
  readonly finish: readonly FinishStep[];
}

/** Trimmed first, then as `gridpull finish` takes its options. */
export interface FinishStep {
  readonly trim: number | null;
  readonly choice: Partial<ReconstructOptions>;
}
