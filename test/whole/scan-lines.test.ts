/** Runs over clouds that were drawn line by line: as a whole, in tiles, as a share of too many points, resumed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconstruct } from '../../src/engine/index.ts';
import type { PointCloud, Reconstruction } from '../../src/engine/index.ts';
import type { Checkpoint } from '../../src/engine/run/checkpoint.ts';
import { quietContext } from '../run-context.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { torusRows } from '../shapes/scan-rows.ts';
import { type CountedHost, openCountedHost, sameNumbers } from './engine-run.ts';

const [MAJOR, MINOR] = [0.35, 0.15];
const GAP = 0.03;
const OPTIONS = { resolution: 128 } as const;
const RING = torusRows(MAJOR, MINOR, { gap: GAP, ratio: 10, jitter: 1 });

/** Red above, blue below. */
const colored = (positions: Float32Array<ArrayBuffer>): PointCloud => ({
  ...pointCloudOf({ positions }),
  colors: Uint8Array.from(positions, (_, at) => {
    const isAbove = positions[3 * Math.floor(at / 3) + 2]! > 0;
    return at % 3 === (isAbove ? 0 : 2) ? 255 : 0;
  }),
});

let host: CountedHost;
let whole: Reconstruction;
const checkpoints: Checkpoint[] = [];
beforeAll(async () => {
  host = await openCountedHost();
  const onCheckpoint = (checkpoint: Checkpoint): void => void checkpoints.push(checkpoint);
  whole = await reconstruct(colored(RING), OPTIONS, host, quietContext, { onCheckpoint });
});
afterAll(() => host[Symbol.asyncDispose]());

/** Root mean square distance of the vertices from the torus. */
function distance({ mesh: { positions } }: Reconstruction): number {
  let sum = 0;
  for (let i = 0; i < positions.length; i += 3) {
    const ring = Math.hypot(positions[i]!, positions[i + 1]!) - MAJOR;
    sum += (Math.hypot(ring, positions[i + 2]!) - MINOR) ** 2;
  }
  return Math.sqrt((3 * sum) / positions.length);
}

describe('a torus in rows, ten points a gap', () => {
  it('is a closed torus, far nearer to the true one than the rows are apart', async () => {
    expect(whole.report.topology).toMatchObject({ components: 1, watertight: true, genus: 1 });
    // A chord of a gap on a circle of radius .15 lies gap²/8/.15 = 7.5e-4 off it.
    expect(distance(whole)).toBeLessThan(1e-4);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('tells of all its points, and of the gaps', () => {
    const { report } = whole;
    expect(report.points).toMatchObject({ inFile: RING.length / 3, used: RING.length / 3, outlier: 0 });
    // A ball is at most a seventh too wide. The even share has two to three points to a square of a gap's side.
    expect(report.lineGap! / GAP).toBeGreaterThan(0.95);
    expect(report.lineGap! / GAP).toBeLessThan(1.15);
    expect(report.spacing / GAP).toBeGreaterThan(0.5);
    expect(report.spacing / GAP).toBeLessThan(0.9);
    expect(report.noise).toBeLessThan(2e-5);
  });

  it('keeps the colours of the points on the lines', () => {
    const { positions, colors } = whole.mesh;
    for (let i = 0; i < positions.length; i += 3) {
      // A row lies at every .03 of the way round.
      if (Math.abs(positions[i + 2]!) < GAP) continue;
      expect(colors![i + (positions[i + 2]! > 0 ? 0 : 2)]).toBe(255);
    }
  });

  it('goes on from its checkpoint to the same bytes', async () => {
    expect(checkpoints.map(({ level }) => level.frame.resolution)).toEqual([64]);
    const [resumeFrom] = checkpoints;
    expect(resumeFrom!.lines!.gaps).toHaveLength(RING.length / 3);
    const resumed = await reconstruct(colored(RING), OPTIONS, host, quietContext, { resumeFrom: resumeFrom! });
    expect(sameNumbers(resumed.mesh.positions, whole.mesh.positions)).toBe(true);
    expect(sameNumbers(resumed.mesh.indices, whole.mesh.indices)).toBe(true);
    expect(resumed.report).toMatchObject({ points: whole.report.points, lineGap: whole.report.lineGap });
  });

  it('is the same in tiles', async () => {
    const tiled = await reconstruct(colored(RING), { resolution: 256 }, host, quietContext, {
      limits: { bufferBytes: 4 * 2 ** 20 },
    });
    expect(tiled.report.tiles).toBeGreaterThan(1);
    expect(tiled.report.topology).toMatchObject({ components: 1, watertight: true, genus: 1 });
    expect(distance(tiled)).toBeLessThan(1e-4);
  });

  it.each([
    // Of six a gap lines show, of three they do not.
    ['shows', 5300],
    ['does not show', 2500],
  ])('is as good where a random share of it, which %s the lines, finds the sides', async (_name, wholePoints) => {
    const limits = { wholePoints, tilePoints: 6000 };
    const dense = await reconstruct(colored(RING), { resolution: 256 }, host, quietContext, { limits });
    expect(dense.report.tiles).toBeGreaterThan(1);
    expect(dense.report.topology).toMatchObject({ components: 1, watertight: true, genus: 1 });
    expect(dense.report.points.used).toBeGreaterThan(0.99 * (RING.length / 3));
    expect(distance(dense)).toBeLessThan(1e-4);
    expect(await host.liveBuffers()).toEqual([]);
  });
});
