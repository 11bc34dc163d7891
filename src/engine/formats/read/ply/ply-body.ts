/**
 * The data behind a PLY header: passes over the elements in front of the vertices and decodes the vertices into a
 * collector's columns, ascii or binary.
 *
 * Nothing is believed of the header's counts: memory is reserved for them only where the file's size bears them out,
 * and a file that is too short for them is refused before its data is read.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import type { NumberKind } from '../check-cloud.ts';
import type { ColorRange } from '../color-store.ts';
import type { ColumnSources } from '../columns.ts';
import { attributesOf, COLUMN, columnSources, incompleteTriples } from '../columns.ts';
import { cutFileError, cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { readAsciiVertices } from './ply-ascii.ts';
import { readBinaryVertices } from './ply-binary.ts';
import type { PlyElement, PlyHeader } from './ply-header.ts';
import { minimumRecordBytes, readPlyHeader } from './ply-header.ts';
import type { ScalarType } from '../scalars.ts';
import { PointCollector } from '../point-collector.ts';
import type { RecordBatch } from '../record-batch.ts';

/** @throws ReconstructError `cloud-format`, `cloud-empty`. */
export async function readPly(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const header = await openPly(cursor);
  const names = scalarNames(header.vertex);
  const sources = columnSources(names);
  if (!sources) throw noCoordinates(cursor, header.vertex);
  const collector = new PointCollector({
    name: cursor.name,
    hasNormals: sources[COLUMN.nx] !== -1,
    colorRange: colorRange(header.vertex, sources),
    attributes: attributesOf(sources),
    numbers: numberKind(header, sources),
    trustedCount: trustedCount(cursor, header),
    options,
  });
  const warnings = incompleteTriples(names.map((name) => name ?? '')).map(
    ([has, lacks]) => `${cursor.name}: the points have ${has} but no ${lacks}, so ${has} was left out.`,
  );
  if (header.faceCount > 0) {
    warnings.push(
      `${cursor.name}: faces are left out (the file has ${header.faceCount}): the surface is made anew, from the points alone.`,
    );
  }
  return collector.finish([...(await readVertices(cursor, header, sources, collector, options)), ...warnings]);
}

/** Reads the header, and sees whether the data is of the kind that it says. */
export async function openPly(cursor: ByteCursor): Promise<PlyHeader> {
  const header = await readPlyHeader(cursor);
  await cursor.need(SAMPLE_BYTES);
  const sample = cursor.bytes.subarray(cursor.start, Math.min(cursor.end, cursor.start + SAMPLE_BYTES));
  const details = { byteOffset: cursor.offset };
  if (header.format === 'ascii' && sample.some(isNoText)) {
    const what = `its header says ascii, but the data from byte ${cursor.offset} on is binary`;
    const hint = 'Set the format line to binary_little_endian or binary_big_endian, or export again.';
    throw formatError(cursor.name, what, hint, details);
  }
  if (header.format === 'ascii' || !isNumberText(sample)) return header;
  const warning = `${cursor.name}: its header says ${header.format}, but the data is text, and was read as such.`;
  return { ...header, format: 'ascii', warnings: [...header.warnings, warning] };
}

const SAMPLE_BYTES = 256;
/** Fewer bytes could be a few small numbers. */
const FEWEST_TEXT_BYTES = 24;

/** Control bytes that no line of numbers has; 26 ends old texts. */
function isNoText(byte: number): boolean {
  return byte < 9 || (byte > 13 && byte < 26) || (byte > 26 && byte < 32);
}

/** Nothing but digits, signs, points, exponents and blanks, which 24 binary numbers never are by chance. */
function isNumberText(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes);
  return bytes.length >= FEWEST_TEXT_BYTES && /^[-+.,\d\seEnaif]+$/.test(text) && /\d\s+[-+.\d]/.test(text);
}

/** The names of the vertices' properties, undefined for lists. */
export function scalarNames(vertex: PlyElement): (string | undefined)[] {
  return vertex.properties.map(({ name, countType }) => (countType ? undefined : name));
}

export function noCoordinates(cursor: ByteCursor, vertex: PlyElement): Error {
  const names = vertex.properties.map((property) => property.name).join(', ');
  const what = `the vertices have no x, y and z (their properties: ${names || 'none'})`;
  return formatError(cursor.name, what, 'Export the points with coordinates named x, y and z.');
}

/**
 * Decodes the vertices; returns warnings.
 * @throws ReconstructError `cloud-format` also for a file that is cut, unless `options.partial` wants what there is.
 */
export async function readVertices(
  cursor: ByteCursor,
  given: PlyHeader,
  sources: ColumnSources,
  batch: RecordBatch,
  options: ReadOptions,
): Promise<string[]> {
  const header = withUnsignedColors(given, sources);
  const { vertex, format } = header;
  if (!options.partial) checkSize(cursor, header);
  const read = format === 'ascii' ? readAsciiVertices : readBinaryVertices;
  const { complete, warnings } = await read(cursor, header, sources, batch);
  const all = [...header.warnings, ...warnings];
  if (complete === vertex.count) return all;
  const cut = { whole: complete, promised: vertex.count };
  return [...all, cutFileWarning(cursor.name, cut, options, { byteOffset: cursor.offset })];
}

/** Compares what the header promises with the file's size, where that is known. */
function checkSize(cursor: ByteCursor, header: PlyHeader): void {
  const { remaining } = cursor;
  const { vertex } = header;
  const room = roomFor(cursor, header);
  if (room >= vertex.count) return;
  const details = { byteOffset: cursor.offset, bytesLeft: remaining ?? 0 };
  throw cutFileError(cursor.name, { whole: room, promised: vertex.count }, details);
}

/** Vertices that the file can hold at most by its size, infinite where that is not known. */
function roomFor(cursor: ByteCursor, { before, vertex, format }: PlyHeader): number {
  const { remaining } = cursor;
  const bytes = minimumRecordBytes(vertex, format);
  if (remaining === undefined || bytes === 0) return Infinity;
  // The last line of a text file may lack its end.
  const there = format === 'ascii' ? remaining + 1 : remaining;
  const forOthers = before.reduce((sum, element) => sum + element.count * minimumRecordBytes(element, format), 0);
  return Math.max(0, Math.floor((there - forOthers) / bytes));
}

/** Vertices to make room for at once. */
export function trustedCount(cursor: ByteCursor, header: PlyHeader): number {
  const room = roomFor(cursor, header);
  return room === Infinity ? 0 : Math.min(header.vertex.count, room);
}

/**
 * Reads colours that are said to be signed bytes as the unsigned ones that they are: no program writes a negative one.
 */
function withUnsignedColors(header: PlyHeader, sources: ColumnSources): PlyHeader {
  const colors = [COLUMN.red, COLUMN.green, COLUMN.blue].map((column) => sources[column]!);
  const properties = header.vertex.properties.map((property, index) =>
    property.type === 'int8' && colors.includes(index) ? { ...property, type: 'uint8' as const } : property,
  );
  return { ...header, vertex: { ...header.vertex, properties } };
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
  int64: 'byte',
  uint64: 'byte',
  float32: 'float',
  float64: 'float',
};
