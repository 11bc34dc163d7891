/**
 * A cloud as read from a file: points without connectivity, in world space less a global shift.
 *
 * Large coordinates (UTM, feet from a far origin) lose their digits in float32, so the reader subtracts `shift` in
 * float64 before rounding (see `frame.ts` for the rule); whoever writes a file adds it back.
 */
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
  readonly stats: CloudStats;
}

export interface CloudStats {
  /** Points in the file. */
  readonly pointCount: number;
  /** Points whose three coordinates are finite; the others are not in `positions`. */
  readonly finiteCount: number;
  /** Bounds of the finite points, world space in float64. */
  readonly min: Triple;
  readonly max: Triple;
  /** Anything odd that did not stop the reader: bytes after the data, skipped lines, dropped points. */
  readonly warnings: readonly string[];
}

/** Any host's way to hand over a file: a name for messages and format, a size where known, a stream of bytes. */
export interface ByteSource {
  readonly name: string;
  readonly size?: number;
  stream(): AsyncIterable<Uint8Array>;
}
