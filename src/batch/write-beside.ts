/** A mesh of several files: an OBJ with its material and its pictures. */
import type { BesideSink, ByteSink } from '../engine/vocabulary.ts';

/** Lets `body` fill a file that takes the place of `path` when it is complete; leaves nothing of it otherwise. */
export type WriteWhole = <T>(path: string, body: (sink: ByteSink) => Promise<T>) => Promise<T>;

/**
 * Lets `body` fill the mesh's file at `path` and those beside it. All are filled before the first gets its name, and
 * the mesh gets its own last: where one cannot be written, none is there.
 *
 * @param path with '/' between folders, or as the system has it
 */
export function writeWithBeside<T>(
  path: string,
  write: WriteWhole,
  body: (sink: ByteSink, beside: BesideSink) => Promise<T>,
): Promise<T> {
  const folder = path.slice(0, path.length - nameOf(path).length);
  const files: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  const writeRest = async (at: number): Promise<void> => {
    const file = files[at];
    if (!file) return;
    await write(`${folder}${file.name}`, async (sink) => {
      await sink.write(file.bytes);
      await sink.sync?.();
      await writeRest(at + 1);
    });
  };
  const collect: BesideSink = {
    name: nameOf(path),
    write: (name, bytes) => Promise.resolve(void files.push({ name, bytes })),
  };
  return write(path, async (sink) => {
    const result = await body(sink, collect);
    if (files.length > 0) await sink.sync?.();
    await writeRest(0);
    return result;
  });
}

function nameOf(path: string): string {
  return path.replace(/^.*\//s, '');
}
