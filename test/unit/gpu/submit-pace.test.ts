import { describe, expect, it } from 'vitest';
import { keepEvenPace, SubmitPace } from '../../../src/engine/gpu/submit-pace.ts';

/** Submits of work that takes `msPerSize` for each declared size; the share and the time of each. */
function submits(
  pace: SubmitPace,
  count: number,
  msPerSize: number | ((i: number) => number),
): { share: number; ms: number }[] {
  let nowMs = 1000;
  return Array.from({ length: count }, (_, i) => {
    const { share } = pace;
    const ms = share * (typeof msPerSize === 'number' ? msPerSize : msPerSize(i));
    const submittedMs = nowMs;
    nowMs += ms;
    pace.learn(share, submittedMs, nowMs);
    return { share, ms };
  });
}

describe('the length of submits', () => {
  it.each([0.5, 3, 20, 70, 300, 1000])('comes to between 40 and 100 ms where the declared size takes %d ms', (size) => {
    const all = submits(new SubmitPace({}, 'work'), 12, size);
    expect(all[0]!.share).toBe(1);
    const { ms } = all.at(-1)!;
    expect(ms).toBeGreaterThanOrEqual(40);
    expect(ms).toBeLessThanOrEqual(100);
    // Once right, it stays.
    expect(all.at(-2)!.ms).toBe(ms);
  });

  it.each([
    [39.8, 'grows'],
    [40.2, 'stays'],
    [99.8, 'stays'],
    [100.2, 'shrinks'],
  ])('of %d ms %s', (ms, wanted) => {
    const pace = new SubmitPace({}, 'work');
    pace.learn(1, 0, ms);
    expect(Math.sign(pace.share - 1)).toBe({ grows: 1, stays: 0, shrinks: -1 }[wanted]);
    if (wanted !== 'stays') expect(pace.share * ms).toBeCloseTo(70, 9);
  });

  it('at most doubles, or halves, from one to the next', () => {
    for (const size of [0.01, 5000]) {
      const shares = submits(new SubmitPace({}, 'work'), 12, size).map(({ share }) => share);
      for (let i = 1; i < shares.length; i++) {
        expect(Math.abs(Math.log2(shares[i]! / shares[i - 1]!))).toBeLessThanOrEqual(1);
      }
    }
  });

  it('ends at 256 times and at a sixteenth of the declared size', () => {
    expect(submits(new SubmitPace({}, 'work'), 20, 1e-3).at(-1)!.share).toBe(256);
    expect(submits(new SubmitPace({}, 'work'), 20, 1e6).at(-1)!.share).toBe(1 / 16);
  });

  it('is not what a submit waited for the one before it', () => {
    const pace = new SubmitPace({}, 'work');
    // Two on their way at a time: each takes 60 ms, and all but the first are done 120 ms after they were submitted.
    pace.learn(1, 0, 60);
    for (let i = 1; i < 8; i++) pace.learn(1, 60 * (i - 1), 60 * (i + 1));
    expect(pace.share).toBe(1);
  });

  it('recovers from a pause of the system', () => {
    const all = submits(new SubmitPace({}, 'work'), 12, (i) => (i === 3 ? 900 : 60));
    expect(all.map(({ share }) => share)).toEqual([1, 1, 1, 1, 0.5, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('is not learnt from a short rest', () => {
    const pace = new SubmitPace({}, 'work');
    pace.learn(1, 0, 60);
    pace.learn(0.1, 60, 62);
    expect(pace.share).toBe(1);
  });
});

describe('the next work of its kind on a device', () => {
  it('begins with less where the device was too slow, and never with more than declared', () => {
    const device = {};
    submits(new SubmitPace(device, 'slow'), 12, 280);
    expect(new SubmitPace(device, 'slow').share).toBe(0.25);
    submits(new SubmitPace(device, 'fast'), 12, 1);
    expect(new SubmitPace(device, 'fast').share).toBe(1);
    expect(new SubmitPace({}, 'slow').share).toBe(1);
    expect(new SubmitPace(device, 'other').share).toBe(1);
  });

  it('has the declared size where submits are counted', () => {
    const device = {};
    keepEvenPace(device);
    expect(new Set(submits(new SubmitPace(device, 'work'), 5, 500).map(({ share }) => share))).toEqual(new Set([1]));
  });
});
