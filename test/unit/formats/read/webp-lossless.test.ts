/** Lossless WebP, against pictures that libwebp 1.5 wrote of formulas, and those of a writer of literals. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WebpError } from '../../../../src/engine/formats/read/splat/webp-bits.ts';
import { decodeWebp } from '../../../../src/engine/formats/read/splat/webp-lossless.ts';
import { writeTestWebp } from '../../../formats/webp-writer.ts';

type Pixel = (x: number, y: number) => readonly number[];
const FEW = [[1, 2, 3, 4], [100, 200, 50, 255], [7, 7, 7, 255], [255, 255, 0, 128]] as const; // prettier-ignore

/** A picture for each kind of transform: predictions, palettes of several and of one index a pixel, and repetitions. */
const PICTURES: readonly (readonly [string, number, number, Pixel, string])[] = [
  [
    'smooth',
    31,
    23,
    (x, y) => [(x * x + 3 * y) >> 2, (x * y) >> 1, (5 * x + y * y) >> 2, 252 + ((x * y) % 4)],
    'UklGRuQAAABXRUJQVlA4TNgAAAAvHoAFEAmAIAb8J2uI6H/qQiCQ5E87xQwDcXD1/mecDQ4iSVKk7Htm8m+Wvx3sMWzbxnFKvPteFbZt20hOd/+/NwSSNq5/5h+zadusStL+ISah2QhDpoYlLLJq2MImu2ZHOOTUcIVLbg1PeOTV7Auf/BKgZFhijaMBS4Q1jkRh8kGNE+FEQbLGFS1TWqa0zNCyhpaZWmZqmaVlLS2ztczWMsf/i2Ci6J6uo2WujteLDa6/F9GJgsJH9/goiKfg1ULnq3uynv8Xm41ut70e8P292B32eO31AAY=',
  ],
  [
    'few colours',
    17,
    9,
    (x, y) => FEW[(x * x + y * 3) % 4]!,
    'UklGRlwAAABXRUJQVlA4TFAAAAAvEAACEB+gkG0E6F5/rjM6FLVt2zDun+b/NaOatg2YdCAqf2L91LRtwHTxroq7T4hJ1/+/3WpQyEiStI/JSi7LOp3YGVQi+l+EhxjUIRf9YQ==',
  ],
  [
    'many colours',
    33,
    11,
    (x, y) => [(x * 7 + y * 13) % 97, 255 - ((x * 7 + y * 13) % 97), 3, 255],
    'UklGRloAAABXRUJQVlA4TE4AAAAvIIACAJmM6H9sIgre/4CaAGgbk73w74CLqxsSB/M/A6GwbdtG2enuGXPhBVRuQXpZBBTfQOpdQzlzFDNPNwMb0N5qINpbkfb3C9L+fgE=',
  ],
  [
    'repeated',
    40,
    12,
    (x, y) => [(x % 7) * 30, (y % 5) * 50, ((x >> 3) % 4) * 60, 255],
    'UklGRvQAAABXRUJQVlA4TOgAAAAvJ8ACAF9EJAjCJpP/z5ns4yEQSPFgITz/R3CgABCb3nu9AGBJkm3aurZt27Zt2/c+27Y16x17AO8zov9kkzZ7kvYOBMcQaaxfI7jGaHPjBsk1xVqbtyieKd7eukPzzXHwCWIxAkuis32PEVqT3Z0HrNCW6u0+4kS2dH/vCS+2p8EniCVIHJnB/jNB6swOD16IUldudPhKkrny46M3stydB58glqLwFCbH7xSltzg9+aAqfaXZ6SdN5SvPz77oan8ZfIJYhiZQWZx/M7TB6vLih6kN1VaXvyxdqL529cfWh+vgE8T+W5AO',
  ],
];

const noPause = (): Promise<void> => Promise.resolve();
const argb = ([r = 0, g = 0, b = 0, a = 0]: readonly number[]): number =>
  (((a & 255) << 24) | ((r & 255) << 16) | ((g & 255) << 8) | (b & 255)) >>> 0;

test.each(PICTURES)('%s is as it was', async (_, width, height, pixel, base64) => {
  const picture = await decodeWebp(Buffer.from(base64, 'base64'), noPause);
  expect([picture.width, picture.height]).toEqual([width, height]);
  const expected = Uint32Array.from({ length: width * height }, (__, i) =>
    argb(pixel(i % width, Math.floor(i / width))),
  );
  expect(picture.pixels).toEqual(expected);
});

test('literals of any picture are as they were', async () => {
  const pictures = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(
    ([width, height]) =>
      fc.tuple(fc.constant(width), fc.constant(height), fc.uint8Array({ minLength: 4 * width * height, maxLength: 4 * width * height })), // prettier-ignore
  );
  await fc.assert(
    fc.asyncProperty(pictures, async ([width, height, rgba]) => {
      const { pixels } = await decodeWebp(writeTestWebp(width, height, rgba), noPause);
      expect(pixels).toEqual(Uint32Array.from({ length: width * height }, (_, i) => argb([...rgba.subarray(4 * i, 4 * i + 4)]))); // prettier-ignore
    }),
  );
});

test('a cut or damaged picture gives pixels or an error of its own', async () => {
  const damages = fc.tuple(fc.constantFrom(...PICTURES), fc.nat(300), fc.integer({ min: 0, max: 255 }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(damages, async ([[, , , , base64], place, mask, isCut]) => {
      const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
      const at = place % bytes.length;
      bytes[at]! ^= mask;
      // The picture's own size is left alone: it would be any up to 268 million pixels.
      if (at >= 21 && at < 25) return;
      const error: unknown = await decodeWebp(isCut ? bytes.subarray(0, at) : bytes, noPause).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (isCut || error !== undefined) expect(error).toBeInstanceOf(WebpError);
    }),
    { numRuns: 300 },
  );
});

test('a lossy picture is refused by name', async () => {
  const bytes = writeTestWebp(2, 2, new Uint8Array(16));
  bytes[15] = 0x20;
  await expect(decodeWebp(bytes, noPause)).rejects.toThrow(/lossy/);
});
