/** The heights of a run's mesh, as it is trimmed, into a file of the person's choice: as a raster, or as lines of equal height. */
import { projectionSystem, trimBeyond, writeTerrain } from '../../engine/index.ts';
import type { SaveTarget, TerrainRequest, WrittenMesh } from './engine-api.ts';
import { fillTarget } from './file-sink.ts';
import type { HeldRun } from './reconstruct-cloud.ts';

/** Rejects like `writeTerrain`. Nothing half-written stays that can be taken away. */
export async function writeRunTerrain(
  { mesh, trimLengths, projection }: HeldRun,
  { part, length, trim }: TerrainRequest,
  target: SaveTarget,
  signal: AbortSignal,
): Promise<WrittenMesh> {
  const context = { signal, onEvent: () => undefined };
  const trimmed = await trimBeyond(mesh, trimLengths, trim, context);
  const system = projection === undefined ? null : projectionSystem(projection);
  const choice =
    part === 'raster'
      ? { cell: length, interval: 'none' as const, system }
      : { cell: 'none' as const, interval: length, contourFormats: [part], system };
  let written: WrittenMesh = { bytes: 0 };
  await writeTerrain(
    trimmed,
    choice,
    async (_part, body) => {
      const { value, ...rest } = await fillTarget(target, signal, body);
      written = rest;
      return value;
    },
    context,
  );
  return written;
}
