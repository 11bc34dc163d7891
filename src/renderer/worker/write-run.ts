/** A finished mesh as trimmed, into a file of the person's choice. */
import {
  asWritten,
  fileFrame,
  isOwnFrame,
  lengthUnitOf,
  type MeshFormat,
  textureMesh,
  textureRefusal,
  trimBeyond,
  type TriangleMesh,
  writeMesh,
} from '../../engine/index.ts';
import { DEFAULTS, ReconstructError } from '../../engine/vocabulary.ts';
import type { DeviceKeeper } from './device-keeper.ts';
import { DeviceWork } from './device-work.ts';
import { certificateOfFile, FileCopy } from './certify-file.ts';
import type { SaveTarget, WrittenFrame, WrittenMesh } from './engine-api.ts';
import { expectedBytes } from './expected-size.ts';
import { openSink } from './file-sink.ts';
import type { Sink } from './open-cloud.ts';
import type { HeldRun } from './reconstruct-cloud.ts';

export interface WriteOptions extends Partial<WrittenFrame> {
  readonly format: MeshFormat;
  /** World unit; null keeps all. */
  readonly trim: number | null;
  readonly ascii?: boolean;
  /** How sure the mesh is goes into the file. */
  readonly trust?: boolean;
  /** Pixels along a side of its pictures. */
  readonly texture?: number;
  /** A certificate lies beside it, of this version of the program. */
  readonly certify?: { readonly version: string };
}

const OWN_CHOICE: WrittenFrame = { outputUp: DEFAULTS.outputUp, outputUnit: DEFAULTS.outputUnit };
/** Of the whole, until a texture is made. */
const TEXTURE_SHARE = 0.9;
/** Likewise until the file is written, where it is then checked. */
const WRITTEN_SHARE = 0.95;

/** Rejects like `writeMesh`; then nothing stays half-written that we can take away. */
export async function writeRun(
  run: HeldRun,
  options: WriteOptions,
  target: SaveTarget,
  keeper: DeviceKeeper,
  sink: Sink<number>,
  signal: AbortSignal,
): Promise<WrittenMesh> {
  const { format, trim, ascii, trust = false, texture, certify } = options;
  const { mesh, trimLengths, projection, finished } = run;
  signal.throwIfAborted();
  const whole = await trimBeyond(mesh, trimLengths, trim, { signal, onEvent: () => undefined });
  const told = (share: number): void => void Promise.resolve(sink(Math.min(0.99, share))).catch(() => undefined);
  const textured = texture === undefined ? whole : await withTexture(run, whole, texture, { keeper, signal, told });
  const begin = texture === undefined ? 0 : TEXTURE_SHARE;
  const end = certify ? WRITTEN_SHARE : 1;
  const copy = certify && new FileCopy();
  const chosen = format === 'ply' && ascii ? 'ply-ascii' : format;
  const frame = fileFrame({ ...OWN_CHOICE, ...options }, lengthUnitOf(finished.report), chosen);
  const trimmed = asWritten(textured, { trust }, frame);
  const wholeBytes = expectedBytes(trimmed.positions.length / 3, trimmed.indices.length / 3, chosen);
  const file = await openSink(target, signal);
  let written = 0;
  try {
    const counted = {
      async write(bytes: Uint8Array): Promise<void> {
        copy?.add(bytes);
        await file.write(bytes);
        written += bytes.length;
        told(begin + (end - begin) * Math.min(1, written / wholeBytes));
      },
    };
    const files: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
    const beside = {
      name: target.name,
      write: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(void files.push({ name, bytes })),
    };
    const context = { signal, onEvent: () => undefined };
    const { bytes } = await writeMesh(trimmed, chosen, counted, context, beside);
    if (certify && copy) files.push(await certificateOfFile(copy, target.name, certify.version, { keeper, signal }));
    const blob = await file.finish();
    const allBytes = files.reduce((sum, file) => sum + file.bytes.length, bytes);
    const rest = {
      ...(files.length > 0 && { files }),
      ...(projection !== undefined && isOwnFrame(frame) && { projection }),
    };
    return { bytes: allBytes, ...(blob && { blob }), ...rest };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

interface TextureWork {
  readonly keeper: DeviceKeeper;
  readonly signal: AbortSignal;
  readonly told: (share: number) => void;
}

/** @throws ReconstructError `option-invalid` for a mesh of which none can be made */
async function withTexture(
  { points, fine }: HeldRun,
  mesh: TriangleMesh,
  pixels: number,
  { keeper, signal, told }: TextureWork,
): Promise<TriangleMesh> {
  const input = { mesh, pixels, cloud: points, ...(fine && { fine }) };
  const refusal = textureRefusal(input);
  if (refusal !== null) throw new ReconstructError('option-invalid', refusal, { texture: pixels });
  const { texture } = await new DeviceWork(keeper, signal).run((host) =>
    textureMesh(input, host, {
      signal,
      onEvent: (event) => event.type === 'progressed' && told(TEXTURE_SHARE * event.share),
    }),
  );
  return { ...mesh, texture };
}
