/** How much points speak for a handle, against the sum over all triangles and points written from the formula. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Cut, cutLoop } from '../../../../src/engine/finish/handles/cut-loop.ts';
import { type HandleSurface, handleSurfaceSteps } from '../../../../src/engine/finish/handles/handle-surface.ts';
import { PointEvidence } from '../../../../src/engine/finish/handles/point-evidence.ts';
import { LoopSearch, seedSteps } from '../../../../src/engine/finish/handles/short-loops.ts';
import { signatureSteps } from '../../../../src/engine/finish/handles/signatures.ts';
import { TriangleCells } from '../../../../src/engine/finish/handles/triangle-cells.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { Dice } from '../../../prove/dice.ts';
import type { Box } from '../../../../src/engine/mesh/boxes.ts';
import { quietContext } from '../../../run-context.ts';
import { torus } from '../../../shapes/meshes.ts';

/** So small that no two triangles lie in one cell of half of it, and count together. */
const DEVIATION = 0.06;
let surface: HandleSurface;
let trianglesIn: (box: Box) => Uint32Array;
let cut: Cut;
/** Of the surface's vertices, then of those of the discs. */
let places: readonly number[];

beforeAll(async () => {
  surface = finishSteps(handleSurfaceSteps(torus(40, 12)))!;
  const worded = { ...surface, ...finishSteps(signatureSteps(surface)) };
  const [loop] = finishSteps(new LoopSearch(worded, () => 2).loopSteps(finishSteps(seedSteps(worded))));
  const cells = finishSteps(TriangleCells.buildSteps(surface));
  trianglesIn = (box) => cells.near(box);
  cut = (await cutLoop(surface, loop!, trianglesIn, exactMeetings(INLINE_TASKS, quietContext), quietContext)) as Cut;
  places = [...surface.positions, ...cut.positions];
});

type Triangle = readonly (readonly number[])[];

const vertexAt = (vertex: number): readonly number[] => places.slice(3 * vertex, 3 * vertex + 3);
const trianglesOf = (indices: ArrayLike<number>): Triangle[] =>
  Array.from({ length: indices.length / 3 }, (_, i) => [0, 1, 2].map((k) => vertexAt(indices[3 * i + k]!)));

function areaOf([a, b, c]: Triangle): number {
  const [u, v] = [b!, c!].map((end) => end.map((value, axis) => value - a![axis]!));
  const [x, y, z] = [
    u![1]! * v![2]! - u![2]! * v![1]!,
    u![2]! * v![0]! - u![0]! * v![2]!,
    u![0]! * v![1]! - u![1]! * v![0]!,
  ];
  return Math.hypot(x, y, z) / 2;
}
const middleOf = (triangle: Triangle): number[] =>
  [0, 1, 2].map((axis) => (triangle[0]![axis]! + triangle[1]![axis]! + triangle[2]![axis]!) / 3);

/** With normal densities cut off at four deviations and 1 % of strays, of what lies within three of the change's box. */
function reference(points: Float32Array): number {
  const all = trianglesOf(surface.indices);
  const removed = cut.removed.map((triangle) => all[triangle]!);
  const stays = all.filter((_, triangle) => !cut.removed.includes(triangle));
  const added = trianglesOf(cut.triangles);
  const changed = [...removed, ...added].map(middleOf);
  const isNear = (place: readonly number[]): boolean =>
    [0, 1, 2].every((axis) => {
      const values = changed.map((middle) => middle[axis]!);
      const [low, high] = [Math.min(...values) - 3 * DEVIATION, Math.max(...values) + 3 * DEVIATION];
      return place[axis]! >= low && place[axis]! <= high;
    });
  const sum = (triangles: readonly Triangle[]): number =>
    triangles.reduce((area, triangle) => area + areaOf(triangle), 0);
  const near = Array.from({ length: points.length / 3 }, (_, i) => [...points.subarray(3 * i, 3 * i + 3)]).filter(
    isNear,
  );
  const density = near.length / (sum(removed) + sum(stays.filter((triangle) => isNear(middleOf(triangle)))));
  const rate = (triangles: readonly Triangle[], point: readonly number[]): number =>
    triangles.reduce(
      (total, triangle) => {
        const squared = middleOf(triangle).reduce((d, value, axis) => d + (value - point[axis]!) ** 2, 0);
        if (squared >= (4 * DEVIATION) ** 2) return total;
        const normal = Math.exp(-squared / (2 * DEVIATION ** 2)) / (Math.sqrt(2 * Math.PI) * DEVIATION) ** 3;
        return total + density * areaOf(triangle) * normal;
      },
      (0.01 * density) / (Math.sqrt(2 * Math.PI) * DEVIATION),
    );
  const [before, after] = [
    [...stays, ...removed],
    [...stays, ...added],
  ];
  const logs = near.reduce((total, point) => total + Math.log(rate(before, point) / rate(after, point)), 0);
  return logs - density * (sum(before) - sum(after));
}

const natsOf = (points: Float32Array): number =>
  finishSteps(PointEvidence.buildSteps(points)).forHandle(surface, trianglesIn, cut, DEVIATION);

/** Points in triangles, by their areas, moved by noise. */
function pointsOn(triangles: readonly Triangle[], each: number, seed: number): Float32Array {
  const dice = new Dice(seed);
  const points = triangles.flatMap((triangle) =>
    Array.from({ length: Math.round(each * areaOf(triangle) + dice.between(0, 1) - 0.5) }, () => {
      const [u, v] = [dice.between(0, 1), dice.between(0, 1)];
      const [a, b] = u + v > 1 ? [1 - u, 1 - v] : [u, v];
      return [0, 1, 2].map(
        (axis) =>
          triangle[0]![axis]! +
          a * (triangle[1]![axis]! - triangle[0]![axis]!) +
          b * (triangle[2]![axis]! - triangle[0]![axis]!) +
          dice.between(-0.5, 0.5) * DEVIATION,
      );
    }),
  );
  return Float32Array.from(points.flat());
}

describe('the evidence for a handle', () => {
  it('is the difference of log likelihoods', () => {
    for (const seed of [1, 2, 3]) {
      const points = pointsOn(trianglesOf(surface.indices), 40, seed);
      const expected = reference(points);
      expect(Math.abs(natsOf(points) - expected)).toBeLessThan(1e-9 * Math.abs(expected));
    }
  });

  it('is positive where points lie on it, negative where they lie on what a cut would leave', () => {
    const without = trianglesOf(surface.indices).filter((_, triangle) => !cut.removed.includes(triangle));
    expect(natsOf(pointsOn(trianglesOf(surface.indices), 60, 4))).toBeGreaterThan(3);
    expect(natsOf(pointsOn([...without, ...trianglesOf(cut.triangles)], 60, 5))).toBeLessThan(-3);
  });

  it('is none where no point is near', () => {
    expect(natsOf(Float32Array.of(9, 9, 9))).toBe(0);
  });
});
