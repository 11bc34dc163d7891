/**
 * A height raster as GeoTIFF (TIFF 6.0, OGC 19-008): one band of float32, rows in strips, nothing packed.
 *
 * A small writer of our own: the npm package `geotiff` (3.0.5) writes, but from one array of the whole raster and into
 * another of the whole file; here rows come and go in bands. Not packed, so that the size is known beforehand and every
 * place in the file before the first row is made, which a stream of bytes needs; a program of maps packs it in one
 * command.
 */
import type { CoordinateSystem } from '../cloud/point-cloud.ts';
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { ChunkedOutput } from '../formats/write/chunked-output.ts';
import type { ByteSink } from '../formats/write/byte-sink.ts';
import { runSteps } from '../host/steps.ts';
import { bandSteps, emptyTally, NO_HEIGHT, type RasterGrid, type RasterTally } from './height-raster.ts';
import type { TerrainMesh } from './terrain-mesh.ts';

/** Of the rows that are in memory at once, twice: their highest and their lowest surface. */
const BAND_CELLS = 1 << 24;
const STRIP_CELLS = 1 << 18;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;

/** TIFF 6.0 (1992), section 2. */
const [ASCII, SHORT, LONG, DOUBLE] = [2, 3, 4, 12] as const;
const TYPE_BYTES = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 } as const;

interface Entry {
  readonly tag: number;
  readonly type: keyof typeof TYPE_BYTES;
  readonly values: readonly number[];
}

export function rasterFileBytes(grid: RasterGrid, system: CoordinateSystem | null): number {
  const { entries } = directoryOf(grid, system);
  return imageOffset(entries) + 4 * grid.columns * grid.rows;
}

/** Fills the raster as it goes. Rejects with `context.signal.reason`, and as the sink does. */
export async function writeGeotiff(
  mesh: TerrainMesh,
  indices: Uint32Array,
  grid: RasterGrid,
  { system, sink, context }: { system: CoordinateSystem | null; sink: ByteSink; context: RunContext },
): Promise<RasterTally> {
  const out = new ChunkedOutput(sink, context);
  const { entries } = directoryOf(grid, system);
  await writeDirectory(entries, out);
  const tally = emptyTally();
  const bandRows = Math.max(Math.floor(BAND_CELLS / grid.columns), 1);
  for (let firstRow = 0; firstRow < grid.rows; firstRow += bandRows) {
    const rowCount = Math.min(bandRows, grid.rows - firstRow);
    const band = await runSteps(bandSteps(mesh, indices, grid, { firstRow, rowCount }, tally), context.signal);
    refuseInfinite(tally);
    for (const height of band) {
      if (!out.hasRoom(4)) await out.flush();
      out.putFloat32(height);
    }
  }
  await out.flush();
  return tally;
}

function refuseInfinite({ highest, lowest }: RasterTally): void {
  if (highest < Infinity && (lowest > -Infinity || lowest > highest)) return;
  const message = 'The mesh is higher than the numbers of a height raster reach (3.4·10³⁸). Take a larger unit.';
  throw new ReconstructError('mesh-format', message, {});
}

function directoryOf(grid: RasterGrid, system: CoordinateSystem | null): { entries: readonly Entry[] } {
  const { columns, rows, cell, left, top } = grid;
  const stripRows = Math.max(Math.floor(STRIP_CELLS / columns), 1);
  const strips = Math.ceil(rows / stripRows);
  const counts = Array.from(
    { length: strips },
    (_, strip) => 4 * columns * Math.min(stripRows, rows - strip * stripRows),
  );
  const entry = (tag: number, type: Entry['type'], ...values: number[]): Entry => ({ tag, type, values });
  const entries = [
    entry(256, LONG, columns),
    entry(257, LONG, rows),
    entry(258, SHORT, 32), // bits
    entry(259, SHORT, 1), // not packed
    entry(262, SHORT, 1), // black is 0
    { tag: 273, type: LONG, values: counts }, // places of strips, put in below
    entry(277, SHORT, 1), // bands
    entry(278, LONG, stripRows),
    { tag: 279, type: LONG, values: counts },
    entry(284, SHORT, 1), // one plane
    entry(305, ASCII, ...asciiOf('GridPull')),
    entry(339, SHORT, 3), // IEEE float
    entry(33550, DOUBLE, cell, cell, 0), // ModelPixelScale
    entry(33922, DOUBLE, 0, 0, 0, left, top, 0), // ModelTiepoint: the outer corner of the first cell
    ...[keysOf(system, grid)].map((values): Entry => ({ tag: 34735, type: SHORT, values })),
    entry(42113, ASCII, ...asciiOf(String(NO_HEIGHT))), // GDAL_NODATA
  ];
  const places = entries.find(({ tag }) => tag === 273)!;
  let at = imageOffset(entries);
  const offsets = counts.map((bytes) => {
    const place = at;
    at += bytes;
    return place;
  });
  return { entries: entries.map((each) => (each === places ? { ...each, values: offsets } : each)) };
}

