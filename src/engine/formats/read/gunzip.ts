/** Files that were packed with gzip (RFC 1952), read as what is in them. */
import type { ByteSource } from '../../cloud/point-cloud.ts';
import { messageOf } from '../../errors.ts';
import { formatError } from './format-error.ts';

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** The file inside, under its name without `.gz`. Its size is not known before its end. */
export function gunzipped(source: ByteSource): ByteSource {
  return {
    name: source.name.replace(/\.gz$/i, ''),
    stream: () => unpack(source),
    ...(source.projection && { projection: source.projection }),
  };
}

async function* unpack(source: ByteSource): AsyncGenerator<Uint8Array> {
  const { writable, readable } = new DecompressionStream('gzip');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  let unreadable: { readonly error: unknown } | undefined;
  const feed = async (): Promise<void> => {
    const chunks = source.stream()[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          unreadable = { error };
          throw error;
        });
        if (next.done) break;
        await writer.write(next.value);
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
    } finally {
      await chunks.return?.().catch(() => undefined);
    }
  };
  const feeding = feed();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } catch (cause) {
    if (unreadable) throw unreadable.error;
    const what = `the packed data is damaged or cut (${messageOf(cause)})`;
    throw formatError(source.name, what, 'Copy or download the file again.');
  } finally {
    await reader.cancel().catch(() => undefined);
    await feeding;
  }
}
