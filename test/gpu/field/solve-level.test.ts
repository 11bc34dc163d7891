import { describe, expect, it } from 'vitest';
import type { RunContext, RunEvent } from '../../../src/engine/events.ts';
import { assembleCells } from '../../../src/engine/field/assemble-cells.ts';
import { solveLevel, type SolvedLevel } from '../../../src/engine/field/solve-level.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import {
  activeNodes,
  allRows,
  energy,
  type FieldProblem,
  nodeNumber,
  solveByChebyshev,
  solveDirectly,
} from '../../reference/field.ts';
import { testGpu } from '../device.ts';
import { stageOf } from '../stage.ts';
import {
  fromSlots,
  type Oriented,
  randomNumbers,
  randomPoints,
  smallProblem,
  testContext,
  toSlots,
  uploadProblem,
} from './small-problem.ts';

type Pattern = FieldProblem['isActive'];

interface Solved extends SolvedLevel {
  readonly problem: FieldProblem;
  readonly start: Float64Array;
  readonly field: Float64Array;
  readonly slots: Float32Array;
  readonly activeSlots: ReadonlySet<number>;
}

async function solve(
  resolution: number,
  isActive: Pattern,
  oriented: readonly Oriented[],
  iterations: number,
  startAt: (x: number, y: number, z: number) => number,
  context: RunContext = testContext(),
  stop?: AbortSignal,
): Promise<Solved> {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const { problem, weights } = smallProblem(resolution, isActive, oriented);
  const device = uploadProblem(scope, problem);
  const start = new Float64Array((resolution + 1) ** 3);
  for (const at of activeNodes(problem)) start[nodeNumber(problem, at)] = Math.fround(startAt(...at));
  const cells = await assembleCells(stageOf(gpu, { scope, context: testContext() }), {
    grid: device.grid,
    samples: device.input,
    weights,
  });
  // What inactive slots hold before must not matter.
  const field = scope.upload('field', toSlots(device, start, -3));
  const energies = await solveLevel(stageOf(gpu, { context }), {
    grid: device.grid,
    field,
    cells,
    weights,
    iterations,
    stop,
  });
  const slots = await gpu.readFloats(field, 512 * device.grid.brickCount);
  const activeSlots = new Set(device.slots.values());
  return { ...energies, problem, start, slots, activeSlots, field: fromSlots(device, problem, slots) };
}

const largestDifference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);

/** Distance from a tilted plane through the centre, normalised, and points on it. */
const normal = [0.36, 0.48, 0.8] as const;
const planeAt =
  (resolution: number) =>
  (x: number, y: number, z: number): number =>
    [x, y, z].reduce((sum, v, a) => sum + normal[a]! * (v * (1.1 / resolution) - 0.55), 0);
const planePoints = (count: number): Oriented[] =>
  randomPoints(count, 4, 0.3).map(([p]) => {
    const height = p.reduce((sum, v, a) => sum + normal[a]! * v, 0);
    return [p.map((v, a) => v - height * normal[a]!), normal] as const;
  });

const sphereBand: Pattern = (x, y, z) => Math.abs(Math.hypot(x - 8, y - 8, z - 8) - 5) < 2.3;
const spherePoints = (count: number): Oriented[] =>
  randomPoints(count, 5).map(([, n]) => [n.map((v) => (5 * 1.1 * v) / 16), n] as const);
const random = randomNumbers(9);
const noise = new Map<string, number>();
const roughSphere = (x: number, y: number, z: number): number => {
  const key = `${x} ${y} ${z}`;
  if (!noise.has(key)) noise.set(key, 0.02 * (random() - 0.5));
  return (Math.hypot(x - 8, y - 8, z - 8) - 5) * (1.1 / 16) + noise.get(key)!;
};

