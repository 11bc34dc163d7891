/** Where an aircraft flew, by the scan angles of a LAS file; and that nothing is told where those do not fit. */
import { describe, expect, it } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import { FlightLines } from '../../../../src/engine/formats/read/las/flight-lines.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { distance } from '../../../../src/engine/math/triple.ts';
import { randomBits, unitFloat } from '../../../../src/engine/math/random.ts';
import { sensorsOf } from '../../../../src/engine/methods/sensors-of.ts';
import { writeLas } from '../../../formats/las-writer.ts';
import { writeLaz } from '../../../formats/laz/laz-writer.ts';
import { flownLines, type FlownPoint } from '../../../shapes/flown-lines.ts';
import { bytesSource, recordingContext } from './sources.ts';

const flown = flownLines(4000);

function found(points: readonly FlownPoint[], angleOf = ({ angle }: FlownPoint) => angle) {
  const lines = new FlightLines();
  for (const point of points) lines.add(point.line, point.time, angleOf(point), point.place);
  return lines.found();
}

/** How far the places are from where the scanner was, the furthest of all points. */
function furthest(points: readonly FlownPoint[], lines: ReturnType<typeof found>): number {
  const offsets = points.map(({ line, time, from }) => {
    const { times, places } = lines[line]!.path!;
    return distance(places[times.findLastIndex((begin) => begin <= time)]!, from);
  });
  return Math.max(...offsets);
}

describe('a path of flight', () => {
  it('is found for each line, as near as its places lie to one another', () => {
    const lines = found(flown);
    expect(lines.map(({ source }) => source)).toEqual([0, 1]);
    // 32 places of a line lie 22.5 m apart; a quarter of a second is 15 m.
    for (const { path } of lines) expect(path!.places.length).toBeGreaterThan(24);
    expect(furthest(flown, lines)).toBeLessThan(25);
  });

  it('is found by angles of whole degrees, and by those of the wrong sign', () => {
    const degrees = ({ angle }: FlownPoint): number => (Math.round((angle * 180) / Math.PI) * Math.PI) / 180;
    expect(furthest(flown, found(flown, degrees))).toBeLessThan(35);
    expect(
      furthest(
        flown,
        found(flown, ({ angle }) => -angle),
      ),
    ).toBeLessThan(25);
  });

  it.each<[string, (point: FlownPoint) => number]>([
    ['are of other points', ({ time }) => 0.4 * (unitFloat(randomBits(9, 0, Math.floor(1e6 * (time % 100)))) - 0.5)],
    ['are all the same', () => 0.2],
    ['are of a swath of half a degree', ({ angle }) => angle / 50],
    ['would have it among the hills', ({ angle, place }) => Math.atan(Math.tan(angle) * (500 / (10 + place[2])))],
  ])('is none where the angles %s', (_name, angleOf) => {
    expect(found(flown, angleOf).every(({ path }) => path === undefined)).toBe(true);
  });

  it('is none where times are no seconds', () => {
    const apart = flown.map((point, i) => ({ ...point, time: 1e4 * i }));
    expect(found(apart).every(({ path }) => path === undefined)).toBe(true);
  });
});

describe('a LAS file', () => {
  const read = (points: readonly FlownPoint[], format: number, isPacked = false): Promise<PointCloud> => {
    const perDegree = format >= 6 ? 1 / 0.006 : 1;
    const records = points.map(({ place, angle, time, line }) => ({
      place: place.map((value) => Math.round(1000 * value)) as [number, number, number],
      angle: Math.round(((angle * 180) / Math.PI) * perDegree),
      source: 7 + line,
      time,
    }));
    const bytes = (isPacked ? writeLaz : writeLas)(records, { format });
    return readCloud(bytesSource('a.las', bytes, 65536), recordingContext().context, {});
  };

  it.each([1, 6])('of format %i says of each point from where it was seen', async (format) => {
    const cloud = await read(flown, format);
    expect(cloud.scans!.map(({ name, pointCount }) => [name, pointCount])).toEqual([
      ['flight line 7', 4000],
      ['flight line 8', 4000],
    ]);
    const sourceIndices = Uint32Array.from(flown.keys());
    const frame = { centre: [0, 0, 0], worldPerNorm: 1000 } as const;
    const { places, indices, errors, names } = sensorsOf(cloud, { sourceIndices, frame })!;
    flown.forEach(({ from }, i) => {
      const at = 3 * indices[i]!;
      const place = [0, 1, 2].map((axis) => 1000 * places[at + axis]! + cloud.shift[axis]!);
      expect(Math.hypot(...from.map((value, axis) => value - place[axis]!))).toBeLessThan(35);
    });
    expect(names[0]).toBe('flight line 7, part 1');
    for (const error of errors!) expect(error).toBeGreaterThan(0.007);
    for (const error of errors!) expect(error).toBeLessThan(0.02);
  });

  it.each([1, 6])('of format %i says the same where it is packed', async (format) => {
    const points = flown.filter((_, i) => i % 4 === 0);
    const packed = await read(points, format, true);
    expect(packed.scans!.every(({ path }) => path !== undefined)).toBe(true);
    expect(packed.scans).toEqual((await read(points, format)).scans);
  });

  it('without such angles knows no lines', async () => {
    const cloud = await read(
      flown.map((point) => ({ ...point, angle: 0 })),
      6,
    );
    expect([cloud.scans, cloud.attributes!.scan]).toEqual([undefined, undefined]);
  });
});
