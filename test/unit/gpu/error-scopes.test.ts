/** What a device has against commands, told at their place; the device is one that answers when it is told to. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReconstructError } from '../../../src/engine/errors.ts';
import { ErrorScopes } from '../../../src/engine/gpu/error-scopes.ts';
import { Gpu } from '../../../src/engine/gpu/gpu.ts';

const MIB = 2 ** 20;

type Answer = (error: { message: string } | null) => void;

/** Answers scopes as it is told, in the order in which they were closed. */
class SlowDevice {
  readonly open: string[] = [];
  readonly answers: { filter: string; answer: Answer; lose: () => void }[] = [];
  readonly made: string[] = [];
  readonly lost = new Promise<never>(() => undefined);
  readonly #listeners: ((event: unknown) => void)[] = [];
  readonly queue = { onSubmittedWorkDone: () => Promise.resolve() };

  pushErrorScope(filter: string): void {
    this.open.push(filter);
  }

  popErrorScope(): Promise<unknown> {
    const filter = this.open.pop()!;
    return new Promise((answer, reject) => {
      this.answers.push({ filter, answer, lose: () => reject(new Error('the device is lost')) });
    });
  }

  createBuffer({ label, size }: { label: string; size: number }): object {
    this.made.push(`${label} in ${this.open.join(', ')}`);
    return { label, size };
  }

  addEventListener(_type: string, listener: (event: unknown) => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(): void {
    this.#listeners.length = 0;
  }

  /** Answers the oldest command: what its two scopes heard. */
  answerNext(shortage: string | null, refusal: string | null = null): void {
    for (const { filter, answer } of this.answers.splice(0, 2)) {
      const message = filter === 'out-of-memory' ? shortage : refusal;
      answer(message === null ? null : { message });
    }
  }

  reportUncaptured(error: object): boolean {
    let isPrinted = true;
    for (const listener of this.#listeners) listener({ error, preventDefault: () => (isPrinted = false) });
    return isPrinted;
  }
}

/** Long enough for all that follows from an answer. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let device: SlowDevice;
beforeEach(() => (device = new SlowDevice()));

describe('error scopes', () => {
  const onFault = vi.fn<(fault: ReconstructError) => void>();
  let scopes: ErrorScopes;
  beforeEach(() => (scopes = new ErrorScopes(device as never, onFault)));
  afterEach(() => void onFault.mockReset());

  it('hand on what is made, with both kinds open as it is made and none after it', () => {
    expect(scopes.heed({ label: 'grid/field', bytes: 8 }, () => device.createBuffer({ label: 'b', size: 8 }))).toEqual({
      label: 'b',
      size: 8,
    });
    expect(device.made).toEqual(['b in validation, out-of-memory']);
    expect(device.open).toEqual([]);
  });

  it('are closed by a command that throws', () => {
    const failing = (): never => {
      throw new TypeError('no such usage');
    };
    expect(() => scopes.heed({ label: 'grid/field', bytes: 8 }, failing)).toThrow('no such usage');
    expect(device.open).toEqual([]);
  });

  it.each([
    [
      { label: 'grid/128/field', bytes: 12.5 * MIB },
      ['full', null],
      'gpu-out-of-memory',
      'the graphics device has no memory for grid/128/field, 13 MiB; try a lower resolution',
    ],
    [
      { label: 'solve/sums', bytes: 0.25 * MIB },
      // What could not be had is invalid as well, says one device or another.
      ['full', 'invalid'],
      'gpu-out-of-memory',
      'the graphics device has no memory for solve/sums, 0.3 MiB; try a lower resolution',
    ],
    [
      { label: 'field/solve' },
      ['full', null],
      'gpu-out-of-memory',
      'the graphics device is out of memory for the commands of field/solve; try a lower resolution',
    ],
    [
      { label: 'field/solve' },
      [null, 'no such buffer'],
      'shader-invalid',
      'the graphics device refused field/solve: no such buffer',
    ],
  ] as const)('tell of %j, to which the device says %j', async (command, [shortage, refusal], code, message) => {
    scopes.heed(command, () => undefined);
    device.answerNext(shortage, refusal);
    await scopes.answered();
    expect(onFault).toHaveBeenCalledOnce();
    const [fault] = onFault.mock.calls[0]!;
    expect(fault).toMatchObject({ code, message });
    expect(fault.details).toMatchObject({ label: command.label });
    if ('bytes' in command) expect(fault.details).toMatchObject({ request: command.bytes });
  });

  it('tell nothing of what went well, nor of a device that is lost, and wait for neither', async () => {
    scopes.heed({ label: 'one' }, () => undefined);
    scopes.heed({ label: 'two' }, () => undefined);
    expect(scopes.isOpen).toBe(true);
    device.answerNext(null);
    for (const { lose } of device.answers) lose();
    await scopes.answered();
    await settled();
    expect(scopes.isOpen).toBe(false);
    expect(onFault).not.toHaveBeenCalled();
  });
});

describe('a hold on a device', () => {
  const onFault = vi.fn<(fault: ReconstructError) => void>();
  let gpu: Gpu;
  beforeEach(() => (gpu = new Gpu(device as never, 'slow', { onFault })));
  afterEach(() => {
    gpu[Symbol.dispose]();
    onFault.mockReset();
  });
  const invalid = { message: 'grid/field is invalid' };

  it('tells of the buffer, not of what could not use it, whichever is heard first', async () => {
    gpu.createBuffer({ label: 'grid/field', size: MIB, usage: 0 });
    expect(device.reportUncaptured(invalid)).toBe(false);
    await settled();
    expect(onFault).not.toHaveBeenCalled();
    device.answerNext('full');
    await expect(gpu.settle()).rejects.toMatchObject({ code: 'gpu-out-of-memory', details: { label: 'grid/field' } });
    await settled();
    expect(onFault).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'gpu-out-of-memory' }));
  });

  it('tells of a command that was refused once all buffers before it turn out to be there', async () => {
    gpu.createBuffer({ label: 'grid/field', size: MIB, usage: 0 });
    device.reportUncaptured(invalid);
    device.answerNext(null);
    await expect(gpu.settle()).rejects.toMatchObject({
      code: 'shader-invalid',
      message: 'the graphics device refused a command: grid/field is invalid',
    });
  });

  it('tells at once of a command that was refused where no answer is awaited', () => {
    device.reportUncaptured(invalid);
    expect(() => gpu.check()).toThrow(/refused a command/);
  });

  it('spares work that a shortage ends, and hears of it though the work did not wait', async () => {
    const onShortage = vi.fn();
    const sparing = gpu.sparing(onShortage, () => {
      gpu.createBuffer({ label: 'grid/field', size: MIB, usage: 0 });
      return Promise.resolve(7);
    });
    await settled();
    device.answerNext('full');
    expect(await sparing).toBe(7);
    expect(onShortage).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'gpu-out-of-memory' }));
    expect(onFault).not.toHaveBeenCalled();
    expect(() => gpu.check()).not.toThrow();
  });

  it('does not wait for answers when it is cancelled', async () => {
    const controller = new AbortController();
    using cancelled = new Gpu(device as never, 'slow', { signal: controller.signal });
    cancelled.createBuffer({ label: 'grid/field', size: MIB, usage: 0 });
    const settling = cancelled.settle();
    controller.abort(new Error('enough'));
    expect(await Promise.race([settling.then(() => 'ended'), settled().then(() => 'waits')])).toBe('ended');
  });
});
