/** Seeded clouds, and levels read back into the reference's form: maps from node to value. */
import { expect } from 'vitest';
import type { RunContext } from '../../../src/engine/events.ts';
import type { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import type { BrickGrid } from '../../../src/engine/grid/brick-grid.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { nodeIndex, type Triple } from '../../reference/grid.ts';

export const quiet = (): RunContext => ({ signal: new AbortController().signal, onEvent: () => undefined });

/** Float32 numbers in the cube of side 2 × `reach`. */
export function randomPoints(seed: number, count: number, reach = 0.5): Triple[] {
  const coordinate = (i: number): number => Math.fround(reach * (2 * unitFloat(randomBits(seed, 0, i)) - 1));
  return Array.from({ length: count }, (_, i): Triple => [
    coordinate(3 * i),
    coordinate(3 * i + 1),
    coordinate(3 * i + 2),
  ]);
}

/** On the sphere of the given radius round 0, nearly evenly (a Fibonacci lattice), rounded to float32. */
export function spherePoints(count: number, radius: number): Triple[] {
  return Array.from({ length: count }, (_, i): Triple => {
    const z = 1 - (2 * i + 1) / count;
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    const across = Math.sqrt(1 - z * z);
    return [across * Math.cos(angle), across * Math.sin(angle), z].map((c) =>
      Math.fround(radius * c),
    ) as unknown as Triple;
  });
}

/** The active nodes by number, with the slot of each; checks on the way that table, coordinates and bits agree. */
export async function readSlots(gpu: Gpu, grid: BrickGrid): Promise<Map<number, number>> {
  const { resolution, bricksPerAxis } = grid.frame;
  const table = await gpu.readUints(grid.brickTable, bricksPerAxis ** 3);
  const coords = await gpu.readUints(grid.brickCoords, grid.brickCount);
  const bits = await gpu.readUints(grid.activeBits, 16 * grid.brickCount);
  expect(table.filter((entry) => entry > 0)).toEqual(Uint32Array.from({ length: grid.brickCount }, (_, i) => i + 1));
  const slots = new Map<number, number>();
  let largest = 0;
  coords.forEach((packedBrick, brick) => {
    const [bx, by, bz] = [packedBrick & 1023, (packedBrick >> 10) & 1023, packedBrick >> 20];
    expect(table[bx + bricksPerAxis * (by + bricksPerAxis * bz)]).toBe(brick + 1);
    for (let local = 0; local < 512; local++) {
      const slot = 512 * brick + local;
      if (((bits[slot >> 5]! >>> (slot & 31)) & 1) === 0) continue;
      const node: Triple = [8 * bx + (local & 7), 8 * by + ((local >> 3) & 7), 8 * bz + (local >> 6)];
      largest = Math.max(largest, ...node);
      slots.set(nodeIndex(resolution, node), slot);
    }
  });
  expect(largest).toBeLessThanOrEqual(resolution);
  expect(grid.nodeCount).toBe(slots.size);
  return slots;
}

/** The field's values by node; checks that inactive slots hold 0. */
export async function readField(gpu: Gpu, grid: BrickGrid, field: GPUBuffer): Promise<Map<number, number>> {
  const values = await gpu.readFloats(field, 512 * grid.brickCount);
  const slots = await readSlots(gpu, grid);
  const result = new Map([...slots].map(([node, slot]) => [node, values[slot]!]));
  const inactive = new Float32Array(values);
  for (const slot of slots.values()) inactive[slot] = 0;
  expect(inactive.every((value) => value === 0)).toBe(true);
  return result;
}

/** A field in the grid's slots from a function of the node. */
export async function uploadField(
  gpu: Gpu,
  scope: BufferScope,
  grid: BrickGrid,
  valueAt: (nodeIndex: number) => number,
): Promise<GPUBuffer> {
  const values = new Float32Array(512 * grid.brickCount);
  for (const [node, slot] of await readSlots(gpu, grid)) values[slot] = valueAt(node);
  return scope.upload('field', values);
}

/** Sorted, so that sets compare with a readable difference. */
export const sorted = (nodes: Iterable<number>): number[] => [...nodes].sort((a, b) => a - b);
