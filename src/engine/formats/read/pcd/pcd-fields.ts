/**
 * Which numbers of a PCD point are kept: those of known names, by the same list as for other formats, and colours that
 * are packed into one number as PCL has them, 0xAARRGGBB in four bytes, whatever TYPE calls these bytes.
 */
import type { CloudPart } from '../../formats.ts';
import type { NumberKind } from '../check-cloud.ts';
import type { ColorRange } from '../color-store.ts';
import { COLUMN, columnSources } from '../columns.ts';
import { formatError } from '../format-error.ts';
import type { PcdField, PcdHeader, PcdType } from './pcd-header.ts';

/** A number of a point and the column that it fills. */
export interface PcdSource {
  readonly column: number;
  /** Into the header's fields. */
  readonly field: number;
  readonly type: PcdType;
  /** Of the number in its field. */
  readonly byteOffset: number;
  /** Which of its field's numbers it is. */
  readonly element: number;
}

export interface PcdLayout {
  /** Without those of packed colours. */
  readonly sources: readonly PcdSource[];
  /** The field of packed colours. */
  readonly packed: { readonly field: number; readonly type: PcdType } | undefined;
  readonly colorRange: ColorRange | undefined;
  readonly keeps: readonly CloudPart[];
  readonly numbers: NumberKind;
}

/** Fields of three numbers and more that stand for three columns. */
const TRIPLES: Readonly<Record<string, readonly [string, string, string]>> = {
  xyz: ['x', 'y', 'z'],
  position: ['x', 'y', 'z'],
  positions: ['x', 'y', 'z'],
  points: ['x', 'y', 'z'],
  rgb: ['red', 'green', 'blue'],
  rgba: ['red', 'green', 'blue'],
  color: ['red', 'green', 'blue'],
  colors: ['red', 'green', 'blue'],
  normal: ['nx', 'ny', 'nz'],
  normals: ['nx', 'ny', 'nz'],
};

/** @throws ReconstructError `cloud-format` without x, y and z */
export function pcdLayout(name: string, { fields, data }: PcdHeader): PcdLayout {
  const named = fields.flatMap((field, index) => namesIn(field).map((label, element) => ({ label, index, element })));
  const found = columnSources(named.map(({ label }) => label));
  if (!found) {
    const what = `the points have no x, y and z (their fields: ${fields.map((field) => field.name).join(' ')})`;
    throw formatError(name, what, 'Export the points with fields named x, y and z.');
  }
  const sources = found.flatMap((source, column): PcdSource[] => {
    const at = named[source];
    if (!at) return [];
    const { type, bytes } = fields[at.index]!;
    return [{ column, field: at.index, type, byteOffset: bytes * at.element, element: at.element }];
  });
  const packedIndex = fields.findIndex(isPacked);
  const packed = packedIndex < 0 ? undefined : { field: packedIndex, type: fields[packedIndex]!.type };
  const kept = sources.filter(({ column, type }) => !isPassedOver(column, type, packed !== undefined));
  const has = (column: number): PcdSource | undefined => kept.find((source) => source.column === column);
  const red = has(COLUMN.red);
  const places = kept.filter(({ column }) => column <= COLUMN.z);
  return {
    sources: kept,
    packed,
    colorRange: packed ? 'byte' : red && colorRangeOf(red.type),
    keeps: [...(has(COLUMN.nx) ? (['normals'] as const) : []), ...(packed || red ? (['colors'] as const) : [])],
    numbers: places.every(({ type }) => type === 'F4') ? 'float32' : data === 'ascii' ? 'text' : 'other',
  };
}

/** The names of its numbers; those behind are passed over. */
function namesIn(field: PcdField): readonly string[] {
  if (field.isPadding || field.count === 0 || isPacked(field)) return [];
  const triple = field.count < 3 ? undefined : TRIPLES[field.name.toLowerCase()];
  return triple ?? [field.name];
}

function isPacked({ name, bytes, count }: PcdField): boolean {
  return count === 1 && bytes >= 4 && /^rgba?$/i.test(name);
}

/**
 * Colours beside packed ones; whole numbers of time, whose unit nobody tells (sensors' drivers count nanoseconds); and
 * numbers of scans, which PCD does not describe.
 */
function isPassedOver(column: number, type: PcdType, isColorPacked: boolean): boolean {
  if (column === COLUMN.time) return !type.startsWith('F');
  if (column === COLUMN.scan) return true;
  return isColorPacked && column >= COLUMN.red && column <= COLUMN.blue;
}

function colorRangeOf(type: PcdType): ColorRange {
  if (type.startsWith('F')) return 'float';
  return type === 'U1' || type === 'I1' ? 'byte' : 'short';
}
