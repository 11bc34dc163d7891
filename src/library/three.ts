/** A surface as three.js draws it. */
import { BufferAttribute, BufferGeometry } from 'three';
import type { SurfaceArrays } from './surface.ts';

/**
 * Shares the arrays of the surface, and leaves `origin` to the caller: set it as the position of the mesh where the
 * numbers are small enough for the GPU's 32 bits. Colours are sRGB bytes as they come; three.js takes vertex colours
 * for linear, so they are converted, as floats.
 */
export function toBufferGeometry({ positions, triangles, normals, colors }: SurfaceArrays): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setIndex(new BufferAttribute(triangles, 1));
  if (normals) geometry.setAttribute('normal', new BufferAttribute(normals, 3));
  else geometry.computeVertexNormals();
  if (colors) geometry.setAttribute('color', new BufferAttribute(linearColours(colors), 3));
  return geometry;
}

/** IEC 61966-2-1, as WebGL's sRGB textures are decoded. */
function linearColours(colors: Uint8Array): Float32Array {
  const table = Float32Array.from({ length: 256 }, (_, byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return Float32Array.from(colors, (byte) => table[byte]!);
}
