/** `gridpull batch DIR -o OUT`: a folder of clouds to a folder of meshes. */
import { type BatchJob, CLOUD_PATTERN, JOB_VERSION } from '../../batch/job.ts';
import { formatJob, parseJob } from '../../batch/job-file.ts';
import { type MeshFormat, type Reading, validateOptions } from '../../engine/index.ts';
import { foldersOf } from '../batch/places.ts';
import { carryOut, type CarryOutArguments } from '../batch/carry-out.ts';
import { readingOf } from '../read-options.ts';
import { givenOptions, type ReconstructFlags } from '../reconstruct-options.ts';

export interface BatchArguments extends CarryOutArguments, ReconstructFlags, Reading {
  readonly output: string;
  readonly format: MeshFormat;
  readonly pattern?: readonly string[];
  readonly exclude?: readonly string[];
  readonly recursive?: boolean;
}

/** The text to print. */
export async function batch(folder: string, args: BatchArguments, signal: AbortSignal): Promise<string> {
  const options = givenOptions(args);
  const reading = readingOf(args);
  // Options are judged before any file is looked at: what is wrong here is wrong for all of them.
  validateOptions(options);
  const places = foldersOf(folder, args.output);
  const { pattern: include = [CLOUD_PATTERN], exclude = [] } = args;
  const job: BatchJob = {
    gridpullJob: JOB_VERSION,
    input: {
      folder: places.inputFromOutput,
      include: args.recursive ? include.map(anywhere) : include,
      exclude: args.recursive ? exclude.map(anywhere) : exclude,
    },
    output: { folder: '.', format: args.format },
    options,
    ...(Object.keys(reading).length > 0 && { reading }),
    overrides: [],
  };
  // A job that could not be read again would be found out when it is needed.
  parseJob(formatJob(job), 'the command line');
  return carryOut({ job, places, keepsJob: true }, args, signal);
}

/** A pattern without a folder holds for the files of every folder; one with folders says itself where it holds. */
function anywhere(pattern: string): string {
  return pattern.includes('/') ? pattern : `**/${pattern}`;
}
