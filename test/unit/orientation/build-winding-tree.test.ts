import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { buildWindingTree, type WindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import { lengthOf, minus, row } from '../../reference/orientation.ts';

const random = (count: number): Float32Array =>
  Float32Array.from({ length: 3 * count }, (_, i) => unitFloat(randomBits(1, 2, i)) - 0.5);

/** Places of the points below an entry. */
function placesBelow(tree: WindingTree, entry: number): number[] {
  const end = tree.skips[entry] ?? NaN;
  return [...tree.pointEntries.keys()].filter((place) => {
    const at = tree.pointEntries[place] ?? NaN;
    return at >= entry && at < end;
  });
}

const isPoint = (tree: WindingTree, entry: number): boolean => tree.spheres[4 * entry + 3] === -1;

function childrenOf(tree: WindingTree, entry: number): number[] {
  const children = [];
  for (let child = entry + 1; child < (tree.skips[entry] ?? 0); child = tree.skips[child] ?? NaN) children.push(child);
  return children;
}

/** All that the walk and the sums rely on. */
function expectSound(tree: WindingTree, positions: Float32Array): void {
  const count = positions.length / 3;
  expect([...tree.order].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
  expect(tree.skips[0]).toBe(tree.entryCount);
  const generation = new Map([...tree.generations].map((entry, at) => [entry, at]));
  expect(generation.size).toBe(tree.generations.length);
  let nodeCount = 0;
  for (let entry = 0; entry < tree.entryCount; entry++) {
    if (isPoint(tree, entry)) {
      const place = tree.pointEntries.indexOf(entry);
      expect(row(tree.spheres, entry, 4)).toEqual(row(positions, tree.order[place] ?? NaN));
      expect(tree.skips[entry]).toBe(entry + 1);
      continue;
    }
    nodeCount++;
    const places = placesBelow(tree, entry);
    const children = childrenOf(tree, entry);
    expect(places.length).toBeGreaterThan(0);
    expect(places).toEqual(places.map((_, i) => (places[0] ?? NaN) + i));
    // A node either has two children or more, or is a leaf of points.
    if (children.some((child) => !isPoint(tree, child))) {
      expect(children.length).toBeGreaterThan(1);
      expect(children.some((child) => isPoint(tree, child))).toBe(false);
    }
    for (const child of children) {
      expect(generation.get(child) ?? -1).toBeLessThan(generation.get(entry) ?? NaN);
    }
    const centre = row(tree.spheres, entry, 4);
    const far = Math.max(...places.map((p) => lengthOf(minus(row(positions, tree.order[p] ?? NaN), centre))));
    const radius = Math.sqrt(tree.spheres[4 * entry + 3] ?? NaN) / 2;
    expect(radius).toBeGreaterThanOrEqual(far);
    expect(radius).toBeLessThanOrEqual(far * 1.00001);
  }
  expect(nodeCount).toBe(tree.generations.length);
  expect(tree.generationOffsets[0]).toBe(0);
  expect(tree.generationOffsets.at(-1)).toBe(nodeCount);
}

describe('buildWindingTree', () => {
  it.each([1, 2, 8, 9, 64, 300])('is sound over %i points', (count) => {
    const positions = random(count);
    const tree = buildWindingTree({ positions });
    expectSound(tree, positions);
    for (const entry of tree.generations) {
      const isLeaf = childrenOf(tree, entry).every((child) => isPoint(tree, child));
      if (isLeaf) expect(placesBelow(tree, entry).length).toBeLessThanOrEqual(8);
    }
  });

  it('is one leaf up to eight points and more above', () => {
    expect(buildWindingTree({ positions: random(8) }).entryCount).toBe(9);
    expect(buildWindingTree({ positions: random(9) }).generations.length).toBeGreaterThan(1);
  });

  it('is sound whatever the positions, equal ones among them', () => {
    const coordinate = fc.constantFrom(-0.5, -0.25, 0, 1e-7, 1e-6, 0.125, 0.5);
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 60 }), (points) => {
        const positions = Float32Array.from(points.flat());
        expectSound(buildWindingTree({ positions }), positions);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('keeps points that coincide in one leaf', () => {
    const positions = new Float32Array(3 * 100).fill(0.1);
    const tree = buildWindingTree({ positions });
    expectSound(tree, positions);
    expect(tree.generations.length).toBe(1);
  });

  it('puts the mean of its points at the centre of a node', () => {
    const positions = Float32Array.of(0, 0, 0, 1, 0, 0, 0.5, 0.75, 0);
    expect([...buildWindingTree({ positions }).spheres.subarray(0, 3)]).toEqual([0.5, 0.25, 0]);
  });
});
