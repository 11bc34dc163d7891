/** The coordinate system of a mesh, which its own file does not tell. */
import { type CoordinateSystem, projectionSystem } from '../engine/index.ts';

/** What a person says counts, else what the `.prj` file beside the mesh says; null where that is nothing. */
export function systemOf(epsg: number | undefined, projection: string | undefined): CoordinateSystem | null {
  if (epsg !== undefined) return { epsg };
  return projection === undefined ? null : projectionSystem(projection);
}
