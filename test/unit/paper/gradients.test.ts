/** The analytic gradients of the preset `paper` against central differences of the losses themselves. */
import { describe, expect, it } from 'vitest';
import {
  addQueryGradient,
  corners,
  NODES,
  queryLoss,
  type QueryLoss,
  variation,
  variationGradient,
} from '../../reference/paper.ts';

/** A bumpy sphere in voxels: no symmetry that could hide an error. */
function bumpyField(): Float64Array {
  const field = new Float64Array(NODES ** 3);
  for (let i = 0; i < field.length; i++) {
    const [x, y, z] = [Math.floor(i / NODES ** 2), Math.floor(i / NODES) % NODES, i % NODES];
    field[i] = Math.hypot(x - 60, y - 66, z - 63) * 0.01 - 0.2 + 0.03 * Math.sin(0.9 * x + 0.5 * y) * Math.cos(0.7 * z);
  }
  return field;
}

const query = [0.1234, -0.2071, 0.0512] as const;
const nearest = [0.1302, -0.2008, 0.0467] as const;
const STEP = 1e-5;

describe.each(['pull', 'surface', 'consistency'] as const)('%s', (term: keyof QueryLoss) => {
  it('has the gradient of its loss', () => {
    const field = bumpyField();
    const gradient = new Float64Array(field.length);
    addQueryGradient(field, query, nearest, 0.005, gradient, [term]);
    const nodes = new Set([...corners(query), ...corners(nearest)].map((corner) => corner.node));
    const scale = Math.max(...[...nodes].map((node) => Math.abs(gradient[node]!)));
    expect(scale).toBeGreaterThan(1e-6);
    for (const node of nodes) {
      const before = field[node]!;
      field[node] = before + STEP;
      const up = queryLoss(field, query, nearest, 0.005)[term];
      field[node] = before - STEP;
      const down = queryLoss(field, query, nearest, 0.005)[term];
      field[node] = before;
      // Central differences err by STEP² times the third derivative, which is of the order of the slope's cube.
      expect(Math.abs((up - down) / (2 * STEP) - gradient[node]!)).toBeLessThan(1e-5 * scale);
    }
  });
});

describe('total variation', () => {
  it('has the gradient of its loss', () => {
    const field = bumpyField();
    const weights = new Uint32Array(field.length);
    const center = (60 * NODES + 61) * NODES + 62;
    for (const [offset, weight] of [
      [0, 3],
      [1, 5],
      [NODES, 2],
      [-NODES * NODES, 7],
    ] as const) {
      weights[center + offset] = weight;
    }
    const gradient = variationGradient(field, weights);
    for (const node of [center, center + 1, center - 1, center + NODES, center + 2 * NODES, center - NODES * NODES]) {
      const before = field[node]!;
      field[node] = before + STEP;
      const up = variation(field, weights);
      field[node] = before - STEP;
      const down = variation(field, weights);
      field[node] = before;
      // Quadratic: central differences are exact up to rounding.
      expect((up - down) / (2 * STEP)).toBeCloseTo(gradient[node]!, 8);
    }
  });
});
