/** The short form of `npm run fuzz`, and that its inputs are what they are meant to be. */
import { describe, expect, it } from 'vitest';
import { ReconstructError } from '../../src/engine/errors.ts';
import { Dice, mutateBytes, mutateValue } from '../fuzz/mutate.ts';
import { fuzz } from '../fuzz/run-fuzz.ts';
import { fuzzTargets } from '../fuzz/targets.ts';

const targets = await fuzzTargets();

it.each(targets.map((target) => [target.name, target] as const))('%s: nothing is found', async (_name, target) => {
  const { tried, taken, refused, findings } = await fuzz(target, 0, 80);
  expect(findings).toEqual([]);
  expect(taken + refused).toBe(tried);
});

it.each([
  ['cloud', 3438, 'packed points of which a time makes no sense, in a file without the table of its chunks'],
  ['project', 908, 'a project without a list'],
])('%s:%i, which was found before, is answered: %s', async (name, input) => {
  const target = targets.find((one) => one.name === name)!;
  expect((await fuzz(target, input, 1)).findings).toEqual([]);
});

it('files are changed enough to be refused, and little enough to be taken', async () => {
  for (const target of targets.filter(({ name }) => name === 'cloud' || name === 'mesh')) {
    const { taken, refused } = await fuzz(target, 0, 80);
    expect(taken).toBeGreaterThan(5);
    expect(refused).toBeGreaterThan(5);
  }
});

describe('a finding', () => {
  const answering = (take: () => Promise<string | null>) => fuzz({ name: 'one', make: () => '', take }, 7, 1);
  it.each<[string, () => Promise<string | null>, RegExp]>([
    ['an error that is not ours', () => Promise.reject(new TypeError('x is undefined')), /^TypeError: x is undefined$/],
    [
      'what is no error',
      async () => {
        // oxlint-disable-next-line typescript/only-throw-error -- what a library of others may do
        throw 'text';
      },
      /^thrown: text$/,
    ],
    ['a wrong result', () => Promise.resolve('a coordinate that is no number'), /no number/],
    [
      'a sentence that no person reads',
      () => Promise.reject(new ReconstructError('cloud-format', 'in [object Object]')),
      /odd/,
    ],
  ])('is %s', async (_what, take, words) => {
    const { findings } = await answering(take);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ name: 'one:7', what: expect.stringMatching(words) as string });
  });

  it('is neither a result nor an error of ours', async () => {
    expect((await answering(() => Promise.resolve(null))).findings).toEqual([]);
    const ours = new ReconstructError('cloud-format', 'a.ply is cut.');
    expect((await answering(() => Promise.reject(ours))).findings).toEqual([]);
  });
});

it('inputs are the same for the same number, and others for another', () => {
  const seed = Uint8Array.from({ length: 200 }, (_, i) => i);
  const bytes = (input: number) => mutateBytes(seed, [seed], new Dice('a', input));
  const value = (input: number) => mutateValue({ a: [1, 2, { b: 3 }], c: 'd' }, new Dice('a', input));
  const texts = Array.from(
    { length: 40 },
    (_, input) => `${Buffer.from(bytes(input)).toString('hex')} ${JSON.stringify(value(input))}`,
  );
  expect(new Set(texts).size).toBe(40);
  expect(bytes(3)).toEqual(bytes(3));
  expect(value(3)).toEqual(value(3));
  expect(mutateBytes(seed, [seed], new Dice('b', 3))).not.toEqual(bytes(3));
});
