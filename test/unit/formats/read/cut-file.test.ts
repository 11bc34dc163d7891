/** Files that are cut, of every format alike; each format's own tests say where it ends. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cutFileWarning, type FileCut } from '../../../../src/engine/formats/read/cut-file.ts';
import { joined } from '../../../../src/engine/math/joined.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { bytesSource, recordingContext } from './sources.ts';

function refusalOf(cut: FileCut, partial: boolean): unknown {
  try {
    return cutFileWarning('a.las', cut, { partial });
  } catch (error) {
    return error;
  }
}

describe('a cut', () => {
  it.each([
    [{ whole: 3, promised: 5 }, 'the file ends after 3 of the 5 points that it promises'],
    [{ whole: 3, where: 'within a vertex' }, 'the file ends within a vertex, after 3 whole points'],
    [{ whole: 3, promised: 3, where: 'behind' }, 'the file ends behind, behind all of its 3 points'],
  ])('is refused with what to do, or read: %o', (cut, what) => {
    expect(refusalOf(cut, true)).toBe(`a.las: ${what}; those are read.`);
    expect(refusalOf(cut, false)).toMatchObject({
      code: 'cloud-format',
      message: `a.las: ${what}. It is incomplete, or its header is wrong: copy or export it again, or read the whole points with --partial.`,
      details: { partial: true, wholePoints: 3 },
    });
  });

  it('before the first whole point is refused in any case, without an offer', () => {
    for (const partial of [true, false]) {
      const error = refusalOf({ whole: 0, promised: 5 }, partial);
      expect(error).toMatchObject({ details: { file: 'a.las', pointCount: 5 } });
      expect((error as Error).message).not.toContain('--partial');
    }
  });
});

describe('packed data that ends too early', () => {
  const text = Array.from({ length: 4000 }, (_, i) => `${i % 61}.${i} ${(i * 7) % 53}.25 ${i}.5`).join('\n');
  const packed = new Uint8Array(gzipSync(text));
  const read = (bytes: Uint8Array, partial: boolean) => {
    const { context, warnings } = recordingContext();
    return readCloud(bytesSource('a.xyz.gz', bytes), context, { partial }).then((cloud) => ({ cloud, warnings }));
  };

  it('is refused, or read to its last whole line', async () => {
    const { cloud: whole } = await read(packed, true);
    expect(whole.stats).toMatchObject({ pointCount: 4000, warnings: [] });
    for (const share of [0.5, 0.77, 0.9]) {
      const cut = packed.subarray(0, Math.floor(share * packed.length));
      await expect(read(cut, false)).rejects.toMatchObject({
        message: expect.stringMatching(/^a\.xyz\.gz: the packed data ends too early\. .*--partial/) as unknown,
        details: { partial: true },
      });
      const { cloud, warnings } = await read(cut, true);
      const { pointCount } = cloud.stats;
      expect(pointCount).toBeGreaterThan(500);
      expect(cloud.positions).toEqual(whole.positions.subarray(0, 3 * pointCount));
      expect(warnings).toEqual(['a.xyz.gz: the packed data ends too early; what is in front of that is read.']);
      expect(cloud.stats.warnings).toEqual(warnings);
    }
  });

  it('may be followed by more of it, or by zeros', async () => {
    const [a, b] = ['1 2 3\n4 5 6\n', '7 8 9.5\n'].map((part) => new Uint8Array(gzipSync(part)));
    for (const [parts, count] of [
      [[a!, b!], 3],
      [[a!, b!, new Uint8Array(600)], 3],
      [[b!, new Uint8Array(8)], 1],
    ] as const) {
      const { cloud, warnings } = await read(joined(parts), false);
      expect([cloud.stats.pointCount, cloud.stats.max[2], warnings]).toEqual([count, 9.5, []]);
    }
  });

  it('is refused where it is damaged, and where nothing is in front of the cut', async () => {
    const damaged = packed.slice();
    damaged.fill(0xff, 1000, 1100);
    await expect(read(damaged, true)).rejects.toThrow(/the packed data is damaged/);
    await expect(read(packed.subarray(0, 12), true)).rejects.toThrow(/ends within its packed data, after 0 whole/);
  });
});
