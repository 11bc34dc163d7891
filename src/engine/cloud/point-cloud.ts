/**
 * A cloud as read from a file: points without connectivity, in world space less a global shift.
 *
 * Large coordinates (UTM, feet from a far origin) lose their digits in float32, so the reader subtracts `shift` in
 * float64 before rounding (see `frame.ts` for the rule); whoever writes a file adds it back.
 */
import type { Scratch } from '../host/scratch.ts';
import type { Placement } from '../math/placement.ts';
import type { Triple } from '../math/triple.ts';

export interface PointCloud {
  /** [3 × pointCount] x y z, world units minus `shift`. All finite. */
  readonly positions: Float32Array;
  /** [3] world position of the local origin; zeros where the coordinates are small. */
  readonly shift: Triple;
  /** [3 × pointCount] as in the file, neither checked nor normalised. */
  readonly normals?: Float32Array;
  /** [3 × pointCount] red green blue, 0…255, sRGB. */
  readonly colors?: Uint8Array;
  readonly attributes?: PointAttributes;
  /** The stations or passes that the points come from, where the file tells them apart; those without points too. */
  readonly scans?: readonly Scan[];
  readonly crs?: CoordinateSystem;
  /** How it stands, where that is not as in the file. */
  readonly placement?: Placement;
  readonly stats: CloudStats;
  /**
   * All points of a cloud that memory does not hold: the arrays above are those of a share, `shareOfPoints`. What the
   * cloud has of `normals`, `colors` and `attributes`, its chunks have, too, and maybe more.
   */
  readonly all?: StoredPoints;
}

/** Some points that follow one another. Its arrays are its own until the next chunk is asked for. */
export interface PointChunk {
  /** [3 × count] world less the shift of the cloud. */
  readonly positions: Float32Array;
  readonly normals?: Float32Array | undefined;
  readonly colors?: Uint8Array | undefined;
  readonly attributes?: PointAttributes | undefined;
}

/** What a chunk is to have besides positions, where the cloud has it. */
export type ChunkPart = 'normals' | 'colors' | 'attributes';
/**
 * Points that lie wherever a host has room, and are gone through as often as somebody needs them (`stored-points.ts`).
 */
export interface StoredPoints {
  readonly count: number;
  readonly scratch: Scratch;
  chunks(parts: readonly ChunkPart[]): Iterable<PointChunk>;
}

/** Points of the cloud, held or not. */
export function pointCountOf({ all, positions }: Pick<PointCloud, 'all' | 'positions'>): number {
  return all?.count ?? positions.length / 3;
}

/**
 * What scanners tell of a point besides its place, normal and colour. Each array is there only where the file has it,
 * and has one number a point.
 */
export interface PointAttributes {
  /** Strength of the return, in the file's own scale; NaN where it is not known, as of a scan without it. */
  readonly intensity?: Float32Array;
  /** The class by the table of ASPRS, "LAS 1.4-R15", table 17: 2 is ground, 6 building. */
  readonly classification?: Uint8Array;
  /** Which of a pulse's returns it is, from 1. */
  readonly returnNumber?: Uint8Array;
  /** How many returns the pulse has. */
  readonly returnCount?: Uint8Array;
  /** Seconds, from a start that the file's format says; NaN where it is not known. */
  readonly time?: Float64Array;
  /** Index into the cloud's `scans`. */
  readonly scan?: Uint16Array;
}

export type AttributeName = keyof PointAttributes;

export interface Scan {
  readonly name: string;
  /** Finite points that are its own. */
  readonly pointCount: number;
  /** Where the scanner stood, world space. */
  readonly sensor?: Triple;
  /** Where it was as it moved, for points that know their time. */
  readonly path?: SensorPath;
}

/** A sensor that moved. */
export interface SensorPath {
  /** Ascending, as the times of the points: from each on it was near the place of the same index. */
  readonly times: readonly number[];
  /** World space. */
  readonly places: readonly Triple[];
}

/** Whether anything is known of where the points of a scan were seen from. */
export function isScanPlaced({ sensor, path }: Pick<Scan, 'sensor' | 'path'>): boolean {
  return sensor !== undefined || path !== undefined;
}

/** The coordinate system of the world coordinates, as far as the file tells. */
export interface CoordinateSystem {
  /** Number of the whole (compound or projected) system in the EPSG registry. */
  readonly epsg?: number;
  readonly name?: string;
  /** Well-known text, OGC 01-009 or ISO 19162, as the file has it. */
  readonly wkt?: string;
  /** GeoTIFF keys (OGC 19-008) by their number. */
  readonly geotiff?: Readonly<Record<number, number | string>>;
}

export interface CloudStats {
  /** Points in the file. */
  readonly pointCount: number;
  /** Points with a place: the others (NaN, no return, no data) and those not asked for are not in `positions`. */
  readonly finiteCount: number;
  /** Points that a person took out by hand; left out where none were. */
  readonly removedCount?: number;
  /** Points beyond the crop box; left out where there is none. */
  readonly croppedCount?: number;
  /** Bounds of the finite points, world space in float64. */
  readonly min: Triple;
  readonly max: Triple;
  /** Anything odd that did not stop the reader: bytes after the data, skipped lines, dropped points. */
  readonly warnings: readonly string[];
  /** Pictures in the file, which are not read. */
  readonly imageCount?: number;
  /** What each column of a text file is, and how that was decided, a line each. */
  readonly columns?: readonly string[];
}

/** Any host's way to hand over a file: a name for messages and format, a size where known, a stream of bytes. */
export interface ByteSource {
  readonly name: string;
  readonly size?: number;
  stream(): AsyncIterable<Uint8Array>;
  /**
   * Opens it for reading at any place; absent where only a stream is to be had (a pipe). Formats that keep their index
   * at the end ask for it, and gather the whole stream where it is missing.
   */
  readonly open?: () => Promise<RandomAccess>;
  /**
   * The text of the `.prj` file beside it, which names its coordinate system; undefined where there is none. Asked for
   * only where the file itself names no system; absent where a host cannot look beside a file.
   */
  readonly projection?: () => Promise<string | undefined>;
}

export interface RandomAccess {
  readonly size: number;
  /** Bytes `[offset, offset + length)`, fewer where the file ends before. The receiver may keep them. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}
