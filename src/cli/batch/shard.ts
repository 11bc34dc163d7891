/**
 * `I/N`, and `auto` from what Slurm's arrays, Kubernetes' indexed Jobs and AWS Batch's array jobs tell each of their
 * tasks.
 */
import type { Shard } from '../../batch/item.ts';
import { parseShard } from '../../batch/plan.ts';
import { ReconstructError } from '../../engine/index.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Null where all is one shard. @throws ReconstructError `option-invalid` naming the variables that are missing or odd
 */
export function shardFrom(text: string | undefined, environment: Environment): Shard | null {
  return text === undefined ? null : partFrom(text, environment, 'shard');
}

/** The same of what has to be given. @param option what it is called in messages */
export function partFrom(text: string, environment: Environment, option = 'part'): Shard {
  if (text !== 'auto') return parseShard(text, option);
  if (environment['SLURM_ARRAY_TASK_ID'] !== undefined) return slurmShard(environment);
  if (environment['JOB_COMPLETION_INDEX'] !== undefined) return kubernetesShard(environment);
  if (environment['AWS_BATCH_JOB_ARRAY_INDEX'] !== undefined) return awsShard(environment);
  throw refusal(
    'neither SLURM_ARRAY_TASK_ID (a Slurm array) nor JOB_COMPLETION_INDEX (a Kubernetes indexed Job) nor ' +
      'AWS_BATCH_JOB_ARRAY_INDEX (an array job of AWS Batch) is set; give it as 1/4',
  );
}

/** The array `--array=MIN-MAX:STEP`. Arrays that are lists of numbers have no place in it. */
function slurmShard(environment: Environment): Shard {
  const id = whole(environment, 'SLURM_ARRAY_TASK_ID');
  const min = whole(environment, 'SLURM_ARRAY_TASK_MIN');
  const max = whole(environment, 'SLURM_ARRAY_TASK_MAX');
  const step = whole(environment, 'SLURM_ARRAY_TASK_STEP', 1);
  const count = Math.floor((max - min) / Math.max(1, step)) + 1;
  const taskCount = whole(environment, 'SLURM_ARRAY_TASK_COUNT', count);
  const index = (id - min) / Math.max(1, step) + 1;
  if (taskCount === count && Number.isInteger(index) && index >= 1 && index <= count) return { index, count };
  throw refusal(
    `the Slurm array (SLURM_ARRAY_TASK_ID ${id}, _MIN ${min}, _MAX ${max}, _STEP ${step}, _COUNT ${taskCount}) is no plain ` +
      'range; start it as --array=1-N, or give one part as I/N',
  );
}

function kubernetesShard(environment: Environment): Shard {
  return indexedShard(environment, 'JOB_COMPLETION_INDEX', 'GRIDPULL_SHARDS', 'the completions of the Job');
}

/** An array job that says its size in no variable, as those of older agents, has it told as a Job of Kubernetes has. */
function awsShard(environment: Environment): Shard {
  const told = environment['AWS_BATCH_JOB_ARRAY_SIZE'] === undefined ? 'GRIDPULL_SHARDS' : 'AWS_BATCH_JOB_ARRAY_SIZE';
  return indexedShard(environment, 'AWS_BATCH_JOB_ARRAY_INDEX', told, 'the size of the array');
}

/** Counted from 0, as both do. */
function indexedShard(environment: Environment, indexName: string, countName: string, meaning: string): Shard {
  const index = whole(environment, indexName) + 1;
  const count = whole(environment, countName);
  if (index <= count) return { index, count };
  throw refusal(`${indexName} is ${index - 1}, and ${countName} only ${count}; set ${countName} to ${meaning}`);
}

function whole(environment: Environment, name: string, otherwise?: number): number {
  const text = environment[name];
  if (text === undefined || text === '') {
    if (otherwise !== undefined) return otherwise;
    const meaning = name === 'GRIDPULL_SHARDS' ? '; set it in the job to how many tasks it has' : '';
    throw refusal(`${name} is not set${meaning}`);
  }
  if (!/^\d{1,9}$/.test(text)) throw refusal(`${name} is «${text}», not a whole number`);
  return Number(text);
}

function refusal(problem: string): ReconstructError {
  return new ReconstructError('option-invalid', `auto: ${problem}`, { option: 'auto' });
}
