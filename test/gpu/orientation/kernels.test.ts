/** The small kernels against their formulas, each on one element, the workgroup and its neighbours, and many. */
import { describe, expect, it } from 'vitest';
import { orientAxes, voteSigns } from '../../../src/engine/orientation/choose-sides.ts';
import { buildWindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import {
  advanceDipoles,
  alignDipoles,
  placeResiduals,
  reduceStep,
} from '../../../src/engine/orientation/winding-consistency.ts';
import { placeAreaDipoles } from '../../../src/engine/orientation/winding-field.ts';
import { placeVectors, sumMoments } from '../../../src/engine/orientation/winding-tree.ts';
import { dot, lengthOf, referenceMoments, referenceVotes, row } from '../../reference/orientation.ts';
import { runKernel } from '../device.ts';
import { neighbourLists, noise, sphere, uniform } from './shapes.ts';

const SIZES = [1, 63, 64, 65, 257];
const unit = (stream: number, count: number): Float32Array<ArrayBuffer> => {
  const vectors = noise(stream, 4 * count);
  for (let i = 0; i < count; i++) {
    const size = lengthOf(row(vectors, i, 4));
    for (let axis = 0; axis < 3; axis++) vectors[4 * i + axis]! /= size;
    vectors[4 * i + 3] = uniform(stream + 1, i);
  }
  return vectors;
};
/** Entries of points in a tree with gaps: 2i + 1; the numbers after the subtrees must stay as they are. */
const gaps = (count: number) => ({
  point_entries: Uint32Array.from({ length: count }, (_, i) => 2 * i + 1),
  moments: Float32Array.from({ length: 4 * (2 * count + 1) }, (_, i) => i),
});

/** Expects the points' moments, and everything else untouched. */
function expectPlaced(found: Float32Array, count: number, expected: (i: number) => readonly number[]): void {
  const { moments } = gaps(count);
  for (let i = 0; i < count; i++) moments.set(expected(i), 4 * (2 * i + 1));
  found.forEach((value, i) => expect(value).toBeCloseTo(moments[i] ?? NaN, 6));
}

describe.each(SIZES)('with %i elements', (count) => {
  it('places vectors', async () => {
    const vectors = noise(30, 4 * count);
    const run = await runKernel(placeVectors, count, { count }, { vectors, ...gaps(count) });
    expectPlaced(run.moments, count, (i) => row(vectors, i, 4));
  });

  it('places what is missing of one half', async () => {
    const winding = noise(31, count);
    const run = await runKernel(placeResiduals, count, { count }, { winding, ...gaps(count) });
    expectPlaced(run.moments, count, (i) => [0.5 - (winding[i] ?? NaN), 0, 0]);
  });

  it('places normals times areas', async () => {
    const normals = unit(32, 2 * count);
    const radii = noise(34, 2 * count).map(Math.abs);
    const sources = Uint32Array.from({ length: count }, (_, i) => 2 * count - 1 - i);
    const arrays = { sources, normals, radii, ...gaps(count) };
    const run = await runKernel(placeAreaDipoles, count, { count, weight: 0.25 }, arrays);
    expectPlaced(run.moments, count, (i) => {
      const point = 2 * count - 1 - i;
      return row(normals, point, 4).map((value) => value * 0.25 * (radii[point] ?? NaN) ** 2);
    });
  });

  it('finds the step length whatever the width', async () => {
    for (const width of [1e-6, 1e-3, 1]) {
      const descent = noise(35, 4 * count, width ** -2);
      const response = noise(36, count, width ** -4);
      const arrays = { descent, response, step_length: new Float32Array(1) };
      const run = await runKernel(reduceStep, 1, { count, width_squared: width ** 2 }, arrays);
      let above = 0;
      let below = 0;
      for (let i = 0; i < count; i++) {
        above += dot(row(descent, i, 4), row(descent, i, 4));
        below += (response[i] ?? NaN) ** 2;
      }
      expect((run.step_length[0] ?? NaN) / (above / below)).toBeCloseTo(1, 5);
    }
  });

  it('advances dipoles', async () => {
    const descent = noise(37, 4 * count);
    const dipoles = noise(38, 4 * count);
    const arrays = { descent, step_length: Float32Array.of(0.25), dipoles };
    const run = await runKernel(advanceDipoles, count, { count }, arrays);
    for (let i = 0; i < count; i++) {
      row(run.dipoles, i, 4).forEach((value, axis) => {
        expect(value).toBeCloseTo((dipoles[4 * i + axis] ?? NaN) + 0.25 * (descent[4 * i + axis] ?? NaN), 6);
      });
    }
  });

  it('turns dipoles to the gradient or to what is held, and keeps their lengths', async () => {
    const gradients = noise(39, 4 * count, 100);
    gradients.fill(0, 0, 4);
    const dipoles = noise(40, 4 * count, 1e-5);
    const held = unit(43, count);
    // Of every three the second is held, though its fourth number is small; the first dipole has no gradient.
    for (let i = 0; i < count; i++) held[4 * i + 3] = i % 3 === 1 ? 1e-3 : 0;
    const run = await runKernel(alignDipoles, count, { count }, { gradients, held, dipoles });
    expect(row(run.dipoles, 0, 4)).toEqual(row(dipoles, 0, 4));
    for (let i = 1; i < count; i++) {
      const [found, size] = [row(run.dipoles, i, 4), lengthOf(row(dipoles, i, 4))];
      const gradient = row(i % 3 === 1 ? held : gradients, i, 4);
      expect(lengthOf(found) / size).toBeCloseTo(1, 5);
      expect(dot(found, gradient) / (size * lengthOf(gradient))).toBeCloseTo(1, 5);
    }
  });

  it('turns axes to the gradient, or takes it where there is hardly a plane', async () => {
    const gradients = noise(41, 4 * count, 100);
    gradients.fill(0, 0, 4);
    const axes = unit(42, count);
    const run = await runKernel(
      orientAxes,
      count,
      { count },
      { gradients, axes, normals: new Float32Array(4 * count) },
    );
    expect(row(run.normals, 0, 4)).toEqual(row(axes, 0, 4));
    for (let i = 1; i < count; i++) {
      const [axis, gradient, confidence] = [row(axes, i, 4), row(gradients, i, 4), axes[4 * i + 3] ?? NaN];
      const cosine = dot(axis, gradient) / lengthOf(gradient);
      const across = Math.abs(cosine) < 0.25 && confidence < 0.6;
      const expected = across ? gradient.map((g) => g / lengthOf(gradient)) : axis.map((a) => a * Math.sign(cosine));
      row(run.normals, i, 4).forEach((value, a) => expect(value).toBeCloseTo(expected[a] ?? NaN, 5));
      expect(run.normals[4 * i + 3]).toBe(confidence);
    }
  });

  it('sums moments from the leaves up', async () => {
    const tree = buildWindingTree({ positions: sphere(count).positions });
    const sources = noise(44, 3 * count);
    const expected = referenceMoments(tree, sources);
    let moments = new Float32Array(4 * tree.entryCount);
    tree.skips.forEach((skip, entry) => (moments[4 * entry + 3] = skip));
    tree.pointEntries.forEach((entry, place) => moments.set(row(sources, place), 4 * entry));
    for (let height = 0; height + 1 < tree.generationOffsets.length; height++) {
      const first = tree.generationOffsets[height] ?? 0;
      const params = { first, count: (tree.generationOffsets[height + 1] ?? 0) - first };
      const run = await runKernel(sumMoments, params.count, params, { generations: tree.generations, moments });
      moments = run.moments;
    }
    expected.forEach((sum, entry) => {
      // Up to 257 numbers of magnitude ½.
      sum.forEach((value, axis) => expect(moments[4 * entry + axis]).toBeCloseTo(value, 4));
      expect(moments[4 * entry + 3]).toBe(tree.skips[entry]);
    });
  });

  it('turns round who is outvoted', async () => {
    const { positions, normals: truth } = sphere(count);
    const points = new Float32Array(4 * count);
    const current = new Float32Array(4 * count).fill(0.5);
    for (let i = 0; i < count; i++) {
      points.set(row(positions, i), 4 * i);
      // A third is wrong: enough to be outvoted in some places and to win in others.
      current.set(
        row(truth, i).map((value) => (uniform(45, i) < 1 / 3 ? -value : value)),
        4 * i,
      );
    }
    const nearest = (await neighbourLists(positions, 13)).indices;
    const arrays = { points, nearest, current, next: new Float32Array(4 * count) };
    const run = await runKernel(voteSigns, count, { count, listed: 13, noise: 0.01 }, arrays);
    const graph = { positions, normals: current, neighbours: nearest, noiseNorm: 0.01 };
    const flips = referenceVotes(graph, 13);
    const found = flips.map((_, i) => dot(row(run.next, i, 4), row(current, i, 4)) < 0);
    expect(found).toEqual(flips);
    if (count > 200) expect(flips.filter(Boolean).length).toBeGreaterThan(10);
    // A noise of the point's own counts in place of the cloud's.
    const quiet = { count, listed: 13, noise: 0 };
    const own = points.map((value, at) => (at % 4 === 3 ? 0.01 : value));
    expect((await runKernel(voteSigns, count, quiet, { ...arrays, points: own })).next).toEqual(run.next);
  });
});

it('makes no step where nothing responds', async () => {
  const arrays = { descent: new Float32Array(4), response: new Float32Array(1), step_length: Float32Array.of(7) };
  const run = await runKernel(reduceStep, 1, { count: 1, width_squared: 1e-4 }, arrays);
  expect(run.step_length[0]).toBe(0);
});
