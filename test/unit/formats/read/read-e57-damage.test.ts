/** E57: what is refused and how, and the laws of chunks, truncation and wrong bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import type { ReconstructError } from '../../../../src/engine/errors.ts';
import { bytesAccess } from '../../../../src/engine/formats/read/random-access.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import {
  floatField,
  integerField,
  textField,
  withChecksums,
  writeE57,
  type WrittenFile,
} from '../../../formats/e57-writer.ts';
import {
  cartesian,
  colors,
  COUNT,
  fileOf,
  indices,
  PLACES,
  poseXml,
  read,
  readBytes,
  refusal,
  scanOf,
  worldOf,
} from './e57-readings.ts';
import { bytesSource, recordingContext } from './sources.ts';

describe('what is refused', () => {
  const good = writeE57(fileOf(cartesian()));
  const patched = (change: (view: DataView) => void): Uint8Array => {
    const bytes = good.slice();
    change(new DataView(bytes.buffer));
    return withChecksums(bytes);
  };
  const section = (change: (view: DataView) => void): WrittenFile =>
    fileOf(cartesian(), { change: (bytes) => change(new DataView(bytes.buffer)) });

  test.each<[string, WrittenFile | Uint8Array, RegExp]>([
    ['a wrong bit', good.map((byte, i) => (i === 1500 ? byte ^ 4 : byte)), /checksum of page 2 of \d+ is wrong \(bytes 1024 to 2047\)/],
    ['a wrong checksum', good.map((byte, i) => (i === 1023 ? byte ^ 1 : byte)), /checksum of page 1 of/],
    ['a higher version', patched((view) => view.setUint32(8, 2, true)), /version 2\.0; only versions 1\.x/],
    ['a higher version within', { ...fileOf(cartesian()), change: (xml) => xml.replace('>1</versionM', '>3</versionM') }, /version 3; only/],
    ['pages that cannot be', patched((view) => view.setBigUint64(40, 8n, true)), /pages of 8 bytes cannot be/],
    ['no description', patched((view) => view.setBigUint64(32, 0n, true)), /a description of 0 bytes/],
    ['a description behind the end', patched((view) => view.setBigUint64(24, 1n << 40n, true)), /the file is cut/],
    ['a description within a checksum', patched((view) => view.setBigUint64(24, 1021n, true)), /which cannot be/],
    ['no XML', { ...fileOf(cartesian()), change: (xml) => xml.replace('</e57Root>', '') }, /no well-formed XML/],
    ['another XML', { ...fileOf(cartesian()), change: () => '<gpx/>' }, /the root "gpx"/],
    ['deep XML', { ...fileOf(cartesian()), change: (xml) => xml.replace('<data3D', `${'<a>'.repeat(5000)}<data3D`) }, /deeper than 64/],
    ['another codec', fileOf(cartesian(), { codecs: '<vectorChild type="Structure"><inputs type="Vector"/><lzmaCodec type="Structure"/></vectorChild>' }), /codec "lzmaCodec"/],
    ['another type', fileOf([...cartesian(), { name: 'a', attributes: 'type="Blob"', stream: new Uint8Array(0) }]), /"a" has the type "Blob"/],
    ['another precision', fileOf([...cartesian(), { name: 'a', attributes: 'type="Float" precision="half"', stream: new Uint8Array(0) }]), /precision "half"/],
    ['limits the wrong way', fileOf([...cartesian(), { name: 'a', attributes: 'type="Integer" minimum="2" maximum="1"', stream: new Uint8Array(0) }]), /minimum above its maximum/],
    ['a limit that is no number', fileOf([...cartesian(), { name: 'a', attributes: 'type="Integer" minimum="x"', stream: new Uint8Array(0) }]), /is "x", no integer/],
    ['a limit beyond 64 bits', fileOf([...cartesian(), { name: 'a', attributes: 'type="Integer" maximum="9223372036854775808"', stream: new Uint8Array(0) }]), /no integer of 64 bits/],
    ['a scale that is no number', fileOf([...cartesian(), { name: 'a', attributes: 'type="ScaledInteger" scale="1,5"', stream: new Uint8Array(0) }]), /is "1,5", no number/],
    ['a pose that is no number', fileOf(cartesian(), { xml: '<pose type="Structure"><translation type="Structure"><x type="Float">nan</x></translation></pose>' }), /"x" of the translation of its pose is "nan"/],
    ['a count that is none', fileOf(cartesian(), { statedCount: '-1' }), /the recordCount of its points is "-1"/],
    ['too many points', fileOf(cartesian(), { statedCount: 1e12 }), /promises 1000000000000 points, but its section/],
    ['a few too many points', fileOf(cartesian(), { statedCount: COUNT + 1, packets: [[100, 100, 100]] }), /after 60 of the 61 points/],
    ['no coordinates', fileOf([floatField('intensity', indices, 'single')]), /neither cartesian nor spherical/],
    ['no prototype', fileOf([]), /no prototype/],
    ['no section there', section((view) => view.setUint8(0, 7)), /is 7 instead of 1/],
    ['packets outside the section', section((view) => view.setBigUint64(16, 1n << 50n, true)), /lies outside it|within a checksum/],
    ['no packet', section((view) => view.setUint8(32, 9)), /is no packet \(kind 9/],
    ['other fields in a packet', section((view) => view.setUint16(36, 2, true)), /has 2 fields instead of 3/],
    ['fields beyond their packet', section((view) => view.setUint16(38, 65535, true)), /longer than its/],
    ['constants without end', { scans: [{ fields: ['X', 'Y', 'Z'].map((a) => integerField(`cartesian${a}`, [], 3, 3)), recordCount: 1e9 }] }, /room for fewer/],
  ])('%s', async (_, file, message) => {
    const error = await refusal(file instanceof Uint8Array ? readBytes(file) : read(file));
    expect(error.code).toBe('cloud-format');
    expect(error.message).toMatch(message);
    expect(error.details['file']).toBe('a.e57');
  }); // prettier-ignore

  test.each([
    ['no scans', { scans: [] }],
    ['scans without points', { scans: [{ fields: cartesian(), recordCount: 0 }] }],
    ['no point that is one', fileOf([...cartesian(), integerField('cartesianInvalidState', indices.map(() => 2), 0, 2)])], // prettier-ignore
  ])('%s', async (_, file: WrittenFile) => {
    expect((await refusal(read(file))).code).toBe('cloud-empty');
  });

  test('a file whose records are cut gives its whole points where that is asked', async () => {
    const many = Array.from({ length: 8 * COUNT }, (_, i) => PLACES[i % COUNT]!);
    const fields = [0, 1, 2].map(
      (at) =>
      floatField(`cartesian${'XYZ'[at]!}`, many.map((place) => place[at]!), 'double'), // prettier-ignore
    );
    const file = { scans: [{ fields, recordCount: many.length, packets: [[240, 240, 240]] }], xmlRoom: 4000 };
    const whole = writeE57(file);
    expect(worldOf(await readBytes(whole))).toEqual(many.flat());
    // The pages that are left hold the header, the XML and some packets of thirty points each.
    const cut = whole.subarray(0, 4 * 1024 + 5000);
    const points = 30 * Math.floor((8 * 1020 - 48 - 4000 - 32) / 732);
    expect((await refusal(readBytes(cut))).message).toMatch(
      new RegExp(`within scan 1, after ${points} of the 480 points.*--partial`),
    );
    const cloud = await readBytes(cut, { partial: true });
    expect(worldOf(cloud)).toEqual(many.slice(0, points).flat());
    expect(cloud.stats.warnings.join()).toMatch(`after ${points} of the 480 points that it promises; those are read`);
  });

  test('a cut description tells that not even a part can be read', async () => {
    const error = await refusal(readBytes(good.subarray(0, 1024), { partial: true }));
    expect(error.message).toMatch(/the file is cut.*not even in part/);
  });
});

describe('laws', () => {
  const sample = writeE57({
    scans: [
      scanOf(
        [
          ...cartesian('single'),
          ...colors([0, 255], (i) => i),
          integerField('cartesianInvalidState', indices.map((i) => (i % 9 === 0 ? 2 : 0)), 0, 2), // prettier-ignore
          textField('note', indices.map(String)),
        ],
        { xml: poseXml([1, 2, 3, 4], [10, 20, 30]), packets: [[50, 60, 40, 9, 10, 11, 3, 40]], hasOtherPackets: true },
      ),
      scanOf(cartesian()),
    ],
  });
  const outcome = async (bytes: Uint8Array, options: ReadOptions = {}): Promise<PointCloud | string> =>
    readBytes(bytes, options).catch((error: unknown) => {
      const { name, code } = error as ReconstructError;
      if (name !== 'ReconstructError') throw error;
      return code;
    });

  test('any chunk split, and a file that is opened, give the same cloud', async () => {
    const whole = await readBytes(sample);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
        expect(await readBytes(sample, {}, sizes)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
    let closed = 0;
    const access = { ...bytesAccess(sample), close: async () => void closed++ };
    const source = { ...bytesSource('a.e57', sample), open: async () => access };
    expect(await readCloud(source, recordingContext().context)).toEqual(whole);
    expect(closed).toBe(1);
  });

  test('any truncation is refused, also in part', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: sample.length - 1 }), fc.boolean(), async (length, partial) => {
        expect(await outcome(sample.subarray(0, length), { partial })).toBe('cloud-format');
      }),
      { numRuns: 60 },
    );
  });

  test('any wrong byte gives the right cloud or a refusal', async () => {
    const whole = await readBytes(sample);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 8, max: sample.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const found = await outcome(sample.map((byte, i) => (i === at ? byte ^ bits : byte)));
          if (typeof found === 'string') expect(found).toBe('cloud-format');
          else expect(found).toEqual(whole);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('wrong bytes under right checksums give a cloud or a refusal, and an end', async () => {
    const change = fc.tuple(fc.integer({ min: 8, max: sample.length - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), async (changes, partial) => {
        const bytes = sample.slice();
        for (const [at, bits] of changes) bytes[at]! ^= bits;
        const found = await outcome(withChecksums(bytes), { partial });
        if (typeof found === 'string') expect(['cloud-format', 'cloud-empty']).toContain(found);
      }),
      { numRuns: 400 },
    );
  });

  test('a read that is cancelled ends with the reason', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const { context } = recordingContext(signal);
    await expect(readCloud(bytesSource('a.e57', sample), context)).rejects.toBe(reason);
  });
});
