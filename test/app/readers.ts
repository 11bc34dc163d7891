/** Exports read back with other programs' readers: three.js for PLY, OBJ and STL, glTF-Transform for GLB. */
import { readFile } from 'node:fs/promises';
import { NodeIO } from '@gltf-transform/core';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js';
import { STLLoader } from 'three/addons/loaders/STLLoader.js';
import type { BufferGeometry, Mesh } from 'three';

export interface ReadBack {
  readonly triangles: number;
  /** Corner of the bounds, and the opposite one, in the axes of the file. */
  readonly min: readonly number[];
  readonly max: readonly number[];
  /** Of a GLB's material: what each picture is for, and its width. */
  readonly textures?: readonly (readonly [use: string, pixels: number])[];
}

export async function readBack(path: string): Promise<ReadBack> {
  const bytes = await readFile(path);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  switch (path.slice(-3)) {
    case 'ply':
      return ofGeometry(new PLYLoader().parse(buffer));
    case 'stl':
      return ofGeometry(new STLLoader().parse(buffer));
    case 'obj': {
      const group = new OBJLoader().parse(bytes.toString('utf8'));
      return ofGeometry((group.children[0] as Mesh).geometry);
    }
    case 'glb': {
      const document = await new NodeIO().readBinary(bytes);
      const primitive = document.getRoot().listMeshes()[0]!.listPrimitives()[0]!;
      const positions = primitive.getAttribute('POSITION')!;
      const material = primitive.getMaterial();
      const pictures = [
        ['color', material?.getBaseColorTexture()],
        ['normal', material?.getNormalTexture()],
      ] as const;
      return {
        triangles: primitive.getIndices()!.getCount() / 3,
        min: positions.getMin([]),
        max: positions.getMax([]),
        textures: pictures.flatMap(([use, picture]) => (picture ? [[use, picture.getSize()![0]] as const] : [])),
      };
    }
    default:
      throw new Error(`no reader for ${path}`);
  }
}

function ofGeometry(geometry: BufferGeometry): ReadBack {
  geometry.computeBoundingBox();
  const { min, max } = geometry.boundingBox!;
  const corners = geometry.index?.count ?? geometry.getAttribute('position').count;
  return { triangles: corners / 3, min: min.toArray(), max: max.toArray() };
}
