/** Frames of a spinning lidar, whose layout nothing but their numbers tells. */
import { describe, expect, it } from 'vitest';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { BODY, forPoints, rowOf } from '../../../formats/format-case.ts';
import { bytesSource, recordingContext } from './sources.ts';

const places = forPoints((point) => rowOf(BODY.positions, point).map((value) => 20 * value - 15));
const bytesOf = (rows: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Float32Array.from(rows.flat()).buffer);

async function read(name: string, bytes: Uint8Array<ArrayBuffer>, knowsSize = true) {
  const { context, warnings } = recordingContext();
  const cloud = await readCloud(bytesSource(name, bytes, 997, knowsSize), context);
  return { cloud, warnings };
}

describe('a frame', () => {
  it.each([
    ['of KITTI', '000003.bin', (i: number) => [(i % 100) / 99], 'x y z intensity'],
    [
      'of nuScenes',
      'n015__LIDAR_TOP__1532402927647951.pcd.bin',
      (i: number) => [i % 256, i % 32],
      'x y z intensity ring',
    ],
  ] as const)('%s is read, with its sensor', async (_what, name, rest, told) => {
    const bytes = bytesOf(places.map((place, i) => [...place, ...rest(i)]));
    for (const knowsSize of [true, false]) {
      const { cloud, warnings } = await read(name, bytes, knowsSize);
      expect(cloud.positions).toEqual(Float32Array.from(places.flat()));
      expect(cloud.attributes?.intensity).toEqual(Float32Array.from(places, (_, i) => rest(i)[0]!));
      expect(cloud.scans).toEqual([{ name, sensor: [0, 0, 0], pointCount: places.length }]);
      expect(warnings).toEqual([
        `${name}: the file has no header; it is read as ${told} of each point, as a lidar at 0 0 0 saw them.`,
      ]);
    }
  });

  it('may have points that are nowhere', async () => {
    const zeros = places.map((place, i) => (i % 5 === 0 ? [0, 0, 0, 0] : [...place, 0.5]));
    const { cloud } = await read('zeros.bin', bytesOf(zeros));
    expect(cloud.stats.pointCount).toBe(places.length);
  });
});

describe('what is no frame is refused', () => {
  const frame = places.map((place) => [...place, 0.5]);
  /** Numbers of rings that no lidar has make points of five numbers none. */
  const ringed = (ring: number) => bytesOf(places.map((place, i) => [...place, 0.5, i === 7 ? ring : i % 32]));
  /** Every so-and-so-many-th of the coordinates but a tenth of a millimetre. */
  const tiny = (share: number) =>
    bytesOf(
      places.map((place, i) => [...place.map((value, k) => ((3 * i + k) % 100 < 100 * share ? 1e-4 : value)), 0.5]),
    );
  const withNumber = (at: number, value: number) =>
    bytesOf(frame.map((row, i) => (i === 7 ? row.map((old, k) => (k === at ? value : old)) : row)));

  it.each([
    ['a place beyond 2,000 m', withNumber(0, 2001)],
    ['a place finer than a micrometre', withNumber(1, 9e-7)],
    ['a place that is no number', withNumber(2, NaN)],
    ['an intensity below zero', withNumber(3, -0.5)],
    ['an intensity beyond 16 bits', withNumber(3, 65_536)],
    ['a ring too many', ringed(1024)],
    ['11 % of tiny coordinates', tiny(0.11)],
    ['part of a point', bytesOf(frame).slice(0, -2)],
    ['places alone', bytesOf(places)],
    ['seven points', bytesOf(frame.slice(0, 7))],
    ['other bytes', Uint8Array.from({ length: 16_000 }, (_, i) => (i * 7919) % 251)],
  ])('%s', async (_what, bytes) => {
    await expect(read('some.bin', bytes)).rejects.toThrow(/not a BIN file: it does not begin with points as KITTI/);
  });

  it.each([
    ['eight points', bytesOf(frame.slice(0, 8))],
    ['a ring of a thousand', ringed(1023)],
    ['9 % of tiny coordinates', tiny(0.09)],
    ['a place 2,000 m away', withNumber(0, 2000)],
    ['an intensity of 16 bits', withNumber(3, 65_535)],
  ])('but not %s', async (_what, bytes) => {
    expect((await read('some.bin', bytes)).cloud.scans).toHaveLength(1);
  });

  it('nor what another name says', async () => {
    await expect(read('frame.abc', bytesOf(frame))).rejects.toMatchObject({ code: 'cloud-format' });
  });
});
