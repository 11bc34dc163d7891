/** Parity of the preset's kernels with test/reference/paper.ts. */
import { describe, expect, it } from 'vitest';
import { normalPair, randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import {
  adamStep,
  markPoints,
  pullQueries,
  smoothBand,
  spreadBand,
} from '../../../src/engine/methods/paper/paper-kernels.ts';
import {
  addQueryGradient,
  bandWeight,
  drawQuery,
  NODES,
  queryLoss,
  variation,
  variationGradient,
} from '../../reference/paper.ts';
import { runKernel } from '../device.ts';
import { padded } from '../padded.ts';

type Vec = [number, number, number];
const COUNT = NODES ** 3;

/** Seeded points on a sphere of radius 0.3. */
function spherePoints(count: number): Vec[] {
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = normalPair(randomBits(5, 0, 3 * i), randomBits(5, 1, 3 * i));
    const [z] = normalPair(randomBits(5, 2, 3 * i), randomBits(5, 3, 3 * i));
    const length = Math.hypot(x, y, z);
    return [x, y, z].map((c) => Math.fround((0.3 * c) / length)) as Vec;
  });
}

/** Two million nodes: made once, and never written to. */
const BUMPY_FIELD = Float32Array.from({ length: COUNT }, (_, i) => {
  const [x, y, z] = [Math.floor(i / NODES ** 2), Math.floor(i / NODES) % NODES, i % NODES];
  return Math.hypot(x - 60, y - 66, z - 63) * 0.012 - 0.2 + 0.03 * Math.sin(0.9 * x + 0.5 * y) * Math.cos(0.7 * z);
});

describe('pull_queries', () => {
  it.each([1, 63, 64, 65, 300])('gives losses and gradients of %i queries', async (queryCount) => {
    const points = spherePoints(40);
    const k = 12;
    const neighbours = new Uint32Array(k * points.length);
    points.forEach((p, i) => {
      const order = points
        .map((o, j) => [Math.hypot(o[0] - p[0], o[1] - p[1], o[2] - p[2]), j] as const)
        .sort((a, b) => a[0] - b[0]);
      for (let j = 0; j < k; j++) neighbours[j * points.length + i] = order[j]![1];
    });
    const field = BUMPY_FIELD;
    const [seed, step, sigma] = [7, 3, 0.004];
    const result = await runKernel(
      pullQueries,
      queryCount,
      {
        point_count: points.length,
        query_count: queryCount,
        neighbour_count: k,
        seed,
        step,
        narrow_count: 10,
        narrow_sigma: sigma / 2,
        wide_sigma: sigma,
        consistency: 0.005,
      },
      {
        points: padded(points),
        neighbours,
        field,
        gradient: new Int32Array(COUNT),
        losses: new Float32Array(4 * Math.ceil(queryCount / 64)),
      },
    );
    const wide = Float64Array.from(field);
    const expected = new Float64Array(COUNT);
    const losses = [0, 0, 0];
    for (let i = 0; i < queryCount; i++) {
      const { origin, query } = drawQuery(seed, step, i, points, i < 10 ? sigma / 2 : sigma);
      const around = Array.from({ length: k }, (_, j) => points[neighbours[j * points.length + origin]!]!);
      const distance = (o: Vec): number => Math.hypot(o[0] - query[0], o[1] - query[1], o[2] - query[2]);
      const nearest = around.reduce((best, o) => (distance(o) < distance(best) ? o : best));
      addQueryGradient(wide, query, nearest, 0.005, expected);
      const loss = queryLoss(wide, query, nearest, 0.005);
      [loss.pull, loss.surface, loss.consistency].forEach((value, term) => (losses[term]! += value));
    }
    // Queries move by float32 rounding (6e-8 · 63.5 voxels), which the slope of the field and 1/|∇f| ≈ 100 amplify.
    const scale = Math.max(
      1,
      expected.reduce((max, g) => Math.max(max, Math.abs(g)), 0),
    );
    let worst = 0;
    for (let i = 0; i < COUNT; i++) worst = Math.max(worst, Math.abs(result.gradient[i]! / 65536 - expected[i]!));
    expect(worst).toBeLessThan(2e-3 * scale);
    for (const term of [0, 1, 2]) {
      let sum = 0;
      for (let g = 0; g < result.losses.length / 4; g++) sum += result.losses[4 * g + term]!;
      expect(sum).toBeCloseTo(losses[term]!, 3);
    }
  });
});

