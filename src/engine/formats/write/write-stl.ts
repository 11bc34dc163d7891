/**
 * Binary STL (3D Systems, 1989): 80 bytes of title, a count, and per triangle its normal, three corners and two spare
 * bytes, all float32. Corners are local coordinates: adding a global shift would round away the very digits that the
 * shift is there to keep. The summary names that, and the lost sharing of vertices.
 */
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ChunkedOutput } from './chunked-output.ts';

/** Must not begin with "solid", by which readers tell text STL. */
const TITLE = 'binary STL written by GridPull'.padEnd(80, ' ');
const TRIANGLE_BYTES = 50;

export async function writeStl({ positions, indices }: TriangleMesh, out: ChunkedOutput): Promise<void> {
  out.putText(TITLE);
  out.putUint32(indices.length / 3);
  for (let i = 0; i < indices.length; i += 3) {
    if (!out.hasRoom(TRIANGLE_BYTES)) await out.flush();
    const [a, b, c] = [3 * indices[i]!, 3 * indices[i + 1]!, 3 * indices[i + 2]!];
    putFacetNormal(positions, a, b, c, out);
    for (const corner of [a, b, c]) {
      for (let axis = 0; axis < 3; axis++) out.putFloat32(positions[corner + axis]!);
    }
    out.putUint16(0);
  }
}

/** Zeros where the triangle has no area: the format's way to say "work it out". */
function putFacetNormal(positions: Float32Array, a: number, b: number, c: number, out: ChunkedOutput): void {
  const abX = positions[b]! - positions[a]!;
  const abY = positions[b + 1]! - positions[a + 1]!;
  const abZ = positions[b + 2]! - positions[a + 2]!;
  const acX = positions[c]! - positions[a]!;
  const acY = positions[c + 1]! - positions[a + 1]!;
  const acZ = positions[c + 2]! - positions[a + 2]!;
  const x = abY * acZ - abZ * acY;
  const y = abZ * acX - abX * acZ;
  const z = abX * acY - abY * acX;
  const length = Math.sqrt(x * x + y * y + z * z);
  out.putFloat32(length > 0 ? x / length : 0);
  out.putFloat32(length > 0 ? y / length : 0);
  out.putFloat32(length > 0 ? z / length : 0);
}
