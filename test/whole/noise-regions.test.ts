/** A ball scanned well but for one end: each part is worked on by its own noise, as a whole and resumed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reconstruct } from '../../src/engine/index.ts';
import type { Reconstruction } from '../../src/engine/index.ts';
import type { Checkpoint } from '../../src/engine/run/checkpoint.ts';
import { quietContext } from '../run-context.ts';
import { normalNumbers, spherePoints } from '../reference/analysis.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { type CountedHost, openCountedHost, sameNumbers } from './engine-run.ts';

const RADIUS = 0.5;
/** 1.8 spacings, in all directions, of the end beyond it. */
const NOISE = 0.05;
const BORDER = 0.25;
const normal = normalNumbers(3);
const POSITIONS = spherePoints(4000, 2).map((value, at, all) =>
  all[at - (at % 3)]! > BORDER ? value + NOISE * normal() : value,
);
const OPTIONS = { resolution: 128 } as const;

let host: CountedHost;
let whole: Reconstruction;
const checkpoints: Checkpoint[] = [];
beforeAll(async () => {
  host = await openCountedHost();
  const onCheckpoint = (checkpoint: Checkpoint): void => void checkpoints.push(checkpoint);
  whole = await reconstruct(pointCloudOf({ positions: POSITIONS }), OPTIONS, host, quietContext, { onCheckpoint });
});
afterAll(() => host[Symbol.asyncDispose]());

/** Mean distance of the vertices from the sphere, of those within and beyond the border. */
function distances({ mesh: { positions } }: Reconstruction): { readonly clean: number; readonly noisy: number } {
  const sums = { clean: [0, 0], noisy: [0, 0] };
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = positions.subarray(i, i + 3) as unknown as [number, number, number];
    const sum = sums[x > BORDER + NOISE ? 'noisy' : 'clean'];
    if (Math.abs(x - BORDER) < 3 * NOISE) continue;
    sum[0]! += Math.abs(Math.hypot(x, y, z) - RADIUS);
    sum[1]!++;
  }
  return { clean: sums.clean[0]! / sums.clean[1]!, noisy: sums.noisy[0]! / sums.noisy[1]! };
}

it('is a closed ball, exact where the points are and smooth where they are not', async () => {
  const { report } = whole;
  expect(report.topology).toMatchObject({ components: 1, watertight: true, genus: 0 });
  const found = distances(whole);
  expect(found.clean).toBeLessThan(0.0004);
  expect(found.noisy).toBeLessThan(0.2 * NOISE);
  expect(await host.liveBuffers()).toEqual([]);
});

it('tells of the regions', () => {
  const { noise, noiseRegions } = whole.report;
  expect(noise).toBeLessThan(0.002);
  // A quarter of the sphere's height, and so of its points; the estimate is low.
  expect(noiseRegions!.share).toBeGreaterThan(0.2);
  expect(noiseRegions!.share).toBeLessThan(0.3);
  expect(noiseRegions!.noise / NOISE).toBeGreaterThan(0.6);
  expect(noiseRegions!.noise / NOISE).toBeLessThan(1);
});

it('goes on from a checkpoint to the same surface', async () => {
  const cloud = pointCloudOf({ positions: POSITIONS });
  const control = { resumeFrom: checkpoints.at(-1)! };
  const resumed = await reconstruct(cloud, OPTIONS, host, quietContext, control);
  expect(sameNumbers(resumed.mesh.positions, whole.mesh.positions)).toBe(true);
  expect(resumed.report.noiseRegions).toEqual(whole.report.noiseRegions);
});
