/** Smoothing that keeps edges: nearer to a box than even smoothing, and the same however the mesh is turned. */
import { describe, expect, it } from 'vitest';
import { exactMeetings } from '../../../src/engine/finish/simplify/exact-meetings.ts';
import { smoothKeepingEdges } from '../../../src/engine/finish/smooth-edges.ts';
import { smoothSoundly } from '../../../src/engine/finish/smooth-soundly.ts';
import { smoothSteps } from '../../../src/engine/finish/smooth.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../run-context.ts';
import { flatSquare, moebiusStrip, torus, worldMesh } from '../../shapes/meshes.ts';
import { box } from '../../shapes/procedural-shapes.ts';
import { reordered, subdivide } from '../../shapes/subdivide.ts';
import { topologyOf } from '../../shapes/surface-kind.ts';

const meetings = exactMeetings(INLINE_TASKS, quietContext);
const smooth = async (mesh: WorldMesh, steps: number) => {
  const { mesh: even } = await smoothSoundly(mesh, steps, meetings, quietContext);
  return smoothKeepingEdges(mesh, even, steps, meetings, quietContext);
};

/** Each coordinate by up to `size`, the same for the same place. */
function noisy({ positions, indices }: WorldMesh, size: number): WorldMesh {
  const moved = positions.map((value, i) => value + size * (2 * unitFloat(randomBits(7, 0, i)) - 1));
  return { positions: moved, indices };
}

/** The mean distance of the vertices from the surface of the box of half width 1. */
function offBox({ positions }: WorldMesh): number {
  let sum = 0;
  for (let i = 0; i < positions.length; i += 3) {
    const outside = [0, 1, 2].map((axis) => Math.abs(positions[i + axis]!) - 1);
    const out = Math.hypot(...outside.map((value) => Math.max(0, value)));
    sum += out > 0 ? out : -Math.max(...outside);
  }
  return sum / (positions.length / 3);
}

/** Edges are an eighth of its own long. */
const BOX = noisy(subdivide(box([-1, -1, -1], [1, 1, 1]), 4), 0.02);

describe('smoothing that keeps edges', () => {
  it('brings a rough box nearer to the box than even smoothing does, and keeps its volume', async () => {
    const { evenVertices, ...found } = await smooth(BOX, 5);
    const even = finishSteps(smoothSteps(BOX, 5));
    expect(offBox(found)).toBeLessThan(0.6 * offBox(even));
    expect(offBox(found)).toBeLessThan(0.6 * offBox(BOX));
    expect(topologyOf(found).signedVolume / topologyOf(BOX).signedVolume).toBeCloseTo(1, 4);
    expect(evenVertices).toBeLessThan(0.01 * (BOX.positions.length / 3));
    expect((await meetings(found)).length).toBe(0);
  });

  it('leaves a plane a plane', async () => {
    const square = flatSquare(8);
    const { positions } = await smooth(square, 3);
    for (let i = 2; i < positions.length; i += 3) expect(positions[i]).toBe(0);
  });

  it('puts evenly what would meet, all where nothing else helps', async () => {
    const mesh = torus(16, 8);
    // The original meets nowhere.
    const always = (asked: WorldMesh) => Promise.resolve(asked === mesh ? new Uint32Array() : Uint32Array.of(0, 1));
    const even = finishSteps(smoothSteps(mesh, 2));
    const found = await smoothKeepingEdges(mesh, even, 2, always, quietContext);
    expect(found.positions).toEqual(even.positions);
    expect(found.evenVertices).toBe(mesh.positions.length / 3);
  });

  it('is the same in any order, turned, moved and larger', async () => {
    const plain = await smooth(BOX, 2);
    const other = await smooth(reordered(BOX, 7), 2);
    expect(offBox(other)).toBeCloseTo(offBox(plain), 6);
    const turned = ([x, y, z]: readonly number[]): number[] => [
      8 * (0.6 * x! - 0.8 * y!),
      8 * (0.8 * x! + 0.6 * y!) + 3,
      8 * z!,
    ];
    const all = (mesh: WorldMesh): Float64Array<ArrayBuffer> => {
      const points = Array.from({ length: mesh.positions.length / 3 }, (_, i) =>
        turned([...mesh.positions.subarray(3 * i, 3 * i + 3)]),
      );
      return Float64Array.from(points.flat());
    };
    const { positions } = await smooth({ ...BOX, positions: all(BOX) }, 2);
    const wanted = all(plain);
    expect(Math.max(...positions.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(1e-5);
  });

  it.each<[string, WorldMesh]>([
    ['not finite', worldMesh([0, 0, 0, 1, 0, 0, 0, Number.NaN, 0], [0, 1, 2])],
    ['face different sides', moebiusStrip(9)],
    ['of three triangles', worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1], [0, 1, 2, 1, 0, 3, 0, 1, 4])],
  ])('says of a mesh that it is or has %s', async (sentence, mesh) => {
    await expect(smooth(mesh, 1)).rejects.toThrow(sentence);
  });

  it('takes one triangle, and none', async () => {
    const triangle = worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]);
    expect((await smooth(triangle, 1)).indices).toEqual(triangle.indices);
    expect((await smooth(worldMesh([], []), 1)).indices).toHaveLength(0);
  });
});
