/** Which turns of a repair are looked at, and which are refused. */
import { describe, expect, it } from 'vitest';
import { isRefused, setsToJudge } from '../../../src/engine/orientation/judge-repair.ts';

describe('a set that is to turn', () => {
  const all = (value: number, count: number): Float32Array => new Float32Array(count).fill(value);

  it('is refused where the energy rises by more than a half for each of its samples', () => {
    // On the surface, ½, all of it the set's own, p: (½ - 2p - ½)² = 4p², and 4p² = ½ at p = .3536.
    const refused = [0.3518, 0.3553].map((own) => isRefused(all(0.5, 20), all(own, 20), 20));
    expect(refused).toEqual([false, true]);
  });

  it('answers for the samples round it, too', () => {
    // Twenty samples of the set turn without loss; so do a hundred others, which it changes by 4p² each.
    const winding = Float32Array.from([...all(1, 20), ...all(0.5, 100)]);
    const rises = [0.157, 0.159].map((far) => Float32Array.from([...all(0.5, 20), ...all(far, 100)]));
    // (1 - 1 - ½)² = (1 - ½)²; 100 · 4 · .1581² = 10 = ½ · 20.
    expect(rises.map((part) => isRefused(winding, part, 20))).toEqual([false, true]);
  });

  it('is not refused where the energy falls', () => {
    expect(isRefused(all(-0.5, 10), all(-0.5, 10), 10)).toBe(false);
  });

  it('counts as one sample where it has none', () => {
    expect([0.7, 0.72].map((own) => isRefused(all(0.5, 1), all(own / 2, 1), 0))).toEqual([false, true]);
  });
});

describe('sets', () => {
  it('are looked at from a hundredth of the points on, the largest first', () => {
    expect(setsToJudge(Uint32Array.of(9, 10, 500, 11), 1000)).toEqual([2, 3, 1]);
    expect(setsToJudge(Uint32Array.of(10, 10), 1000)).toEqual([0, 1]);
  });

  it('are fifty at most', () => {
    expect(setsToJudge(new Uint32Array(60).fill(20), 2000)).toHaveLength(50);
  });
});
