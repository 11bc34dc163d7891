import { describe, expect, it } from 'vitest';
import { assembleCells } from '../../../src/engine/field/assemble-cells.ts';
import { LevelSystem, SLABS, SYSTEM_KERNELS } from '../../../src/engine/field/level-system.ts';
import { PacedWork } from '../../../src/engine/gpu/paced-work.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import {
  activeNodes,
  allRows,
  diagonal,
  energy,
  type FieldProblem,
  halfGradient,
  nodeNumber,
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

interface Stepped {
  readonly problem: FieldProblem;
  readonly start: Float64Array;
  /** D⁻¹ (b - A x) at x = start. */
  readonly direction: Float64Array;
  readonly next: Float64Array;
  readonly right: Float64Array;
  readonly inverseDiagonal: Float64Array;
  readonly energy: number;
}

const HALF = 0.5;

/** One step of β = 0 from a random start: its direction is the preconditioned residual. */
async function stepOnce(
  resolution: number,
  isActive: FieldProblem['isActive'],
  oriented: readonly Oriented[],
): Promise<Stepped> {
  const gpu = await testGpu();
  await gpu.load(...SYSTEM_KERNELS);
  using scope = new BufferScope(gpu, 'test');
  const { problem, weights } = smallProblem(resolution, isActive, oriented);
  const device = uploadProblem(scope, problem);
  const context = testContext();
  const cells = await assembleCells(stageOf(gpu, { scope, context }), {
    grid: device.grid,
    samples: device.input,
    weights,
  });
  const random = randomNumbers(3);
  const start = Float64Array.from({ length: (resolution + 1) ** 3 }, () => Math.fround(random() - 0.5));
  const field = scope.upload('field', toSlots(device, start, 77));
  const system = new LevelSystem(scope, device.grid, cells, weights, 1);
  const work = new PacedWork(gpu, 'test', 1, context);
  await system.prepare(work, field);
  await system.step(work, field, system.next, { alpha: HALF, beta: 0 }, 0);
  work.finish();
  const slotCount = 512 * device.grid.brickCount;
  const dense = (values: Float32Array): Float64Array => fromSlots(device, problem, values);
  const pairs = await gpu.readFloats(system.system, 2 * slotCount);
  return {
    problem,
    start,
    direction: dense(await gpu.readFloats(system.momentum, slotCount)),
    next: dense(await gpu.readFloats(system.next, slotCount)),
    right: dense(pairs.filter((_, i) => i % 2 === 0)),
    inverseDiagonal: dense(pairs.filter((_, i) => i % 2 === 1)),
    energy: (await gpu.readFloats(system.energies, SLABS * device.grid.brickCount)).reduce(
      (sum, part) => sum + part,
      0,
    ),
  };
}

/** float32 with sums of some fifty terms, relative to the largest of them: 2e-6, and a row's weight on top. */
function expectClose(found: number, expected: number, scale: number): void {
  expect(Math.abs(found - expected)).toBeLessThan(1e-5 * scale);
}

async function compare(
  resolution: number,
  isActive: FieldProblem['isActive'],
  oriented: readonly Oriented[],
): Promise<void> {
  const step = await stepOnce(resolution, isActive, oriented);
  const { problem, start } = step;
  const rows = allRows(problem, start);
  const zero = new Float64Array(start.length);
  const d = diagonal(problem);
  const gradient = halfGradient(rows, start);
  const right = halfGradient(rows, zero).map((value) => -value);
  for (const node of activeNodes(problem).map((at) => nodeNumber(problem, at))) {
    expectClose(step.right[node]!, right[node]!, d[node]!);
    expectClose(step.inverseDiagonal[node]! * d[node]!, 1, 1);
    expectClose(step.direction[node]!, -gradient[node]! / d[node]!, 4);
    expectClose(step.next[node]!, start[node]! + HALF * step.direction[node]!, 1);
  }
  const expected = energy(rows, start) - energy(rows, zero);
  expectClose(step.energy, expected, Math.abs(expected) + energy(rows, zero));
}

describe('the system of a level', () => {
  it('is the smoothness and ε alone where no data is', () => compare(16, () => true, []));
  it('has data in one cell', () => compare(16, () => true, randomPoints(1, 1)));
  it('has data in many cells, over brick borders', () => compare(16, () => true, randomPoints(400, 2)));
  it('has holes of single nodes', () =>
    compare(16, (x, y, z) => (5 * x + 11 * y + 17 * z) % 13 > 0, randomPoints(400, 3)));
  it('has scattered nodes without one whole difference', () =>
    compare(16, (x, y, z) => (x % 2) + (y % 2) + (z % 2) === 0, randomPoints(50, 4)));
  it('has a band round a sphere', () =>
    compare(16, (x, y, z) => Math.abs(Math.hypot(x - 8, y - 8, z - 8) - 5) < 2.3, randomPoints(300, 5)));
  it('has one node', () => compare(16, (x, y, z) => x === 8 && y === 7 && z === 15, []));
  it("has one node at the grid's last corner", () => compare(16, (x, y, z) => Math.min(x, y, z) === 16, []));
  it('has sheets one, two and three nodes thick', () =>
    compare(16, (x) => [2, 7, 8, 12, 13, 14].includes(x), randomPoints(300, 6)));
  it('has bricks whose neighbours are missing', () =>
    compare(32, (x, y, z) => ((x >> 3) + (y >> 3) + (z >> 3)) % 2 === 0 && x < 16, randomPoints(300, 7)));

  it('has the gradient that differences of the energy show', async () => {
    const { problem, start, direction, inverseDiagonal } = await stepOnce(
      8,
      (x, y, z) => (x + 2 * y + 3 * z) % 7 > 0,
      randomPoints(100, 8),
    );
    const rows = allRows(problem, start);
    for (const at of activeNodes(problem)) {
      const node = nodeNumber(problem, at);
      // Central differences of a quadratic are exact but for rounding.
      const moved = (by: number): number => energy(rows, start.with(node, start[node]! + by));
      const slope = (moved(1) - moved(-1)) / 2;
      const found = (-2 * direction[node]!) / inverseDiagonal[node]!;
      expectClose(found, slope, 8 / inverseDiagonal[node]!);
    }
  });
});
