/** Measured thresholds of simplifying: a case just below and one just above each is decided differently. */
import { describe, expect, it } from 'vitest';
import { MOST_DRIFT, simplifyMesh } from '../../../../src/engine/finish/simplify/simplify-mesh.ts';
import { collapsedSteps, LEAST_COSINE, LEAST_SHAPE } from '../../../../src/engine/finish/simplify/simplify-tasks.ts';
import { measureStretch } from '../../../../src/engine/finish/simplify/fit-tasks.ts';
import type { TaskHost } from '../../../../src/engine/host/host.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import type { Task } from '../../../../src/engine/host/task.ts';
import type { DeviationStretch } from '../../../../src/engine/measure/deviation.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { torus, worldMesh } from '../../../shapes/meshes.ts';
import { turningPoint } from '../../../thresholds.ts';

/** Six triangles about a middle at (0, 0, height), their rim in the plane: the second vertex of it may be moved. */
function tent(height: number, second?: readonly [number, number]): WorldMesh {
  const rim = Array.from({ length: 6 }, (_, i) => [Math.cos((Math.PI * i) / 3), Math.sin((Math.PI * i) / 3), 0]);
  if (second) rim[1] = [...second, 0];
  const fan = Array.from({ length: 6 }, (_, i) => [0, 1 + i, 1 + ((i + 1) % 6)]);
  return worldMesh([0, 0, height, ...rim.flat()], fan.flat());
}

/** Whether the middle merges into the first vertex of the rim, the only one not locked. */
function merges(mesh: WorldMesh): boolean {
  const isLocked = Uint8Array.of(0, 0, 1, 1, 1, 1, 1);
  return (
    finishSteps(collapsedSteps({ mesh, until: { triangles: 1 }, isLocked, mostDrift: Infinity })).indices.length ===
    3 * 4
  );
}

describe('a collapse', () => {
  it('turns no normal by more than 72°', () => {
    // A side's normal turns upright by the angle whose tangent is height over the distance of the rim.
    const distance = Math.cos(Math.PI / 6);
    const height = (cosine: number): number => distance * Math.sqrt(1 / cosine ** 2 - 1);
    expect(LEAST_COSINE).toBe(0.3);
    expect([0.99, 1.01].map((factor) => merges(tent(height(factor * 0.3))))).toEqual([false, true]);
  });

  it('makes no triangle of a shape below .003', () => {
    // The first triangle of the rim becomes (first, second, third): a needle, as the second nears their line.
    const third = [Math.cos((2 * Math.PI) / 3), Math.sin((2 * Math.PI) / 3)] as const;
    const secondAt = (off: number): readonly [number, number] => {
      const [x, y] = [(1 + third[0]) / 2, third[1] / 2];
      const length = Math.hypot(third[0] - 1, third[1]);
      return [x + (off * third[1]) / length, y + (off * (1 - third[0])) / length];
    };
    const off = turningPoint((at) => merges(tent(0, secondAt(at))), 1e-5, 0.1);
    const [x, y] = secondAt(off);
    const squares = (x - 1) ** 2 + y ** 2 + (x - third[0]) ** 2 + (y - third[1]) ** 2 + 3;
    const shape = (2 * Math.sqrt(3) * off * Math.sqrt(3)) / squares;
    expect(LEAST_SHAPE).toBe(0.003);
    expect(shape / 0.003).toBeCloseTo(1, 2);
  });

  it('takes no place further than is allowed', () => {
    // The middle of a tent goes down to its rim, once.
    const isLocked = Uint8Array.of(0, 0, 1, 1, 1, 1, 1);
    const collapsed = (height: number, mostDrift: number) =>
      finishSteps(collapsedSteps({ mesh: tent(height), until: { triangles: 1 }, isLocked, mostDrift }));
    expect([0.99, 1.01].map((factor) => collapsed(0.5, factor * 0.5).isHeld)).toEqual([true, false]);
  });
});

/** Measures another distance everywhere, `times` times. */
function hostThatMeasures(distance: number, times: number): TaskHost {
  let asked = 0;
  return {
    parallelTasks: 1,
    async runTask<A, R>(task: Task<A, R>, args: NoInfer<A>): Promise<R> {
      const result = await INLINE_TASKS.runTask(task, args);
      if (task.taskName !== measureStretch.taskName || asked++ >= times) return result;
      const { distances } = result as DeviationStretch;
      return { ...result, distances: distances.map(() => distance) };
    },
  };
}

it('shape is lost where a place would go further than .02 of the extent', async () => {
  const stoppedBy = async (share: number): Promise<string> => {
    const target = { triangles: 4 };
    return (await simplifyMesh(tent(2 * share), { target }, hostThatMeasures(0, 2), quietContext)).stoppedBy;
  };
  expect(MOST_DRIFT).toBe(0.02);
  expect(await stoppedBy(0.0198)).toBe('target');
  expect(await stoppedBy(0.0202)).toBe('shape');
});

it('shape is lost where 5 % 5 % of the surface lie further than .01 of the extent', async () => {
  const mesh = torus(24, 12);
  const extent = 2 * 1.3;
  const stoppedBy = async (share95: number): Promise<string> => {
    // Only the first try is as bad as is said.
    const host = hostThatMeasures(share95, 2);
    return (await simplifyMesh(mesh, { target: { share: 0.9 } }, host, quietContext)).stoppedBy;
  };
  expect(await stoppedBy(0.0099 * extent)).toBe('target');
  expect(await stoppedBy(0.0101 * extent)).toBe('shape');
});
