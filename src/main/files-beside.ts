/** The material and the pictures of an OBJ, and certificates, which lie beside a mesh and get their names with it. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SavedBeside } from '../contracts/ipc.ts';
import { certificatePath } from '../batch/output-names.ts';
import { BESIDE_PARTS, besideName } from '../engine/formats/formats.ts';
import { asSaveRefusal, Refusal } from './refusal.ts';

/** GridPull names itself within these in all that it writes there. */
const MARK_BYTES = 1024;

/** Of files that are on the disk under hidden names. */
export interface FilledFiles {
  /** Gives them their names. */
  place(): Promise<void>;
  drop(): Promise<void>;
}

/**
 * Fills the files beside `target`, none in its place yet.
 * @param hidden a path in the same folder that nobody else has, and their own begin with
 * @throws Refusal for a name that no file beside it has, for a file that is not ours, and for what the disk refuses;
 *   then
 * nothing is left
 */
export async function fillBeside(
  target: string,
  name: string,
  files: NonNullable<SavedBeside['files']>,
  hidden: string,
): Promise<FilledFiles> {
  const allowed = [...BESIDE_PARTS.map((part) => besideName(name, part)), certificatePath(name)];
  const filled: { readonly temporary: string; readonly place: string }[] = [];
  const drop = async (): Promise<void> => {
    for (const { temporary } of filled) await rm(temporary, { force: true });
  };
  try {
    for (const [i, file] of files.entries()) {
      if (!allowed.includes(file.name)) throw new Refusal('ending', { name: file.name });
      const place = join(dirname(target), file.name);
      if (!(await isOurs(place))) throw new Refusal('notOurs', { name: file.name });
      const temporary = `${hidden}${i}.part`;
      filled.push({ temporary, place });
      await using handle = await open(temporary, 'wx');
      await handle.writeFile(file.bytes);
      await handle.sync().catch(() => undefined);
    }
  } catch (error) {
    await drop();
    throw asSaveRefusal(error, target);
  }
  return {
    drop,
    async place() {
      for (const { temporary, place } of filled) await rename(temporary, place);
    },
  };
}

/** Nothing is there, or what an export left. */
async function isOurs(path: string): Promise<boolean> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MARK_BYTES), 0, MARK_BYTES, 0);
    return bytesRead === 0 || buffer.subarray(0, bytesRead).includes('GridPull');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return true;
    throw asSaveRefusal(error, join(dirname(path), basename(path)));
  } finally {
    await handle?.close();
  }
}
