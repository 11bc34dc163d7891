/** A mesh that a batch wrote, read back to where the run had it: the cloud's local space, float32, shared vertices. */
import { runSteps } from '../../engine/hosting.ts';
import { compactMesh, readMesh, weldSteps } from '../../engine/index.ts';
import {
  type ByteSource,
  type FileFrame,
  type MeshFormat,
  notKept,
  outOfFrame,
  OWN_FRAME,
  type RunContext,
  type Triple,
  type WorldMesh,
} from '../../engine/vocabulary.ts';
import { type GlbMesh, isGlb, readOwnGlb } from './glb-mesh.ts';

/**
 * @param format as it was written: one that keeps no shift holds local coordinates, all others the world's
 * @param frame how the file holds it
 * @param shift the cloud's
 * @throws ReconstructError `cloud-format` for a file that is gone, `mesh-format` for one that is no mesh
 */
export async function readResultMesh(
  source: ByteSource,
  format: MeshFormat,
  shift: Triple,
  context: RunContext,
  frame: FileFrame = OWN_FRAME,
): Promise<GlbMesh> {
  const bytes = await bytesOf(source, context.signal);
  if (format !== 'glb-compressed' && isGlb(bytes)) {
    const own = readOwnGlb(bytes, source.name);
    outOfFrame(own.positions, frame);
    return own;
  }
  const mesh = await readMesh(bytes, source.name, context);
  outOfFrame(mesh.positions, frame);
  const lost = notKept(format);
  const positions = toLocal(mesh, lost.includes('shift') ? [0, 0, 0] : shift);
  if (!lost.includes('sharedVertices')) return { positions, indices: mesh.indices };
  const indices = await runSteps(weldSteps(mesh), context.signal);
  return compactMesh(positions, indices, new Uint8Array(indices.length / 3).fill(1));
}

/** World = local + shift, and that in float64: what is left of the difference is the float32 it was made of. */
function toLocal({ positions }: WorldMesh, shift: Triple): Float32Array<ArrayBuffer> {
  const local = new Float32Array(positions.length);
  for (let i = 0; i < local.length; i++) local[i] = positions[i]! - shift[i % 3]!;
  return local;
}

/** The whole file: reading a mesh needs all of it at once. */
export async function bytesOf(source: ByteSource, signal: AbortSignal): Promise<Uint8Array> {
  let bytes = new Uint8Array(source.size ?? 0);
  let length = 0;
  for await (const chunk of source.stream()) {
    signal.throwIfAborted();
    if (length + chunk.length > bytes.length) {
      const larger = new Uint8Array(Math.max(2 * bytes.length, length + chunk.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return bytes.subarray(0, length);
}
