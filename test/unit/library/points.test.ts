import { describe, expect, it } from 'vitest';
import { cloudOf, type PointInput } from '../../../src/library/points.ts';
import { quietContext } from '../../run-context.ts';

const TEXT = new TextEncoder().encode('0 0 0\n1 0 0\n0 1 0\n0 0 1\n');
const PLACES = Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);

const noPlace = (): Promise<never> => Promise.reject(new Error('no place is asked for'));
const read = (input: PointInput) => cloudOf(input, noPlace, quietContext);

async function* halves(): AsyncGenerator<Uint8Array> {
  yield TEXT.subarray(0, 9);
  yield TEXT.subarray(9);
}

describe('points that a program hands over', () => {
  it.each<[string, PointInput]>([
    ['coordinates', PLACES],
    ['coordinates of 64 bits', Float64Array.from(PLACES)],
    ['arrays', { positions: PLACES }],
    ['bytes', { name: 'a.xyz', bytes: TEXT }],
    ['a buffer', { name: 'a.xyz', bytes: TEXT.slice().buffer }],
    ['chunks', { name: 'a.xyz', bytes: halves() }],
    ['a stream', { name: 'a.xyz', bytes: new Blob([TEXT]).stream() }],
    ['a file', new File([TEXT], 'a.xyz')],
    ['a blob', new Blob([TEXT])],
  ])('may be %s', async (_, input) => {
    expect((await read(input)).positions).toEqual(PLACES);
  });

  it('may be a cloud that was read before, which is taken as it is', async () => {
    const cloud = await read(PLACES);
    expect(await read(cloud)).toBe(cloud);
  });

  it('are looked for by the platform where they are a path or an address', async () => {
    const asked: (string | URL)[] = [];
    const open = (place: string | URL) => {
      asked.push(place);
      return Promise.resolve({ name: 'a.xyz', stream: halves });
    };
    const address = new URL('https://example.invalid/a.xyz');
    await cloudOf('a.xyz', open, quietContext);
    await cloudOf(address, open, quietContext);
    expect(asked).toEqual(['a.xyz', address]);
  });

  it.each<[string, unknown, RegExp]>([
    ['an array', [0, 0, 0], /an array: make it a Float64Array/],
    ['nothing', undefined, /this is undefined/],
    ['null', null, /this is null/],
    ['another object', { points: [] }, /an object with points/],
    ['a number', 3, /this is number/],
  ])('are not %s', async (_, input, expected) => {
    await expect(read(input as PointInput)).rejects.toMatchObject({
      code: 'cloud-format',
      message: expect.stringMatching(expected) as string,
    });
  });
});
