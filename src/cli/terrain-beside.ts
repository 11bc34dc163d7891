/** The height raster and the contours beside a mesh, where the options ask for them. */
import { terrainPath } from '../batch/output-names.ts';
import { tellRefused } from '../batch/tell-refused.ts';
import {
  type RunContext,
  type TerrainChoice,
  type TerrainMesh,
  terrainParts,
  type TerrainReport,
  writeTerrain,
} from '../engine/index.ts';
import { writeFileBeside } from './node-files.ts';
import { terrainLines } from './terrain-text.ts';

/** Undefined where nothing is asked for, or where the mesh has none: that is warned of, for the mesh is there. */
export async function writeTerrainBeside(
  mesh: TerrainMesh,
  output: string,
  choice: TerrainChoice,
  context: RunContext,
): Promise<TerrainReport | undefined> {
  if (terrainParts(choice).length === 0) return undefined;
  return tellRefused(context, () =>
    writeTerrain(
      mesh,
      choice,
      (part, body) => writeFileBeside(terrainPath(output, part), body, context.signal),
      context,
    ),
  );
}

/** What the text of a run says of it. */
export function terrainLinesBeside(output: string, report: TerrainReport | undefined): string[] {
  if (!report) return [];
  const contours = [terrainPath(output, 'dxf'), terrainPath(output, 'geojson')];
  return terrainLines({ raster: terrainPath(output, 'raster'), contours }, report);
}
