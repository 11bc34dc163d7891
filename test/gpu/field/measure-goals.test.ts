import { describe, expect, it } from 'vitest';
import { measureGoalNoise, residualNoise, withGoals } from '../../../src/engine/field/measure-goals.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { activeNodes, type FieldProblem, nodeNumber } from '../../reference/field.ts';
import { goalAt, type Place, residualAt, trilinear } from '../../reference/goals.ts';
import { testGpu } from '../device.ts';
import { stageOf } from '../stage.ts';
import { type Oriented, randomNumbers, randomPoints, smallProblem, toSlots, uploadProblem } from './small-problem.ts';

const RESOLUTION = 32;
const VOXEL = 1.1 / RESOLUTION;
const RADIUS = 0.3;
const SHARE = 0.7;
/** The spacing of a cloud whose points have that share of their goals: noise of .5 spacings none, of .8 all. */
const spacingFor = (noise: number): number => noise / (0.5 + 0.3 * SHARE);
const everywhere = (): boolean => true;
const sphere = (place: Place): number => Math.hypot(...place) - RADIUS;

/** Points scattered about the sphere, with its normals. */
function scattered(count: number, seed: number, noise: number): Oriented[] {
  const random = randomNumbers(seed);
  return randomPoints(count, seed).map(([, normal]) => {
    const length = RADIUS + 2 * noise * (2 * random() - 1);
    return [normal.map((v) => length * v), normal] as const;
  });
}

interface Case {
  readonly oriented: readonly Oriented[];
  readonly noise: number;
  readonly distance?: (place: Place) => number;
  readonly isActive?: FieldProblem['isActive'];
  /** The noise of a point's own; 0 for the cloud's. */
  readonly own?: (index: number) => number;
  /** That of the cloud where points have their own; as noisy ones where not given. */
  readonly spacing?: number;
}

/**
 * Goals of the device beside those of the reference. A bend is a sum of five field values, each rounded to 3e-8 of at
 * most .6 and read at places that are off by 3 × 6e-8 × 32 voxels, over the squared reach; a goal is ½ noise² of it.
 */
async function compare({ oriented, noise, distance = sphere, isActive = everywhere, own, spacing }: Case) {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const stage = stageOf(gpu, { scope });
  const { problem } = smallProblem(RESOLUTION, isActive, oriented);
  if (own) for (let i = 0; i < oriented.length; i++) problem.points[4 * i + 3] = own(i);
  const device = uploadProblem(scope, problem);
  const values = new Float64Array((RESOLUTION + 1) ** 3);
  for (const node of activeNodes(problem)) {
    values[nodeNumber(problem, node)] = Math.fround(distance(node.map((v) => v * VOXEL - 0.55)));
  }
  const level = { grid: device.grid, field: scope.upload('field', toSlots(device, values, 9)) };
  const scale = { spacingNorm: spacing ?? spacingFor(noise), noiseNorm: noise };
  const share = (sigma: number): number => Math.min(1, Math.max(0, (sigma / scale.spacingNorm - 0.5) / 0.3));
  const numbersOf = (sigma: number) => ({ reach: Math.max(VOXEL, noise, sigma), noise: sigma, share: share(sigma) });
  const numbers = numbersOf(noise);
  const samples = await withGoals(stage, { level, samples: device.input, noiseNorm: noise, scale });
  expect(samples.hasGoals).toBe(true);
  const found = await gpu.readFloats(samples.normals, 4 * oriented.length);
  const measured = await measureGoalNoise(stage, { level, samples: device.input, scale });

  const field = trilinear(RESOLUTION, values, isActive);
  const { points, normals } = problem;
  const rows = oriented.map((_, i) => {
    const [point, normal] = [points, normals].map((all) => [...all.subarray(4 * i, 4 * i + 3)]) as [number[], number[]];
    expect([...found.subarray(4 * i, 4 * i + 3)]).toEqual(normal);
    const ofPoint = numbersOf(points[4 * i + 3]! || noise);
    const expected = goalAt(field, point, normal, ofPoint);
    const tolerance = (6e-6 * VOXEL * 0.5 * ofPoint.noise ** 2 * 8) / ofPoint.reach ** 2;
    expect(Math.abs(found[4 * i + 3]! - expected)).toBeLessThan(tolerance);
    return { found: found[4 * i + 3]!, point };
  });
  const residuals = rows.map(({ point }) => residualAt(field, point, numbers.reach));
  expect(measured).toBeCloseTo(residualNoise(Float32Array.from(residuals), noise), 6);
  return { goals: rows.map((row) => row.found), residuals };
}

