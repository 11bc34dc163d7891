/**
 * Points as binary PLY, with whatever is known of each: a normal, a colour to look at it by, numbers under their names.
 */
import type { RunContext } from '../../events.ts';
import type { ByteSink } from './byte-sink.ts';
import { ChunkedOutput } from './chunked-output.ts';
import { plyVertexHeader, type PlyVertices, writePlyVertices } from './ply-vertices.ts';

/** Rejects with `signal.reason` when aborted, and as the sink does. */
export async function writePoints(points: PlyVertices, sink: ByteSink, context: RunContext): Promise<void> {
  const out = new ChunkedOutput(sink, context);
  out.putText([...plyVertexHeader(points, 'binary'), 'end_header', ''].join('\n'));
  await writePlyVertices(points, out);
  await out.flush();
}
