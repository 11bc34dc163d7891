/**
 * Clouds that memory does not hold, of every kind of value that a file may have: read, placed, cut and merged as those
 * that it holds.
 */
import { describe, expect, it } from 'vitest';
import { cropBoxOf, cropCloud } from '../../../src/engine/cloud/crop-box.ts';
import { mergeClouds } from '../../../src/engine/cloud/merge-clouds.ts';
import { placeCloud } from '../../../src/engine/cloud/place-cloud.ts';
import { type PointCloud, pointCountOf } from '../../../src/engine/cloud/point-cloud.ts';
import { ALL_PARTS, pickedPoints } from '../../../src/engine/cloud/stored-points.ts';
import { thinnedIndices } from '../../../src/engine/cloud/thin-cloud.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { fitSample } from '../../../src/engine/measure/fit.ts';
import { writeLas } from '../../formats/las-writer.ts';
import { MemoryScratch } from '../../memory-scratch.ts';
import { quietContext } from '../../run-context.ts';
import { uniform } from '../../gpu/orientation/shapes.ts';
import { bytesSource } from '../formats/read/sources.ts';

/** Beyond two batches of a reader; the share has a fifth. */
const COUNT = 5000;
const LIMIT = 1000;

interface MadeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const places = Array.from({ length: COUNT }, (_, i) => [1, 2, 3].map((k) => 4 * uniform(60 + k, i) - 1));
const text = (rows: readonly (readonly (number | string)[])[], head = ''): Uint8Array =>
  new TextEncoder().encode(`${head}${rows.map((row) => row.join(' ')).join('\n')}\n`);

const plyHead = (properties: readonly string[], count = COUNT): string =>
  [
    'ply',
    'format ascii 1.0',
    `element vertex ${count}`,
    ...properties.map((name) => `property ${name}`),
    'end_header\n',
  ].join('\n');
const xyz = ['float x', 'float y', 'float z'];
const whole: MadeFile = {
  name: 'whole.ply',
  bytes: text(
    places.map((place, i) => [...place, 0, 0, i % 3 ? 1 : -1, i % 256, 7, 255 - (i % 256), i % 5]),
    plyHead([...xyz, 'float nx', 'float ny', 'float nz', 'uchar red', 'uchar green', 'uchar blue', 'float intensity']),
  ),
};
/** Colours are shares of 1, whole numbers until the last rows; a place that is none here and there. */
const shares: MadeFile = {
  name: 'shares.xyz',
  bytes: text(
    places.map((place, i) => [...(i % 100 === 50 ? ['nan', 0, 0] : place), ...(i > 4000 ? [0.25, 1, 0.5] : [0, 1, 1])]),
    '// X Y Z Rf Gf Bf\n',
  ),
};
const flown: MadeFile = {
  name: 'flown.las',
  bytes: writeLas(
    places.map((place, i) => ({
      place: place.map((value) => Math.round(1000 * value)) as [number, number, number],
      intensity: i,
      returnNumber: 1 + (i % 2),
      returnCount: 2,
      classification: i % 9,
      time: 1e5 + i / 8,
      color: [257 * (i % 256), 65535 - i, 300 + i, 7] as const,
      angle: 0,
      user: 1,
      source: 77,
    })),
    { format: 3, scale: [0.001, 0.001, 0.001], offset: [500_000, 4_000_000, 100] },
  ),
};
/**
 * Zeros that did not return, far from the surface; another coordinate that stands for no data; normals that are zero.
 */
const gaps: MadeFile = {
  name: 'gaps.ply',
  bytes: text(
    places.map(([x, y, z], i) =>
      i % 10 === 3 ? [0, 0, 0, 0, 0, 0] : [x! + 30, y!, i % 50 === 4 ? -9999 : z!, 0, 0, 0],
    ),
    plyHead([...xyz, 'float nx', 'float ny', 'float nz']),
  ),
};
/** Two scans, from a sensor each; some points of the first lie where it stands. */
const scans: MadeFile = {
  name: 'scans.ptx',
  bytes: text(
    [0, 1].flatMap((scan) => [
      [COUNT / 2],
      [1],
      [scan, 9, 1],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [scan, 9, 1, 1],
      ...places
        .slice((scan * COUNT) / 2, ((scan + 1) * COUNT) / 2)
        .map(([x, y, z], i) => [x! + 0.01, y!, z!, (i % 100) / 100]),
    ]),
  ),
};
const FILES = [whole, shares, flown, gaps, scans];

