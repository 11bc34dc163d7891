/**
 * From coordinates of UTM to those of the earth (ECEF, EPSG:4978), in which 3D Tiles stand on a globe. Latitude and
 * longitude by Krüger's series to the sixth power of the third flattening (Karney, "Transverse Mercator with an
 * accuracy of a few nanometers", 2011), better than a micrometre in a zone. WGS 84 (EPSG:326nn north, 327nn south) and
 * ETRS89 (EPSG:258nn), which lies within a metre of it; heights are taken for those above the ellipsoid.
 */
import type { Triple } from '../math/triple.ts';

const AXIS = 6_378_137;
const SCALE = 0.9996;
const FALSE_EASTING = 500_000;
const FALSE_NORTHING_SOUTH = 10_000_000;
const FLATTENING = { wgs84: 1 / 298.257223563, grs80: 1 / 298.257222101 } as const;
/** Metres, to both sides, in which directions are taken. */
const STEP = 100;

export interface UtmZone {
  readonly zone: number;
  readonly isSouth: boolean;
  readonly flattening: number;
}

/** Null for any other system. */
export function utmZoneOf(epsg: number | undefined): UtmZone | null {
  if (epsg === undefined) return null;
  const [family, zone] = [Math.floor(epsg / 100), epsg % 100];
  if (zone < 1 || zone > 60) return null;
  if (family === 326 || family === 327) return { zone, isSouth: family === 327, flattening: FLATTENING.wgs84 };
  return family === 258 && zone >= 28 && zone <= 38 ? { zone, isSouth: false, flattening: FLATTENING.grs80 } : null;
}

/** @param place easting, northing, height; metres */
export function utmToEarth({ zone, isSouth, flattening }: UtmZone, [easting, northing, height]: Triple): Triple {
  const n = flattening / (2 - flattening);
  const radius = (AXIS / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64 + n ** 6 / 256);
  const xi = (northing - (isSouth ? FALSE_NORTHING_SOUTH : 0)) / (SCALE * radius);
  const eta = (easting - FALSE_EASTING) / (SCALE * radius);
  const beta = [
    n / 2 - (2 * n ** 2) / 3 + (37 * n ** 3) / 96 - n ** 4 / 360 - (81 * n ** 5) / 512 + (96199 * n ** 6) / 604800,
    n ** 2 / 48 + n ** 3 / 15 - (437 * n ** 4) / 1440 + (46 * n ** 5) / 105 - (1118711 * n ** 6) / 3870720,
    (17 * n ** 3) / 480 - (37 * n ** 4) / 840 - (209 * n ** 5) / 4480 + (5569 * n ** 6) / 90720,
    (4397 * n ** 4) / 161280 - (11 * n ** 5) / 504 - (830251 * n ** 6) / 7257600,
    (4583 * n ** 5) / 161280 - (108847 * n ** 6) / 3991680,
    (20648693 * n ** 6) / 638668800,
  ];
  let [xi1, eta1] = [xi, eta];
  for (const [i, factor] of beta.entries()) {
    const k = 2 * (i + 1);
    xi1 -= factor * Math.sin(k * xi) * Math.cosh(k * eta);
    eta1 -= factor * Math.cos(k * xi) * Math.sinh(k * eta);
  }
  const eccentricity = Math.sqrt(flattening * (2 - flattening));
  const wanted = Math.sin(xi1) / Math.hypot(Math.sinh(eta1), Math.cos(xi1)); // tan of the conformal latitude
  const tangent = geodeticTangent(wanted, eccentricity);
  const latitude = Math.atan(tangent);
  const longitude = ((6 * zone - 183) * Math.PI) / 180 + Math.atan2(Math.sinh(eta1), Math.cos(xi1));
  const across = AXIS / Math.sqrt(1 - (eccentricity * Math.sin(latitude)) ** 2);
  const flat = (across + height) * Math.cos(latitude);
  return [
    flat * Math.cos(longitude),
    flat * Math.sin(longitude),
    ((1 - eccentricity ** 2) * across + height) * Math.sin(latitude),
  ];
}

/** Karney (2011), equations 19 to 21: Newton's method, which doubles the digits at each step. */
function geodeticTangent(wanted: number, e: number): number {
  let tangent = wanted;
  for (let step = 0; step < 6; step++) {
    const root = Math.hypot(1, tangent);
    const sigma = Math.sinh(e * Math.atanh((e * tangent) / root));
    const conformal = tangent * Math.hypot(1, sigma) - sigma * root;
    const slope = (1 + (1 - e * e) * tangent * tangent) / ((1 - e * e) * root);
    tangent += ((wanted - conformal) / Math.hypot(1, conformal)) * slope;
    if (Math.abs(wanted - conformal) < 1e-15 * Math.hypot(1, wanted)) break;
  }
  return tangent;
}

export interface EarthFrame {
  /** [16] column by column: from metres about the origin to ECEF. */
  readonly matrix: readonly number[];
  /** Metres, of a place that far from the middle as the furthest given: the earth is round, and the frame is not. */
  readonly deviation: number;
}

/** The frame that touches the earth at `origin`. @param corners where the deviation is told of; all in UTM, metres */
export function earthFrame(zone: UtmZone, origin: Triple, corners: readonly Triple[]): EarthFrame {
  const moved = (axis: number, by: number): Triple =>
    origin.map((value, i) => value + (i === axis ? by : 0)) as unknown as Triple;
  const columns = [0, 1, 2].map((axis) => {
    const [ahead, behind] = [utmToEarth(zone, moved(axis, STEP)), utmToEarth(zone, moved(axis, -STEP))];
    return ahead.map((value, i) => (value - behind[i]!) / (2 * STEP));
  });
  const at = utmToEarth(zone, origin);
  const matrix = [...columns.flatMap((column) => [...column, 0]), ...at, 1];
  const deviation = Math.max(
    0,
    ...corners.map((corner) => {
      const there = utmToEarth(zone, corner);
      const linear = [0, 1, 2].map((row) =>
        [0, 1, 2].reduce((sum, axis) => sum + columns[axis]![row]! * (corner[axis]! - origin[axis]!), at[row]!),
      );
      return Math.hypot(...linear.map((value, row) => value - there[row]!));
    }),
  );
  return { matrix, deviation };
}
