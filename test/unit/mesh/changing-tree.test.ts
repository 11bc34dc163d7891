/** The tree whose triangles change finds what a look at every triangle does. */
import { expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { doOverlap, triangleBox } from '../../../src/engine/mesh/boxes.ts';
import { ChangingTree } from '../../../src/engine/mesh/changing-tree.ts';
import { Dice } from '../../prove/dice.ts';
import { torus, worldMesh } from '../../shapes/meshes.ts';

it.each([
  ['all', 1],
  ['every third', 3],
])('finds the boxes of %s that overlap, whatever has moved or gone', (_which, stride) => {
  const dice = new Dice(3);
  const { positions, indices } = torus(24, 12);
  const count = indices.length / 3;
  const only = Uint32Array.from({ length: count / stride }, (_, i) => stride * i);
  const tree = finishSteps(ChangingTree.buildSteps(positions, indices, stride === 1 ? undefined : only));
  // What it is not of, it never finds.
  const isGone = Uint8Array.from({ length: count }, (_, triangle) => (triangle % stride === 0 ? 0 : 1));
  for (let round = 0; round < 40; round++) {
    const centre = dice.point(1.2);
    const half = dice.pick([0, 0.05, 0.4]);
    const box = [...centre.map((value) => value - half), ...centre.map((value) => value + half)];
    const found: number[] = [];
    found.length = tree.overlapping(Float64Array.from(box), found);
    const expected = Array.from({ length: count }, (_, triangle) => triangle).filter(
      (triangle) => isGone[triangle] === 0 && doOverlap(triangleBox({ positions, indices }, triangle), box),
    );
    expect(found.toSorted((a, b) => a - b)).toEqual(expected);
    for (const triangle of expected) expect(tree.overlaps(triangle, Float64Array.from([0, ...box]), 1)).toBe(true);
    const moved = dice.whole(0, positions.length / 3 - 1);
    positions.set(dice.point(1.2), 3 * moved);
    const lost = only[dice.whole(0, only.length - 1)]!;
    isGone[lost] = 1;
    tree.drop(lost);
    for (let triangle = 0; triangle < count; triangle++) {
      if (isGone[triangle] === 1 || !indices.subarray(3 * triangle, 3 * triangle + 3).includes(moved)) continue;
      tree.renew(positions, indices, triangle);
    }
  }
  expect(only.some((triangle) => isGone[triangle] === 1)).toBe(true);
});

it('is of one triangle, too, and then of none', () => {
  const { positions, indices } = worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]);
  const tree = finishSteps(ChangingTree.buildSteps(positions, indices));
  const touching = Float64Array.of(1, 1, 0, 2, 2, 2);
  expect(tree.overlapping(touching, [])).toBe(1);
  tree.drop(0);
  expect(tree.overlapping(touching, [])).toBe(0);
});
