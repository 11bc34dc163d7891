import { afterEach, describe, expect, it } from 'vitest';
import { openTaskThreads } from '../../../src/cli/task-threads.ts';
import { ReconstructError } from '../../../src/engine/errors.ts';
import type { RunContext } from '../../../src/engine/events.ts';
import type { Host } from '../../../src/engine/host/host.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { splitSubtree, type SubtreeTask } from '../../../src/engine/neighbours/build-subtree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { buffersOf, taskOutcome, valueOf } from '../../../src/engine/host/task-outcome.ts';
import type { TaskPool } from '../../../src/engine/host/task-pool.ts';
import { TASKS } from '../../../src/engine/task-list.ts';
import { randomCloud } from '../neighbours/clouds.ts';
import type { Oddity } from './odd-worker.ts';

const noDevice = {} as GPUDevice;
const context: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };
const opened: TaskPool[] = [];

function keep(pool: TaskPool): TaskPool {
  opened.push(pool);
  return pool;
}
/** Asks the worker of `odd-worker.ts`, which takes the oddity where a task takes its arguments. */
const ask = (pool: TaskPool, oddity: Oddity): Promise<unknown> =>
  pool.runTask(splitSubtree, oddity as unknown as SubtreeTask);
const oddThreads = (workers: number) => keep(openTaskThreads(workers, new URL('./odd-worker.ts', import.meta.url)));

afterEach(async () => {
  await Promise.all(opened.splice(0).map((pool) => pool.close()));
});

describe('worker threads', () => {
  it('build the same tree as an inline host', async () => {
    const pool = keep(openTaskThreads(2));
    const host: Host = {
      device: noDevice,
      deviceLabel: 'none',
      parallelTasks: pool.size,
      runTask: (task, args) => pool.runTask(task, args),
    };
    const positions = randomCloud(50_000);
    const inline = await buildKdTree(positions, inlineHost(noDevice, 'none'), context);
    expect((await buildKdTree(positions, host, context)).nodes).toEqual(inline.nodes);
  });

  it('share the tasks among as many threads as were asked for', async () => {
    const pool = oddThreads(2);
    const threads = await Promise.all(Array.from({ length: 6 }, () => ask(pool, 'thread')));
    expect(new Set(threads).size).toBe(2);
    expect(threads).not.toContain(0);
  });

  it('pass a ReconstructError on with code and details', async () => {
    const run = ask(oddThreads(1), 'error');
    await expect(run).rejects.toBeInstanceOf(ReconstructError);
    await expect(run).rejects.toMatchObject({ code: 'field-not-finite', message: 'it broke', details: { level: 3 } });
  });

  it('pass a mistake of a task on with its stack', async () => {
    await expect(ask(oddThreads(1), 'fault')).rejects.toMatchObject({
      message: 'x is not a function',
      stack: 'at odd-worker',
    });
  });

  it.each([
    ['exit', /lost while it ran the task splitSubtree: the thread ended with code 7/],
    ['throw', /lost while it ran the task splitSubtree: out of the blue/],
  ] as const)('are replaced when one is lost (%s)', async (oddity, message) => {
    const pool = oddThreads(1);
    const lost = ask(pool, oddity);
    const next = ask(pool, 'thread');
    await expect(lost).rejects.toThrow(message);
    expect(await next).toBeTypeOf('number');
  });

  it('that cannot start reject their tasks', async () => {
    const pool = keep(openTaskThreads(1, new URL('./no-such-worker.ts', import.meta.url)));
    await expect(ask(pool, 'thread')).rejects.toThrow(/no-such-worker/);
  });

  it('reject running, waiting and later tasks once closed', async () => {
    const pool = oddThreads(1);
    const tasks = [ask(pool, 'hang'), ask(pool, 'hang')];
    const refused = Promise.all(tasks.map((task) => expect(task).rejects.toThrow(/closed before the task/)));
    await pool.close();
    await refused;
    await expect(ask(pool, 'thread')).rejects.toThrow(/closed/);
  });
});

describe('task outcomes', () => {
  it('survive cloning', async () => {
    const memory = { records: new ArrayBuffer(16), nodes: new ArrayBuffer(16) };
    const subtree = { node: 0, first: 0, count: 1, box: [0, 0, 0, 0, 0, 0] };
    expect(valueOf(structuredClone(await taskOutcome(TASKS, 'splitSubtree', { memory, subtree })))).toEqual([]);
  });

  it('hold what a task threw', async () => {
    const outcome = structuredClone(await taskOutcome(TASKS, 'splitSubtree', null));
    expect(outcome.type).toBe('fault');
    expect(() => valueOf(outcome)).toThrow(/null|undefined/);
  });

  it('name a task that no worker knows', async () => {
    await expect(taskOutcome([], 'splitSubtree', null)).resolves.toMatchObject({
      type: 'fault',
      message: expect.stringContaining('splitSubtree') as string,
    });
  });

  it('name the memory to move: each buffer once, none that is shared', () => {
    const buffer = new ArrayBuffer(8);
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    const value = { a: new Uint8Array(buffer), b: [new Uint16Array(buffer), shared], c: 'text', d: null };
    expect(buffersOf({ type: 'value', value })).toEqual([buffer]);
  });
});
