/**
 * A mesh file as the program hands meshes out: positions less a shift that float32 holds, with the colours of its
 * vertices and, of our own PLY files, how sure they are. Vertices at equal places are one, for STL files and texture
 * seams have them apart, and what no triangle uses is gone.
 */
import { shiftFor } from './cloud/frame.ts';
import type { ByteSource } from './cloud/point-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import { readMesh } from './formats/read-mesh/read-mesh.ts';
import { readPlyTrust } from './formats/read-mesh/read-ply-trust.ts';
import { bytesAccess } from './formats/read/random-access.ts';
import { readCloud } from './formats/read/read-cloud.ts';
import { runSteps } from './host/steps.ts';
import { gatherTriples } from './math/gather-triples.ts';
import { boundsOf } from './math/point-bounds.ts';
import { compactIndices } from './mesh/compact.ts';
import { vertexNormalSteps } from './mesh/normals.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import { trustAt } from './mesh/vertex-trust.ts';
import { weldSteps } from './mesh/weld.ts';
import type { TrustReport } from './report.ts';
import { trustReport } from './trust/trust-report.ts';

/**
 * Colours are those that the same file has as a cloud; where a reader of clouds leaves points out, they cannot be told
 * apart any more and the mesh has none.
 *
 * @param bytes the whole file
 * @param name for messages, and to tell formats without a clear beginning
 * @throws ReconstructError `mesh-format`; rejects with `context.signal.reason` when aborted
 */
export async function readTriangleMesh(bytes: Uint8Array, name: string, context: RunContext): Promise<TriangleMesh> {
  const { positions, indices } = await readMesh(bytes, name, context);
  const welded = await runSteps(weldSteps({ positions, indices }), context.signal);
  const vertexCount = positions.length / 3;
  const colors = await coloursOf(sourceOf(bytes, name), vertexCount, context);
  const isKept = new Uint8Array(welded.length / 3).fill(1);
  const { indices: joined, sources } = compactIndices(vertexCount, welded, isKept);
  const lost = sources.find((vertex) => !positions.subarray(3 * vertex, 3 * vertex + 3).every(Number.isFinite));
  if (lost !== undefined) {
    const message = `Vertex ${lost} of "${name}" has no finite place; mend the file, or leave that vertex out.`;
    throw new ReconstructError('mesh-format', message, { name, vertex: lost });
  }
  const places = gatherTriples(positions, sources, new Float64Array(3 * sources.length));
  const { min, max } = boundsOf(places);
  const shift = shiftFor(min, max);
  const local = Float32Array.from(places, (value, i) => value - shift[i % 3]!);
  const normals = await runSteps(vertexNormalSteps(local, joined), context.signal);
  const trust = await runSteps(readPlyTrust(bytes, name), context.signal);
  const carried = trust?.guessed.length === vertexCount ? { trust: trustAt(trust, sources) } : {};
  const mesh = { positions: local, indices: joined, normals, shift, ...carried };
  if (!colors) return mesh;
  const kept = new Uint8Array(3 * sources.length);
  gatherTriples(colors, sources, kept);
  return { ...mesh, colors: kept };
}

/**
 * How sure the mesh of a file is; null where the file does not say.
 *
 * @param bytes the whole file
 * @throws ReconstructError `mesh-format`; rejects with `context.signal.reason` when aborted
 */
export async function readTrustReport(
  bytes: Uint8Array,
  name: string,
  context: RunContext,
): Promise<TrustReport | null> {
  if (!(await runSteps(readPlyTrust(bytes, name), context.signal))) return null;
  const mesh = await readTriangleMesh(bytes, name, context);
  return mesh.trust ? trustReport(mesh, mesh.trust, context) : null;
}

/** The file again, for a reader of clouds. */
function sourceOf(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    async *stream() {
      yield await Promise.resolve(bytes);
    },
    open: () => Promise.resolve(bytesAccess(bytes)),
  };
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
