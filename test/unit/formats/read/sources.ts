/** Byte sources and contexts for the reader's tests. */
import type { ByteSource } from '../../../../src/engine/cloud/point-cloud.ts';
import type { RunContext } from '../../../../src/engine/events.ts';

/** A source that hands out `bytes` in chunks of the given sizes, over and over. */
export function bytesSource(
  name: string,
  bytes: Uint8Array,
  chunkBytes: number | readonly number[] = 65536,
  knowsSize = true,
): ByteSource {
  const sizes = typeof chunkBytes === 'number' ? [chunkBytes] : chunkBytes;
  async function* stream() {
    for (let start = 0, turn = 0; start < bytes.length; turn++) {
      const size = sizes[turn % sizes.length]!;
      yield bytes.subarray(start, start + size);
      start += size;
    }
  }
  return { name, stream, ...(knowsSize && { size: bytes.length }) };
}

export function textSource(name: string, text: string, chunkBytes: number | readonly number[] = 65536): ByteSource {
  return bytesSource(name, new TextEncoder().encode(text), chunkBytes);
}

export function recordingContext(signal: AbortSignal = new AbortController().signal): {
  context: RunContext;
  warnings: string[];
} {
  const warnings: string[] = [];
  const onEvent: RunContext['onEvent'] = (event) => {
    if (event.type === 'warning') warnings.push(event.message);
  };
  return { context: { signal, onEvent }, warnings };
}
