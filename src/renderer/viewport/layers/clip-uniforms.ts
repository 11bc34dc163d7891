/**
 * The crop box and the section plane in shaders: uniforms shared by all materials and the GLSL that tests against them.
 * A box that is turned about z costs a turn and a comparison, three's general planes a loop of dot products; and a
 * point outside is dropped before it is rasterised.
 */
import { Vector2, Vector3, Vector4 } from 'three';
import type { CropBox } from '../../../engine/vocabulary.ts';
import type { ClipUniforms, DrawnCut } from '../viewport-context.ts';

/** Larger than any coordinate of a scene, and still finite in a shader. */
const EVERYWHERE = 1e30;

/** GLSL, vertex or fragment: declares the uniforms and `bool isClipped(vec3 scenePosition)`. */
export const CLIP_GLSL = /* glsl */ `
uniform vec3 clipCentre;
uniform vec3 clipHalf;
uniform vec2 clipTurn;
uniform vec4 cutPlane;
bool isClipped(vec3 position) {
  vec3 from = position - clipCentre;
  vec3 inBox = vec3(dot(clipTurn, from.xy), clipTurn.x * from.y - clipTurn.y * from.x, from.z);
  return any(greaterThan(abs(inBox), clipHalf)) || dot(cutPlane.xyz, position) > cutPlane.w;
}
`;

export function createClipUniforms(): ClipUniforms {
  const uniforms = {
    clipCentre: { value: new Vector3() },
    clipHalf: { value: new Vector3() },
    clipTurn: { value: new Vector2() },
    cutPlane: { value: new Vector4() },
  };
  setClip(uniforms, null);
  setCut(uniforms, null);
  return uniforms;
}

export function setClip({ clipCentre, clipHalf, clipTurn }: ClipUniforms, box: CropBox | null): void {
  const radians = ((box?.turn ?? 0) * Math.PI) / 180;
  clipTurn.value.set(Math.cos(radians), Math.sin(radians));
  if (!box) {
    clipCentre.value.setScalar(0);
    clipHalf.value.setScalar(EVERYWHERE);
    return;
  }
  clipCentre.value.set(...box.centre);
  clipHalf.value.set(...box.size).divideScalar(2);
}

/** What lies on the side of the plane that its normal points to is not drawn; null draws all. */
export function setCut({ cutPlane }: ClipUniforms, cut: DrawnCut | null): void {
  if (cut) cutPlane.value.set(...cut.normal, Math.max(cut.offset, -EVERYWHERE));
  else cutPlane.value.set(0, 0, 0, EVERYWHERE);
}
