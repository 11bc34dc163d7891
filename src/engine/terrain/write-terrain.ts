/** A height raster and contours of a mesh, whichever are asked for, into files that a host opens. */
import type { CoordinateSystem } from '../cloud/point-cloud.ts';
import type { RunContext } from '../events.ts';
import type { ByteSink } from '../formats/write/byte-sink.ts';
import { runSteps } from '../host/steps.ts';
import type { ReconstructOptions } from '../options.ts';
import { boundsOfHeights, contourSteps, niceInterval } from './contours.ts';
import { writeContours } from './draw-contours.ts';
import { rasterGridSteps } from './height-raster.ts';
import { measuredTriangles, type TerrainMesh } from './terrain-mesh.ts';
import {
  CONTOUR_FORMATS,
  isAsked,
  type RasterReport,
  type TerrainAsked,
  type TerrainPart,
  type TerrainReport,
} from '../terrain-words.ts';
import { rasterFileBytes, writeGeotiff } from './write-geotiff.ts';

/** Lengths in the unit of the world. */
export interface TerrainChoice extends TerrainAsked {
  /** Null where nobody knows it. */
  readonly system: CoordinateSystem | null;
}

/** The choice that the options of a run are. */
export function terrainChoice(
  options: Pick<ReconstructOptions, 'heightRaster' | 'contours'>,
  system: CoordinateSystem | undefined,
): TerrainChoice {
  return { cell: options.heightRaster, interval: options.contours, system: system ?? null };
}

/** Opens a file for a part, has it filled, and puts it in its place when it is whole. */
export type WriteTerrainPart = <T>(part: TerrainPart, body: (sink: ByteSink) => Promise<T>) => Promise<T>;

export function isTerrain({ cell, interval }: Pick<TerrainChoice, 'cell' | 'interval'>): boolean {
  return isAsked(cell) || isAsked(interval);
}

/**
 * What is wrong with any of it is told before the first file is opened, but for a disk that fills.
 * @throws ReconstructError `option-invalid`, `mesh-format`; rejects with `context.signal.reason`, and as `write` does
 */
export async function writeTerrain(
  mesh: TerrainMesh,
  { cell, interval, contourFormats = CONTOUR_FORMATS, system }: TerrainChoice,
  write: WriteTerrainPart,
  context: RunContext,
): Promise<TerrainReport> {
  const run = <T>(steps: Generator<undefined, T, undefined>): Promise<T> => runSteps(steps, context.signal);
  const indices = await run(measuredTriangles(mesh));
  const guessedTriangles = (mesh.indices.length - indices.length) / 3;
  const grid = isAsked(cell) ? await run(rasterGridSteps(mesh, indices, cell === 'auto' ? null : cell)) : null;
  const every =
    interval === 'auto' ? niceInterval(await run(boundsOfHeights(mesh, indices))) : isAsked(interval) ? interval : null;
  const lines = every === null ? [] : await run(contourSteps(mesh, indices, every));
  let raster: RasterReport | null = null;
  if (grid) {
    const bytes = rasterFileBytes(grid, system);
    context.onEvent({ type: 'metric', name: 'height raster bytes', value: bytes });
    const tally = await write('raster', (sink) => writeGeotiff(mesh, indices, grid, { system, sink, context }));
    const { columns, rows, cell } = grid;
    raster = { columns, rows, cell, bytes, ...tally, epsg: system?.epsg ?? null };
  }
  if (every === null) return { guessedTriangles, raster, contours: null };
  for (const format of contourFormats) {
    await write(format, (sink) => writeContours(lines, format, { system, sink, context }));
  }
  const contours = {
    interval: every,
    heights: new Set(lines.map(({ height }) => height)).size,
    lines: lines.length,
    closed: lines.filter(({ isClosed }) => isClosed).length,
    length: lines.reduce((sum, { length }) => sum + length, 0),
  };
  return { guessedTriangles, raster, contours };
}
