/**
 * A plain PLY writer for tests: any layout, value by value, after the format's description and not after the reader.
 */
import { numberText } from './text-writer.ts';

export type TestType = keyof typeof SETTERS;

export interface TestProperty {
  readonly name: string;
  readonly type: TestType;
  /** Type of a list's length; absent for a scalar. */
  readonly countType?: 'uchar' | 'ushort' | 'int' | 'uint';
}

export interface TestElement {
  readonly name: string;
  readonly properties: readonly TestProperty[];
  /** One record each: a number for a scalar, an array for a list. */
  readonly records: readonly (readonly (number | readonly number[])[])[];
}

export type TestFormat = 'ascii' | 'binary_little_endian' | 'binary_big_endian';

export interface PlyStyle {
  readonly lineEnd?: string;
  /** Lines after the first two. */
  readonly comments?: readonly string[];
}

type Setter = (view: DataView, value: number, isLittle: boolean) => void;
const setInt8: Setter = (view, value) => view.setInt8(0, value);
const setUint8: Setter = (view, value) => view.setUint8(0, value);
const setInt16: Setter = (view, value, isLittle) => view.setInt16(0, value, isLittle);
const setUint16: Setter = (view, value, isLittle) => view.setUint16(0, value, isLittle);
const setInt32: Setter = (view, value, isLittle) => view.setInt32(0, value, isLittle);
const setUint32: Setter = (view, value, isLittle) => view.setUint32(0, value, isLittle);
const setFloat32: Setter = (view, value, isLittle) => view.setFloat32(0, value, isLittle);
const setFloat64: Setter = (view, value, isLittle) => view.setFloat64(0, value, isLittle);

/** Bytes of a value and how it is written, under both names that each type goes by. */
const SETTERS = {
  char: [1, setInt8],
  int8: [1, setInt8],
  uchar: [1, setUint8],
  uint8: [1, setUint8],
  short: [2, setInt16],
  int16: [2, setInt16],
  ushort: [2, setUint16],
  uint16: [2, setUint16],
  int: [4, setInt32],
  int32: [4, setInt32],
  uint: [4, setUint32],
  uint32: [4, setUint32],
  float: [4, setFloat32],
  float32: [4, setFloat32],
  double: [8, setFloat64],
  float64: [8, setFloat64],
} as const satisfies Record<string, readonly [number, Setter]>;

/** Header lines that look like others and mean nothing. */
const ODD_COMMENTS = ['comment element vertex 7', 'obj_info end_header'];

export function writeTestPly(
  format: TestFormat,
  elements: readonly TestElement[],
  { lineEnd = '\n', comments = ODD_COMMENTS }: PlyStyle = {},
): Uint8Array<ArrayBuffer> {
  const lines = ['ply', `format ${format} 1.0`, ...comments];
  for (const { name, properties, records } of elements) {
    lines.push(`element ${name} ${records.length}`);
    for (const { name: property, type, countType } of properties) {
      lines.push(countType ? `property list ${countType} ${type} ${property}` : `property ${type} ${property}`);
    }
  }
  const bytes = [...Buffer.from([...lines, 'end_header', ''].join(lineEnd))];
  const put = (type: keyof typeof SETTERS, value: number) => {
    const [size, set] = SETTERS[type];
    const view = new DataView(new ArrayBuffer(size));
    set(view, value, format === 'binary_little_endian');
    for (let i = 0; i < size; i++) bytes.push(view.getUint8(i));
  };
  for (const { properties, records } of elements) {
    for (const record of records) {
      if (format === 'ascii') {
        const fields = record.flatMap((value) => (typeof value === 'number' ? [value] : [value.length, ...value]));
        bytes.push(...Buffer.from(fields.map(numberText).join(' ') + lineEnd));
        continue;
      }
      properties.forEach(({ type, countType }, index) => {
        const value = record[index]!;
        if (typeof value === 'number') return put(type, value);
        put(countType!, value.length);
        for (const item of value) put(type, item);
      });
    }
  }
  return Uint8Array.from(bytes);
}
