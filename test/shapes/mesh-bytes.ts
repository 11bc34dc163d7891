import type { MeshFormat } from '../../src/engine/formats/formats.ts';
import { writeMesh } from '../../src/engine/formats/write/write-mesh.ts';
import type { TriangleMesh } from '../../src/engine/mesh/triangle-mesh.ts';
import { quietContext } from '../run-context.ts';

/** The file of a mesh. */
export async function meshBytes(mesh: TriangleMesh, format: MeshFormat): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await writeMesh(mesh, format, { write: async (bytes) => void chunks.push(bytes.slice()) }, quietContext);
  return Buffer.concat(chunks);
}
