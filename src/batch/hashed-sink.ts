import type { ByteSink } from '../engine/vocabulary.ts';
import type { IncrementalHash } from './hash.ts';

/** Hands bytes on to `sink` and takes their hash on the way, so that what was written need not be read again. */
export function hashedSink(sink: ByteSink, hash: IncrementalHash): ByteSink {
  return {
    write(piece) {
      hash.update(piece);
      return sink.write(piece);
    },
  };
}
