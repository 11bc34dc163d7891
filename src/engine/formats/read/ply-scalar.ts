/** The numbers of a PLY file: their types, names and sizes, and how one is read. For clouds and meshes alike. */

export type ScalarType = 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'float64';

export const SCALAR_BYTES: Readonly<Record<ScalarType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
};

/** The names of Turk's paper and the ones with sizes that later programs write. */
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
  return word !== undefined && Object.hasOwn(TYPE_NAMES, word) ? TYPE_NAMES[word] : undefined;
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
    case 'float32':
      return view.getFloat32(at, isLittle);
    case 'float64':
      return view.getFloat64(at, isLittle);
  }
}
