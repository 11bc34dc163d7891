/** A whole batch with folders in memory and a runner that writes what the test wants. */
import { describe, expect, it } from 'vitest';
import { EMPTY_JOB, type BatchJob } from '../../../src/batch/job.ts';
import { sidecarPath } from '../../../src/batch/output-names.ts';
import { earlierOf, isCurrent } from '../../../src/batch/find-kept.ts';
import type { ItemRunner } from '../../../src/batch/runner.ts';
import { parseSidecar } from '../../../src/batch/sidecar-file.ts';
import { ReconstructError } from '../../../src/engine/errors.ts';
import type { ReconstructOptions } from '../../../src/engine/options.ts';
import { CLOUDS, Scene } from './batch-scene.ts';
import { memoryOutput, sha256, textIn } from './memory-folders.ts';

const refusalOf = (input: string): ReconstructError => new ReconstructError('cloud-format', `${input} is no cloud`);
const full = (path: string): ReconstructError =>
  new ReconstructError('output-failed', `${path} cannot be written: the disk is full.`, { path });

describe('a batch', () => {
  it('runs its items in order, with a sidecar for each mesh', async () => {
    const scene = new Scene();
    expect(await scene.run()).toEqual({ done: 4, failed: 0, kept: 0, cancelled: 0 });
    expect(scene.output.written.slice(0, 4)).toEqual(['a.ply', 'a.ply.json', 'b.ply', 'b.ply.json']);
    expect(scene.states.slice(0, 4)).toEqual(['0 running', '0 done', '1 running', '1 done']);
    expect(scene.events[0]).toEqual({ type: 'planned', items: 4, bytes: 28 });
    expect(scene.input.hashed).toEqual([]);
    const sidecar = parseSidecar(textIn(scene.output, 'a.ply.json'));
    expect(sidecar).toMatchObject({
      state: 'done',
      input: { path: 'a.xyz', bytes: 7, sha256: sha256('cloud a') },
      output: { path: 'a.ply', format: 'ply', sha256: sha256('mesh of cloud a with 1') },
      version: '1.2.3',
      warnings: ['odd a.xyz'],
      job: { input: { folder: '../in', include: ['a.xyz'] }, output: { folder: '.' } },
    });
    expect(Math.abs(Date.now() - Date.parse(sidecar!.finishedAt))).toBeLessThan(60_000);
  });

  it('has the next cloud got ready once the current one was read', async () => {
    const scene = new Scene({ 'a.xyz': 'a', 'b.xyz': 'b', 'c.xyz': 'c' });
    await scene.run();
    expect(scene.runner.calls).toEqual(['run a.xyz', 'prefetch b.xyz', 'run b.xyz', 'prefetch c.xyz', 'run c.xyz']);
  });

  it('tells of runs and of its share, which never falls and ends at 1', async () => {
    const scene = new Scene();
    let now = 0;
    scene.runner.happens = () => void (now += 3000);
    await scene.run('fresh', { nowMs: () => now });
    const progress = scene.events.filter((event) => event.type === 'progressed');
    const shares = progress.map(({ share }) => share);
    expect(shares).toEqual([0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]);
    expect(progress.map(({ secondsLeft }) => secondsLeft)).toEqual([
      null,
      9,
      5,
      6,
      expect.closeTo(3.6),
      3,
      expect.closeTo(9 / 7),
      0,
    ]);
    const runs = scene.events.filter((event) => event.type === 'run' && event.index === 2);
    expect(runs).toHaveLength(4);
  });

  it('goes on after a failure, whose sidecar says why', async () => {
    const scene = new Scene();
    const lost = Object.assign(new Error('the driver crashed'), { name: 'ProcessLost' });
    scene.runner.happens = ({ input }) => {
      if (input === 'b.xyz') throw refusalOf(input);
      if (input === 'c.xyz') throw lost;
    };
    expect(await scene.run()).toEqual({ done: 2, failed: 2, kept: 0, cancelled: 0 });
    expect(scene.states.filter((state) => !state.endsWith('running'))).toEqual([
      '0 done',
      '1 failed',
      '2 failed',
      '3 done',
    ]);
    expect(parseSidecar(textIn(scene.output, 'b.ply.json'))).toMatchObject({
      state: 'failed',
      input: { sha256: sha256('cloud b') },
      output: { bytes: null, sha256: null },
      error: { code: 'cloud-format', message: 'b.xyz is no cloud' },
      result: null,
      warnings: ['odd b.xyz'],
    });
    const [, , crashed] = await scene.items();
    expect((await earlierOf(crashed!, scene.output))?.error).toEqual({
      code: 'crashed',
      message: 'the driver crashed',
    });
    expect(scene.output.files.has('b.ply')).toBe(false);
  });

  it('leaves the hash out where a failed input cannot be read', async () => {
    const scene = new Scene();
    scene.runner.happens = ({ input }) => {
      if (input !== 'a.xyz') return;
      scene.input.files.delete('a.xyz');
      throw refusalOf(input);
    };
    await scene.run();
    expect(parseSidecar(textIn(scene.output, 'a.ply.json'))?.input.sha256).toBeNull();
  });

  it('of nothing is done at once', async () => {
    const scene = new Scene({});
    expect(await scene.run()).toEqual({ done: 0, failed: 0, kept: 0, cancelled: 0 });
    expect(scene.events).toEqual([{ type: 'planned', items: 0, bytes: 0 }]);
  });
});

