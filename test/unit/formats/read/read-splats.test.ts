/** Gaussian splats of every format, against what was written. */
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { unzipSync, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import { ReconstructError } from '../../../../src/engine/errors.ts';
import { joined } from '../../../../src/engine/math/joined.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { textBytes, withText } from '../../../formats/format-case.ts';
import {
  compressedPly,
  ksplatFile,
  sogFile,
  splatFile,
  splatPly,
  spzFile,
  type TestSplat,
} from '../../../formats/splat-writers.ts';
import { bytesSource, recordingContext } from './sources.ts';

/** Places that are multiples of 1/8, some below zero; every tenth splat is faint. */
const SPLATS: readonly TestSplat[] = Array.from({ length: 300 }, (_, i) => ({
  place: [(i % 17) / 8 - 1, -(i % 23) / 4, Math.floor(i / 3) / 8],
  color: [(7 * i) % 256, (13 * i) % 256, (29 * i) % 256],
  opacity: i % 10 === 0 ? 0.05 : 0.9,
}));

/** A file, and by how much places and colours may be off: half of what the format counts in. */
type Case = readonly [name: string, make: () => Uint8Array, place: number, color: number];
const CASES: readonly Case[] = [
  ['binary.ply', () => splatPly(SPLATS, 'binary_little_endian'), 0, 0],
  ['big-endian.ply', () => splatPly(SPLATS, 'binary_big_endian'), 0, 0],
  ['ascii.ply', () => splatPly(SPLATS, 'ascii'), 0, 0],
  ['compressed.ply', () => compressedPly(SPLATS), 5.5 / 1023 / 2 + 1e-6, 0],
  ['plain.splat', () => splatFile(SPLATS), 0, 0],
  ['level-0.ksplat', () => ksplatFile(SPLATS, 0), 0, 0],
  ['level-1.ksplat', () => ksplatFile(SPLATS, 1), 32 / 32767 / 2 + 1e-6, 0],
  ['level-2.ksplat', () => ksplatFile(SPLATS, 2), 32 / 32767 / 2 + 1e-6, 0],
  ['version-1.spz', () => spzFile(SPLATS, 1), 0, 1],
  ['version-2.spz', () => spzFile(SPLATS, 2), 0, 1],
  ['version-3.spz', () => spzFile(SPLATS, 3), 0, 1],
  ['unwrapped.spz', () => spzFile(SPLATS, 3, false), 0, 1],
  ['version-4.spz', () => spzFile(SPLATS, 4), 0, 1],
  ['version-1.sog', () => sogFile(SPLATS, 1), 13 * 4e-5, 0],
  ['version-2.sog', () => sogFile(SPLATS, 2), 13 * 4e-5, 0],
  ['deflated.sog', () => sogFile(SPLATS, 2, false), 13 * 4e-5, 0],
];

async function read(name: string, bytes: Uint8Array, options: ReadOptions = {}, chunkBytes: number | number[] = 65536) {
  const { context, warnings } = recordingContext();
  return { cloud: await readCloud(bytesSource(name, bytes, chunkBytes), context, options), warnings };
}

function expectSplats(cloud: PointCloud, splats: readonly TestSplat[], place: number, color: number): void {
  expect(cloud.stats.pointCount).toBe(splats.length);
  expect(cloud.shift).toEqual([0, 0, 0]);
  const worst = (values: ArrayLike<number>, expected: readonly number[]): number =>
    expected.reduce((error, value, i) => Math.max(error, Math.abs(value - values[i]!)), 0);
  expect(worst(cloud.positions, splats.flatMap((splat) => splat.place))).toBeLessThanOrEqual(place); // prettier-ignore
  expect(cloud.colors).toHaveLength(3 * splats.length);
  expect(worst(cloud.colors!, splats.flatMap((splat) => splat.color))).toBeLessThanOrEqual(color); // prettier-ignore
}

describe.each(CASES)('%s', (name, make, place, color) => {
  const bytes = make();

  test('gives centres and colours, no normals, and says how many are faint', async () => {
    const { cloud, warnings } = await read(name, bytes);
    expectSplats(cloud, SPLATS, place, color);
    expect(cloud.normals).toBeUndefined();
    expect(cloud.attributes).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/Gaussian splats.*; 30 of the 300 are fainter than 0.1/)]);
  });

  test('is read alike in any chunks', async () => {
    const { cloud } = await read(name, bytes);
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, async (chunks) => {
        expect((await read(name, bytes, {}, chunks)).cloud).toEqual(cloud);
      }),
      { numRuns: 5 },
    );
  });

  test('cut anywhere is refused, or read in part where that is asked for', async () => {
    // A file without a header is whole wherever a splat ends.
    const isWhole = (cut: number): boolean => name === 'plain.splat' && cut % 32 === 0;
    const endBytes = name.endsWith('.ksplat') ? 3 * 44 : name === 'ascii.ply' ? 2 : 0;
    const cuts = fc.integer({ min: 1, max: bytes.length - 1 - endBytes });
    await fc.assert(
      fc.asyncProperty(cuts, async (cut) => {
        const part = bytes.subarray(0, cut);
        if (!isWhole(cut)) await expect(read(name, part)).rejects.toMatchObject({ code: 'cloud-format' });
        const answer = await read(name, part, { partial: true }).catch((error: unknown) => error);
        if (answer instanceof Error) {
          expect(answer).toMatchObject({ code: 'cloud-format' });
          return;
        }
        const { cloud, warnings } = answer as Awaited<ReturnType<typeof read>>;
        expectSplats(cloud, SPLATS.slice(0, cloud.stats.pointCount), place, color);
        // Of packed data both its end and that of what is in it are told.
        if (!isWhole(cut)) expect(warnings.length).toBeGreaterThan(1);
      }),
      { numRuns: 25 },
    );
  });

  test('with a flipped byte gives points or a code', async () => {
    const flips = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(flips, async ([at, mask]) => {
        const flipped = bytes.slice();
        flipped[at]! ^= mask;
        const error: unknown = await read(name, flipped).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(ReconstructError);
      }),
      { numRuns: 40 },
    );
  });
});

