/**
 * Triangles of a 3MF file (see `formats/write/write-3mf.ts` for the specification): every object that is built, in its
 * place, in the unit of the file, which is not converted.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { bytesAccess } from '../read/random-access.ts';
import { isMirrored, openPackage, type Package, placedMeshSteps, placeVertex } from './3mf-scene.ts';
import { MeshBuilder } from './mesh-builder.ts';

/** @throws ReconstructError `mesh-format`, also from its steps */
export async function read3mfMesh(bytes: Uint8Array, name: string): Promise<Steps<WorldMesh>> {
  return meshSteps(await openPackage(name, bytesAccess(bytes)), bytes.length);
}

function* meshSteps(file: Package, byteCount: number): Steps<WorldMesh> {
  const builder = new MeshBuilder();
  const place = new Float64Array(3);
  for (const placed of yield* placedMeshSteps(file, byteCount)) {
    const { positions, indices } = placed.object;
    const first = builder.vertexCount;
    for (let vertex = 0; vertex < positions.length / 3; vertex++) {
      if ((vertex & STEP_MASK) === 0) yield;
      placeVertex(placed, vertex, place);
      builder.addVertex(place[0]!, place[1]!, place[2]!);
    }
    const [second, third] = isMirrored(placed) ? [2, 1] : [1, 2];
    for (let i = 0; i < indices.length; i += 3) {
      if ((i & STEP_MASK) < 3) yield;
      builder.addPolygon([first + indices.at(i), first + indices.at(i + second), first + indices.at(i + third)]);
    }
  }
  return builder.build(file.name);
}
