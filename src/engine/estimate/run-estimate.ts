/** What an estimate says, and what it is made from. */

/** What bounds one buffer of a device, and what is free of main memory. */
export interface MachineLimits extends Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'> {
  /** Any amount where it is missing. */
  readonly memoryBytes?: number;
}

/** What a note says; its numbers are in `noteNumbers`. */
export type NoteCode =
  /** `auto`: voxels as fine as the spacing of the points. `voxel`, `spacing` */
  | 'spacing'
  /** `auto`: finer voxels would draw the noise that the options state. `voxel`, `noise` */
  | 'noise'
  /** `auto`: the finest that it chooses. `resolution` */
  | 'finest'
  /** `auto`, before the points are looked at: noise, edges and sheets may change it. `resolution` */
  | 'unless-noisy'
  /** The level that was asked for. `resolution` */
  | 'chosen'
  /** Asked for: voxels finer than half the spacing show nothing more. `voxel`, `spacing` */
  | 'finer-than-spacing'
  /** `auto`: a finer level does not fit the main memory. `resolution` */
  | 'short-of-memory'
  /** Asked for: more than there is of main memory. `needBytes`, `limitBytes`, `resolution`: another one fits */
  | 'memory'
  /** The points exceed what the device binds at once. `needBytes`, `limitBytes` */
  | 'too-many-points'
  /** The preset `paper` has its own resolution. `resolution` */
  | 'paper'
  /** All points lie in one place: there is nothing to estimate. */
  | 'no-surface';

export interface RunEstimate {
  readonly resolution: number;
  /** Edge of a voxel of the finest level, world unit. */
  readonly voxel: number;
  /** Most bytes of graphics memory at one time. */
  readonly gpuBytes: number;
  /** Milliseconds on the machine that the costs were measured on; a speed turns them into seconds. */
  readonly workUnits: number;
  readonly seconds: number;
  /** Why this resolution, or why it cannot work: a plain sentence. */
  readonly note: string;
  readonly noteCode: NoteCode;
  readonly noteNumbers: Readonly<Record<string, number>>;
  /** False where the run would run out of memory. */
  readonly feasible: boolean;
}

/** Why this resolution, or why it cannot work. */
export type EstimateNote = Pick<RunEstimate, 'note' | 'noteCode' | 'noteNumbers'>;

/** Bytes that the device binds at once. */
export function bindableBytes({ maxBufferSize, maxStorageBufferBindingSize }: MachineLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}