describe('a solved level', () => {
  // Odd and even counts end in different buffers.
  it.each([1, 2, 7, 30])('is what the same %i steps give in float64', async (iterations) => {
    const { problem, start, field } = await solve(16, sphereBand, spherePoints(200), iterations, roughSphere);
    const expected = solveByChebyshev(problem, start, iterations);
    expect(largestDifference(expected, start)).toBeGreaterThan(1e-3);
    expect(largestDifference(field, expected)).toBeLessThan(1e-5);
  });

  it.each([0, 1, 6])('that is stopped after %i steps is what these gave', async (steps) => {
    const stop = new AbortController();
    if (steps === 0) stop.abort();
    let taken = 0;
    const told: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => {
      told.push(event);
      if (event.type === 'stage-progressed' && ++taken === steps) stop.abort();
    };
    const context = { ...testContext(), onEvent };
    const solved = await solve(16, sphereBand, spherePoints(200), 30, roughSphere, context, stop.signal);
    const { problem, start, field, slots, activeSlots, iterations } = solved;
    expect(iterations).toBe(steps);
    expect(largestDifference(field, solveByChebyshev(problem, start, 30, steps))).toBeLessThan(1e-5);
    expect(slots.every((value, slot) => value === 0 || activeSlots.has(slot))).toBe(true);
    const metrics = told.flatMap((event) => (event.type === 'metric' ? [event.iterations] : []));
    expect(metrics).toEqual([0, 5].slice(0, Math.ceil(steps / 5)));
  });

  it('comes as near the minimiser as the bounds on the eigenvalues promise', async () => {
    const iterations = 1200;
    const { problem, start, field } = await solve(16, sphereBand, spherePoints(200), iterations, roughSphere);
    const rows = allRows(problem, start);
    const least = energy(rows, solveDirectly(problem, start));
    // 6 / iterations² is below every eigenvalue here, so every error shrinks to 1 / T(…) ≈ .14 of itself.
    const promised = Math.cosh(2 * Math.sqrt(6 / (144 / 42))) ** -2;
    expect(energy(rows, field) - least).toBeLessThan(1.01 * promised * (energy(rows, start) - least));
  });

  it('is nearer the minimiser after thirty steps than before', async () => {
    const { problem, start, field } = await solve(16, sphereBand, spherePoints(200), 30, roughSphere);
    const minimiser = solveDirectly(problem, start);
    expect(largestDifference(field, minimiser)).toBeLessThan(0.2 * largestDifference(start, minimiser));
  });

  it('keeps an exact plane', async () => {
    const { start, field } = await solve(16, () => true, planePoints(300), 30, planeAt(16));
    expect(largestDifference(field, start)).toBeLessThan(2e-6);
  });

  it('pulls a shifted and bent plane back to its points', async () => {
    const isInside = (at: readonly number[]): boolean => Math.hypot(...at.map((v) => v - 8)) < 4;
    const bent = (x: number, y: number, z: number): number => planeAt(16)(x, y, z) + 0.03 + 0.0004 * (x - 8) * (y - 8);
    const band: Pattern = (x, y, z) => Math.abs(planeAt(16)(x, y, z)) < 0.2;
    const { problem, start, field } = await solve(16, band, planePoints(200), 100, bent);
    const exact = start.slice();
    for (const at of activeNodes(problem)) exact[nodeNumber(problem, at)] = planeAt(16)(...at);
    const near = activeNodes(problem).filter((at) => Math.abs(planeAt(16)(...at)) < 1.1 / 16 && isInside(at));
    const error = (values: Float64Array): number =>
      Math.max(...near.map((at) => nodeNumber(problem, at)).map((node) => Math.abs(values[node]! - exact[node]!)));
    expect(error(start)).toBeGreaterThan(0.03);
    // What the test above derives for the energy; of the largest error a tenth was measured.
    expect(error(field)).toBeLessThan(0.15 * error(start));
  });

  it('without data keeps a linear field, for nothing bends it', async () => {
    const { start, field, energyBefore } = await solve(16, sphereBand, [], 30, planeAt(16));
    expect(largestDifference(field, start)).toBeLessThan(1e-6);
    expect(energyBefore).toBeLessThan(0);
  });

  it('may have no nodes', async () => {
    const { energyBefore, energyAfter } = await solve(
      16,
      () => false,
      planePoints(5),
      30,
      () => 0,
    );
    expect([energyBefore, energyAfter]).toEqual([0, 0]);
  });

  it('holds zero in inactive slots', async () => {
    const { slots, activeSlots } = await solve(16, sphereBand, spherePoints(50), 5, roughSphere);
    slots.forEach((value, slot) => {
      if (!activeSlots.has(slot)) expect(value).toBe(0);
    });
    expect(activeSlots.size).toBeLessThan(slots.length);
  });

  it('has less energy after than before, and tells it on the way', async () => {
    const context = testContext();
    const { energyBefore, energyAfter } = await solve(16, sphereBand, spherePoints(200), 30, roughSphere, context);
    const metrics = context.events.filter((event) => event.type === 'metric');
    const told = metrics.map(({ value }) => value);
    expect(told).toEqual([energyBefore, ...told.slice(1, -1), energyAfter]);
    expect(told).toEqual(told.toSorted((a, b) => b - a));
    expect(told).toHaveLength(7);
    expect(metrics[0]).toMatchObject({ name: 'energy', level: 16 });
  });

  it('is equal bytes in equal runs', async () => {
    const run = async (): Promise<Float32Array> =>
      (await solve(16, sphereBand, spherePoints(200), 30, roughSphere)).slots;
    expect(await run()).toEqual(await run());
  });

  it.each([NaN, Infinity, 1e25])('refuses a start that holds %d', async (value) => {
    const bad = (x: number, y: number, z: number): number => (x === 8 && y === 8 && z === 4 ? value : 0);
    await expect(solve(16, sphereBand, spherePoints(50), 4, bad)).rejects.toMatchObject({
      code: 'field-not-finite',
      details: { resolution: 16 },
    });
  });

  it('rejects with the reason when cancelled and leaves no buffers', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const stop = new AbortController();
    const context: RunContext = { signal: stop.signal, onEvent: () => undefined };
    stop.abort('enough');
    await expect(solve(16, sphereBand, spherePoints(50), 30, roughSphere, context)).rejects.toBe('enough');
    const late = new AbortController();
    const running = solve(16, sphereBand, spherePoints(50), 3000, roughSphere, { ...context, signal: late.signal });
    setTimeout(() => late.abort('later'), 150);
    await expect(running).rejects.toBe('later');
    expect(gpu.liveBytes).toBe(before);
  });
});
