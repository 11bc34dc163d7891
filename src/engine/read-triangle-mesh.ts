/**
 * A mesh file as the program hands meshes out: positions less a shift that float32 holds, with the colours of its vertices.
 * Vertices at equal places are one, for STL files and texture seams have them apart, and what no triangle uses is gone.
 */
import { shiftFor } from './cloud/frame.ts';
import type { ByteSource } from './cloud/point-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import { readMesh } from './formats/read-mesh/read-mesh.ts';
import { readCloud } from './formats/read/read-cloud.ts';
import { runSteps } from './host/steps.ts';
import type { Triple } from './math/triple.ts';
import { vertexNormalSteps } from './mesh/normals.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import { weldSteps } from './mesh/weld.ts';

/**
 * Colours are those that the same file has as a cloud; where a reader of clouds leaves points out, they cannot be told
 * apart any more and the mesh has none.
 *
 * @param bytes the whole file
 * @param source the same file, for its colours
 * @throws ReconstructError `mesh-format`; rejects with `context.signal.reason` when aborted
 */
export async function readTriangleMesh(
  bytes: Uint8Array,
  source: ByteSource,
  context: RunContext,
): Promise<TriangleMesh> {
  const { positions, indices } = await readMesh(bytes, source.name, context);
  const welded = await runSteps(weldSteps({ positions, indices }), context.signal);
  const vertexCount = positions.length / 3;
  const colors = await coloursOf(source, vertexCount, context);
  const places = new Uint32Array(vertexCount);
  let count = 0;
  const used: number[] = [];
  for (const vertex of welded) {
    if (places[vertex] !== 0) continue;
    places[vertex] = ++count;
    used.push(vertex);
  }
  const lost = used.find((vertex) => !positions.subarray(3 * vertex, 3 * vertex + 3).every(Number.isFinite));
  if (lost !== undefined) {
    const message = `Vertex ${lost} of "${source.name}" has no finite place; mend the file, or leave that vertex out.`;
    throw new ReconstructError('mesh-format', message, { name: source.name, vertex: lost });
  }
  const shift = shiftOf(positions, used);
  const kept = Float32Array.from({ length: 3 * count }, (_, i) => {
    const axis = i % 3;
    return positions[3 * used[(i - axis) / 3]! + axis]! - shift[axis]!;
  });
  const renumbered = welded.map((vertex) => places[vertex]! - 1);
  const normals = await runSteps(vertexNormalSteps(kept, renumbered), context.signal);
  const mesh = { positions: kept, indices: renumbered, normals, shift };
  if (!colors) return mesh;
  return {
    ...mesh,
    colors: Uint8Array.from({ length: 3 * count }, (_, i) => colors[3 * used[Math.floor(i / 3)]! + (i % 3)]!),
  };
}

function shiftOf(positions: Float64Array, used: readonly number[]): Triple {
  const [min, max]: [number[], number[]] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  for (const vertex of used) {
    for (let axis = 0; axis < 3; axis++) {
      min[axis] = Math.min(min[axis]!, positions[3 * vertex + axis]!);
      max[axis] = Math.max(max[axis]!, positions[3 * vertex + axis]!);
    }
  }
  return shiftFor(min as unknown as Triple, max as unknown as Triple);
}

async function coloursOf(
  source: ByteSource,
  vertexCount: number,
  context: RunContext,
): Promise<Uint8Array | undefined> {
  try {
    // What a cloud's reader says of a file with triangles is meant for clouds.
    const cloud = await readCloud(source, { signal: context.signal, onEvent: () => undefined });
    return cloud.positions.length === 3 * vertexCount ? cloud.colors : undefined;
  } catch (error) {
    // A mesh that is no cloud has no colours for us.
    if (error instanceof ReconstructError && error.code.startsWith('cloud-')) return undefined;
    throw error;
  }
}
