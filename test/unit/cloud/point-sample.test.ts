/** Points shown while a cloud is read. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type PointSample, PointSampler, SAMPLE_LIMIT, sampleOf } from '../../../src/engine/cloud/point-sample.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { plyHeader } from '../../shapes/ply-header.ts';
import { bytesSource, recordingContext, textSource } from '../formats/read/sources.ts';

afterEach(() => vi.restoreAllMocks());

/** x counts up, y and z follow; colours are the low bits of the number. */
function countingPly(pointCount: number): Uint8Array {
  const properties = ['double x', 'double y', 'double z', 'uchar red', 'uchar green', 'uchar blue'];
  const header = new TextEncoder().encode(plyHeader(pointCount, properties));
  const bytes = new Uint8Array(header.length + 27 * pointCount);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (let i = 0; i < pointCount; i++) {
    view.setFloat64(27 * i, 500_000 + i, true);
    view.setFloat64(27 * i + 8, 2 * i, true);
    view.setFloat64(27 * i + 16, 3, true);
    bytes.set([i & 255, 7, 9], header.length + 27 * i + 24);
  }
  return bytes;
}

async function samplesOf(bytes: Uint8Array): Promise<PointSample[]> {
  const samples: PointSample[] = [];
  await readCloud(bytesSource('a.ply', bytes), recordingContext().context, {
    onPoints: (sample) => samples.push(sample),
  });
  return samples;
}

describe('readCloud', () => {
  test('shows the first points with the first batch, with colours, shift and bounds', async () => {
    const [first] = await samplesOf(countingPly(10_000));
    expect(first!.pointCount).toBe(2048);
    const { positions, colors, shift, min, max } = first!;
    expect(positions).toHaveLength(3 * 2048);
    expect(positions[3 * 700]! + shift[0]).toBe(500_700);
    expect(positions[3 * 700 + 1]! + shift[1]).toBe(1400);
    expect([...colors!.subarray(2100, 2103)]).toEqual([700 & 255, 7, 9]);
    expect(min).toEqual([500_000, 0, 3]);
    expect(max).toEqual([502_047, 4094, 3]);
  });

  test('shows more and more points, at intervals that grow to a quarter of a second', async () => {
    let nowMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 1));
    const counts = (await samplesOf(countingPly(2_000_000))).map((sample) => sample.pointCount);
    expect(counts.length).toBeGreaterThan(3);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    const batches = counts.map((count) => count / 2048);
    const gaps = batches.slice(1).map((batch, i) => batch - batches[i]!);
    // The clock ticks at least once a batch, so an interval of 250 ms is at most 250 batches.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(251);
    expect(gaps[0]!).toBeLessThan(gaps.at(-1)!);
  });

  test('samples do not change with the points that follow, and are the receiver’s', async () => {
    const samples: PointSample[] = [];
    const cloud = await readCloud(textSource('a.xyz', '1 2 3\n4 5 6\n'.repeat(2000)), recordingContext().context, {
      onPoints: (sample) => samples.push(sample),
    });
    samples[0]!.positions.fill(-1);
    expect([...cloud.positions.subarray(0, 6)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(samples[0]!.colors).toBeUndefined();
  });

  test('reads the same cloud with and without samples', async () => {
    const bytes = countingPly(5000);
    const { context } = recordingContext();
    const plain = await readCloud(bytesSource('a.ply', bytes), context);
    const shown = await readCloud(bytesSource('a.ply', bytes), context, { onPoints: () => undefined });
    expect(shown).toEqual(plain);
  });

  test('an error of the receiver ends the read', async () => {
    const failure = new Error('window gone');
    const onPoints = () => {
      throw failure;
    };
    const reading = readCloud(bytesSource('a.ply', countingPly(3000)), recordingContext().context, { onPoints });
    await expect(reading).rejects.toBe(failure);
  });
});

test.each([1, 2, 5, 999, 1000])('a sample of a thousand points at most %d is even', (limit) => {
  const positions = Float32Array.from({ length: 3000 }, (_, i) => Math.floor(i / 3));
  const so = {
    pointCount: 1000,
    positions,
    shift: [0, 0, 0],
    colorScale: 1,
    min: [0, 0, 0],
    max: [999, 999, 999],
  } as const;
  const chosen = [...sampleOf(so, limit).positions].filter((_, i) => i % 3 === 0);
  expect(chosen).toHaveLength(limit);
  const gaps = [...chosen.slice(1), 1000].map((index, i) => index - chosen[i]!);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(Math.floor(1000 / limit));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil(1000 / limit));
});

test('a sample is bounded however large the cloud is, and nothing is shown of no points', () => {
  const pointCount = 2 * SAMPLE_LIMIT;
  const positions = new Float32Array(3 * pointCount);
  const so = { pointCount, positions, shift: [0, 0, 0], colorScale: 1, min: [0, 0, 0], max: [0, 0, 0] } as const;
  expect(sampleOf(so).positions).toHaveLength(3 * SAMPLE_LIMIT);
  const onPoints = vi.fn();
  new PointSampler(onPoints).show({ ...so, pointCount: 0 });
  expect(onPoints).not.toHaveBeenCalled();
});
