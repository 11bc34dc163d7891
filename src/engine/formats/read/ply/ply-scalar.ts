/** The names that PLY files give their numbers. For clouds and meshes alike. */
import { SCALAR_BYTES, type ScalarType } from '../scalars.ts';

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
