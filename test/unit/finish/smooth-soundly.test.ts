/** Smoothing that lets nothing meet: what is held back, what is not, and what a bad mesh keeps. */
import { describe, expect, it } from 'vitest';
import { proveMesh } from '../../../src/engine/finish/check/prove-mesh.ts';
import { exactMeetings } from '../../../src/engine/finish/simplify/exact-meetings.ts';
import { smoothSteps } from '../../../src/engine/finish/smooth.ts';
import { smoothSoundly } from '../../../src/engine/finish/smooth-soundly.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../run-context.ts';
import { implicitMesh } from '../../shapes/implicit-mesh.ts';
import { together, torus, worldMesh } from '../../shapes/meshes.ts';

const find = exactMeetings(INLINE_TASKS, quietContext);
const soundly = (mesh: WorldMesh, pairs: number) => smoothSoundly(mesh, pairs, find, quietContext);
const plainly = (mesh: WorldMesh, pairs: number): WorldMesh => finishSteps(smoothSteps(mesh, pairs));
const meetingsOf = async (mesh: WorldMesh): Promise<number> => (await find(mesh)).length / 2;
const rounded = (values: Float64Array): number[] => Array.from(values, Math.fround);
const faultsOf = async ({ positions, indices }: WorldMesh) =>
  (await proveMesh({ positions: Float32Array.from(positions), indices, shift: [0, 0, 0] }, INLINE_TASKS, quietContext))
    .faults;

/** Two skins of a bent leaf, nearer to one another than its triangles are wide, with a ball far from it. */
const leaf = inFloat32(
  implicitMesh({
    value: ([x, y, z]) =>
      Math.max(Math.abs(z - 0.31 * Math.sin(3 * x) * Math.cos(2 * y)) - 0.06, Math.hypot(x, y, z) - 1.01),
    cells: 12,
    halfWidth: 1.23,
    isRaw: true,
  }),
);
const ring = inFloat32(torus(24, 12));

function inFloat32({ positions, indices }: WorldMesh): WorldMesh {
  return { positions: positions.map(Math.fround), indices };
}

describe('smoothing', () => {
  it('holds back where triangles would meet, and nowhere else', async () => {
    const far = { ...ring, positions: ring.positions.map((value) => value + 9) };
    const both = together(leaf, far);
    expect(await faultsOf(both)).toEqual([]);
    expect(await meetingsOf(plainly(both, 2))).toBeGreaterThan(0);
    const { mesh, held } = await soundly(both, 2);
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(leaf.positions.length / 3);
    expect(await faultsOf(mesh)).toEqual([]);
    expect(rounded(mesh.positions.subarray(leaf.positions.length))).toEqual(
      rounded(plainly(both, 2).positions.subarray(leaf.positions.length)),
    );
    // Most of the leaf is smoothed as well.
    const moved = mesh.positions.filter((value, i) => value !== both.positions[i]).length;
    expect(moved / both.positions.length).toBeGreaterThan(0.7);
  });

  it('is the plain one where nothing meets', async () => {
    const { mesh, held } = await soundly(ring, 5);
    expect(held).toBe(0);
    expect([...mesh.positions]).toEqual(rounded(plainly(ring, 5).positions));
  });

  it('keeps the area of every triangle', async () => {
    // A rim of three vertices halves with every step, and ends in one place of float32.
    const crumb = worldMesh([1000, 1000, 0, 1001, 1000, 0, 1000, 1001, 0], [0, 1, 2]);
    expect(await faultsOf(plainly(crumb, 50))).toContain('degenerate');
    expect(await faultsOf((await soundly(crumb, 50)).mesh)).toEqual(['open']);
  });

  it('leaves a mesh that meets itself with no more than it had', async () => {
    const crossed = together(ring, {
      ...ring,
      positions: ring.positions.map((value, i) => value + (i % 3 === 0 ? 1 : 0)),
    });
    const before = await meetingsOf(crossed);
    expect(before).toBeGreaterThan(0);
    const { mesh } = await soundly(crossed, 3);
    expect(await meetingsOf(mesh)).toBeLessThanOrEqual(before);
    const moved = mesh.positions.filter((value, i) => value !== crossed.positions[i]).length;
    expect(moved / crossed.positions.length).toBeGreaterThan(0.1);
  });
});
