/** Whether the file gets a texture, and how large it is. Pure. */
import { type MeshFormat, notKept, type TexturedMesh, textureObstacle } from '../../engine/vocabulary.ts';
import { expectedBytes, pictureBytes } from '../worker/expected-size.ts';
import { shownMesh } from './shown-mesh.ts';
import type { AppState } from './state.ts';

/** What a texture of the mesh shown would show; null without a mesh. */
export function texturedMesh(state: AppState): TexturedMesh | null {
  const { cloud, run } = state.document;
  const shown = shownMesh(state);
  if (!cloud || !run || !shown) return null;
  const { triangles } = shown.topology;
  return { triangles, hasColors: cloud.info.hasColors, isSimplified: run.isSimplified === true };
}

/** How large the file will be, about; null without a mesh. */
export function fileBytes(state: AppState, format: MeshFormat): number | null {
  const shown = shownMesh(state);
  const mesh = texturedMesh(state);
  if (!shown || !mesh) return null;
  const pixels = chosenTexture(state, format);
  const pictures = pixels === undefined ? 0 : pictureBytes(pixels, mesh);
  return expectedBytes(shown.vertexCount, shown.topology.triangles, format) + pictures;
}

/** Pixels along a side of the texture that is written with the mesh; undefined for none. */
export function chosenTexture(state: AppState, format: MeshFormat): number | undefined {
  const { texture } = state.exportChoice;
  const mesh = texturedMesh(state);
  if (texture === 'none' || !mesh || notKept(format).includes('texture')) return undefined;
  return textureObstacle(mesh) === null ? texture : undefined;
}
