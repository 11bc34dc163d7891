/** A plain PLY writer for tests: any layout, value by value, after the format's description and not after the reader. */
export type TestType = 'char' | 'uint8' | 'short' | 'uint16' | 'int' | 'uint32' | 'float' | 'float64';

export interface TestProperty {
  readonly name: string;
  readonly type: TestType;
  /** Type of a list's length; absent for a scalar. */
  readonly countType?: 'uchar' | 'ushort' | 'int';
}

export interface TestElement {
  readonly name: string;
  readonly properties: readonly TestProperty[];
  /** One record each: a number for a scalar, an array for a list. */
  readonly records: readonly (readonly (number | readonly number[])[])[];
}

export type TestFormat = 'ascii' | 'binary_little_endian' | 'binary_big_endian';

const SETTERS = {
  char: [1, (view, value) => view.setInt8(0, value)],
  uint8: [1, (view, value) => view.setUint8(0, value)],
  uchar: [1, (view, value) => view.setUint8(0, value)],
  short: [2, (view, value, isLittle) => view.setInt16(0, value, isLittle)],
  uint16: [2, (view, value, isLittle) => view.setUint16(0, value, isLittle)],
  ushort: [2, (view, value, isLittle) => view.setUint16(0, value, isLittle)],
  int: [4, (view, value, isLittle) => view.setInt32(0, value, isLittle)],
  uint32: [4, (view, value, isLittle) => view.setUint32(0, value, isLittle)],
  float: [4, (view, value, isLittle) => view.setFloat32(0, value, isLittle)],
  float64: [8, (view, value, isLittle) => view.setFloat64(0, value, isLittle)],
} as const satisfies Record<string, readonly [number, (view: DataView, value: number, isLittle: boolean) => void]>;

export function writeTestPly(format: TestFormat, elements: readonly TestElement[], lineEnd = '\n'): Uint8Array {
  const lines = ['ply', `format ${format} 1.0`, 'comment element vertex 7', 'obj_info end_header'];
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
        bytes.push(...Buffer.from(fields.map(asText).join(' ') + lineEnd));
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

function asText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
