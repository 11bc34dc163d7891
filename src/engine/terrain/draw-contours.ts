/**
 * Contours as files: DXF for CAD (release 12, a polyline a line, its height as its elevation and in each of its places)
 * and GeoJSON for maps (a LineString a line, its height as a property; a closed one ends where it begins). Both keep
 * the coordinates of the mesh. RFC 7946 knows degrees alone: the member `crs` of its forerunner, which programs of maps
 * read, names another system where it is known.
 */
import type { CoordinateSystem } from '../cloud/point-cloud.ts';
import type { RunContext } from '../events.ts';
import type { ByteSink } from '../formats/write/byte-sink.ts';
import { ChunkedOutput } from '../formats/write/chunked-output.ts';
import { decimalsFor, decimalText } from '../section/decimal-text.ts';
import type { ContourLine } from './contours.ts';
import type { ContourFormat } from '../terrain-words.ts';

/** Of the longest side of all lines. */
const DIGITS = 9;
const HEIGHT_DIGITS = 14;
const LAYER = 'CONTOURS';

/** Rejects with `context.signal.reason`, and as the sink does. */
export async function writeContours(
  lines: readonly ContourLine[],
  format: ContourFormat,
  { system, sink, context }: { system: CoordinateSystem | null; sink: ByteSink; context: RunContext },
): Promise<void> {
  const out = new ChunkedOutput(sink, context);
  const encoder = new TextEncoder();
  for (const text of format === 'dxf' ? dxfOf(lines) : geojsonOf(lines, system)) {
    await out.writeBytes(encoder.encode(text));
  }
  await out.flush();
}

function* dxfOf(lines: readonly ContourLine[]): Generator<string> {
  const text = textFor(lines);
  yield '999\nGridPull contours\n0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1009\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n';
  for (const { points, isClosed, height } of lines) {
    const elevation = `30\n${heightText(height)}\n`;
    const parts = [`0\nPOLYLINE\n8\n${LAYER}\n66\n1\n70\n${isClosed ? 1 : 0}\n10\n0\n20\n0\n${elevation}`];
    for (let at = 0; at < points.length; at += 3) {
      parts.push(`0\nVERTEX\n8\n${LAYER}\n10\n${text(points[at]!)}\n20\n${text(points[at + 1]!)}\n${elevation}`);
    }
    parts.push(`0\nSEQEND\n8\n${LAYER}\n`);
    yield parts.join('');
  }
  yield '0\nENDSEC\n0\nEOF\n';
}

function* geojsonOf(lines: readonly ContourLine[], system: CoordinateSystem | null): Generator<string> {
  const text = textFor(lines);
  const named =
    system?.epsg === undefined
      ? ''
      : `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::${system.epsg}"}},`;
  yield `{"type":"FeatureCollection","name":"contours","generator":"GridPull",${named}"features":[\n`;
  for (const [number, { points, isClosed, height }] of lines.entries()) {
    const places: string[] = [];
    const put = (at: number): void =>
      void places.push(`[${text(points[at]!)},${text(points[at + 1]!)},${heightText(height)}]`);
    for (let at = 0; at < points.length; at += 3) put(at);
    if (isClosed) put(0);
    const geometry = `{"type":"LineString","coordinates":[${places.join(',')}]}`;
    const feature = `{"type":"Feature","properties":{"height":${heightText(height)},"closed":${isClosed}},"geometry":${geometry}}`;
    yield `${feature}${number + 1 < lines.length ? ',' : ''}\n`;
  }
  yield ']}\n';
}

/** Decimals by how far the lines reach, not by how far they are from the origin. */
function textFor(lines: readonly ContourLine[]): (value: number) => string {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of lines) {
    for (let at = 0; at < points.length; at += 3) {
      minX = Math.min(minX, points[at]!);
      maxX = Math.max(maxX, points[at]!);
      minY = Math.min(minY, points[at + 1]!);
      maxY = Math.max(maxY, points[at + 1]!);
    }
  }
  const decimals = decimalsFor(Math.max(maxX - minX, maxY - minY), DIGITS);
  return (value) => decimalText(value, decimals);
}

/** Whole multiples of an interval have few digits. */
function heightText(height: number): string {
  const text = String(height);
  return text.includes('e') ? decimalText(height, decimalsFor(Math.abs(height), HEIGHT_DIGITS)) : text;
}
