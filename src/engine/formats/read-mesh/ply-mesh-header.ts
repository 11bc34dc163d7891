/** The header of a PLY file (Turk 1994), as much of it as reading a mesh needs. */
import type { PlyHeader, PlyProperty } from '../read/ply/ply-header.ts';
import { scalarType } from '../read/ply/ply-scalar.ts';
import { ReconstructError } from '../../errors.ts';

export type PlyEncoding = PlyHeader['format'];

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
  const type = scalarType(isList ? third : first);
  const name = isList ? fourth : second;
  const countType = isList ? scalarType(second) : undefined;
  if (!type || !name || (isList && !countType)) throw headerError(file, `has a property "${words.join(' ')}"`);
  return countType ? { name, type, countType } : { name, type };
}

function headerError(name: string, problem: string): ReconstructError {
  return new ReconstructError('mesh-format', `The PLY header of "${name}" ${problem}.`, { name });
}
