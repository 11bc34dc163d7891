/**
 * The cloud as a run understood it, for other programs: without far points, outliers and copies, in the places of the
 * file, with its colours and with normals that face the way the mesh does.
 *
 * Of a cloud of scan lines, and of one that was solved in tiles of all its points, it is the share that the sides were
 * found of. The preset `paper` finds no sides, so that there are no normals.
 */
import type { Triple } from './math/triple.ts';
import type { FinishedMesh } from './finish/finish-mesh.ts';
import { nearestVertices } from './finish/finish-mesh.ts';
import { gatherTriples } from './math/gather-triples.ts';
import type { Surfaced } from './methods/method.ts';
import type { Run } from './run/run.ts';

/** Fits `writePoints`. */
export interface CleanedCloud {
  /** [3 × pointCount] world less `shift`, each as in the file. */
  readonly positions: Float32Array;
  /** [3 × pointCount] unit length, outward. */
  readonly normals?: Float32Array;
  /** [3 × pointCount] sRGB. */
  readonly colors?: Uint8Array;
  readonly shift: Triple;
}

/** @param faced the surface that was found, as it is handed out: triangles of it may have been turned round */
export async function cleanedCloudOf(run: Run, surfaced: Surfaced, faced: FinishedMesh): Promise<CleanedCloud> {
  const { cloud, working } = run;
  const { sourceIndices } = working.prepared;
  const size = 3 * sourceIndices.length;
  const { colors, shift } = cloud;
  const positions = gatherTriples(cloud.positions, sourceIndices, new Float32Array(size));
  const normals = surfaced.normals && (await facedNormals(run, surfaced.normals, surfaced.mesh, faced));
  return {
    positions,
    ...(normals && { normals }),
    ...(colors && { colors: gatherTriples(colors, sourceIndices, new Uint8Array(size)) }),
    shift,
  };
}

/** @param sided vec4f [pointCount]: the normals that the surface was found with */
async function facedNormals(
  { stage, working }: Run,
  sided: GPUBuffer,
  found: FinishedMesh,
  faced: FinishedMesh,
): Promise<Float32Array> {
  const { pointCount, prepared } = working;
  const four = await stage.gpu.readFloats(sided, 4 * pointCount, stage.context.signal);
  const turned = turnedVertices(found, faced);
  const isMixed = turned.includes(0) && turned.includes(1);
  const nearest = isMixed ? await nearestVertices(stage, found.positions, prepared.positions) : null;
  const normals = new Float32Array(3 * pointCount);
  for (let point = 0; point < pointCount; point++) {
    const sign = turned[nearest ? nearest[point]! : 0] === 1 ? -1 : 1;
    for (let axis = 0; axis < 3; axis++) normals[3 * point + axis] = sign * four[4 * point + axis]!;
  }
  return normals;
}

/** [vertexCount] 1 at the corners of triangles that were turned round; sheets are, each by itself. */
function turnedVertices(found: FinishedMesh, faced: FinishedMesh): Uint8Array {
  const turned = new Uint8Array(found.positions.length / 3);
  for (let i = 0; i < found.indices.length; i += 3) {
    if (found.indices[i + 1] === faced.indices[i + 1]) continue;
    for (let corner = i; corner < i + 3; corner++) turned[found.indices[corner]!] = 1;
  }
  return turned;
}
