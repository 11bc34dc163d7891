/** From places of the scene to places on the screen, and back along a line of sight. */
import { type Ray, Raycaster, Vector2, type Vector3 } from 'three';
import type { ViewportContext } from '../viewport-context.ts';
import type { Place } from './pointer-place.ts';

/** CSS pixels in the container; null behind the camera. */
export function onScreen(place: Vector3, { camera, container }: ViewportContext): Vector2 | null {
  const clip = place.clone().project(camera);
  if (clip.z > 1) return null;
  const { clientWidth, clientHeight } = container;
  return new Vector2((0.5 + 0.5 * clip.x) * clientWidth, (0.5 - 0.5 * clip.y) * clientHeight);
}

/** The line on which a place of the screen is seen; its direction has unit length. */
export function sightThrough(place: Place, { camera, container }: ViewportContext): Ray {
  const { clientWidth, clientHeight } = container;
  const ray = new Raycaster();
  const clip = new Vector2((2 * place.x) / clientWidth - 1, 1 - (2 * place.y) / clientHeight);
  ray.setFromCamera(clip, camera);
  return ray.ray;
}
