/**
 * The `.prj` file beside a cloud or a mesh: the coordinate system as well-known text, as ESRI began it and most
 * programs of surveyors read and write it. Neither clouds as text or PLY nor meshes have a place of their own for it.
 */
import type { CoordinateSystem } from '../cloud/point-cloud.ts';
import { readWkt } from './read/wkt.ts';

/** What such a file holds; undefined where the system is known by less than its text. */
export function projectionText(crs: CoordinateSystem | undefined): string | undefined {
  return crs?.wkt === undefined ? undefined : `${crs.wkt}\n`;
}

/** The system that such a file names; null for a file of nothing. */
export function projectionSystem(text: string): CoordinateSystem | null {
  return readWkt(text) ?? null;
}

/** The files beside a mesh, as a host has them. */
export interface ProjectionPlace {
  /** Of the `.prj` file, for messages. */
  readonly name: string;
  /** Null where there is none. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}

/**
 * Writes the system beside a mesh, where its text is known and no such file is there: one of other contents is
 * somebody's own. Returns what there is to warn of. Rejects as the place does.
 */
export async function writeProjection(
  crs: CoordinateSystem | undefined,
  place: ProjectionPlace,
): Promise<string | undefined> {
  const text = projectionText(crs);
  if (text === undefined) return undefined;
  const earlier = await place.read();
  if (earlier === null) await place.write(text);
  else if (earlier !== text) {
    return `${place.name} names another coordinate system than the cloud; it was left as it is. Check which is right.`;
  }
  return undefined;
}
