/**
 * All results of an output folder, whichever machines and programs left them there: the sidecars are the only state of
 * a batch, so nothing else has to be asked.
 */
import type { InputEntry, OutputFolder } from '../folders.ts';
import { sidecarPath } from '../output-names.ts';
import { compareCodePoints } from '../plan.ts';
import type { Sidecar } from '../sidecar.ts';
import { parseSidecar } from '../sidecar-file.ts';
import { readAhead } from './read-ahead.ts';

const READ_AHEAD = 16;

/**
 * A sidecar has a few kilobytes, and some hundred for each thousand holes that it lists. JSON beyond this is something
 * else, which must not be read just to find that out.
 */
const MAX_SIDECAR_BYTES = 2 ** 26;

const ENDING = sidecarPath('');

/**
 * The sidecars of a folder and the folders below it, sorted by input, then by mesh (code points). JSON that is not ours
 * is passed over. The mesh is said to lie where the sidecar lies: folders of shards may be moved into one another.
 * Rejects with the signal's reason when aborted, or as the folder does where a file cannot be read.
 */
export async function collectSidecars(output: OutputFolder, signal: AbortSignal): Promise<Sidecar[]> {
  const candidates = (await output.list(signal)).filter(isCandidate);
  const sidecars: Sidecar[] = [];
  const decoder = new TextDecoder();
  const read = async ({ path }: InputEntry): Promise<Sidecar | null> => {
    signal.throwIfAborted();
    const bytes = await output.read(path);
    const sidecar = bytes && parseSidecar(decoder.decode(bytes));
    return sidecar && { ...sidecar, output: { ...sidecar.output, path: path.slice(0, -ENDING.length) } };
  };
  for await (const sidecar of readAhead(candidates, READ_AHEAD, read)) {
    signal.throwIfAborted();
    if (sidecar) sidecars.push(sidecar);
  }
  return sidecars.sort(
    (a, b) => compareCodePoints(a.input.path, b.input.path) || compareCodePoints(a.output.path, b.output.path),
  );
}

function isCandidate({ path, bytes }: InputEntry): boolean {
  return path.endsWith(ENDING) && path.length > ENDING.length && bytes <= MAX_SIDECAR_BYTES;
}