describe('goals', () => {
  it.each([1, 63, 64, 65, 900])('of %i points equal the reference, and the bulge of a sphere', async (count) => {
    const noise = 0.04;
    const { goals } = await compare({ oriented: scattered(count, count, noise), noise });
    const bulge = (SHARE * 0.5 * noise ** 2 * 2) / RADIUS;
    const mean = goals.reduce((sum, goal) => sum + goal, 0) / count;
    expect(mean / bulge).toBeGreaterThan(0.8);
    expect(mean / bulge).toBeLessThan(1.2);
  });

  it('are read over a voxel where there is less noise, three deviations from a point at most', async () => {
    await compare({ oriented: scattered(200, 2, 0.06), noise: 0.01 });
  });

  it('are negative in a hollow, and bounded by the noise', async () => {
    const noise = 0.1;
    const bowl =
      (bend: number) =>
      ([x, y, z]: Place): number =>
        z! - bend * (x! ** 2 + y! ** 2);
    const oriented = randomPoints(100, 3, 0.02).map(([point]) => [point, [0, 0, 1]] as const);
    const deep = await compare({ oriented, noise, distance: bowl(10) });
    expect(Math.min(...deep.goals)).toBeCloseTo(-SHARE * noise, 6);
    const shallow = await compare({ oriented, noise, distance: bowl(1) });
    expect(Math.min(...shallow.goals)).toBeGreaterThan(-SHARE * noise);
    expect(Math.max(...shallow.goals)).toBeLessThan(0);
  });

  it('are 0 where nodes are missing, normals point the other way, or the field is flat', async () => {
    const noise = 0.04;
    const oriented = scattered(300, 4, noise);
    const half = await compare({ oriented, noise, isActive: (x) => x <= RESOLUTION / 2 });
    expect(half.goals.filter((goal) => goal === 0).length).toBeGreaterThan(100);
    expect(half.residuals.filter((residual) => residual < 0).length).toBeGreaterThan(100);
    expect(half.goals.some((goal) => goal !== 0)).toBe(true);
    const inward = oriented.map(([point, normal]) => [point, normal.map((v) => -v)] as const);
    expect((await compare({ oriented: inward, noise })).goals.every((goal) => goal === 0)).toBe(true);
    const ramp = (slope: number) => ({ oriented, noise, distance: (place: Place) => slope * sphere(place) });
    const flat = await compare(ramp(0.19));
    expect(flat.goals.every((goal) => goal === 0)).toBe(true);
    expect(flat.residuals.every((residual) => residual === -1)).toBe(true);
    const steeper = await compare(ramp(0.23));
    expect(steeper.goals.every((goal) => goal > 0)).toBe(true);
    // On a plane the slope is exact.
    const plane = (slope: number) => ({
      oriented: randomPoints(9, 8, 0.2),
      noise,
      distance: ([x]: Place) => slope * x!,
    });
    expect((await compare(plane(0.198))).residuals.every((residual) => residual === -1)).toBe(true);
    expect((await compare(plane(0.202))).residuals.every((residual) => residual >= 0)).toBe(true);
  });

  it('equal the reference where points lie anywhere and nodes make any pattern', async () => {
    const isActive = (x: number, y: number, z: number): boolean => (7 * x + 13 * y + 29 * z) % 61 > 0;
    await compare({ oriented: randomPoints(400, 5), noise: 0.02, isActive });
  });

  it('are by the noise of a point where it has its own, and none where that is little', async () => {
    const oriented = scattered(300, 9, 0.05);
    // Of the spacing 0, .5, .65 and 1; the cloud's own noise gives no goals.
    const own = (i: number): number => [0, 0.025, 0.0325, 0.05][i % 4]!;
    const { goals } = await compare({ oriented, noise: 0.01, own, spacing: 0.05 });
    // Points of a problem are sorted, and so is the noise that they are given.
    const meanOf = (rest: number): number => {
      const of = goals.filter((_, i) => i % 4 === rest);
      return of.reduce((sum, goal) => sum + goal, 0) / of.length;
    };
    const bulge = (0.5 * 0.05 ** 2 * 2) / RADIUS;
    expect([meanOf(0), meanOf(1)]).toEqual([0, 0]);
    expect(meanOf(2) / (0.5 * 0.65 ** 2 * bulge)).toBeCloseTo(1, 0);
    expect(meanOf(3) / bulge).toBeCloseTo(1, 0);
  });

  it('leave nothing but their own buffer behind, and nothing when cancelled', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    {
      using scope = new BufferScope(gpu, 'test');
      const { problem } = smallProblem(RESOLUTION, everywhere, randomPoints(10, 6));
      const device = uploadProblem(scope, problem);
      const level = { grid: device.grid, field: scope.storage('field', 2048 * device.grid.brickCount) };
      const stop = new AbortController();
      const stage = stageOf(gpu, { scope, context: { signal: stop.signal, onEvent: () => undefined } });
      const running = withGoals(stage, {
        level,
        samples: device.input,
        noiseNorm: 0.02,
        scale: { spacingNorm: 0.02, noiseNorm: 0.02 },
      });
      stop.abort('enough');
      await expect(running).rejects.toBe('enough');
    }
    expect(gpu.liveBytes).toBe(before);
  });
});
