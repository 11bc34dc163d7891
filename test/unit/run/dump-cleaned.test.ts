/** Why points are not used, as a dump tells it. */
import { expect, it } from 'vitest';
import { frameOf, toNormalised } from '../../../src/engine/cloud/frame.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import type { Host } from '../../../src/engine/host/host.ts';
import type { DumpedPoints } from '../../../src/engine/host/run-dump.ts';
import { dumpCleaned } from '../../../src/engine/run/dump-cleaned.ts';

it('tells duplicates, strays and outliers apart', async () => {
  const used = Float32Array.from([0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4]);
  // An outlier within the box, a duplicate, and a stray far away.
  const positions = Float32Array.from([...used, 2, 2, 2, 4, 0, 0, 900, 0, 0]);
  const frame = frameOf(used);
  const stats = { pointCount: 8, finiteCount: 7 };
  const cloud = { positions, shift: [7, 0, 0], stats } as unknown as PointCloud;
  const sourceIndices = Uint32Array.from([0, 1, 2, 3]);
  const prepared = { positions: toNormalised(used, frame), sourceIndices, frame, duplicateCount: 1, farCount: 1 };
  const told: Record<string, DumpedPoints> = {};
  const numbers: unknown[] = [];
  const places: unknown[] = [];
  const dump = {
    place: (...place: unknown[]) => void places.push(place),
    numbers: (...found: unknown[]) => void numbers.push(found),
    points: async (_stage: string, name: string, dumped: DumpedPoints) => void (told[name] = dumped),
  };
  await dumpCleaned({ dump } as unknown as Host, cloud, Uint32Array.from([0, 1, 2, 3, 4]), prepared);
  expect(places).toEqual([[frame, [7, 0, 0]]]);
  expect(numbers).toEqual([['clean', { pointsInFile: 8, notFinite: 1, used: 4 }]]);
  expect(told['points used']!.positions).toHaveLength(12);
  const { values, kinds } = told['points left out']!.values!['reason']!;
  const reasons = Array.from(values, (reason) => kinds![reason]);
  expect(reasons).toEqual(['an outlier', 'a duplicate, or left to the tiles', 'far from all others']);
});
