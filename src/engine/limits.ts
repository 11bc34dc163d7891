/** How much of a run is held at a time: what exceeds it is worked on in parts. */
export interface WorkLimits {
  /** Points that are worked on as a whole; of more a share of this size is, and all only on the finest level. */
  readonly wholePoints: number;
  /** Points of a tile with its surroundings. */
  readonly tilePoints: number;
  /** Bytes of the largest buffer of a level, as far as the device allows so many. */
  readonly bufferBytes: number;
  /** Vertices of a mesh that is held when the tiles of a shared run are joined; a larger one is joined part by part. */
  readonly wholeVertices: number;
}

/**
 * `wholePoints`: sixteen neighbours a point, the widest array over points, are 122 MiB of the 128 MiB that WebGPU grants
 * a binding. `tilePoints`: half a gigabyte of device memory, a search tree in a second or two. `bufferBytes`:
 * about 1.5 GiB in sum, for a device that other programs use, too. `wholeVertices`: 2.1 GB of main memory.
 */
export const WORK_LIMITS: WorkLimits = Object.freeze({
  wholePoints: 2_000_000,
  tilePoints: 5_000_000,
  bufferBytes: 2 ** 28,
  wholeVertices: 4_000_000,
});
