import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { checkpointKey, checkpointPath, readCheckpoint, writeCheckpoint } from '../../../src/cli/checkpoint-file.ts';
import type { FileTask } from '../../../src/cli/compute-messages.ts';
import { Orphaned, RunCheckpoints, stampsOf } from '../../../src/cli/run-checkpoints.ts';
import { type Checkpoint, ReconstructError, validateOptions } from '../../../src/engine/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'gridpull-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const normals = Float32Array.of(0, 0, 1, 0);
const shared = new Uint32Array(new SharedArrayBuffer(20));
shared.set([1, 2, 3, 4, 5]);
/** Of the form that the engine makes, as far as the file looks at it. */
const CHECKPOINT = {
  options: { noise: 'auto' },
  working: { tree: { nodes: shared, pointCount: 5 }, odd: Uint8Array.of(7), far: Float64Array.of(1e300) },
  oriented: { normals, sharpened: normals },
  plan: { limit: Infinity, not: NaN, none: null, list: [1, 2] },
} as unknown as Checkpoint;

describe('the file of a checkpoint', () => {
  const file = join(folder, 'one');
  beforeEach(() => writeCheckpoint(file, 'key', CHECKPOINT));

  it('gives it back: arrays, those that are one, numbers that JSON has not', async () => {
    const found = (await readCheckpoint(file, 'key'))!;
    expect(found).toEqual(CHECKPOINT);
    expect(found.oriented.sharpened).toBe(found.oriented.normals);
    // Tasks are given it without a copy.
    expect(found.working.tree.nodes.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(await checkpointKey(file)).toBe('key');
  });

  it('is none of another key, where it is not whole, or where it is something else', async () => {
    expect(await readCheckpoint(file, 'other')).toBeNull();
    const bytes = readFileSync(file);
    for (let cut = 0; cut < bytes.length; cut++) {
      writeFileSync(file, bytes.subarray(0, cut));
      expect(await readCheckpoint(file, 'key')).toBeNull();
    }
    for (const at of [bytes.length - 1, bytes.length - 40, 20]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      writeFileSync(file, changed);
      expect(await readCheckpoint(file, 'key')).toBeNull();
    }
    expect(await checkpointKey(join(folder, 'missing'))).toBeNull();
    writeFileSync(file, 'solid ascii');
    expect(await checkpointKey(file)).toBeNull();
  });
});

describe('the checkpoints of a run', () => {
  const input = join(folder, 'cloud.xyz');
  const output = join(folder, 'mesh.ply');
  const file = checkpointPath(output);
  const warnings: string[] = [];
  const context = {
    signal: new AbortController().signal,
    onEvent: (event: { type: string; message?: string }) => void (event.message && warnings.push(event.message)),
  };
  const task: FileTask = {
    type: 'file',
    inputs: [input],
    reading: {},
    output,
    format: 'ply',
    software: true,
    options: validateOptions({}),
    diagnostics: {},
    wantsFit: false,
  };
  async function begun(of: Partial<FileTask> = {}, device = 'a device', seconds = '0') {
    vi.stubEnv('GRIDPULL_CHECKPOINT_SECONDS', seconds);
    onTestFinished(() => void vi.unstubAllEnvs());
    const checkpoints = RunCheckpoints.of({ ...task, ...of }, device, await stampsOf([input]), context)!;
    return { checkpoints, control: await checkpoints.control() };
  }
  beforeEach(() => {
    writeFileSync(input, '1 2 3\n');
    rmSync(file, { force: true });
    warnings.length = 0;
  });

  it('are kept for another try after what may pass, and after nothing else', async () => {
    const ends: readonly (readonly [unknown, boolean])[] = [
      [undefined, false],
      [new Error('cancelled'), false],
      [new ReconstructError('cloud-degenerate', ''), false],
      [new ReconstructError('gpu-lost', ''), true],
      [new ReconstructError('output-failed', ''), true],
      [new Orphaned('the command line is gone'), true],
    ];
    for (const [error, isKept] of ends) {
      const { checkpoints, control } = await begun();
      control.onCheckpoint!(CHECKPOINT);
      await checkpoints.settle(error);
      expect(existsSync(file), String(error)).toBe(isKept);
    }
  });

  it('are found by the same command alone, on the same device, of the same contents', async () => {
    const { checkpoints, control } = await begun();
    expect(control.resumeFrom).toBeUndefined();
    control.onCheckpoint!(CHECKPOINT);
    await checkpoints.settle(new Orphaned('killed'));
    const again = (await begun()).control;
    expect(again.resumeFrom).toEqual(CHECKPOINT);
    expect(again.resumeReason).toBe('interrupted');
    const others: readonly (readonly [Partial<FileTask>, string?])[] = [
      [{ options: validateOptions({ seed: 2 }) }],
      [{ reading: { classes: ['ground'] } as never }],
      [{}, 'another device'],
    ];
    for (const [of, device] of others) expect((await begun(of, device)).control.resumeFrom).toBeUndefined();
    writeFileSync(input, '1 2 4\n');
    expect((await begun()).control.resumeFrom).toBeUndefined();
  });

  it('are none of a file that changed since it was read', async () => {
    const { checkpoints, control } = await begun();
    writeFileSync(input, '1 2 3\n4 5 6\n');
    control.onCheckpoint!(CHECKPOINT);
    await checkpoints.settle(new Orphaned('killed'));
    expect(existsSync(file)).toBe(false);
  });

  it('are due after the time that was asked for, and never where a run is looked at', async () => {
    expect((await begun()).control.isCheckpointDue!()).toBe(true);
    expect((await begun({}, 'a device', '60')).control.isCheckpointDue!()).toBe(false);
    expect(RunCheckpoints.of({ ...task, diagnostics: { dump: 'x' } }, '', '', context)).toBeUndefined();
    vi.stubEnv('GRIDPULL_CHECKPOINT_SECONDS', 'never');
    expect(RunCheckpoints.of(task, '', '', context)).toBeUndefined();
  });

  it('that cannot be written are told once, and cost nothing else', async () => {
    const { checkpoints, control } = await begun({ output: join(folder, 'no', 'mesh.ply') });
    for (let level = 0; level < 2; level++) {
      control.onCheckpoint!(CHECKPOINT);
      await vi.waitFor(() => expect(warnings).not.toEqual([]));
    }
    await checkpoints.settle(new Orphaned('killed'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^A run of this length is kept on disk .* does not exist/);
  });
});
