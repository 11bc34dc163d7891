/**
 * One mesh from the parts that tiles made, and what was measured of their vertices: a second for ten million of them.
 */
import type { SurfaceSupport } from '../finish/finish-mesh.ts';
import { STEP_MASK, type Steps } from '../host/steps.ts';
import type { SurfaceMesh } from '../surface/marching-cubes.ts';
import type { NumberedPart } from './border-weld.ts';
import type { MeasuredVertices } from './tile-clouds.ts';

export interface SurfacePart extends Pick<NumberedPart, 'places' | 'isNew'> {
  readonly surface: SurfaceMesh;
  readonly measured?: MeasuredVertices;
}

export interface MeasuredSurface extends SurfaceMesh {
  /** Support of every vertex, where it was measured by tiles. */
  readonly support?: SurfaceSupport;
  /** [3 × vertexCount] sRGB. */
  readonly colors?: Uint8Array<ArrayBuffer>;
}

/** A vertex that two parts have is the first one's. Parts are used up: each is let go as soon as it is copied. */
export function* joinPartsSteps(parts: SurfacePart[], vertexCount: number): Steps<MeasuredSurface> {
  const measured = parts[0]?.measured;
  const positions = new Float32Array(3 * vertexCount);
  const indices = new Uint32Array(parts.reduce((sum, { surface }) => sum + surface.indices.length, 0));
  const squared = measured && new Float32Array(vertexCount);
  const radii = measured && new Float32Array(vertexCount);
  const colors = measured?.colors && new Uint8Array(3 * vertexCount);
  let next = 0;
  for (let part = parts.shift(); part; part = parts.shift()) {
    const { surface, places, isNew } = part;
    for (let i = 0; i < places.length; i++) {
      if ((i & STEP_MASK) === 0) yield;
      if (isNew[i] === 0) continue;
      const place = places[i]!;
      for (let axis = 0; axis < 3; axis++) positions[3 * place + axis] = surface.positions[3 * i + axis]!;
      if (squared) squared[place] = part.measured!.squared[i]!;
      if (radii) radii[place] = part.measured!.radii[i]!;
      if (colors) for (let c = 0; c < 3; c++) colors[3 * place + c] = part.measured!.colors![3 * i + c]!;
    }
    for (let i = 0; i < surface.indices.length; i++) {
      if ((i & STEP_MASK) === 0) yield;
      indices[next++] = places[surface.indices[i]!]!;
    }
  }
  return {
    positions,
    indices,
    ...(measured && squared && radii && { support: { squared, radii, neighbourCount: measured.neighbourCount } }),
    ...(colors && { colors }),
  };
}
