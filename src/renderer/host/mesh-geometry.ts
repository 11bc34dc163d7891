/**
 * Meshes as the window draws them: in scene space, and in memory that window and worker share where the page may, so
 * that a finished mesh lies there once and not in each.
 */
import type { PreviewMesh, TriangleMesh } from '../../engine/index.ts';
import type { MeshGeometry, Triple } from './engine-api.ts';

/** A preview; takes over its arrays. @param centre scene space's origin in the cloud's local space */
export function previewGeometry({ positions, indices, normals }: PreviewMesh, centre: Triple): MeshGeometry {
  return { positions: moved(positions, centre, positions), indices, normals };
}

/** The same mesh in shared memory; the mesh itself where there is none. */
export function sharedMesh({ positions, indices, normals, colors, shift }: TriangleMesh): TriangleMesh {
  return {
    positions: shared(positions),
    indices: shared(indices),
    ...(normals && { normals: shared(normals) }),
    ...(colors && { colors: shared(colors) }),
    shift,
  };
}

/**
 * Everything but the positions is `mesh`'s own. A second set of positions costs 12 bytes a vertex; moving them back for
 * every export instead would cost their last digits.
 */
export function finishedGeometry(mesh: TriangleMesh, distances: Float32Array, centre: Triple): MeshGeometry {
  const { positions, indices, normals, colors } = mesh;
  if (!normals) throw new Error('a finished mesh has normals');
  const inScene = shared(new Float32Array(positions.length));
  return { positions: moved(positions, centre, inScene), indices, normals, ...(colors && { colors }), distances };
}

/** Shared memory where the page is isolated. The engine's types know only `ArrayBuffer`, its code takes either. */
export function shared<A extends Float32Array | Uint32Array | Uint8Array>(array: A): A {
  if (typeof SharedArrayBuffer === 'undefined' || array.buffer instanceof SharedArrayBuffer) return array;
  const copy = new (array.constructor as new (buffer: SharedArrayBuffer) => A)(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

function moved(positions: Float32Array, [x, y, z]: Triple, result: Float32Array): Float32Array {
  for (let i = 0; i < positions.length; i += 3) {
    result[i] = positions[i]! - x;
    result[i + 1] = positions[i + 1]! - y;
    result[i + 2] = positions[i + 2]! - z;
  }
  return result;
}
