/**
 * The `.prj` file beside a cloud or a mesh: the coordinate system as well-known text, as ESRI began it and most programs
 * of surveyors read and write it. Neither clouds as text or PLY nor meshes have a place of their own for it.
 */
import type { CoordinateSystem } from '../cloud/point-cloud.ts';

/** What such a file holds; undefined where the system is known by less than its text. */
export function projectionText(crs: CoordinateSystem | undefined): string | undefined {
  return crs?.wkt === undefined ? undefined : `${crs.wkt}\n`;
}

/** Why the system is not written beside a mesh. @param name of the file that is there */
export function otherProjection(name: string): string {
  return `${name} names another coordinate system than the cloud; it was left as it is. Check which is right.`;
}
