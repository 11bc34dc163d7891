/** What the window is told of a cloud, and what it draws of it. Scene space: see `engine-api.ts`. */
import type {
  AttributeName,
  ClassName,
  CoordinateSystem,
  CropBox,
  DialectChoice,
  Placement,
  ReturnChoice,
  Scan,
  TextPreview,
  Triple,
} from '../../engine/vocabulary.ts';
import type { FinishedRun } from './mesh-records.ts';
import type { FileRef } from './file-records.ts';
import type { LeftOut, PointSet } from './point-acts.ts';

/** What points may be coloured by besides colour, normal and place. */
export type ValueAttribute = Exclude<AttributeName, 'returnCount'>;

/** [count] each: a byte a point for a table of 256 colours. What the bytes say stands in `byte-scale.ts`. */
type ValueBytes = { readonly [A in ValueAttribute]?: Uint8Array<ArrayBuffer> };

/** Points to draw. Any prefix of the arrays is an even sample of the whole, so a viewport may draw only the first. */
export interface CloudGeometry extends ValueBytes {
  /** [3 × count] scene space. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [4 × count] red green blue 255, sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
  /** [4 × count] x y z 0, unit length as signed bytes: those of the file. */
  readonly normals?: Int8Array<ArrayBuffer>;
  /** Scene space. */
  readonly min: Triple;
  readonly max: Triple;
}

/** The values at the two ends of a ramp of colours. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
  /** Drawn points without a value. */
  readonly missingCount: number;
}

export interface ValueCount {
  readonly value: number;
  /** Drawn points that have it. */
  readonly count: number;
  /** Of a class that ASPRS has given a name. */
  readonly name?: ClassName;
}

/** What the bytes of a `CloudGeometry` mean. Counts are by value, ascending, for those values that occur. */
export interface CloudValues {
  /** In the file's own scale. */
  readonly intensity?: ValueRange;
  /** Seconds. */
  readonly time?: ValueRange;
  readonly classification?: readonly ValueCount[];
  readonly returnNumber?: readonly ValueCount[];
}

export interface NumberedScan extends Scan {
  /** What the points of `PointAttributes.scan` have, and so its colour. */
  readonly index: number;
  /** For people, where it has no name: its own in a file that numbers its scans, else its place from 1. */
  readonly number: number;
}

export interface CloudInfo {
  readonly id: number;
  /** Of the first file. */
  readonly name: string;
  /** How many files it was put together from. */
  readonly fileCount: number;
  /** Of all of them. */
  readonly fileBytes: number;
  readonly pointsInFile: number;
  /** Points without three finite coordinates. */
  readonly dropped: number;
  /** World position that the reader subtracted; zeros where coordinates are small. */
  readonly shift: Triple;
  /** World position of scene space's origin, `shift` included. */
  readonly origin: Triple;
  /** World space. */
  readonly min: Triple;
  readonly max: Triple;
  readonly hasColors: boolean;
  readonly hasNormals: boolean;
  readonly attributes: readonly AttributeName[];
  readonly values: CloudValues;
  /** None where the file does not tell them apart. */
  readonly scans: readonly NumberedScan[];
  /** How it stands; null where that is as in its file. */
  readonly placement: Placement | null;
  /** Null where the file says nothing of it. */
  readonly crs: Pick<CoordinateSystem, 'epsg' | 'name'> | null;
  /** Distance between neighbouring points, about; world unit. */
  readonly spacing: number;
  /** It is text, whose columns a person may choose. */
  readonly hasColumns: boolean;
  readonly warnings: readonly string[];
}

/** Files of one scene, in the order of their scans. */
export interface OpenRequest {
  /** At least one. */
  readonly files: readonly FileRef[];
  /** A cloud that the files are added to, without what of it is left out; it stays as it is. */
  readonly onto?: number;
  readonly leftOut?: LeftOut;
  readonly reading?: FileReading;
}

/** How a text file is read, as `ReadOptions` has it. */
export interface TextReading {
  readonly columns?: readonly string[];
  readonly dialect?: DialectChoice;
}

export interface FileReading extends TextReading {
  /** The whole points of a file that is cut. */
  readonly partial?: boolean;
}

/** What of a cloud is kept; see `selectPoints`. */
export interface KeptPoints {
  readonly scans?: readonly number[];
  readonly classes?: readonly number[];
  readonly returns?: ReturnChoice;
}

/** The columns of a text file as they would be read, with points from its beginning. */
export interface ColumnsPreview extends TextPreview {
  /** Null where no point can be read that way. */
  readonly sample: {
    readonly positions: Float32Array;
    readonly colors?: Uint8Array;
    /** Along each axis, world unit. */
    readonly size: readonly number[];
  } | null;
}

export interface OpenedCloud {
  readonly info: CloudInfo;
  readonly geometry: CloudGeometry;
}

/** The points of a cloud as they stand then, with what of them takes no part. */
export interface PlacedCloud {
  readonly info: CloudInfo;
  /** Null where no coordinate changed: that from before. */
  readonly geometry: CloudGeometry | null;
  readonly removed: PointSet | null;
  /** Scene space; a box that would not stand upright became points that are removed. */
  readonly crop: CropBox | null;
  /** The mesh that was asked for, moved with the points: a run of its own. */
  readonly run: FinishedRun | null;
}

/** Events while a file is read. */
export type OpenEvent =
  | { readonly type: 'progress'; readonly share: number }
  /** An even sample of the points read so far, replacing the one before. Scene space of its own `origin`. */
  | { readonly type: 'points'; readonly geometry: CloudGeometry; readonly origin: Triple };
