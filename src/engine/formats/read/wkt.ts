/**
 * Coordinate systems as well-known text, in both of its kinds: OGC 01-009 (`PROJCS[…, AUTHORITY["EPSG","26919"]]`) and
 * ISO 19162 (`PROJCRS[…, ID["EPSG",26919]]`). Only the name and the number of the outermost system are read: those of
 * its datum, ellipsoid and units have numbers, too, and the last one in the text is mostly theirs.
 */
import type { CoordinateSystem } from '../../cloud/point-cloud.ts';

interface WktNode {
  readonly keyword: string;
  readonly values: readonly (string | WktNode)[];
}

/** Deeper than any system; the reader of nodes calls itself. */
const MAX_DEPTH = 32;
const OPENING = '[(';
const CLOSING = '])';

/** Undefined for blank text. A text that is no WKT is the name, or the number where it says `EPSG:n`. */
export function readWkt(text: string): CoordinateSystem | undefined {
  const wkt = text.split('\0', 1)[0]!.trim();
  if (wkt === '') return undefined;
  const plain = /^(?:urn:ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d{1,9})$/i.exec(wkt);
  if (plain) return { epsg: Number(plain[1]), name: wkt };
  if (!/^[A-Za-z_0-9]+\s*[[(]/.test(wkt)) return { name: wkt };
  const root = new WktReader(wkt).read();
  // What cannot be taken apart keeps the first name in it.
  const name = root
    ? root.values.find((value) => typeof value === 'string')
    : /"((?:[^"]|"")*)"/.exec(wkt)?.[1]?.replaceAll('""', '"');
  const epsg = root && numberOf(root);
  return { ...(epsg !== undefined && { epsg }), ...(name && { name }), wkt };
}

/** The number of a system itself, or of its horizontal part where it is compound and has none. */
function numberOf(node: WktNode): number | undefined {
  const nodes = node.values.filter((value) => typeof value !== 'string');
  for (const { keyword, values } of nodes) {
    if (keyword !== 'AUTHORITY' && keyword !== 'ID') continue;
    const [authority, code] = values;
    if (typeof authority !== 'string' || typeof code !== 'string' || authority.toUpperCase() !== 'EPSG') continue;
    const number = Number(code);
    if (Number.isInteger(number) && number > 0) return number;
  }
  const isCompound = ['COMPD_CS', 'COMPOUNDCRS'].includes(node.keyword);
  if (isCompound) {
    const [horizontal] = nodes.filter(({ keyword }) => /(CS|CRS)$/.test(keyword));
    return horizontal && numberOf(horizontal);
  }
  if (node.keyword !== 'BOUNDCRS') return undefined;
  const source = nodes.find(({ keyword }) => keyword === 'SOURCECRS')?.values[0];
  return typeof source === 'object' ? numberOf(source) : undefined;
}

class WktReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Undefined where the text is not well formed. */
  read(depth = 0): WktNode | undefined {
    const keyword = this.#match(/\s*([A-Za-z_][A-Za-z0-9_]*)\s*/y)?.[1]?.toUpperCase();
    if (keyword === undefined || depth > MAX_DEPTH || !this.#take(OPENING)) return undefined;
    const values: (string | WktNode)[] = [];
    do {
      const value = this.#value(depth);
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.#take(','));
    return this.#take(CLOSING) ? { keyword, values } : undefined;
  }

  #value(depth: number): string | WktNode | undefined {
    const quoted = this.#match(/\s*"((?:[^"]|"")*)"/y)?.[1];
    if (quoted !== undefined) return quoted.replaceAll('""', '"');
    const before = this.#at;
    const node = this.read(depth + 1);
    if (node) return node;
    this.#at = before;
    // A number, or a word that stands alone, such as the direction of an axis.
    return this.#match(/\s*([^\s[\](),"]+)/y)?.[1];
  }

  #take(characters: string): boolean {
    this.#match(/\s*/y);
    if (this.#at >= this.#text.length || !characters.includes(this.#text[this.#at]!)) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }
}
