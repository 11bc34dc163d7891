/** `gridpull run FILE`: the batch of a job file, or the one file of a sidecar again. */
import path from 'node:path';
import { parseJob } from '../../batch/job-file.ts';
import { parseSidecar } from '../../batch/sidecar-file.ts';
import { ReconstructError } from '../../engine/index.ts';
import { carryOut, type CarryOutArguments } from '../batch/carry-out.ts';
import { foldersOf } from '../batch/places.ts';
import { fileSource } from '../node-files.ts';

export interface RunArguments extends CarryOutArguments {
  readonly input?: string;
  readonly output?: string;
  /** Of a project: whether scans are taken as they are now. */
  readonly changed?: boolean;
}

/** The text to print. */
export async function runJob(file: string, args: RunArguments, signal: AbortSignal): Promise<string> {
  const text = await textOf(file);
  const job = parseJob(text, path.basename(file));
  const besideFile = (folder: string | null): string | null =>
    folder === null || path.isAbsolute(folder) ? folder : path.join(path.dirname(file), folder);
  const places = foldersOf(
    args.input ?? besideFile(job.input.folder) ?? refuse(file, 'where the clouds are', '--input DIR'),
    args.output ?? besideFile(job.output.folder) ?? refuse(file, 'where the meshes go', '-o OUT'),
  );
  const moved = {
    ...job,
    input: { ...job.input, folder: places.inputFromOutput },
    output: { ...job.output, folder: '.' },
  };
  // The folder's job stays that of all its files when one of them is repeated.
  const isSidecar = parseSidecar(text) !== null;
  return carryOut({ job: moved, places, keepsJob: !isSidecar }, args, signal);
}

async function textOf(file: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const bytes of (await fileSource(file)).stream()) parts.push(bytes.slice());
  return Buffer.concat(parts).toString('utf8');
}

function refuse(file: string, what: string, flag: string): never {
  throw new ReconstructError('option-invalid', `${file} does not say ${what}; add ${flag}`, { path: file });
}
