/** SHA-256 in pieces. The browser's own needs all bytes at once, which a large cloud must never be. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ByteSource } from '../../engine/vocabulary.ts';
import type { IncrementalHash } from '../../batch/hash.ts';

export function createSha256(): IncrementalHash {
  const hash = sha256.create();
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => bytesToHex(hash.digest()),
  };
}

/** Reads a file to its end. Rejects like the source, or with the signal's reason. */
export async function hashOf(source: ByteSource, signal: AbortSignal): Promise<string> {
  const hash = createSha256();
  for await (const bytes of source.stream()) {
    signal.throwIfAborted();
    hash.update(bytes);
  }
  return hash.digest();
}
