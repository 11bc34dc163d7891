/** The numbers of a PLY file: their types, names and sizes, and how one is read. For clouds and meshes alike. */

export type ScalarType =
  'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64';

export const SCALAR_BYTES: Readonly<Record<ScalarType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/** The names of Turk's paper and the ones with sizes that later programs write; 64 bits are of neither, but met. */
const TYPE_NAMES: Readonly<Record<string, ScalarType>> = {
  ...(Object.fromEntries(Object.keys(SCALAR_BYTES).map((type) => [type, type])) as Record<ScalarType, ScalarType>),
  char: 'int8',
  uchar: 'uint8',
  short: 'int16',
  ushort: 'uint16',
  int: 'int32',
  uint: 'uint32',
  float: 'float32',
  double: 'float64',
};

/** The type that a word of a header names, if it names one. */
export function scalarType(word: string | undefined): ScalarType | undefined {
  const name = word?.toLowerCase();
  return name !== undefined && Object.hasOwn(TYPE_NAMES, name) ? TYPE_NAMES[name] : undefined;
}

/** One number of a binary file, at byte `at`. */
export function readScalar(view: DataView, at: number, type: ScalarType, isLittle: boolean): number {
  switch (type) {
    case 'int8':
      return view.getInt8(at);
    case 'uint8':
      return view.getUint8(at);
    case 'int16':
      return view.getInt16(at, isLittle);
    case 'uint16':
      return view.getUint16(at, isLittle);
    case 'int32':
      return view.getInt32(at, isLittle);
    case 'uint32':
      return view.getUint32(at, isLittle);
    case 'int64':
    case 'uint64':
      return readInt64(view, at, type === 'int64', isLittle);
    case 'float32':
      return view.getFloat32(at, isLittle);
    case 'float64':
      return view.getFloat64(at, isLittle);
  }
}

/** 64 bits as a float64, exact to 2⁵³: no `bigint`, which would be an object a value. */
export function readInt64(view: DataView, at: number, isSigned: boolean, isLittle: boolean): number {
  const high = at + (isLittle ? 4 : 0);
  const low = view.getUint32(at + (isLittle ? 0 : 4), isLittle);
  return (isSigned ? view.getInt32(high, isLittle) : view.getUint32(high, isLittle)) * 2 ** 32 + low;
}
