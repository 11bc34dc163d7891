import { describe, expect, it } from 'vitest';
import type { BatchItem } from '../../../src/batch/item.ts';
import type { Sidecar } from '../../../src/batch/sidecar.ts';
import { BatchProgress, duration } from '../../../src/cli/batch/progress.ts';
import { shardFrom } from '../../../src/cli/batch/shard.ts';
import { openLiveLine } from '../../../src/cli/live-line.ts';
import { hasOutgrown } from '../../../src/cli/process-runner.ts';
import { DEFAULTS } from '../../../src/engine/index.ts';

describe('the progress of a batch', () => {
  function watch(isTTY: boolean, columns = 100) {
    const stream = { isTTY, columns, text: '', write: (words: string) => void (stream.text += words) };
    const items = ['a.ply', 'b.ply', 'c.ply'].map((input, index): BatchItem => ({
      index,
      input,
      inputBytes: 1,
      output: input,
      format: 'ply',
      options: DEFAULTS,
    }));
    return { stream, progress: new BatchProgress(items, openLiveLine(false, stream as unknown as NodeJS.WriteStream)) };
  }
  const failed = { error: { code: 'cloud-format', message: 'no cloud' }, result: null } as unknown as Sidecar;
  const done = { error: null, result: { times: { total: 3210 } } } as unknown as Sidecar;

  it('is one line on a terminal, with failures above it', () => {
    const { stream, progress } = watch(true);
    progress.onEvent({ type: 'item', index: 0, state: 'running' });
    progress.onEvent({ type: 'item', index: 0, state: 'failed', sidecar: failed });
    progress.onEvent({ type: 'item', index: 1, state: 'running' });
    progress.onEvent({ type: 'progressed', share: 0.5, secondsLeft: 4800 });
    progress.onEvent({ type: 'run', index: 1, event: { type: 'progressed', stage: 'level', share: 0.459 } });
    expect(stream.text).toContain('\r\x1b[K[1/3] a.ply  failed: no cloud\n');
    expect(stream.text.split('\x1b[K').at(-1)).toBe('[2/3] b.ply 45 %  ·  1 failed  ·  about 1 h 20 min left');
    const before = stream.text.split('\n').length;
    progress.onEvent({ type: 'item', index: 1, state: 'done', sidecar: done });
    expect(stream.text.split('\n')).toHaveLength(before);
  });

  it('never fills a narrow terminal', () => {
    const { stream, progress } = watch(true, 12);
    progress.onEvent({ type: 'item', index: 0, state: 'running' });
    expect(stream.text).toBe('\r\x1b[K[1/3] a.ply');
  });

  it('is a line a file elsewhere', () => {
    const { stream, progress } = watch(false);
    for (const [index, sidecar] of [done, failed, done].entries()) {
      progress.onEvent({ type: 'item', index, state: 'running' });
      const kept = index === 2 ? { kept: true } : {};
      progress.onEvent({ type: 'item', index, state: sidecar === failed ? 'failed' : 'done', sidecar, ...kept });
    }
    expect(stream.text).toBe(
      '[1/3] a.ply  done  3.2 s\n[2/3] b.ply  failed: no cloud\n[3/3] c.ply  kept, done  3.2 s\n',
    );
  });

  it.each([
    [0, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [89, '89 s'],
    [90, '2 min'],
    [3580, '1 h 0 min'],
    [4800, '1 h 20 min'],
  ])('tells %d s as %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});

describe('the shard', () => {
  it('is none, given, or found', () => {
    expect(shardFrom(undefined, { SLURM_ARRAY_TASK_ID: '1' })).toBe(null);
    expect(shardFrom('2/5', {})).toEqual({ index: 2, count: 5 });
    expect(shardFrom('auto', { JOB_COMPLETION_INDEX: '0', GRIDPULL_SHARDS: '1' })).toEqual({ index: 1, count: 1 });
  });

  it('of an array job of AWS Batch counts from 0, and its size is told or given', () => {
    const aws = (index: string, more: Record<string, string>) =>
      shardFrom('auto', { AWS_BATCH_JOB_ARRAY_INDEX: index, ...more });
    expect(aws('0', { AWS_BATCH_JOB_ARRAY_SIZE: '2' })).toEqual({ index: 1, count: 2 });
    expect(aws('9999', { AWS_BATCH_JOB_ARRAY_SIZE: '10000' })).toEqual({ index: 10_000, count: 10_000 });
    // What the service itself says counts.
    expect(aws('1', { AWS_BATCH_JOB_ARRAY_SIZE: '4', GRIDPULL_SHARDS: '2' })).toEqual({ index: 2, count: 4 });
    expect(aws('1', { GRIDPULL_SHARDS: '2' })).toEqual({ index: 2, count: 2 });
    expect(() => aws('2', { AWS_BATCH_JOB_ARRAY_SIZE: '2' })).toThrow(
      'auto: AWS_BATCH_JOB_ARRAY_INDEX is 2, and AWS_BATCH_JOB_ARRAY_SIZE only 2; ' +
        'set AWS_BATCH_JOB_ARRAY_SIZE to the size of the array',
    );
    expect(() => aws('0', {})).toThrow('GRIDPULL_SHARDS is not set; set it in the job to how many tasks it has');
    expect(() => aws('', { AWS_BATCH_JOB_ARRAY_SIZE: '2' })).toThrow('AWS_BATCH_JOB_ARRAY_INDEX is not set');
    expect(() => aws('-1', { AWS_BATCH_JOB_ARRAY_SIZE: '2' })).toThrow('is «-1», not a whole number');
    // A task of Slurm on a machine of AWS is one of Slurm.
    const slurm = { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '4' };
    expect(aws('0', { AWS_BATCH_JOB_ARRAY_SIZE: '2', ...slurm })).toEqual({ index: 3, count: 4 });
    expect(() => shardFrom('auto', {})).toThrow('nor AWS_BATCH_JOB_ARRAY_INDEX (an array job of AWS Batch) is set');
  });

  it.each([
    ['0-7', 0, 7, 1, 8],
    ['1-8', 1, 8, 1, 8],
    ['10-15:5', 10, 15, 5, 2],
    ['0-7:3', 0, 7, 3, 3],
  ])('of every task of --array=%s is another one', (_array, min, max, step, count) => {
    const found = Array.from({ length: count }, (_, i) =>
      shardFrom('auto', {
        SLURM_ARRAY_TASK_ID: String(min + i * step),
        SLURM_ARRAY_TASK_MIN: String(min),
        SLURM_ARRAY_TASK_MAX: String(max),
        SLURM_ARRAY_TASK_STEP: String(step),
        SLURM_ARRAY_TASK_COUNT: String(count),
      }),
    );
    expect(found).toEqual(Array.from({ length: count }, (_, i) => ({ index: i + 1, count })));
  });
});

it('a process is replaced that has grown by more than files can explain', () => {
  const gigabyte = 2 ** 30;
  expect(hasOutgrown(gigabyte, 3 * gigabyte)).toBe(false);
  expect(hasOutgrown(gigabyte, 3 * gigabyte + 1)).toBe(true);
});
