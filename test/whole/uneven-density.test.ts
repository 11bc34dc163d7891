/** A body whose points are dense on one side and so sparse on the other that its gaps are wider than ordinary holes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reconstruct } from '../../src/engine/index.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { quietContext } from '../run-context.ts';
import { type CountedHost, openCountedHost } from './engine-run.ts';

let host: CountedHost;
beforeAll(async () => {
  host = await openCountedHost();
});
afterAll(() => host[Symbol.asyncDispose]());

/** Points of a ball of radius 1 by golden angles: every 120th of those below the middle. */
function bust(count: number): Float32Array<ArrayBuffer> {
  const points = Array.from({ length: count }, (_, i) => {
    const z = 1 - (2 * i + 1) / count;
    const ring = Math.sqrt(1 - z * z);
    return [ring * Math.cos(2.399963229728653 * i), ring * Math.sin(2.399963229728653 * i), z];
  });
  return Float32Array.from(points.flatMap((point, i) => (point[2]! > 0 || i % 120 === 0 ? point : [])));
}

it('comes out closed, with its volume', async () => {
  const cloud = pointCloudOf({ positions: bust(30_000) });
  const { report } = await reconstruct(cloud, { resolution: 64 }, host, quietContext);
  // Gaps below are √(4π / 250) = .22, a ninth of the extent; holes of .06 of that are .12.
  expect(report.holeRadius).toBeGreaterThan(0.24);
  expect(report.topology).toMatchObject({ components: 1, watertight: true, genus: 0 });
  expect(report.topology.signedVolume / ((4 / 3) * Math.PI)).toBeCloseTo(1, 1);
});

it('keeps an opening where it is said how large holes are', async () => {
  const cloud = pointCloudOf({ positions: bust(30_000) });
  const { report } = await reconstruct(cloud, { resolution: 64, holeRadius: 0.12 }, host, quietContext);
  expect(report.holeRadius).toBeCloseTo(0.12, 12);
  expect(report.topology.watertight).toBe(false);
});
