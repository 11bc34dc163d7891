/** The points as a run understood them, into a file of the person's choice. */
import { type CleanedCloud, fileFrame, inFrame, isOwnFrame, lengthUnitOf, writePoints } from '../../engine/index.ts';
import type { SaveTarget, WrittenFrame, WrittenMesh } from './engine-api.ts';
import { cloudBytes } from './expected-size.ts';
import { fillTarget } from './file-sink.ts';
import type { Sink } from './open-cloud.ts';
import type { HeldRun } from './reconstruct-cloud.ts';

/** Rejects like `writePoints`; then nothing stays half-written that we can take away. */
export async function writeCloud(
  { cleaned, projection, finished }: HeldRun,
  options: WrittenFrame,
  target: SaveTarget,
  sink: Sink<number>,
  signal: AbortSignal,
): Promise<WrittenMesh> {
  signal.throwIfAborted();
  const frame = fileFrame(options, lengthUnitOf(finished.report), 'ply');
  const points = inFrame(requireCleaned(cleaned), frame);
  const parts = { hasNormals: points.normals !== undefined, hasColors: points.colors !== undefined };
  const wholeBytes = cloudBytes(points.positions.length / 3, parts);
  const { bytes, blob } = await fillTarget(
    target,
    signal,
    (file) => writePoints(points, file, { signal, onEvent: () => undefined }),
    (written) => void Promise.resolve(sink(Math.min(0.99, written / wholeBytes))).catch(() => undefined),
  );
  return { bytes, ...(blob && { blob }), ...(projection !== undefined && isOwnFrame(frame) && { projection }) };
}

function requireCleaned(cleaned: CleanedCloud | undefined): CleanedCloud {
  if (!cleaned) throw new Error('the cleaned points of this run are not held');
  return cleaned;
}
