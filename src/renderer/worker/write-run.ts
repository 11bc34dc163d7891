/** A finished mesh as trimmed, into a file of the person's choice. */
import { asWritten, type MeshFormat, trimBeyond, writeMesh } from '../../engine/index.ts';
import type { SaveTarget, WrittenMesh } from './engine-api.ts';
import { expectedBytes } from './expected-size.ts';
import { openSink } from './file-sink.ts';
import type { Sink } from './open-cloud.ts';
import type { HeldRun } from './reconstruct-cloud.ts';

export interface WriteOptions {
  readonly format: MeshFormat;
  /** World unit; null keeps all. */
  readonly trim: number | null;
  readonly ascii?: boolean;
  /** How sure the mesh is goes into the file. */
  readonly trust?: boolean;
}

/** Rejects like `writeMesh`; then nothing stays half-written that we can take away. */
export async function writeRun(
  { mesh, trimLengths, projection }: HeldRun,
  { format, trim, ascii, trust = false }: WriteOptions,
  target: SaveTarget,
  sink: Sink<number>,
  signal: AbortSignal,
): Promise<WrittenMesh> {
  signal.throwIfAborted();
  const whole = await trimBeyond(mesh, trimLengths, trim, { signal, onEvent: () => undefined });
  const trimmed = asWritten(whole, { trust });
  const chosen = format === 'ply' && ascii ? 'ply-ascii' : format;
  const wholeBytes = expectedBytes(trimmed.positions.length / 3, trimmed.indices.length / 3, chosen);
  const file = await openSink(target, signal);
  let written = 0;
  try {
    const counted = {
      async write(bytes: Uint8Array): Promise<void> {
        await file.write(bytes);
        written += bytes.length;
        void Promise.resolve(sink(Math.min(0.99, written / wholeBytes))).catch(() => undefined);
      },
    };
    const { bytes } = await writeMesh(trimmed, chosen, counted, { signal, onEvent: () => undefined });
    const blob = await file.finish();
    return { bytes, ...(blob && { blob }), ...(projection !== undefined && { projection }) };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}
