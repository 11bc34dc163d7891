/**
 * Files for what memory is not to hold: a host gives them, they have no name that anybody asks for, and they are gone
 * with the run. Reads and writes return when they are done, as those of memory do; a few megabytes at a time take a few
 * milliseconds.
 */

export interface ScratchFile {
  /** @throws ReconstructError `output-failed` */
  write(bytes: Uint8Array, at: number): void;
  /** Fills `into`, all of which was written before. @throws ReconstructError `output-failed` */
  read(into: Uint8Array, at: number): void;
  /** Gives the room back before the run ends. */
  close(): void;
}

export interface Scratch {
  /** Points that memory holds all of. */
  readonly wholePoints: number;
  /** How often all points are written once more after they were read: in order, and where they stay. */
  readonly copies: number;
  /** @throws ReconstructError `output-failed` where no file can be made */
  open(): ScratchFile;
  /** @throws ReconstructError `output-failed` where there is no room for so many bytes more, before any is written */
  reserve(bytes: number): void;
}
