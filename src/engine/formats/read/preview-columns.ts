/** A look at the columns of a text cloud before it is read: what `readCloud` would take them for. */
import type { ByteSource } from '../../cloud/point-cloud.ts';
import type { RunContext } from '../../events.ts';
import { ByteCursor } from './byte-cursor.ts';
import { gunzipped, isGzip } from './gunzip.ts';
import { chooseReader } from './read-cloud.ts';
import { HEAD_BYTES } from '../file-head.ts';
import { previewXyzText, type TextPreview } from './text/text-preview.ts';
import { readXyzText, type TextChoice } from './text/xyz-text.ts';

/**
 * @param choice what a person says that they are, and how they are written
 * @returns null for a file that has no columns of its own to choose from: any other format, a grid of heights
 * @throws ReconstructError as `readCloud` does for a head that cannot be read
 */
export async function previewColumns(
  source: ByteSource,
  context: RunContext,
  choice: TextChoice = {},
): Promise<TextPreview | null> {
  const cursor = new ByteCursor(source, context);
  try {
    await cursor.need(HEAD_BYTES);
    if (isGzip(cursor.bytes.subarray(cursor.start, cursor.end))) {
      await cursor.close();
      return await previewColumns(gunzipped(source), context, choice);
    }
    return chooseReader(cursor) === readXyzText ? await previewXyzText(cursor, choice) : null;
  } finally {
    await cursor.close();
  }
}
