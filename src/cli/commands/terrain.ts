/** `gridpull terrain MESH --raster OUT.tif --contours OUT.dxf`: heights as a raster, and lines of equal height. */
import path from 'node:path';
import {
  CONTOUR_FORMATS,
  type ContourFormat,
  readTriangleMesh,
  ReconstructError,
  type RunContext,
  type TerrainMesh,
  type TerrainPart,
  writeTerrain,
} from '../../engine/index.ts';
import { checkBeside, checkDistinct } from '../check-output.ts';
import { systemOf } from '../coordinate-system.ts';
import { tryToWrite } from '../new-folder.ts';
import { fileSource, readWhole, writeFileBeside } from '../node-files.ts';
import { terrainLines } from '../terrain-text.ts';

/** Room that the smallest useful raster takes. */
const SMALL_BYTES = 1 << 12;

export interface TerrainArguments {
  readonly raster?: string;
  readonly cell?: number;
  readonly contours?: readonly string[];
  readonly interval?: number;
  readonly up?: 'z' | 'y';
  readonly epsg?: number;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Gives the text to print. */
export async function terrain(meshPath: string, args: TerrainArguments, context: RunContext): Promise<string> {
  const { raster, contours = [], cell = 'auto', interval = 'auto' } = args;
  checkAsked(args);
  const formats = contours.map(contourFormatOf);
  const outputs = [...(raster === undefined ? [] : [raster]), ...contours];
  const source = await fileSource(meshPath);
  for (const output of outputs) checkBeside([meshPath], output, args.force);
  checkDistinct(outputs);
  for (const output of outputs) await tryToWrite(output, SMALL_BYTES);
  context.onEvent({ type: 'stage-started', stage: 'read' });
  const mesh = upright(await readTriangleMesh(await readWhole(meshPath), meshPath, context), args.up);
  const text = args.up === 'y' ? undefined : await source.projection?.();
  const system = systemOf(args.epsg, text);
  const pathOf = (part: TerrainPart): string => (part === 'raster' ? raster! : contours[formats.indexOf(part)]!);
  context.onEvent({ type: 'stage-started', stage: 'write' });
  const report = await writeTerrain(
    mesh,
    {
      cell: raster === undefined ? 'none' : cell,
      interval: contours.length === 0 ? 'none' : interval,
      contourFormats: formats,
      system,
    },
    (part, body) => writeFileBeside(pathOf(part), body, context.signal),
    context,
  );
  if (args.json) return `${JSON.stringify({ input: meshPath, outputs, ...report })}\n`;
  return `${terrainLines({ ...(raster !== undefined && { raster }), contours }, report).join('\n')}\n`;
}

function checkAsked({ raster, cell, contours = [], interval }: TerrainArguments): void {
  const refuse = (option: string, message: string): never => {
    throw new ReconstructError('option-invalid', message, { option });
  };
  if (raster === undefined && contours.length === 0) {
    refuse('--raster', 'nothing to do: say what, for example --raster heights.tif or --contours lines.dxf');
  }
  if (raster === undefined && cell !== undefined) refuse('--cell', '--cell is for --raster, which was not asked for');
  if (contours.length === 0 && interval !== undefined) {
    refuse('--interval', '--interval is for --contours, which were not asked for');
  }
  if (raster !== undefined && !/\.tiff?$/i.test(raster)) {
    refuse('--raster', `${raster} names no height raster; allowed: .tif or .tiff`);
  }
  const formats = contours.map(contourFormatOf);
  const twice = formats.find((format, at) => formats.indexOf(format) < at);
  if (twice !== undefined) refuse('--contours', `two names are given for contours as .${twice}; give one`);
}

function contourFormatOf(output: string): ContourFormat {
  const ending = path.extname(output).slice(1).toLowerCase();
  const format = CONTOUR_FORMATS.find((each) => each === (ending === 'json' ? 'geojson' : ending));
  if (format) return format;
  throw new ReconstructError('option-invalid', `${output} names no contours; allowed: .dxf, .geojson or .json`, {
    path: output,
  });
}

/** With z up: x stays, y becomes z. */
function upright(mesh: TerrainMesh, up: 'z' | 'y' = 'z'): TerrainMesh {
  if (up === 'z') return mesh;
  const positions = new Float32Array(mesh.positions.length);
  for (let at = 0; at < positions.length; at += 3) {
    positions[at] = mesh.positions[at]!;
    positions[at + 1] = 0 - mesh.positions[at + 2]!;
    positions[at + 2] = mesh.positions[at + 1]!;
  }
  const [x, y, z] = mesh.shift;
  return { ...mesh, positions, shift: [x, 0 - z, y] };
}
