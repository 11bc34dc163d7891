/** The header of a PLY file (Turk 1994), as much of it as reading a mesh needs. */
import { ReconstructError } from '../../errors.ts';

export type PlyEncoding = 'ascii' | 'binary_little_endian' | 'binary_big_endian';

export type PlyType = 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'float64';

export interface PlyProperty {
  readonly name: string;
  readonly type: PlyType;
  /** Type of the count before a list; absent for single values. */
  readonly countType?: PlyType;
}

export interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: PlyProperty[];
}

export interface PlyMeshHeader {
  readonly encoding: PlyEncoding;
  readonly elements: readonly PlyElement[];
  /** First byte of the data. */
  readonly bodyOffset: number;
}

export const PLY_TYPE_BYTES: Readonly<Record<PlyType, number>> = {
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
const TYPES = new Map<string, PlyType>([
  ...(Object.keys(PLY_TYPE_BYTES) as PlyType[]).map((type): [string, PlyType] => [type, type]),
  ['char', 'int8'],
  ['uchar', 'uint8'],
  ['short', 'int16'],
  ['ushort', 'uint16'],
  ['int', 'int32'],
  ['uint', 'uint32'],
  ['float', 'float32'],
  ['double', 'float64'],
]);
const ENCODINGS: readonly string[] = ['ascii', 'binary_little_endian', 'binary_big_endian'];
/** Headers are a few hundred bytes; a file without an end would otherwise be searched to its last byte. */
const MAX_HEADER_BYTES = 1 << 20;

/** @throws ReconstructError `mesh-format` */
export function readPlyMeshHeader(bytes: Uint8Array, name: string): PlyMeshHeader {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, MAX_HEADER_BYTES));
  const end = /^[ \t]*end_header[ \t]*(\r\n|\n|\r)/m.exec(text);
  if (!end) throw headerError(name, 'has no end_header line');
  let encoding: PlyEncoding | undefined;
  const elements: PlyElement[] = [];
  for (const line of text.slice(0, end.index).split(/\r\n|\n|\r/)) {
    const [key, ...words] = line.trim().split(/\s+/);
    if (key === 'format') {
      if (!isEncoding(words[0])) throw headerError(name, `has an unknown format line "${line.trim()}"`);
      encoding = words[0];
    } else if (key === 'element') elements.push(parseElement(words, name));
    else if (key === 'property') {
      const element = elements.at(-1);
      if (!element) throw headerError(name, 'has a property before its first element');
      element.properties.push(parseProperty(words, name));
    }
  }
  if (!encoding) throw headerError(name, 'has no format line');
  return { encoding, elements, bodyOffset: end.index + end[0].length };
}

function isEncoding(word: string | undefined): word is PlyEncoding {
  return word !== undefined && ENCODINGS.includes(word);
}

function parseElement([name, countText]: readonly string[], file: string): PlyElement {
  const count = Number(countText);
  if (name === undefined || !Number.isSafeInteger(count) || count < 0) {
    throw headerError(file, `has an element without a usable count ("${name ?? ''} ${countText ?? ''}")`);
  }
  return { name, count, properties: [] };
}

function parseProperty(words: readonly string[], file: string): PlyProperty {
  const [first, second, third, fourth] = words;
  const isList = first === 'list';
  const type = TYPES.get((isList ? third : first) ?? '');
  const name = isList ? fourth : second;
  const countType = isList ? TYPES.get(second ?? '') : undefined;
  if (!type || !name || (isList && !countType)) throw headerError(file, `has a property "${words.join(' ')}"`);
  return countType ? { name, type, countType } : { name, type };
}

function headerError(name: string, problem: string): ReconstructError {
  return new ReconstructError('mesh-format', `The PLY header of "${name}" ${problem}.`, { name });
}