describe('a batch that is resumed', () => {
  it('keeps what is done or has failed, and is unchanged', async () => {
    const scene = new Scene();
    scene.runner.happens = ({ input }) => {
      if (input === 'b.xyz') throw refusalOf(input);
    };
    await scene.run();
    const before = scene.result;
    scene.output.written.length = 0;
    expect(await scene.run('resume')).toEqual({ done: 3, failed: 1, kept: 4, cancelled: 0 });
    expect(scene.runner.calls).toEqual([]);
    expect(scene.output.written).toEqual([]);
    expect(scene.result).toEqual(before);
    expect(scene.states.slice(0, 4)).toEqual(['0 checking', '0 done kept', '1 checking', '1 failed kept']);
    const kept = scene.events.find((event) => event.type === 'item' && event.kept);
    expect(kept).toMatchObject({ sidecar: { state: 'done', input: { path: 'a.xyz' } } });
    expect(scene.events.at(-1)).toMatchObject({ type: 'progressed', share: 1 });
  });

  it('tries again what failed, where asked, without hashing it first', async () => {
    const scene = new Scene();
    scene.runner.happens = ({ input }) => {
      if (input === 'b.xyz') throw refusalOf(input);
    };
    await scene.run();
    scene.runner.happens = () => undefined;
    expect(await scene.run('retry-failed')).toEqual({ done: 4, failed: 0, kept: 3, cancelled: 0 });
    expect(scene.runner.calls).toEqual(['run b.xyz']);
    expect(scene.input.hashed).not.toContain('b.xyz');
  });

  it.each<[string, (scene: Scene) => void]>([
    ['other contents of the same length', ({ input }) => void input.files.set('b.xyz', Buffer.from('CLOUD B'))],
    ['other contents', ({ input }) => void input.files.set('b.xyz', Buffer.from('more of cloud b'))],
    ['no mesh', ({ output }) => void output.files.delete('b.ply')],
    ['a mesh of another size', ({ output }) => void output.files.set('b.ply', Buffer.from('half'))],
    ['no sidecar', ({ output }) => void output.files.delete('b.ply.json')],
    ['a broken sidecar', ({ output }) => void output.files.set('b.ply.json', Buffer.from('{"gridpullRep'))],
    ['other options', (scene) => (scene.job = withOverride({ options: { seed: 9 } }))],
    ['another format', (scene) => (scene.job = withOverride({ options: {}, format: 'ply-ascii' }))],
    ['another name', (scene) => (scene.job = withOverride({ options: {}, output: 'sub/b.ply' }))],
  ])('does again what has %s', async (_, change) => {
    const scene = new Scene();
    await scene.run();
    change(scene);
    expect(await scene.run('resume')).toEqual({ done: 4, failed: 0, kept: 3, cancelled: 0 });
    expect(scene.runner.calls).toEqual(['run b.xyz']);
    expect(await scene.run('resume')).toMatchObject({ kept: 4 });
  });

  it('looks past what is kept for the cloud to get ready', async () => {
    const scene = new Scene();
    await scene.run();
    scene.output.files.delete('a.ply');
    scene.output.files.delete('d.ply');
    await scene.run('resume');
    expect(scene.runner.calls).toEqual(['run a.xyz', 'prefetch d.xyz', 'run d.xyz']);
  });

  it('computes a file whose earlier result cannot be read', async () => {
    const scene = new Scene();
    await scene.run();
    const read = scene.output.read.bind(scene.output);
    const output = {
      ...scene.output,
      read: async (path: string) => (path === 'b.ply.json' ? raise(path) : read(path)),
    };
    expect(await scene.run('resume', { output })).toEqual({ done: 4, failed: 0, kept: 3, cancelled: 0 });
  });

  it('after being killed, has the same files as one that never was', async () => {
    const whole = new Scene();
    await whole.run();
    for (const place of ['a.xyz', 'c.xyz', 'd.xyz']) {
      const scene = new Scene();
      // A process that is killed tells nobody, and writes no more: between a mesh and its sidecar, say.
      const killed = new Promise<never>(() => undefined);
      const reached = new Promise<void>((resolve) => {
        scene.runner.happens = ({ input, output }) => {
          if (input !== place) return;
          scene.output.files.set(output, Buffer.from('of the killed run'));
          resolve();
          return killed;
        };
      });
      void scene.run();
      await reached;
      const doneBefore = [...scene.output.files.keys()].filter((path) => path.endsWith('.json')).length;
      scene.runner.happens = () => undefined;
      expect(await scene.run('resume')).toEqual({ done: 4, failed: 0, kept: doneBefore, cancelled: 0 });
      expect(scene.runner.calls.filter((call) => call.startsWith('run'))).toHaveLength(4 - doneBefore);
      expect(scene.result).toEqual(whole.result);
    }
  });
});

