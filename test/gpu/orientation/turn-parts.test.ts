/** Parts of a scene that are inside out: found and turned, unless all is well or nothing is known. */
import { describe, expect, it } from 'vitest';
import { buildWindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { judgeRepair } from '../../../src/engine/orientation/judge-repair.ts';
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
async function openScene(scope: BufferScope, turned: (i: number) => boolean) {
  const small = sphere(SMALL, RADIUS * Math.sqrt(SMALL / LARGE), [0.42, 0, 0], 5);
  const large = sphere(LARGE, RADIUS, [-0.1, 0, 0], 6);
  const positions = Float32Array.from([...large.positions, ...small.positions]);
  const outward = Float32Array.from([...large.normals, ...small.normals]);
  const count = LARGE + SMALL;
  const normals = new Float32Array(4 * count).fill(1);
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) normals[4 * i + axis] = (turned(i) ? -1 : 1) * outward[3 * i + axis]!;
  }
  const host = await testHost();
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
  return { input, outward };
}

async function scene(turned: (i: number) => boolean) {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const { input, outward } = await openScene(scope, turned);
  const { normals } = input;
  const count = normals.length / 4;
  const stage = stageOf(gpu, { host: await testHost(), context });
  const { normals: found, energy } = await turnParts(stage, input);
  const wrong = Array.from({ length: count }, (_, i) => i).filter(
    (i) => [0, 1, 2].reduce((sum, axis) => sum + found[4 * i + axis]! * outward[3 * i + axis]!, 0) < 0,
  );
  return { found, energy, same: found === normals, wrong, liveBytes: () => gpu.liveBytes };
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

describe('a repair', () => {
  /** Which of the points turn that `repaired` gives a set, from 1; of a scene of which `turned` are inside out. */
  async function judged(repaired: (i: number) => number, turned: (i: number) => boolean): Promise<number[]> {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const { input } = await openScene(scope, turned);
    const sets = Uint32Array.from({ length: LARGE + SMALL }, (_, i) => repaired(i));
    const setSizes = new Uint32Array(Math.max(...sets));
    for (const set of sets) if (set > 0) setSizes[set - 1]!++;
    const flips = await judgeRepair(stageOf(gpu, { host: await testHost(), context }), { ...input, sets, setSizes });
    return [...flips.keys()].filter((i) => flips[i] === 1);
  }
  /** Of the large ball, whose points are spread over it at random: the cap above a height. */
  const { positions } = sphere(LARGE, RADIUS, [-0.1, 0, 0], 6);
  const isCap = (i: number, height: number): boolean => i < LARGE && positions[3 * i + 2]! > height;
  const members = (is: (i: number) => boolean): number[] => [...Array(LARGE + SMALL).keys()].filter(is);

  it('turns no closed part that is right', async () => {
    const turns = await judged(
      (i) => Number(i >= LARGE),
      () => false,
    );
    expect(turns).toEqual([]);
  });

  it('turns a part that is wrong, beside one that is right', async () => {
    // A cap of 2 % is wrong, the other ball is not.
    const isWrong = (i: number): boolean => isCap(i, 0.288);
    const turns = await judged((i) => (isWrong(i) ? 1 : i >= LARGE ? 2 : 0), isWrong);
    expect(turns).toEqual(members(isWrong));
  });

  it('turns what is too small to tell', async () => {
    const isFew = (i: number): boolean => i < 15;
    expect(
      await judged(
        (i) => Number(isFew(i)),
        () => false,
      ),
    ).toEqual(members(isFew));
  });

  it('turns whatever it is about where the winding number is wrong', async () => {
    // Caps of 10 % on two sides are wrong: the energy is above .015, and says nothing of the small ball.
    const isWrong = (i: number): boolean => isCap(i, 0.24) || (i < LARGE && positions[3 * i + 2]! < -0.24);
    const turns = await judged((i) => Number(i >= LARGE), isWrong);
    expect(turns).toEqual(members((i) => i >= LARGE));
  });
});
