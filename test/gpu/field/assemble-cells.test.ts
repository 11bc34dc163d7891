import { describe, expect, it } from 'vitest';
import { assembleCells } from '../../../src/engine/field/assemble-cells.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { cellSystem, dataRows, type FieldProblem } from '../../reference/field.ts';
import { kappaFactor } from '../../../src/engine/grid/plan-levels.ts';
import { testGpu } from '../device.ts';
import { stageOf } from '../stage.ts';
import { type Oriented, randomPoints, readCells, smallProblem, testContext, uploadProblem } from './small-problem.ts';

const everywhere = (): boolean => true;

/**
 * Assembles on the device and compares with the rows' normal equations. A place in the grid is a float32 number up to
 * `resolution` after three roundings, off by 3 × 6e-8 × resolution voxels; an entry is a product of six weights, which
 * changes by up to twelve times that of the largest entry.
 */
async function compare(
  resolution: number,
  isActive: FieldProblem['isActive'],
  oriented: readonly Oriented[],
  thicknessNorm?: number,
  goals?: (index: number) => number,
  noises?: (index: number) => number,
): Promise<number> {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const small = smallProblem(resolution, isActive, oriented, thicknessNorm);
  const lengths = { spacingNorm: 0.05, finestVoxelNorm: 1.1 / 64 };
  const own = { kappaFactor: kappaFactor(lengths.spacingNorm, lengths.finestVoxelNorm), voxelShare: 64 / resolution };
  const weights = noises ? { ...small.weights, own } : small.weights;
  const problem = { ...small.problem, hasGoals: goals !== undefined, ...(noises && { ofOwn: lengths }) };
  if (noises) for (let i = 0; i < oriented.length; i++) problem.points[4 * i + 3] = noises(i);
  if (goals) for (let i = 0; i < oriented.length; i++) problem.normals[4 * i + 3] = goals(i);
  const device = uploadProblem(scope, problem);
  const cells = await assembleCells(stageOf(gpu, { scope, context: testContext() }), {
    grid: device.grid,
    samples: { ...device.input, hasGoals: problem.hasGoals },
    weights,
  });
  const found = await readCells(gpu, device.grid, cells);
  const expected = [...dataRows(problem)].map(([node, rows]) => [device.slots.get(node)!, cellSystem(rows)] as const);

  expect(found.count).toBe(expected.length);
  expect(found.indexed).toEqual(expected.map(([slot]) => slot).sort((a, b) => a - b));
  for (const [slot, { nodes, matrix, right }] of expected) {
    const cell = found.bySlot.get(slot)!;
    expect(cell.corners).toEqual(nodes.map((node) => device.slots.get(node)));
    const scale = 12 * 3 * 6e-8 * resolution * Math.max(...matrix.map(Math.abs));
    matrix.forEach((value, i) => expect(Math.abs(cell.matrix[i]! - value)).toBeLessThan(scale));
    // Right sides are sums of ± at most half a voxel times weights, of which little may be left.
    right.forEach((value, i) => expect(Math.abs(cell.right[i]! - value)).toBeLessThan(scale * weights.voxelNorm));
  }
  return found.count;
}

