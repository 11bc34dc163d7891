/**
 * The vertices of PLY (Turk, "The PLY Polygon File Format", 1994), of meshes and of points alone: x y z, then nx ny nz,
 * red green blue, uncertainty and guessed, and numbers under their own names where there are such. Where there is a
 * global shift, coordinates are `double` and the shift is added back, so that nothing is lost; else they stay the
 * float32 they are.
 */
import type { Triple } from '../../math/triple.ts';
import type { VertexTrust } from '../../mesh/vertex-trust.ts';
import type { ChunkedOutput } from './chunked-output.ts';
import { hasShift } from './has-shift.ts';

export interface PlyVertices {
  /** [3 × count] world less `shift`. */
  readonly positions: Float32Array;
  readonly shift: Triple;
  /** [3 × count] */
  readonly normals?: Float32Array;
  /** [3 × count] sRGB. */
  readonly colors?: Uint8Array;
  readonly trust?: VertexTrust;
  /** [count] each. */
  readonly values?: readonly (readonly [name: string, values: Float32Array])[];
}

/** The names under which PLY files have a mesh's trust (docs/formats.md). */
export const TRUST_PROPERTIES = { uncertainty: 'uncertainty', guessed: 'guessed' } as const;

/**
 * The lines of a file up to the last one that is about vertices.
 * @param count of vertices, where `vertices` are some of them
 */
export function plyVertexHeader(
  vertices: PlyVertices,
  encoding: 'binary' | 'ascii',
  count = vertices.positions.length / 3,
): string[] {
  const { normals, colors, trust, values = [] } = vertices;
  const properties = (type: string, names: readonly string[]): string[] =>
    names.map((name) => `property ${type} ${name}`);
  return [
    'ply',
    `format ${encoding === 'binary' ? 'binary_little_endian' : 'ascii'} 1.0`,
    'comment written by GridPull',
    `element vertex ${count}`,
    ...properties(hasShift(vertices) ? 'double' : 'float', ['x', 'y', 'z']),
    ...(normals ? properties('float', ['nx', 'ny', 'nz']) : []),
    ...(colors ? properties('uchar', ['red', 'green', 'blue']) : []),
    ...(trust
      ? [...properties('float', [TRUST_PROPERTIES.uncertainty]), ...properties('uchar', [TRUST_PROPERTIES.guessed])]
      : []),
    // PLY parts its words by spaces.
    ...properties(
      'float',
      values.map(([name]) => name.replace(/\W+/g, '_')),
    ),
  ];
}

/** Binary, little-endian. */
export async function writePlyVertices(vertices: PlyVertices, out: ChunkedOutput): Promise<void> {
  const { positions, shift, normals, colors, trust, values = [] } = vertices;
  const isShifted = hasShift(vertices);
  // At most: three doubles, three floats, three bytes, a float and a byte, and a float a value.
  const rowBytes = 3 * 8 + 3 * 4 + 3 + 5 + 4 * values.length;
  for (let i = 0; i < positions.length; i += 3) {
    if (!out.hasRoom(rowBytes)) await out.flush();
    for (let axis = 0; axis < 3; axis++) {
      if (isShifted) out.putFloat64(positions[i + axis]! + shift[axis]!);
      else out.putFloat32(positions[i + axis]!);
    }
    if (normals) for (let axis = 0; axis < 3; axis++) out.putFloat32(normals[i + axis]!);
    if (colors) for (let channel = 0; channel < 3; channel++) out.putUint8(colors[i + channel]!);
    if (trust) {
      out.putFloat32(trust.uncertainties[i / 3]!);
      out.putUint8(trust.guessed[i / 3]!);
    }
    for (const [, numbers] of values) out.putFloat32(numbers[i / 3]!);
  }
}