function asciiOf(text: string): number[] {
  return [...Array.from(text, (letter) => letter.charCodeAt(0)), 0];
}

/** A file without a system says that a cell is an area, and no more. OGC 19-008 (2019), sections 7.1 and 7.4. */
function keysOf(system: CoordinateSystem | null, grid: RasterGrid): number[] {
  const [projected, geographic] = [1, 2];
  const keys: [number, number][] = [[1025, 1]]; // GTRasterType: area
  if (system?.epsg !== undefined && system.epsg < 0x10000) {
    const model = isGeographic(system, grid) ? geographic : projected;
    keys.unshift([1024, model]);
    keys.push([model === projected ? 3072 : 2048, system.epsg]);
  }
  return [1, 1, 0, keys.length, ...keys.flatMap(([key, value]) => [key, 0, 1, value])];
}

/** What the file says of it; where that is a number alone, whether the coordinates may be degrees. */
function isGeographic({ wkt, geotiff }: CoordinateSystem, { left, top, cell, columns, rows }: RasterGrid): boolean {
  if (geotiff && (geotiff[3072] !== undefined || geotiff[2048] !== undefined)) return geotiff[3072] === undefined;
  if (wkt !== undefined) return !/PROJ(?:CS|CRS|ECTEDCRS)\s*[[(]/i.test(wkt);
  return Math.max(Math.abs(left), Math.abs(left + columns * cell), Math.abs(top), Math.abs(top - rows * cell)) <= 360;
}

function imageOffset(entries: readonly Entry[]): number {
  const apart = entries.reduce((sum, entry) => sum + bytesApart(entry), 0);
  return HEADER_BYTES + 2 + ENTRY_BYTES * entries.length + 4 + apart;
}

/** Values that do not fit into an entry lie behind the directory, at even places. */
function bytesApart({ type, values }: Entry): number {
  const bytes = TYPE_BYTES[type] * values.length;
  return bytes <= 4 ? 0 : bytes + (bytes % 2);
}

async function writeDirectory(entries: readonly Entry[], out: ChunkedOutput): Promise<void> {
  out.putText('II');
  out.putUint16(42);
  out.putUint32(HEADER_BYTES);
  out.putUint16(entries.length);
  // Short texts first: whoever opens the file finds out who wrote it within its first bytes.
  const apart = entries.filter((entry) => bytesApart(entry) > 0).toSorted((a, b) => bytesApart(a) - bytesApart(b));
  let at = HEADER_BYTES + 2 + ENTRY_BYTES * entries.length + 4;
  const places = new Map<number, number>();
  for (const entry of apart) {
    places.set(entry.tag, at);
    at += bytesApart(entry);
  }
  for (const entry of entries) {
    out.putUint16(entry.tag);
    out.putUint16(entry.type);
    out.putUint32(entry.values.length);
    const place = places.get(entry.tag);
    if (place === undefined) putInline(out, entry);
    else out.putUint32(place);
  }
  out.putUint32(0);
  for (const entry of apart) {
    for (const value of entry.values) {
      if (!out.hasRoom(8)) await out.flush();
      putValue(out, entry.type, value);
    }
    if ((TYPE_BYTES[entry.type] * entry.values.length) % 2 === 1) out.putUint8(0);
  }
}

function putInline(out: ChunkedOutput, { type, values }: Entry): void {
  for (const value of values) putValue(out, type, value);
  for (let bytes = TYPE_BYTES[type] * values.length; bytes < 4; bytes++) out.putUint8(0);
}

function putValue(out: ChunkedOutput, type: Entry['type'], value: number): void {
  if (type === ASCII) out.putUint8(value);
  else if (type === SHORT) out.putUint16(value);
  else if (type === LONG) out.putUint32(value);
  else out.putFloat64(value);
}
