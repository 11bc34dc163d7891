/** Any host's way to take a file: bytes in order, one call at a time. */
export interface ByteSink {
  /** Must be done with `bytes` (written or copied) when the promise resolves: the writer then reuses the memory. */
  write(bytes: Uint8Array): Promise<void>;
}
