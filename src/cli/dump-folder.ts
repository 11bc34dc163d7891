/** The folder of `--dump DIR`: readied before the run, and taken back where the run is cancelled. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DUMP_LIST, DUMP_PAGE, type DumpList, factsOfReport, FolderDump } from '../batch/dump/folder-dump.ts';
import { type Reconstruction, ReconstructError, type RunContext } from '../engine/index.ts';
import { openNewFolder, removeFiles } from './new-folder.ts';
import { nodeOutputFolder } from './node-folders.ts';

/**
 * Makes the folder, or empties it of an earlier dump.
 * @throws ReconstructError `output-failed` where it holds anything else or cannot be written
 */
export async function readyDumpFolder(folder: string): Promise<void> {
  const list = await readList(folder);
  await openNewFolder(folder, DUMP_PAGE, (names) => {
    return list !== null && names.every((name) => name.startsWith('.') || name === DUMP_LIST || list.includes(name));
  });
  if (list) await removeDump(folder, list);
}

/** The page first, the list last: whatever stops this, what is left does not look whole and is still known as ours. */
function removeDump(folder: string, list: readonly string[]): Promise<void> {
  return removeFiles(folder, [DUMP_PAGE, ...list, DUMP_LIST]);
}

/** Names of the files in it; null where it is no dump's. */
async function readList(folder: string): Promise<readonly string[] | null> {
  try {
    const list = JSON.parse(await readFile(path.join(folder, DUMP_LIST), 'utf8')) as Partial<DumpList>;
    const files = list.gridpullDump === 1 && Array.isArray(list.files) ? list.files : null;
    return files?.every((name) => typeof name === 'string' && path.basename(name) === name) ? files : null;
  } catch {
    return null;
  }
}

/** Runs `body` with a dump; its page is written however `body` ends, unless that was by the signal. */
export async function withDump(
  folder: string,
  cloud: string,
  context: RunContext,
  body: (dump: FolderDump) => Promise<Reconstruction>,
): Promise<Reconstruction> {
  const dump = new FolderDump(nodeOutputFolder(folder), context);
  try {
    const made = await body(dump);
    await dump.finish({ cloud, facts: factsOfReport(made.report) });
    return made;
  } catch (error) {
    if (context.signal.aborted) await removeDump(folder, (await readList(folder)) ?? []);
    else if (error instanceof ReconstructError) await dump.finish({ cloud, failure: error.message, facts: [] });
    throw error;
  }
}
