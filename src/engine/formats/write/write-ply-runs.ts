/** A mesh as PLY that comes run by run: the bytes that it would have as a whole. */
import type { RunContext } from '../../events.ts';
import { runSteps } from '../../host/steps.ts';
import type { MeshRuns } from '../../mesh/mesh-runs.ts';
import { inFrame } from './as-written.ts';
import type { ByteSink } from './byte-sink.ts';
import { ChunkedOutput } from './chunked-output.ts';
import { type FileFrame, OWN_FRAME } from './file-frame.ts';
import { checkSteps, type MeshWriteSummary } from './write-mesh.ts';
import { type PlyEncoding, writePlyHeader, writePlyTriangleRun, writePlyVertexRun } from './write-ply.ts';

/** @throws ReconstructError as `writeMesh` does; rejects with whatever `sink` does, and with `signal.reason` */
export async function writePlyRuns(
  mesh: MeshRuns,
  encoding: PlyEncoding,
  sink: ByteSink,
  context: RunContext,
  frame: FileFrame = OWN_FRAME,
): Promise<MeshWriteSummary> {
  const { vertexCount, triangleCount, shift, hasColors } = mesh;
  const out = new ChunkedOutput(sink, context);
  const none = { positions: new Float32Array(), normals: new Float32Array() };
  const like = inFrame({ ...none, ...(hasColors && { colors: new Uint8Array() }), shift }, frame);
  writePlyHeader(like, encoding, { vertices: vertexCount, triangles: triangleCount }, out);
  for await (const run of mesh.vertices()) {
    const placed = inFrame({ ...run, shift }, frame);
    await runSteps(checkSteps({ ...placed, indices: new Uint32Array() }), context.signal);
    await writePlyVertexRun(placed, encoding, out);
  }
  for await (const indices of mesh.triangles()) await writePlyTriangleRun(indices, encoding, out);
  await out.flush();
  return {
    format: encoding === 'binary' ? 'ply' : 'ply-ascii',
    bytes: out.byteCount,
    vertices: vertexCount,
    triangles: triangleCount,
    beside: [],
    lost: [],
  };
}
