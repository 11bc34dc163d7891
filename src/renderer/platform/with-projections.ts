/**
 * Files that a browser hands over name no folder, so nothing beside them can be looked for: a `.prj` file that is
 * chosen or dropped with a cloud of its name is what stands beside it, and no cloud.
 */
import { MOST_PROJECTION_BYTES, projectionName } from '../../engine/vocabulary.ts';
import type { FileRef } from '../worker/engine-api.ts';

/** Rejects as `refOf` does. */
export async function withProjections(
  files: readonly File[],
  refOf: (file: File) => FileRef | Promise<FileRef>,
): Promise<readonly FileRef[]> {
  const beside = new Map(files.filter(isProjection).map((file) => [file.name.toLowerCase(), file]));
  // One by itself is refused by name, as other files that are no clouds are.
  const clouds = beside.size < files.length ? files.filter((file) => !isProjection(file)) : files;
  return Promise.all(
    clouds.map(async (cloud) => {
      const ref = await refOf(cloud);
      const file = beside.get(projectionName(cloud.name).toLowerCase());
      if (ref.projection !== undefined || !file || file === cloud) return ref;
      return { ...ref, projection: await file.text() };
    }),
  );
}

function isProjection({ name, size }: File): boolean {
  return /\.prj$/i.test(name) && size <= MOST_PROJECTION_BYTES;
}