describe('a batch that is cancelled', () => {
  it('tells what was not done, and leaves no sidecar of it', async () => {
    const scene = new Scene();
    scene.runner.happens = ({ input }) => {
      if (input === 'b.xyz') scene.controller.abort(new Error('enough'));
    };
    expect(await scene.run()).toEqual({ done: 1, failed: 0, kept: 0, cancelled: 3 });
    expect([...scene.output.files.keys()]).toEqual(['a.ply', 'a.ply.json']);
    expect(scene.states.slice(-3)).toEqual(['1 cancelled', '2 cancelled', '3 cancelled']);
  });

  it('counts a crash on the way out as cancelled, too', async () => {
    const scene = new Scene();
    scene.runner.happens = () => {
      scene.controller.abort();
      throw new Error('the process is gone');
    };
    expect(await scene.run()).toMatchObject({ failed: 0, cancelled: 4 });
    expect(scene.output.files.size).toBe(0);
  });

  it('keeps a mesh that was finished all the same', async () => {
    const scene = new Scene();
    const run = scene.runner.run.bind(scene.runner);
    const runner: ItemRunner = {
      prefetch: () => undefined,
      async run(item, context) {
        const finished = await run(item, context);
        scene.controller.abort();
        return finished;
      },
    };
    expect(await scene.run('fresh', { runner })).toEqual({ done: 1, failed: 0, kept: 0, cancelled: 3 });
    expect([...scene.output.files.keys()]).toEqual(['a.ply', 'a.ply.json']);
  });

  it('ends while looking for changes', async () => {
    const scene = new Scene();
    await scene.run();
    const hash = async (): Promise<string> => {
      scene.controller.abort();
      throw new Error('reading was ended');
    };
    const input = { ...scene.input, hash };
    expect(await scene.run('resume', { input })).toEqual({ done: 0, failed: 0, kept: 0, cancelled: 4 });
  });

  it('before it begins, does nothing', async () => {
    const scene = new Scene();
    const signal = AbortSignal.abort();
    expect(await scene.run('fresh', { signal, items: await scene.items() })).toMatchObject({ cancelled: 4 });
    expect(scene.runner.calls).toEqual([]);
  });
});

