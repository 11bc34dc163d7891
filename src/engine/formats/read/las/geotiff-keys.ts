/** Coordinate systems as GeoTIFF keys (OGC 19-008, 7.1): a directory of shorts, with doubles and text beside it. */
import type { CoordinateSystem } from '../../../cloud/point-cloud.ts';

export interface GeoTiffParts {
  /** Tag 34735. */
  readonly directory: Uint8Array;
  /** Tag 34736. */
  readonly doubles?: Uint8Array;
  /** Tag 34737. */
  readonly text?: Uint8Array;
}

const DOUBLES = 34736;
const TEXT = 34737;
/** Keys by their number. */
const KEY = {
  modelType: 1024,
  citation: 1026,
  geographic: 2048,
  geographicCitation: 2049,
  projected: 3072,
  projectedCitation: 3073,
} as const;
/** The system is described by the other keys. */
const USER_DEFINED = 32767;
const GEOGRAPHIC_MODEL = 2;

/** Undefined where there is no key with a value. */
export function systemOfGeoTiff(parts: GeoTiffParts): CoordinateSystem | undefined {
  const geotiff = keysOf(parts);
  if (Object.keys(geotiff).length === 0) return undefined;
  const isGeographic = geotiff[KEY.modelType] === GEOGRAPHIC_MODEL;
  const code = geotiff[KEY.projected] ?? (isGeographic ? geotiff[KEY.geographic] : undefined);
  const epsg = typeof code === 'number' && code > 0 && code < USER_DEFINED ? code : undefined;
  const citations = [KEY.projectedCitation, KEY.citation, ...(isGeographic ? [KEY.geographicCitation] : [])];
  const name = citations.map((key) => geotiff[key]).find((value) => typeof value === 'string' && value !== '');
  return { ...(epsg !== undefined && { epsg }), ...(typeof name === 'string' && { name }), geotiff };
}

function keysOf({ directory, doubles, text }: GeoTiffParts): Record<number, number | string> {
  const keys: Record<number, number | string> = {};
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  if (directory.length < 8) return keys;
  const count = Math.min(view.getUint16(6, true), Math.floor(directory.length / 8) - 1);
  for (let i = 1; i <= count; i++) {
    const key = view.getUint16(8 * i, true);
    const place = view.getUint16(8 * i + 2, true);
    const length = view.getUint16(8 * i + 4, true);
    const value = view.getUint16(8 * i + 6, true);
    // Directories are padded with keys of number 0.
    if (key === 0) continue;
    if (place === 0) keys[key] = value;
    else if (place === DOUBLES && doubles) {
      const numbers = doublesOf(doubles, value, length);
      if (numbers.length > 0) keys[key] = numbers.length === 1 ? numbers[0]! : numbers.join(' ');
    } else if (place === TEXT && text) {
      keys[key] = new TextDecoder('latin1').decode(text.subarray(value, value + length)).replace(/[|\0\s]+$/, '');
    }
  }
  return keys;
}

function doublesOf(bytes: Uint8Array, first: number, count: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(first + count, Math.floor(bytes.length / 8));
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => view.getFloat64(8 * (first + i), true));
}
