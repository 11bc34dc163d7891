/** The preset's bookkeeping kernels: exact against their definitions. */
import { describe, expect, it } from 'vitest';
import {
  compactNodes,
  initSphere,
  markActive,
  resampleField,
} from '../../../src/engine/methods/paper/paper-kernels.ts';
import { corners, NODES } from '../../reference/paper.ts';
import { runKernel } from '../device.ts';

const COUNT = NODES ** 3;
const index = (x: number, y: number, z: number): number => (x * NODES + y) * NODES + z;

it('init_sphere starts from the distance to a sphere in the middle', async () => {
  const { field } = await runKernel(initSphere, COUNT, { radius_voxel: 1.28 }, { field: new Float32Array(COUNT) });
  for (const [x, y, z] of [
    [64, 64, 64],
    [0, 0, 0],
    [127, 0, 5],
    [100, 64, 33],
  ] as const) {
    expect(field[index(x, y, z)]).toBeCloseTo(Math.hypot(x - 64, y - 64, z - 64) - 1.28, 4);
  }
});

it('mark_active takes the band, its neighbours and the touched nodes, and nothing else', async () => {
  const weights = new Uint32Array(COUNT);
  const touched = new Uint32Array(COUNT / 32);
  const band = [index(5, 6, 7), index(1, 1, 1), index(126, 126, 126), index(40, 0, 127)];
  const near = [index(90, 91, 92), index(0, 0, 31), index(0, 0, 32)];
  for (const node of band) weights[node] = 3;
  for (const node of near) touched[node >> 5]! |= 1 << (node & 31);
  const { flags } = await runKernel(
    markActive,
    COUNT,
    { node_count: COUNT },
    { weights, touched, flags: new Uint32Array(COUNT) },
  );
  const expected = new Set(near);
  for (const node of band) {
    const at = [Math.floor(node / NODES ** 2), Math.floor(node / NODES) % NODES, node % NODES];
    expected.add(node);
    for (const axis of [0, 1, 2]) {
      for (const side of [-1, 1]) {
        const other = at.map((c, k) => (k === axis ? c + side : c)) as [number, number, number];
        if (other.every((c) => c >= 0 && c < NODES)) expected.add(index(...other));
      }
    }
  }
  const found: number[] = [];
  flags.forEach((flag, node) => flag === 1 && found.push(node));
  expect(found).toEqual([...expected].sort((a, b) => a - b));
});

describe('compact_nodes', () => {
  it.each([1, 63, 64, 65, 1000])('lists flagged nodes in order, %i nodes', async (count) => {
    const flags = Uint32Array.from({ length: count }, (_, i) => ((i * 7) % 5 < 2 || i === count - 1 ? 1 : 0));
    let sum = 0;
    const places = flags.map((flag) => (sum += flag) - flag);
    const { nodes } = await runKernel(
      compactNodes,
      count,
      { node_count: count, active_count: sum },
      { places, nodes: new Uint32Array(sum) },
    );
    expect([...nodes]).toEqual([...flags.keys()].filter((i) => flags[i] === 1));
  });
});

it('resample_field interpolates at the nodes of bricks', async () => {
  const source = Float32Array.from({ length: COUNT }, (_, i) => Math.sin(0.37 * i) + 0.01 * (i % NODES));
  const bricks = [
    [0, 0, 0],
    [16, 3, 31],
    [32, 32, 32],
  ] as const;
  const voxel = 1.1 / 256;
  const { field } = await runKernel(
    resampleField,
    512 * bricks.length,
    { slot_count: 512 * bricks.length, voxel_norm: voxel, origin_norm: -0.55 },
    {
      brick_coords: Uint32Array.from(bricks, ([x, y, z]) => x | (y << 10) | (z << 20)),
      source,
      field: new Float32Array(512 * bricks.length),
    },
  );
  let worst = 0;
  bricks.forEach(([x, y, z], brick) => {
    for (let local = 0; local < 512; local += 7) {
      const node = [8 * x + (local & 7), 8 * y + ((local >> 3) & 7), 8 * z + (local >> 6)] as const;
      const position = node.map((n) => -0.55 + voxel * n) as [number, number, number];
      const expected = corners(position).reduce((sum, corner) => sum + corner.weight * source[corner.node]!, 0);
      worst = Math.max(worst, Math.abs(field[512 * brick + local]! - expected));
    }
  });
  // Voxel coordinates up to 128 in float32 carry 8e-6; neighbouring values differ by up to 2.
  expect(worst).toBeLessThan(5e-5);
});
