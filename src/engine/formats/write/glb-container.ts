/**
 * The frame of a GLB file ("glTF 2.0 Specification", section 4.4): a header, the JSON, and the head of the binary
 * chunk.
 */
import { BINARY_CHUNK, CHUNK_HEADER_BYTES, HEADER_BYTES, JSON_CHUNK, MAGIC } from '../glb-layout.ts';
import type { ChunkedOutput } from './chunked-output.ts';

/**
 * The JSON is padded with spaces to a multiple of 4 bytes; it may hold ASCII alone.
 *
 * @param binaryBytes of the binary chunk that follows, a multiple of 4; 0 where there is none
 */
export function putGlbHead(json: string, binaryBytes: number, out: ChunkedOutput): void {
  const text = json.padEnd(4 * Math.ceil(json.length / 4), ' ');
  out.putUint32(MAGIC);
  out.putUint32(2);
  const binary = binaryBytes > 0 ? CHUNK_HEADER_BYTES + binaryBytes : 0;
  out.putUint32(HEADER_BYTES + CHUNK_HEADER_BYTES + text.length + binary);
  out.putUint32(text.length);
  out.putUint32(JSON_CHUNK);
  out.putText(text);
  if (binaryBytes === 0) return;
  out.putUint32(binaryBytes);
  out.putUint32(BINARY_CHUNK);
}
