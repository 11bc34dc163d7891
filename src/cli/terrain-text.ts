/** What is told of a height raster and of contours that were written. */
import type { TerrainReport } from '../engine/index.ts';

export interface TerrainNames {
  readonly raster?: string;
  readonly contours?: readonly string[];
}

export function terrainLines(
  { raster: rasterName = '', contours: drawings = [] }: TerrainNames,
  report: TerrainReport,
): string[] {
  const { raster, contours, guessedTriangles } = report;
  const lines: string[] = [];
  if (raster) {
    const { columns, rows, cell, bytes, measured, overhung, lowest, highest, epsg } = raster;
    const none = columns * rows - measured;
    lines.push(
      `${rasterName}: ${columns} × ${rows} cells of ${short(cell)}, ${(bytes / 1e6).toFixed(1)} MB`,
      `  heights    ${measured > 0 ? `${short(lowest)} to ${short(highest)}` : 'none'}, ${none} cells without`,
      ...(overhung > 0 ? [`  overhangs  in ${overhung} cells surfaces lie over one another; the highest counts`] : []),
      `  system     ${epsg === null ? 'unknown: coordinates as the mesh has them' : `EPSG:${epsg}`}`,
    );
  }
  if (contours) {
    const { interval, heights, lines: count, closed, length } = contours;
    lines.push(
      `${drawings.join(', ')}: ${count} ${count === 1 ? 'contour' : 'contours'} at ${heights} ${heights === 1 ? 'height' : 'heights'}, every ${short(interval)}, ${closed} closed, ${short(length)} long`,
    );
  }
  if (guessedTriangles > 0)
    lines.push(`  guessed    ${guessedTriangles} triangles that no point supports are left out`);
  return lines;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