test('an aborted read ends with the reason', async () => {
  for (const [name, make] of CASES) {
    const { context } = recordingContext(AbortSignal.abort('enough'));
    await expect(readCloud(bytesSource(name, make()), context)).rejects.toBe('enough');
  }
});

describe('splats of PLY', () => {
  const bytes = splatPly(SPLATS, 'binary_little_endian');

  test('without harmonics have the colours that are there', async () => {
    const text = Buffer.from(splatPly(SPLATS.slice(0, 5), 'ascii')).toString();
    const { cloud } = await read('a.ply', textBytes(text.replaceAll('f_dc_', 'extra_')));
    expect(cloud.colors).toBeUndefined();
    expect(cloud.stats.pointCount).toBe(5);
  });

  test('in capitals are splats, too', async () => {
    const { cloud } = await read('a.ply', withText(bytes, 'property float x', 'property float X'));
    expectSplats(cloud, SPLATS, 0, 0);
  });

  test('are clamped where a colour leaves its range', async () => {
    const wide: TestSplat[] = [{ place: [0, 0, 0], color: [-80, 128, 400], opacity: 0.5 }];
    const { cloud } = await read('a.ply', splatPly(wide, 'binary_little_endian'));
    expect([...cloud.colors!]).toEqual([0, 128, 255]);
  });
});

/** The files of a ZIP as a writer gives them that streams: their sizes stand behind them. */
function streamedZip(bytes: Uint8Array, isStored: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_, part) => void parts.push(part));
  for (const [file, content] of Object.entries(unzipSync(bytes))) {
    const entry = isStored ? new ZipPassThrough(file) : new ZipDeflate(file);
    zip.add(entry);
    entry.push(content, true);
  }
  zip.end();
  return joined(parts);
}

describe('a SOG file that is cut', () => {
  const whole = sogFile(SPLATS, 2);
  test.each([
    ['its sizes in front', whole],
    ['its sizes behind', streamedZip(whole, true)],
    ['its sizes behind, deflated', streamedZip(whole, false)],
  ])('behind its pictures is read where that is asked for: %s', async (_name, bytes) => {
    // The directory is all that names `meta.json` for the second time, and begins 46 bytes before a name of a picture.
    const text = Buffer.from(bytes).toString('latin1');
    const directory = text.indexOf('PK\x01\x02');
    for (const cut of [directory, directory + 60]) {
      const part = bytes.subarray(0, cut);
      const error: unknown = await read('a.sog', part).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ details: { partial: true, wholePoints: 300 } });
      expect((error as Error).message).toMatch(/ends behind the pictures of its splats, behind all of its 300 points/);
      const { cloud, warnings } = await read('a.sog', part, { partial: true });
      expect(cloud).toMatchObject({ positions: (await read('a.sog', bytes)).cloud.positions });
      expect(warnings).toContainEqual(expect.stringMatching(/those are read/));
    }
    const within = bytes.subarray(0, text.indexOf('meta.json') - 40);
    await expect(read('a.sog', within, { partial: true })).rejects.toThrow(/ends within the pictures of its splats/);
  });
});

describe('what is no such file', () => {
  test.each([
    ['a.splat', 'not 32 bytes', /ends within a splat of 32 bytes, after 0 whole points/],
    ['a.splat', Array(8).fill('\xff\xff\xff\xff').join(''), /a size that is no number/],
    ['a.ksplat', 'short', /its header of 4096 bytes is not there/],
    ['a.ksplat', '\x07'.repeat(5000), /KSPLAT of version 7.7/],
    ['a.spz', 'PK', /does not begin with "NGSP"/],
    ['a.spz', 'NGSP\x09\0\0\0\x01\0\0\0\0\x0c\0\0', /SPZ of version 9/],
    ['a.sog', 'hello', /directory of files is not there/],
    [
      'meta.json',
      '{"means":{"files":["means_l.webp"]},"sh0":{}}',
      /lists the pictures of a SOG scene, which lie beside/,
    ],
  ])('%s: %j', async (name, text, message) => {
    await expect(read(name, Buffer.from(text, 'latin1'))).rejects.toMatchObject({ code: 'cloud-format', message });
  });

  test('a SOG scene of a version to come, or with too small a picture, or a picture with another checksum', async () => {
    const bytes = sogFile(SPLATS, 2);
    const meta = (from: string, to: string) => read('a.sog', withoutChecks(withText(bytes, from, to)));
    await expect(meta('"version":2', '"version":3')).rejects.toMatchObject({ message: /version 3/ });
    await expect(meta('"count":300', '"count":999')).rejects.toMatchObject({ message: /320 pixels for 999 splats/ });
    await expect(read('a.sog', withText(bytes, 'VP8L', 'VP8 '))).rejects.toMatchObject({ message: /checksum/ });
  });
});

/** A ZIP whose meta.json was changed, with that file's checksum. */
function withoutChecks(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const entry = Buffer.from(bytes).lastIndexOf('meta.json') - 46;
  const view = new DataView(bytes.buffer);
  const start = view.getUint32(entry + 42, true) + 30 + 'meta.json'.length;
  view.setUint32(entry + 16, crc32(bytes.subarray(start, start + view.getUint32(entry + 20, true))), true);
  return bytes;
}
