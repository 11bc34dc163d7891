/** One cloud of a batch, with everything about it that does not depend on its contents. */
import type { MeshFormat, Reading, ReconstructOptions } from '../engine/vocabulary.ts';

export interface BatchItem {
  /** Its place in the whole batch, sorted by `input`; the same in every shard. */
  readonly index: number;
  /** Its path relative to the input folder. */
  readonly input: string;
  readonly inputBytes: number;
  /** The mesh, relative to the output folder; no two items have the same. */
  readonly output: string;
  readonly format: MeshFormat;
  /** All of them, validated. */
  readonly options: ReconstructOptions;
  /** What of the file is read; all of it where this is missing. */
  readonly reading?: Reading;
}

/** The part of a batch that one of several machines does. */
export interface Shard {
  /** 1 … count */
  readonly index: number;
  readonly count: number;
}
