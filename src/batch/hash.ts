/** SHA-256 of bytes that come in pieces; each host has its own way to compute it. */
export interface IncrementalHash {
  update(bytes: Uint8Array): void;
  /** 64 hexadecimal digits. Ends it. */
  digest(): string;
}
