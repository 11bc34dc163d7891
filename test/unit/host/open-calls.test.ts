import { expect, it } from 'vitest';
import { OpenCalls } from '../../../src/engine/host/open-calls.ts';

it('settles as the call does', async () => {
  const calls = new OpenCalls();
  expect(await calls.answered(Promise.resolve(7))).toBe(7);
  await expect(calls.answered(Promise.reject(new Error('no')))).rejects.toThrow('no');
});

it('rejects what is open, and what comes, with the first end', async () => {
  const calls = new OpenCalls();
  const open = [1, 2].map(() => calls.answered(new Promise(() => undefined)));
  calls.end(new Error('crashed'));
  calls.end(new Error('ended with code 1'));
  for (const call of [...open, calls.answered(new Promise(() => undefined))]) {
    await expect(call).rejects.toThrow('crashed');
  }
});

it('keeps nothing of a call that was answered', async () => {
  const calls = new OpenCalls();
  const answers: WeakRef<object>[] = [];
  for (let i = 0; i < 20; i++) {
    const call = Promise.resolve({ bytes: new Uint8Array(1000) });
    answers.push(new WeakRef(await calls.answered(call)));
  }
  // The collector has no duty to take all of them; races with a promise of the end would keep every one.
  await new Promise((resolve) => setTimeout(resolve, 10));
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  expect(answers.filter((answer) => answer.deref() !== undefined).length).toBeLessThan(5);
  calls.end(new Error('crashed'));
});
