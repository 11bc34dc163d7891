/** How a file holds a mesh: which axis points up, and what its lengths are. Pure. */
import { ReconstructError } from '../../errors.ts';
import { type LengthUnit, MILLIMETRES } from '../../math/length-unit.ts';
import type { ReconstructOptions } from '../../options.ts';
import { FORMATS, type MeshFormat, type MeshWriting } from '../formats.ts';

/** How a file holds a mesh: first turned, then all lengths multiplied. */
export interface FileFrame {
  /** z of the mesh is y of the file, by a quarter turn about x. */
  readonly isYUp: boolean;
  readonly scale: number;
}

export const OWN_FRAME: FileFrame = Object.freeze({ isYUp: false, scale: 1 });

type FrameOptions = Pick<ReconstructOptions, 'outputUp' | 'outputUnit'>;

/**
 * @param unit what lengths of the mesh are; null where nobody said
 * @param format one that turns its contents by itself (GLB) holds the numbers as they are
 * @throws ReconstructError `option-invalid` for a unit that lengths cannot be converted to, since nobody said what they
 *   are
 */
export function fileFrame(options: FrameOptions, unit: LengthUnit | null, format: MeshFormat): FileFrame {
  const written: MeshWriting = FORMATS[format].written;
  const isYUp = options.outputUp === 'y' && written.up === null;
  const wanted = options.outputUnit === 'auto' ? written.unit : options.outputUnit;
  if (wanted === null || wanted === 'as-is') return { isYUp, scale: 1 };
  if (unit === null) {
    if (options.outputUnit === 'auto') return { isYUp, scale: 1 };
    const message = `lengths can be written in ${wanted} only where it is known what they are; say so with --unit`;
    throw new ReconstructError('option-invalid', message, { option: 'outputUnit' });
  }
  return { isYUp, scale: MILLIMETRES[unit] / MILLIMETRES[wanted] };
}

export function isOwnFrame(frame: FileFrame): boolean {
  return !frame.isYUp && frame.scale === 1;
}

/** Places of a file, back to where the mesh had them. @param positions [3 × count] changed in place */
export function outOfFrame(positions: Float32Array | Float64Array, { isYUp, scale }: FileFrame): void {
  for (let i = 0; i < positions.length; i += 3) {
    const [x, up, back] = [positions[i]! / scale, positions[i + 1]! / scale, positions[i + 2]! / scale];
    positions[i] = x;
    positions[i + 1] = isYUp ? 0 - back : up;
    positions[i + 2] = isYUp ? up : back;
  }
}
