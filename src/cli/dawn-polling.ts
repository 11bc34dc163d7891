/**
 * How Dawn's Node binding waits. It looks for finished work in a chain of `setImmediate`, which keeps one core busy for
 * as long as the device computes. Where the device is the processor itself, that core is missed: koala-50k took 12.1 s
 * of processor time, and takes 6.9 s with a look every millisecond (two cores, lavapipe). A graphics card has other
 * work for the core to wait for, and a millisecond a wait would be a fifth of its whole run, so there the chain stays.
 */

/** Longer than a look takes, shorter than any work on a software device. */
const SOFTWARE_DELAY_MS = 1;
const NATIVE = /\[native code\]/;

let isSlowed = false;

/** From now on callbacks from native code, which only Dawn hands to `setImmediate`, come a millisecond later. */
export function pollSlowly(): void {
  if (isSlowed) return;
  isSlowed = true;
  const immediate = globalThis.setImmediate;
  const paced = (callback: (...args: unknown[]) => void, ...args: unknown[]): unknown =>
    NATIVE.test(Function.prototype.toString.call(callback))
      ? setTimeout(callback, SOFTWARE_DELAY_MS, ...args)
      : immediate(callback, ...args);
  // `util.promisify(setImmediate)` finds its own form of it by a symbol: kept.
  Reflect.set(globalThis, 'setImmediate', Object.assign(paced, immediate));
}
