/**
 * A mesh as its file gets it: with its trust where that is asked for, and standing and measured as other programs
 * expect it. A run's mesh stands upright along z in the unit of its points; so does the file, unless the options say
 * otherwise.
 */
import type { Triple } from '../../math/triple.ts';
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ReconstructOptions } from '../../options.ts';
import { type FileFrame, isOwnFrame, OWN_FRAME } from './file-frame.ts';

/** The mesh as its file holds it; the mesh itself where nothing is asked for. */
export function asWritten(
  mesh: TriangleMesh,
  options: Pick<ReconstructOptions, 'trust'>,
  frame: FileFrame = OWN_FRAME,
): TriangleMesh {
  const { trust: known, ...bare } = mesh;
  return inFrame(options.trust && known ? mesh : bare, frame);
}

interface Placed extends Pick<TriangleMesh, 'trust' | 'texture' | 'shift'> {
  readonly positions: Float32Array;
  readonly normals?: Float32Array;
}

/** Of anything that lies in space: a mesh or points. */
export function inFrame<M extends Placed>(thing: M, frame: FileFrame): M {
  if (isOwnFrame(frame)) return thing;
  const { positions, normals, trust, texture, shift } = thing;
  const { scale, isYUp } = frame;
  const [x, y, z] = isYUp ? yUp(shift) : shift;
  return {
    ...thing,
    positions: moved(positions, 3, frame),
    ...(normals && { normals: moved(normals, 3, { isYUp, scale: 1 }) }),
    ...(trust && { trust: { ...trust, uncertainties: trust.uncertainties.map((value) => value * scale) } }),
    ...(texture && { texture: { ...texture, tangents: moved(texture.tangents, 4, { isYUp, scale: 1 }) } }),
    shift: [x * scale, y * scale, z * scale],
  };
}

/** A quarter turn about x; never −0, which files would show. */
function yUp([x, y, z]: Triple): Triple {
  return [x, z, 0 - y];
}

/** @param width numbers of a row; those behind the third stay */
function moved(values: Float32Array, width: 3 | 4, { isYUp, scale }: FileFrame): Float32Array<ArrayBuffer> {
  const result = Float32Array.from(values);
  for (let i = 0; i < result.length; i += width) {
    const [y, z] = [values[i + 1]!, values[i + 2]!];
    result[i] = values[i]! * scale;
    result[i + 1] = (isYUp ? z : y) * scale;
    result[i + 2] = (isYUp ? 0 - y : z) * scale;
  }
  return result;
}