const read = ({ name, bytes }: MadeFile, scratch?: MemoryScratch): Promise<PointCloud> =>
  readCloud(bytesSource(name, bytes, 4096), quietContext, scratch && { scratch });

/** Everything that a cloud holds, or that its chunks have of what it says that it has. */
function everything(cloud: PointCloud) {
  const { all, attributes: held } = cloud;
  const { positions, normals, colors, attributes = {} } = all ? pickedPoints(all, undefined, ALL_PARTS) : cloud;
  return {
    positions,
    normals: cloud.normals && normals,
    colors: cloud.colors && colors,
    attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => name in (held ?? {}))),
  };
}

/** What a stored cloud must be where `held` is the same in memory. */
function expectSame(stored: PointCloud, held: PointCloud): void {
  expect(stored.all).toBeDefined();
  expect(pointCountOf(stored)).toBe(pointCountOf(held));
  expect(everything(stored)).toEqual(everything(held));
  const share = pickedPoints(
    { chunks: () => [held] },
    thinnedIndices(pointCountOf(held), stored.all!.scratch.wholePoints),
    ALL_PARTS,
  );
  expect(stored.positions.length).toBeLessThanOrEqual(3 * stored.all!.scratch.wholePoints);
  const { positions, normals, colors, attributes } = stored;
  expect({ positions, normals, colors, attributes: attributes ?? {} }).toEqual({
    positions: share.positions,
    normals: share.normals,
    colors: share.colors,
    attributes: share.attributes ?? {},
  });
  const { shift, stats, scans: stations, crs, placement } = held;
  expect(stored).toMatchObject({ shift, stats });
  expect(stored.scans).toEqual(stations);
  expect(stored.crs).toEqual(crs);
  expect(stored.placement).toEqual(placement);
}

describe('a cloud that memory does not hold', () => {
  it.each(FILES)('is read from $name as one that it holds', async (file) => {
    const scratch = new MemoryScratch(LIMIT);
    const stored = await read(file, scratch);
    expectSame(stored, await read(file));
    expect(scratch.reserved.length).toBe(1);
    expect(fitSample(stored, { samples: 300, seed: 1 })).toEqual(
      fitSample(await read(file), { samples: 300, seed: 1 }),
    );
  });

  it('is held where it has no more points than are held', async () => {
    const scratch = new MemoryScratch(COUNT);
    const cloud = await read(whole, scratch);
    expect(cloud.all).toBeUndefined();
    expect(scratch.fileCount).toBe(0);
    expect(cloud).toEqual(await read(whole));
    expect((await read(whole, new MemoryScratch(COUNT - 1))).all).toBeDefined();
    // Counted without what the file marks as no places.
    const held = await read(gaps);
    const left = pointCountOf(held);
    expect(await read(gaps, new MemoryScratch(left))).toEqual(held);
    expect((await read(gaps, new MemoryScratch(left - 1))).all).toBeDefined();
  });

  it.each([
    { up: '+y', scale: 2, onGround: true },
    { up: 'plane', turn: [10, 20, 30] },
  ] as const)('is placed: %j', async (placing) => {
    const { signal } = quietContext;
    const [stored, held] = [await read(whole, new MemoryScratch(LIMIT)), await read(whole)];
    expectSame(await placeCloud(stored, placing, signal), await placeCloud(held, placing, signal));
  });

  it('is cut to a box, and held where the box has few points', async () => {
    const [stored, held] = [await read(scans, new MemoryScratch(LIMIT)), await read(scans)];
    const box = cropBoxOf([1, 10, 2, 3, 3, 3, 20]);
    expectSame(cropCloud(stored, box), cropCloud(held, box));
    const small = cropBoxOf([1, 10, 2, 0.9, 0.9, 3]);
    const few = cropCloud(stored, small);
    expect(few.all).toBeUndefined();
    expect(few).toEqual(cropCloud(held, small));
    expect(() => cropCloud(stored, cropBoxOf([99, 1, 1, 1, 1, 1]))).toThrow('No point lies within the crop box');
  });

  it('is merged with others, those that are held too', async () => {
    const few: MadeFile = { name: 'few.xyz', bytes: text(places.slice(0, 500).map(([x, y, z]) => [x! + 3, y!, z!])) };
    const files = [whole, few, scans, flown];
    const merged = async (scratch?: MemoryScratch) => {
      const own = scratch && new MemoryScratch(LIMIT / files.length);
      const clouds = [];
      for (const file of files) clouds.push({ name: file.name, cloud: await read(file, own) });
      return mergeClouds(clouds, scratch);
    };
    expectSame(await merged(new MemoryScratch(LIMIT)), await merged());
  });
});
