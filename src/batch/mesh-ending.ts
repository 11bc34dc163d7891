/** The endings of mesh files, and which formats they fit: `.ply` fits two. */
import type { MeshFormat } from '../engine/formats/write/mesh-format.ts';

export const FORMAT_ENDINGS: Readonly<Record<MeshFormat, string>> = Object.freeze({
  ply: 'ply',
  'ply-ascii': 'ply',
  obj: 'obj',
  stl: 'stl',
  glb: 'glb',
});

export function fitsFormat(path: string, format: MeshFormat): boolean {
  return path.toLowerCase().endsWith(`.${FORMAT_ENDINGS[format]}`);
}
