/** How far the mesh of a run is from another mesh, which is read, searched and forgotten. */
import { distanceFigures, measureToMesh, readMesh } from '../../engine/index.ts';
import type { ComparedMesh, FileRef } from './engine-api.ts';
import { fileSource } from './file-source.ts';
import type { Sink } from './open-cloud.ts';
import type { HeldRun } from './reconstruct-cloud.ts';
import { bytesOf } from './result-mesh.ts';
import { shareTeller } from './share-teller.ts';

/** Of the whole, what is done when the other mesh is read. */
const READ_SHARE = 0.2;

/** Rejects like `readMesh` and `measureToMesh`. @param sink told how much is done, 0…1 */
export async function compareRun(
  { mesh }: HeldRun,
  file: FileRef,
  sink: Sink<number>,
  signal: AbortSignal,
): Promise<ComparedMesh> {
  const progressed = shareTeller(sink, signal);
  const context = { signal, onEvent: () => undefined };
  const bytes = await bytesOf(fileSource(file, signal), signal);
  const reference = await readMesh(bytes, file.name, context);
  progressed(READ_SHARE);
  const places = Float64Array.from(mesh.positions, (value, i) => value + mesh.shift[i % 3]!);
  const distances = await measureToMesh(reference, places, context, (share) =>
    progressed(READ_SHARE + (1 - READ_SHARE) * share),
  );
  const triangles = reference.indices.length / 3;
  return { name: file.name, triangles, distances, figures: distanceFigures(distances) };
}
