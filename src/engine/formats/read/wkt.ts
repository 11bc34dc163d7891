/**
 * Coordinate systems as well-known text (OGC 01-009, ISO 19162): no more is read than the name and the number of the
 * outermost system. The numbers of what is within (a datum, a unit) stand in the text as well, often last, so brackets
 * are counted.
 */
import type { CoordinateSystem } from '../../cloud/point-cloud.ts';

/** Undefined for blank text. A text that is no WKT is the name, or the number where it says `EPSG:n`. */
export function readWkt(text: string): CoordinateSystem | undefined {
  const wkt = text.trim();
  if (wkt === '') return undefined;
  const plain = /^(?:urn:ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d{1,9})$/i.exec(wkt);
  if (plain) return { epsg: Number(plain[1]), name: wkt };
  if (!/^[A-Za-z_0-9]+\s*[[(]/.test(wkt)) return { name: wkt };
  const name = /"((?:[^"]|"")*)"/.exec(wkt)?.[1]?.replaceAll('""', '"');
  const epsg = ownNumber(wkt);
  return { ...(epsg !== undefined && { epsg }), ...(name && { name }), wkt };
}

/** Of the outermost system's own `AUTHORITY` or `ID`. */
function ownNumber(wkt: string): number | undefined {
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of wkt.matchAll(/"(?:[^"]|"")*"|[[\](),]/g)) {
    if (token === '[' || token === '(') {
      if (depth === 1) {
        const own = /^\s*(?:AUTHORITY|ID)\s*[[(]\s*"EPSG"\s*,\s*"?(\d{1,9})"?\s*[,\])]/i.exec(
          wkt.slice(from, from + 200),
        );
        if (own) return Number(own[1]);
      }
      depth++;
    } else if (token === ']' || token === ')') depth--;
    else if (token !== ',') continue;
    from = index + 1;
  }
  return undefined;
}
