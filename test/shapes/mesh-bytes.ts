import type { MeshFormat } from '../../src/engine/formats/formats.ts';
import { writeMesh } from '../../src/engine/formats/write/write-mesh.ts';
import type { TriangleMesh } from '../../src/engine/mesh/triangle-mesh.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../run-context.ts';

/** The file of a mesh. */
export async function meshBytes(mesh: TriangleMesh, format: MeshFormat): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await writeMesh(mesh, format, { write: async (bytes) => void chunks.push(bytes.slice()) }, quietContext);
  return Buffer.concat(chunks);
}

/** An OBJ of every digit of a mesh. */
export function objText({ positions, indices }: WorldMesh): string {
  const rows = (letter: string, values: ArrayLike<number>, add: number): string[] =>
    Array.from(
      { length: values.length / 3 },
      (_, i) => `${letter} ${[0, 1, 2].map((k) => values[3 * i + k]! + add).join(' ')}`,
    );
  return [...rows('v', positions, 0), ...rows('f', indices, 1), ''].join('\n');
}
