/**
 * Points as binary PLY, with whatever a stage knows of each: a normal, numbers under their own names, a colour to look
 * at them by. In world coordinates: as `double` with the shift added where there is one, like meshes (`write-ply.ts`).
 */
import { ChunkedOutput, hasShift } from '../../engine/index.ts';
import type { ByteSink, RunContext, Triple } from '../../engine/vocabulary.ts';

export interface WorldPoints {
  /** [3 × count] world less `shift`. */
  readonly positions: Float32Array;
  readonly shift: Triple;
  /** [3 × count] */
  readonly normals?: Float32Array;
  /** [3 × count] sRGB. */
  readonly colours: Uint8Array;
  /** [count] each. */
  readonly values: Readonly<Record<string, Float32Array>>;
}

export async function writePoints(points: WorldPoints, sink: ByteSink, context: RunContext): Promise<void> {
  const { positions, shift, normals, colours } = points;
  const values = Object.entries(points.values);
  const isShifted = hasShift(points);
  const out = new ChunkedOutput(sink, context);
  out.putText(
    [
      'ply',
      'format binary_little_endian 1.0',
      'comment written by GridPull',
      `element vertex ${positions.length / 3}`,
      ...['x', 'y', 'z'].map((name) => `property ${isShifted ? 'double' : 'float'} ${name}`),
      ...(normals ? ['nx', 'ny', 'nz'].map((name) => `property float ${name}`) : []),
      ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
      ...values.map(([name]) => `property float ${propertyName(name)}`),
      'end_header',
      '',
    ].join('\n'),
  );
  const rowBytes = 3 * 8 + 3 * 4 + 3 + 4 * values.length;
  for (let i = 0; i < positions.length; i += 3) {
    if (!out.hasRoom(rowBytes)) await out.flush();
    for (let axis = 0; axis < 3; axis++) {
      if (isShifted) out.putFloat64(positions[i + axis]! + shift[axis]!);
      else out.putFloat32(positions[i + axis]!);
    }
    if (normals) for (let axis = 0; axis < 3; axis++) out.putFloat32(normals[i + axis]!);
    for (let channel = 0; channel < 3; channel++) out.putUint8(colours[i + channel]!);
    for (const [, numbers] of values) out.putFloat32(numbers[i / 3]!);
  }
  await out.flush();
}

/** PLY parts its words by spaces. */
function propertyName(name: string): string {
  return name.replace(/\W+/g, '_');
}
