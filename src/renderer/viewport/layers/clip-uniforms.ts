/**
 * The clipping box in shaders: one pair of uniforms for all materials and the GLSL that tests against it. A box along
 * the axes costs two vector comparisons, three's general planes a loop of dot products; and a point outside is dropped
 * before it is rasterised.
 */
import { Vector3 } from 'three';
import type { Box, ClipUniforms } from '../viewport-context.ts';

/** Larger than any coordinate of a scene, and still finite in a shader. */
const EVERYWHERE = 1e30;

/** GLSL, vertex or fragment: declares the uniforms and `bool isClipped(vec3 scenePosition)`. */
export const CLIP_GLSL = /* glsl */ `
uniform vec3 clipMin;
uniform vec3 clipMax;
bool isClipped(vec3 position) {
  return any(lessThan(position, clipMin)) || any(greaterThan(position, clipMax));
}
`;

export function createClipUniforms(): ClipUniforms {
  const uniforms = { clipMin: { value: new Vector3() }, clipMax: { value: new Vector3() } };
  setClip(uniforms, null);
  return uniforms;
}

export function setClip(uniforms: ClipUniforms, box: Box | null): void {
  if (box) {
    uniforms.clipMin.value.set(...box.min);
    uniforms.clipMax.value.set(...box.max);
  } else {
    uniforms.clipMin.value.setScalar(-EVERYWHERE);
    uniforms.clipMax.value.setScalar(EVERYWHERE);
  }
}
