/** The certificate of a file that was just written, as `gridpull check` would write it: of the file's own bytes. */
import { certificateBytes, certificateOf } from '../../batch/certificate.ts';
import { certificatePath } from '../../batch/output-names.ts';
import { checkMesh, readMesh } from '../../engine/index.ts';
import type { DeviceKeeper } from './device-keeper.ts';
import { DeviceWork } from './device-work.ts';
import { createSha256 } from './sha256.ts';

/** What went into a file, kept for the check: places to write cannot be read. */
export class FileCopy {
  readonly #pieces: Uint8Array[] = [];
  readonly #hash = createSha256();
  #length = 0;

  /** A writer uses its memory again. */
  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes.slice());
    this.#hash.update(bytes);
    this.#length += bytes.length;
  }

  /** Once, after the last piece. */
  whole(): { readonly bytes: Uint8Array; readonly sha256: string } {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces.splice(0)) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { bytes, sha256: this.#hash.digest() };
  }
}

/** Rejects like `readMesh` and `checkMesh`. */
export async function certificateOfFile(
  copy: FileCopy,
  name: string,
  version: string,
  { keeper, signal }: { readonly keeper: DeviceKeeper; readonly signal: AbortSignal },
): Promise<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const { bytes, sha256 } = copy.whole();
  const context = { signal, onEvent: () => undefined };
  const mesh = await readMesh(bytes, name, context);
  const check = await new DeviceWork(keeper, signal).run((host) => checkMesh(mesh, {}, host, context));
  const file = { name, bytes: bytes.length, sha256 };
  return { name: certificatePath(name), bytes: certificateBytes(certificateOf(file, check, version)) };
}