describe('assembled cells', () => {
  it('are none without points', async () => {
    expect(await compare(16, everywhere, [])).toBe(0);
  });

  it('are none without nodes', async () => {
    expect(await compare(16, () => false, randomPoints(5, 1))).toBe(0);
  });

  it('is one for a point whose offset samples stay inside', async () => {
    const middle = 1.1 / 32;
    expect(
      await compare(16, everywhere, [
        [
          [middle, middle, middle],
          [0, 0, 0.6],
        ],
      ]),
    ).toBe(1);
  });

  it.each([1, 63, 64, 65, 700])('equal the reference for %i points anywhere', async (count) => {
    expect(await compare(16, everywhere, randomPoints(count, count))).toBeGreaterThan(0);
  });

  it('equal the reference for a thousand points in one cell, by a workgroup a cell', async () => {
    const near = randomPoints(1000, 5, 0.02).map(([p, n]) => [p.map((v) => v + 0.2), n] as const);
    expect(await compare(16, everywhere, near)).toBeLessThan(1000 / 16);
  });

  it('equal the reference for dense and empty cells together', async () => {
    const near = randomPoints(900, 6, 0.03);
    expect(await compare(8, everywhere, [...near, ...randomPoints(3, 7)])).toBeLessThan(900 / 16);
  });

  it('take points on faces, edges and corners of cells once', async () => {
    // Multiples of a cell from the centre lie on borders exactly, in float32 too: 0.06875 = 1.1 / 16.
    const axes = [[1, 0, 0], [0, -1, 0], [0, 0, 1]] as const; // prettier-ignore
    const places = [-3, -1, 0, 2].flatMap((i) =>
      axes.map((n, a) => [[i, 0.5 * a, -i].map((v) => Math.fround(v * 0.06875)), n] as const),
    );
    await compare(16, everywhere, places);
  });

  it('leave out cells with an inactive corner, also those of an offset sample', async () => {
    const half = (x: number): boolean => x <= 8;
    await compare(16, half, randomPoints(300, 8));
    // In the last whole cell, an offset sample beyond it.
    const count = await compare(16, half, [
      [
        [-0.01, 0.02, 0.02],
        [1, 0, 0],
      ],
    ]);
    expect(count).toBe(1);
  });

  it('ignore points where no brick is', async () => {
    expect(await compare(32, (x, y, z) => Math.max(x, y, z) < 8, randomPoints(100, 9))).toBeLessThan(100);
  });

  it('reach less far inside thin sheets', async () => {
    await compare(16, everywhere, randomPoints(300, 12), 0.05);
    await compare(16, everywhere, randomPoints(300, 12), 0);
  });

  it('reach less far from clean points', async () => {
    await compare(16, everywhere, randomPoints(300, 13), Infinity);
  });

  it.each([300, 1500])('of %i points pull to their goals', async (count) => {
    // Half a voxel at most, as the samples' own values are; by a thread a cell and by a workgroup.
    const goal = (i: number): number => ((i % 11) - 5) * 0.1 * (1.1 / 16);
    await compare(16, everywhere, randomPoints(count, 14, count > 1000 ? 0.05 : 0.45), undefined, goal);
  });

  it.each([300, 1500])('of %i points weigh them by their own noise', async (count) => {
    // From where κ is bounded above (.001) to where it is bounded below (.05); every fifth has the cloud's noise.
    const noise = (i: number): number => [0, 0.001, 0.004, 0.012, 0.05][i % 5]!;
    await compare(16, everywhere, randomPoints(count, 15, count > 1000 ? 0.05 : 0.45), undefined, undefined, noise);
  });

  it('cross brick borders, and take any pattern of nodes', async () => {
    await compare(32, (x, y, z) => (7 * x + 13 * y + 29 * z) % 31 > 0, randomPoints(600, 10, 0.5));
  });

  it('are equal bytes in equal runs', async () => {
    const gpu = await testGpu();
    const { problem, weights } = smallProblem(16, everywhere, randomPoints(2000, 11));
    const run = async (): Promise<Float32Array> => {
      using scope = new BufferScope(gpu, 'test');
      const device = uploadProblem(scope, problem);
      const cells = await assembleCells(stageOf(gpu, { scope, context: testContext() }), {
        grid: device.grid,
        samples: device.input,
        weights,
      });
      return gpu.readFloats(cells.coefficients, 36 * cells.cellCount);
    };
    expect(await run()).toEqual(await run());
  });

  it('leave nothing but their own buffers behind, and nothing when cancelled', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    {
      using scope = new BufferScope(gpu, 'test');
      const { problem, weights } = smallProblem(16, everywhere, randomPoints(10, 12));
      const device = uploadProblem(scope, problem);
      const stop = new AbortController();
      const running = assembleCells(
        stageOf(gpu, {
          scope,
          context: {
            signal: stop.signal,
            onEvent: () => undefined,
          },
        }),
        { grid: device.grid, samples: device.input, weights },
      );
      stop.abort('enough');
      await expect(running).rejects.toBe('enough');
    }
    expect(gpu.liveBytes).toBe(before);
  });
});
