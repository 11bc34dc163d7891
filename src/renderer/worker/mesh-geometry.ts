/**
 * Meshes as the window draws them: in scene space, and in memory that window and worker share where the page may, so
 * that a finished mesh lies there once and not in each.
 */
import { allocateShareable, shareable } from '../../engine/hosting.ts';
import type { PreviewMesh, TriangleMesh, Triple, TrustReport } from '../../engine/vocabulary.ts';
import type { DrawnTrust, MeshGeometry } from './engine-api.ts';

/** A preview; takes over its arrays. @param centre scene space's origin in the cloud's local space */
export function previewGeometry({ positions, indices, normals }: PreviewMesh, centre: Triple): MeshGeometry {
  return { positions: moved(positions, centre, positions), indices, normals };
}

/** The same mesh in shared memory; the mesh itself where there is none. */
export function sharedMesh({ positions, indices, normals, colors, trust, shift }: TriangleMesh): TriangleMesh {
  return {
    positions: shareable(positions),
    indices: shareable(indices),
    ...(normals && { normals: shareable(normals) }),
    ...(colors && { colors: shareable(colors) }),
    ...(trust && { trust: { uncertainties: shareable(trust.uncertainties), guessed: shareable(trust.guessed) } }),
    shift,
  };
}

/** Beyond 95 % of the surface by half: what is less sure than that has one colour. */
const TRUST_RANGE = 1.5;

/** Nothing where the mesh does not say it. */
export function drawnTrust({ trust }: TriangleMesh, report: TrustReport | null): DrawnTrust | undefined {
  if (!trust || !report) return undefined;
  const guessed = new Float32Array(allocateShareable(4 * trust.guessed.length));
  guessed.set(trust.guessed);
  return { uncertainties: trust.uncertainties, guessed, range: TRUST_RANGE * (report.percentile95 || 1) };
}

/**
 * Everything but the positions is `mesh`'s own. A second set of positions costs 12 bytes a vertex; moving them back for
 * every export instead would cost their last digits.
 */
export function finishedGeometry(
  mesh: TriangleMesh,
  measured: Pick<MeshGeometry, 'distances' | 'trimLengths' | 'trust'>,
  centre: Triple,
): MeshGeometry {
  const { positions, indices, normals, colors } = mesh;
  if (!normals) throw new Error('a finished mesh has normals');
  const inScene = new Float32Array(allocateShareable(positions.byteLength));
  return { positions: moved(positions, centre, inScene), indices, normals, ...(colors && { colors }), ...measured };
}

function moved(positions: Float32Array, [x, y, z]: Triple, result: Float32Array): Float32Array {
  for (let i = 0; i < positions.length; i += 3) {
    result[i] = positions[i]! - x;
    result[i + 1] = positions[i + 1]! - y;
    result[i + 2] = positions[i + 2]! - z;
  }
  return result;
}
