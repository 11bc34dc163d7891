/** How a text file would be read with some choice of columns: its first rows, and a picture's worth of its points. */
import { type ByteSource, previewColumns, readCloud } from '../../engine/index.ts';
import type { ColumnsPreview, FileRef, TextReading } from './engine-api.ts';
import { fileSource } from './file-source.ts';

/** Some twenty thousand lines: read in a blink, and more of the object than its first row of points. */
const SAMPLE_BYTES = 1 << 20;

/** Null for a file that has no columns to choose from. Rejects like `previewColumns`, or with the signal's reason. */
export async function previewFile(
  file: FileRef,
  choice: TextReading,
  signal: AbortSignal,
): Promise<ColumnsPreview | null> {
  const context = { signal, onEvent: () => undefined };
  const preview = await previewColumns(fileSource(file, signal), context, choice);
  if (!preview) return null;
  // A choice that no point can be read by is a choice that a person may be in the middle of making.
  const cloud = await readCloud(beginning(fileSource(file, signal)), context, choice).catch(() => undefined);
  signal.throwIfAborted();
  const sample = cloud && {
    positions: cloud.positions,
    size: cloud.stats.max.map((value, axis) => value - cloud.stats.min[axis]!),
    ...(cloud.colors && { colors: cloud.colors }),
  };
  return { ...preview, sample: sample ?? null };
}

/** The first bytes of a file; the line that they end in may be cut, which one point of a picture does not show. */
function beginning(source: ByteSource): ByteSource {
  return {
    name: source.name,
    async *stream() {
      let left = SAMPLE_BYTES;
      for await (const chunk of source.stream()) {
        yield chunk.subarray(0, left);
        left -= chunk.length;
        if (left <= 0) return;
      }
    },
  };
}
