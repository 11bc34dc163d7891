/**
 * Runs over a dome with windows: what is left open, what options say, and that no run is needed to change one's mind.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconstruct, withOpenHolesSteps } from '../../src/engine/index.ts';
import type { Reconstruction, ReconstructOptions } from '../../src/engine/index.ts';
import { finishSteps } from '../../src/engine/host/steps.ts';
import { quietContext } from '../run-context.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { type CountedHost, openCountedHost } from './engine-run.ts';

const COUNT = 6000;
/** Centres of windows, radius .2; of a whole ball's points the upper half is a sheet. */
const WINDOWS = [
  [0.6, 0, 0.8],
  [-0.6, 0, 0.8],
] as const;

/** A golden-angle spiral, from the pole to the height. */
function ball(lowest: number): Float32Array<ArrayBuffer> {
  const points: number[] = [];
  for (let i = 0; i < COUNT; i++) {
    const z = 1 - (2 * i + 1) / COUNT;
    if (z < lowest) break;
    const [ring, around] = [Math.sqrt(1 - z * z), Math.PI * (3 - Math.sqrt(5)) * i];
    const place = [ring * Math.cos(around), ring * Math.sin(around), z];
    const isOut = WINDOWS.some((centre) => Math.hypot(...place.map((value, axis) => value - centre[axis]!)) < 0.2);
    if (!isOut) points.push(...place);
  }
  return Float32Array.from(points);
}

let host: CountedHost;
let dome: Reconstruction;
const run = (positions: Float32Array<ArrayBuffer>, options: Partial<ReconstructOptions>) =>
  reconstruct(pointCloudOf({ positions }), { resolution: 64, ...options }, host, quietContext);
beforeAll(async () => {
  host = await openCountedHost();
  dome = await run(ball(0), {});
});
afterAll(() => host[Symbol.asyncDispose]());

describe('the windows of a dome', () => {
  it('are open, and listed', () => {
    const { topology, holes, warnings } = dome.report;
    expect(topology).toMatchObject({ components: 1, watertight: false });
    expect(holes).toMatchObject({ closed: 0, open: 2, borders: 1, areaGuessed: 0 });
    expect(holes.list.map(({ id, reason }) => [id, reason])).toEqual([
      [1, 'sheet'],
      [2, 'sheet'],
      [null, 'border'],
    ]);
    for (const { centre, width } of holes.list.slice(0, 2)) {
      expect(Math.abs(centre[0])).toBeCloseTo(0.6, 1);
      expect(width).toBeGreaterThan(0.2);
      expect(width).toBeLessThan(0.4);
    }
    expect(warnings).toEqual([]);
  });

  it('are closed by a radius, with a warning', async () => {
    const { report } = await run(ball(0), { holeRadius: 0.25 });
    expect(report.topology.boundaryEdges).toBeLessThan(dome.report.topology.boundaryEdges);
    expect(report.holes).toMatchObject({ closed: 2, open: 0, borders: 1 });
    expect(report.holes.areaGuessed / report.topology.area).toBeGreaterThan(0.005);
  });

  it('are as the option says, and as if they had been opened and closed afterwards', async () => {
    const { mesh, report } = await run(ball(0), { openHoles: ['none', '2'] });
    expect(report.holes).toMatchObject({ closed: 1, open: 1, borders: 1 });
    expect(finishSteps(withOpenHolesSteps(dome.holes, [false, true]))).toEqual(mesh);
    expect(finishSteps(withOpenHolesSteps(dome.holes, [true, true]))).toEqual(dome.mesh);
  });

  it('are closed where the rest of the ball is there', async () => {
    const { report } = await run(ball(-1), {});
    expect(report.topology).toMatchObject({ watertight: true });
    expect(report.holes).toMatchObject({ closed: 2, open: 0, borders: 0 });
    expect(report.holes.list.every(({ reason }) => reason === 'solid')).toBe(true);
  });
});
