/** Any host's way to take a file: bytes in order, one call at a time. */
export interface ByteSink {
  /** Must be done with `bytes` (written or copied) when the promise resolves: the writer then reuses the memory. */
  write(bytes: Uint8Array): Promise<void>;
  /** Puts what was written on the disk: rejects where it does not fit after all. Left out where nobody knows how. */
  sync?(): Promise<void>;
}

/** Any host's way to take the files that lie beside a mesh's own: the material and the pictures of an OBJ. */
export interface BesideSink {
  /** Of the mesh's file, without its folder. */
  readonly name: string;
  /**
   * Called with each of them whole, before the last byte of the mesh.
   * @param name without a folder
   */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}
