/**
 * The data behind a PLY header: passes over the elements in front of the vertices and decodes the vertices into a
 * collector's columns, ascii or binary.
 *
 * Nothing is believed of the header's counts: memory is reserved for them only where the file's size bears them out,
 * and a file that is too short for them is refused before its data is read.
 */
import type { ByteCursor } from './byte-cursor.ts';
import { attributesOf, COLUMN, columnSources } from './columns.ts';
import type { ColumnSources } from './columns.ts';
import { formatError, truncationError } from './format-error.ts';
import type { PlyElement, PlyHeader } from './ply-header.ts';
import type { ScalarType } from './ply-scalar.ts';
import { minimumRecordBytes, readPlyHeader } from './ply-header.ts';
import { readAsciiVertices } from './ply-ascii.ts';
import { readBinaryVertices } from './ply-binary.ts';
import type { PointCloud } from '../../cloud/point-cloud.ts';
import { PointCollector } from './point-collector.ts';
import type { ReadOptions } from '../../cloud/point-sample.ts';
import type { NumberKind } from './check-cloud.ts';
import type { ColorRange } from './color-store.ts';

/** @throws ReconstructError `cloud-format`, `cloud-empty`. */
export async function readPly(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const header = await readPlyHeader(cursor);
  const { vertex, format } = header;
  const sources = columnSources(vertex.properties.map(({ name, countType }) => (countType ? undefined : name)));
  if (!sources) {
    const names = vertex.properties.map((property) => property.name).join(', ');
    const what = `the vertices have no x, y and z (their properties: ${names || 'none'})`;
    throw formatError(cursor.name, what, 'Export the points with coordinates named x, y and z.');
  }
  checkSize(cursor, header);
  const collector = new PointCollector({
    name: cursor.name,
    hasNormals: sources[COLUMN.nx] !== -1,
    colorRange: colorRange(vertex, sources),
    attributes: attributesOf(sources),
    numbers: numberKind(header, sources),
    trustedCount: cursor.remaining === undefined ? 0 : vertex.count,
    options,
  });
  const read = format === 'ascii' ? readAsciiVertices : readBinaryVertices;
  return collector.finish(await read(cursor, header, sources, collector));
}

/** Compares what the header promises with the file's size, where that is known. */
function checkSize(cursor: ByteCursor, { before, vertex, format }: PlyHeader): void {
  const { remaining } = cursor;
  if (remaining === undefined) return;
  // The last line of a text file may lack its end.
  const there = format === 'ascii' ? remaining + 1 : remaining;
  const bytesOf = (element: PlyElement) => element.count * minimumRecordBytes(element, format);
  const forVertices = there - before.reduce((sum, element) => sum + bytesOf(element), 0);
  if (bytesOf(vertex) <= forVertices) return;
  const complete = Math.max(0, Math.floor(forVertices / minimumRecordBytes(vertex, format)));
  throw truncationError(cursor.name, complete, vertex.count, { byteOffset: cursor.offset, bytesLeft: remaining });
}

function numberKind({ format, vertex }: PlyHeader, sources: ColumnSources): NumberKind {
  if (format === 'ascii') return 'text';
  const types = [COLUMN.x, COLUMN.y, COLUMN.z].map((column) => vertex.properties[sources[column]!]?.type);
  return types.every((type) => type === 'float32') ? 'float32' : 'other';
}

function colorRange(vertex: PlyElement, sources: ColumnSources): ColorRange | undefined {
  const type = vertex.properties[sources[COLUMN.red] ?? -1]?.type;
  return type && COLOR_RANGES[type];
}

/** Signed and 32-bit integers are rare for colours; those seen in the wild hold 0…255. */
const COLOR_RANGES: Readonly<Record<ScalarType, ColorRange>> = {
  int8: 'byte',
  uint8: 'byte',
  int16: 'byte',
  uint16: 'short',
  int32: 'byte',
  uint32: 'byte',
  float32: 'float',
  float64: 'float',
};
