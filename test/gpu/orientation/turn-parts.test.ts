/** Parts of a scene that are inside out: found and turned, unless all is well or nothing is known. */
import { describe, expect, it } from 'vitest';
import { buildWindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { turnParts } from '../../../src/engine/orientation/turn-parts.ts';
import { uploadWindingTree } from '../../../src/engine/orientation/winding-tree.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { context, neighbourLists, sphere } from './shapes.ts';

const LARGE = 1800;
const SMALL = 120;
const RADIUS = 0.3;

/** A large ball and a small one apart from it with as many points an area, of which `turned` are inside out. */
async function scene(turned: (i: number) => boolean) {
  const small = sphere(SMALL, RADIUS * Math.sqrt(SMALL / LARGE), [0.42, 0, 0], 5);
  const large = sphere(LARGE, RADIUS, [-0.1, 0, 0], 6);
  const positions = Float32Array.from([...large.positions, ...small.positions]);
  const outward = Float32Array.from([...large.normals, ...small.normals]);
  const count = LARGE + SMALL;
  const normals = new Float32Array(4 * count).fill(1);
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) normals[4 * i + axis] = (turned(i) ? -1 : 1) * outward[3 * i + axis]!;
  }
  const gpu = await testGpu();
  const host = await testHost();
  using scope = new BufferScope(gpu, 'test');
  const built = await host.runTask(buildWindingTree, { positions });
  const neighbourCount = 12;
  // A disc that holds twelve points.
  const radius = RADIUS * Math.sqrt((4 * neighbourCount) / LARGE);
  const radii = scope.upload('radii', new Float32Array(count).fill(radius));
  const input = {
    positions,
    normals,
    neighbours: (await neighbourLists(positions, 11)).indices,
    noiseNorm: 0,
    planes: { normals: radii, radii, neighbourCount },
    tree: uploadWindingTree(scope, built),
    sources: built.order,
    width: 0.01,
  };
  const found = await turnParts(stageOf(gpu, { host, context }), input);
  const wrong = Array.from({ length: count }, (_, i) => i).filter(
    (i) => [0, 1, 2].reduce((sum, axis) => sum + found[4 * i + axis]! * outward[3 * i + axis]!, 0) < 0,
  );
  return { found, same: found === normals, wrong, liveBytes: () => gpu.liveBytes };
}

describe('parts of a scene', () => {
  it('turn round where they are inside out', async () => {
    const { wrong, same } = await scene((i) => i >= LARGE);
    expect(same).toBe(false);
    expect(wrong).toEqual([]);
  });

  it('stay where all is well', async () => {
    expect((await scene(() => false)).same).toBe(true);
  });

  it('stay where the winding number is wrong nearly everywhere: that is no closed scene', async () => {
    expect((await scene((i) => i % 2 === 0)).same).toBe(true);
  });

  it('leave no buffers behind', async () => {
    const { liveBytes } = await scene((i) => i >= LARGE);
    expect(liveBytes()).toBe(0);
  });
});