describe('an output folder that takes nothing', () => {
  it('fails the mesh it is about, and no other', async () => {
    const scene = new Scene();
    scene.output.refuses = (path) => path === 'b.ply' || path === 'c.ply';
    expect(await scene.run()).toEqual({ done: 2, failed: 2, kept: 0, cancelled: 0 });
    expect(parseSidecar(textIn(scene.output, 'c.ply.json'))?.error?.code).toBe('output-failed');
  });

  it('ends the batch when three in a row could not be written', async () => {
    const scene = new Scene({ ...CLOUDS, 'e.xyz': 'cloud e' });
    scene.output.refuses = (path) => path !== 'a.ply' && !path.startsWith('a.ply.');
    await expect(scene.run()).rejects.toMatchObject({ code: 'output-failed' });
    expect(scene.runner.calls).not.toContain('run e.xyz');
    expect(scene.states.filter((state) => !state.endsWith('running'))).toEqual([
      '0 done',
      '1 failed',
      '2 failed',
      '3 failed',
      '4 cancelled',
    ]);
    expect([...scene.output.files.keys()]).toEqual(['a.ply', 'a.ply.json']);
  });

  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])('ends the batch at once where the disk says %s', async (systemCode) => {
    const scene = new Scene();
    scene.runner.happens = ({ input, output }) => {
      if (input === 'b.xyz') throw new ReconstructError('output-failed', `${output} cannot be written`, { systemCode });
    };
    await expect(scene.run()).rejects.toMatchObject({ details: { systemCode } });
    expect([...scene.output.files.keys()]).toEqual(['a.ply', 'a.ply.json']);
    scene.runner.happens = () => undefined;
    expect(await scene.run('resume')).toEqual({ done: 4, failed: 0, kept: 1, cancelled: 0 });
  });

  it('is asked again by a batch that goes on: what failed there is no fault of the cloud', async () => {
    const scene = new Scene();
    scene.runner.happens = ({ input, output }) => {
      if (input === 'b.xyz') throw full(output);
      if (input === 'c.xyz') throw refusalOf(input);
    };
    expect(await scene.run()).toMatchObject({ done: 2, failed: 2 });
    scene.runner.happens = () => undefined;
    expect(await scene.run('resume')).toEqual({ done: 3, failed: 1, kept: 3, cancelled: 0 });
  });

  it('fails what has a mesh without a sidecar', async () => {
    const scene = new Scene();
    scene.output.refuses = (path) => path === 'b.ply.json';
    expect(await scene.run()).toEqual({ done: 3, failed: 1, kept: 0, cancelled: 0 });
    const failed = scene.events.find((event) => event.type === 'item' && event.state === 'failed');
    expect(failed).toMatchObject({ index: 1, sidecar: { error: { code: 'output-failed' } } });
    scene.output.refuses = () => false;
    expect(await scene.run('resume')).toMatchObject({ done: 4, kept: 3 });
  });

  it('is not taken for full by failures that have a good mesh between them', async () => {
    const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.xyz`, name]));
    const scene = new Scene(files);
    scene.runner.happens = ({ input, output }) => {
      if (input !== 'c.xyz') throw full(output);
    };
    expect(await scene.run()).toMatchObject({ done: 1, failed: 4 });
  });
});

describe('a result', () => {
  it('is current whatever the order of its options', async () => {
    const scene = new Scene();
    await scene.run();
    const [item] = await scene.items();
    const sidecar = (await earlierOf(item!, scene.output))!;
    const options = Object.fromEntries(Object.entries(sidecar.options).reverse()) as unknown as ReconstructOptions;
    expect(isCurrent({ ...sidecar, options }, item!, sha256('cloud a'))).toBe(true);
    expect(isCurrent({ ...sidecar, options: { ...options, noise: 0 } }, item!, sha256('cloud a'))).toBe(false);
    expect(isCurrent(sidecar, item!, sha256('cloud b'))).toBe(false);
    expect(isCurrent(sidecar, { ...item!, input: 'other.xyz' }, sha256('cloud a'))).toBe(false);
  });

  it('is none where its sidecar is missing or something else', async () => {
    const [item] = await new Scene().items();
    expect(await earlierOf(item!, memoryOutput())).toBeNull();
    expect(await earlierOf(item!, memoryOutput({ [sidecarPath(item!.output)]: '[]' }))).toBeNull();
  });
});

function withOverride(override: Omit<BatchJob['overrides'][number], 'files'>): BatchJob {
  return { ...EMPTY_JOB, overrides: [{ files: ['b.xyz'], ...override }] };
}

function raise(path: string): never {
  throw full(path);
}
