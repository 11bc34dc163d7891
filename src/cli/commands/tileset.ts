/** `gridpull tileset MESH -o FOLDER`: a mesh as 3D Tiles, for viewers that load what they need. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  type LengthUnit,
  readTriangleMesh,
  ReconstructError,
  type RunContext,
  TILESET_FILE,
  TILESET_TRIANGLES,
  type TilesetReport,
  writeTileset,
} from '../../engine/index.ts';
import { checkReplaced } from '../check-output.ts';
import { systemOf } from '../coordinate-system.ts';
import { openNewFolder, removeFiles } from '../new-folder.ts';
import { fileSource, orOutputFailed, readWhole, writeFileBeside } from '../node-files.ts';

const CONTENT = 'content';
/** Fewer make more files than anybody wants. */
const LEAST_TRIANGLES = 100;

export interface TilesetArguments {
  readonly output: string;
  readonly triangles?: number;
  readonly epsg?: number;
  readonly unit?: LengthUnit;
  readonly json?: boolean;
}

/** Gives the text to print. A call that fails leaves none of its files. */
export async function tileset(meshPath: string, args: TilesetArguments, context: RunContext): Promise<string> {
  const { output, triangles = TILESET_TRIANGLES, unit = null } = args;
  if (triangles < LEAST_TRIANGLES) {
    const message = `--triangles is ${triangles}; allowed: a whole number of at least ${LEAST_TRIANGLES}`;
    throw new ReconstructError('option-invalid', message, { option: '--triangles' });
  }
  const source = await fileSource(meshPath);
  context.onEvent({ type: 'stage-started', stage: 'read' });
  const mesh = await readTriangleMesh(await readWhole(meshPath), meshPath, context);
  const text = args.epsg === undefined ? await source.projection?.() : undefined;
  const system = systemOf(args.epsg, text);
  await openTilesetFolder(output);
  context.onEvent({ type: 'stage-started', stage: 'write' });
  const written: string[] = [];
  try {
    const report = await writeTileset(
      mesh,
      { triangles, unit, system },
      async (name, body) => {
        const file = path.join(output, ...name.split('/'));
        const result = await writeFileBeside(file, body, context.signal);
        written.push(name);
        return result;
      },
      context,
    );
    return args.json
      ? `${JSON.stringify({ input: meshPath, output, ...report })}\n`
      : textOf(path.join(output, TILESET_FILE), report, unit, system?.epsg);
  } catch (error) {
    await removeFiles(output, written);
    await removeFiles(path.join(output, CONTENT), []);
    await removeFiles(output, []);
    throw error;
  }
}

/** A new folder, an empty one, or one that holds a tileset of ours, which goes. */
async function openTilesetFolder(output: string): Promise<void> {
  await openNewFolder(output, TILESET_FILE, (names) => names.every((name) => [TILESET_FILE, CONTENT].includes(name)));
  checkReplaced(path.join(output, TILESET_FILE));
  await rm(path.join(output, TILESET_FILE), { force: true });
  await rm(path.join(output, CONTENT), { recursive: true, force: true });
  await orOutputFailed(output, mkdir(path.join(output, CONTENT)));
}

function textOf(file: string, report: TilesetReport, unit: LengthUnit | null, epsg: number | undefined): string {
  const { tiles, levels, triangles, bytes, coarsestError, place, frameDeviation } = report;
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  const where =
    place === 'earth'
      ? `on the earth, by EPSG:${epsg}; a plane frame, ${short(frameDeviation!)} m off at its corners`
      : `as in the file${epsg === undefined ? ', of no known coordinate system' : `: EPSG:${epsg} is no zone of UTM`}`;
  return (
    `${file}: ${tiles} ${tiles === 1 ? 'tile' : 'tiles'} in ${levels} ${levels === 1 ? 'level' : 'levels'}, of ${triangles} triangles, ${(bytes / 1e6).toFixed(1)} MB\n` +
    `  coarsest   within ${short(coarsestError)} m of the mesh\n` +
    `  placed     ${where}\n` +
    (unit === null && place === 'file' ? '  unit       taken for metres; --unit says what it is\n' : '')
  );
}
