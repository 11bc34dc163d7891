/**
 * What a run hands out of its stages to a host that wants to see them (`Host.dump`): a diagnostic like the pass timer.
 * Without one nothing is read back, made or waited for; with one the run computes the same.
 *
 * The engine knows names and arrays only. Everything is normalised and lies in the run's frame, which is told before
 * the first array; what becomes of it is the host's. Arrays may be those that the run works on: a dump never writes to
 * them, and is done with them when its promise resolves. What it rejects with ends the run.
 */
import type { Frame } from '../cloud/frame.ts';
import type { StageName } from '../events.ts';
import type { Triple } from '../math/triple.ts';

/** Where something belongs: a stage, or one level by its resolution. */
export type DumpStage = Exclude<StageName, 'read' | 'write' | 'level' | 'check' | 'finish'> | `level ${number}`;

/** One number a point: a name is drawn as a colour of its own, a length or share along a scale of colours. */
export interface DumpedValues {
  /** [count] */
  readonly values: ArrayLike<number>;
  /** `sets`: numbers of sets, any colour for each; names: the n-th is what n means. Left out for lengths and shares. */
  readonly kinds?: 'sets' | readonly string[];
  /** Normalised lengths. */
  readonly isLength?: true;
}

export interface DumpedPoints {
  /** [3 × count] normalised */
  readonly positions: Float32Array;
  /** [4 × count] unit length, w is not used. */
  readonly normals?: Float32Array;
  /** Keyed by name; the first of them colours the points. */
  readonly values?: Readonly<Record<string, DumpedValues>>;
  /** How many there were, where these are a share of them. */
  readonly ofCount?: number;
}

export interface DumpedMesh {
  /** [3 × vertexCount] normalised */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array<ArrayBuffer>;
}

/** A plane through the middle of a level. */
export interface DumpedSlice {
  /** The axis that it is perpendicular to. */
  readonly axis: 'x' | 'y' | 'z';
  /** Nodes along each side. */
  readonly side: number;
  /** [side × side] the next axis fastest, then the one after it; normalised, negative inside, NaN outside the band. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly voxelNorm: number;
}

export interface RunDump {
  /** Before anything else. `shift` is the world position of the local origin. */
  place(frame: Frame, shift: Triple): void;
  points(stage: DumpStage, name: string, points: DumpedPoints): Promise<void>;
  mesh(stage: DumpStage, name: string, mesh: DumpedMesh): Promise<void>;
  field(stage: DumpStage, name: string, slices: readonly DumpedSlice[]): Promise<void>;
  /** Lengths are normalised where their name ends in `Norm`, and everything else is what it says. */
  numbers(stage: DumpStage, numbers: Readonly<Record<string, number | string>>): void;
}