describe('mark_points and spread_band', () => {
  it('weigh the band as the published rule does', async () => {
    const points = spherePoints(30);
    const marked = await runKernel(
      markPoints,
      points.length,
      { point_count: points.length },
      { points: padded(points), occupied: new Uint32Array(COUNT), touched: new Uint32Array(COUNT / 32) },
    );
    const { occupied } = marked;
    const isOccupied = (x: number, y: number, z: number): boolean => {
      return occupied[(x * NODES + y) * NODES + z] === 1;
    };
    for (const p of points) expect(isOccupied(...(p.map((c) => Math.round(c * 63.5 + 63.5)) as Vec))).toBe(true);
    let weights = occupied;
    for (const axis of [2, 1, 0]) {
      const params = { axis, reach: 14, clear_border: axis === 0 ? 1 : 0 };
      const spread = { before: weights, after: new Uint32Array(COUNT) };
      weights = (await runKernel(spreadBand, COUNT, params, spread)).after;
    }
    let inside = 0;
    for (let sampled = 0; sampled < 120; sampled++) {
      // Round the points up to 20 voxels away: in the band, on its rim and outside.
      const point = points[sampled % points.length]!;
      const node = point.map(
        (c, axis) => Math.round(c * 63.5 + 63.5) + (randomBits(9, axis, sampled) % 41) - 20,
      ) as Vec;
      const expected = bandWeight(isOccupied, node, 14);
      inside += expected > 0 ? 1 : 0;
      expect(weights[(node[0] * NODES + node[1]) * NODES + node[2]], node.join()).toBe(expected);
    }
    expect(inside).toBeGreaterThan(30);
    expect(inside).toBeLessThan(120);
  });
});

describe('smooth_band', () => {
  it.each([1, 63, 65])('gives loss and gradient at %i nodes', async (count) => {
    const field = BUMPY_FIELD;
    const weights = new Uint32Array(COUNT);
    const nodes = Uint32Array.from({ length: count }, (_, i) => (60 * NODES + 50 + 3 * (i % 8)) * NODES + 40 + i);
    nodes.forEach((node, i) => (weights[node] = 1 + (i % 5)));
    const result = await runKernel(
      smoothBand,
      count,
      { active_count: count, band_count: count },
      { nodes, weights, field, slopes: new Float32Array(count), losses: new Float32Array(Math.ceil(count / 64)) },
    );
    const wide = Float64Array.from(field);
    const expected = variationGradient(wide, weights);
    nodes.forEach((node, i) => expect(result.slopes[i]).toBeCloseTo(expected[node]!, 4));
    expect(result.losses.reduce((sum, x) => sum + x, 0)).toBeCloseTo(variation(wide, weights), 4);
  });
});

describe('adam_step', () => {
  it('moves the field as Adam does and clears the gradient', async () => {
    const nodes = Uint32Array.from({ length: 65 }, (_, i) => 2 * i);
    const gradient = Int32Array.from({ length: 200 }, (_, i) => (i - 70) * 3000);
    const moments = Float32Array.from({ length: 130 }, (_, i) => 0.01 * i);
    const slopes = Float32Array.from({ length: 65 }, (_, i) => 0.02 * (i - 30));
    const result = await runKernel(
      adamStep,
      65,
      { active_count: 65, query_count: 10, rate: 0.5 },
      { nodes, slopes, gradient, moments, field: new Float32Array(200) },
    );
    nodes.forEach((node, i) => {
      const slope = slopes[i]! + gradient[node]! / 65536 / 10;
      const first = 0.9 * moments[2 * i]! + 0.1 * slope;
      const second = 0.999 * moments[2 * i + 1]! + 0.001 * slope ** 2;
      expect(result.moments[2 * i]).toBeCloseTo(first, 5);
      expect(result.moments[2 * i + 1]).toBeCloseTo(second, 5);
      expect(result.field[node]).toBeCloseTo((-0.5 * first) / (Math.sqrt(second) + 1e-8), 4);
      expect(result.gradient[node]).toBe(0);
    });
    expect(result.gradient[1]).toBe(gradient[1]);
  });
});

it('draws uniform numbers inside (0, 1)', () => {
  expect(unitFloat(0)).toBeGreaterThan(0);
  expect(unitFloat(0xffffffff)).toBeLessThan(1);
});
