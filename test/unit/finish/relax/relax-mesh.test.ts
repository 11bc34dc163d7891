import { describe, expect, it } from 'vitest';
import { openTaskThreads } from '../../../../src/cli/task-threads.ts';
import { relaxInParts } from '../../../../src/engine/finish/relax/relax-in-parts.ts';
import { relaxMesh } from '../../../../src/engine/finish/relax/relax-mesh.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import type { TaskHost } from '../../../../src/engine/host/host.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { searchTreeSteps } from '../../../../src/engine/measure/closest-point.ts';
import { leastSine, triangleAngleSteps } from '../../../../src/engine/mesh/triangle-angles.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { kindOfSurface, topologyOf } from '../../../shapes/surface-kind.ts';
import { BACKWARDS } from '../../../backwards-tasks.ts';
import { quietContext } from '../../../run-context.ts';
import { alwaysMeeting } from '../../../shapes/always-meeting.ts';
import { implicitMesh } from '../../../shapes/implicit-mesh.ts';
import { tetrahedron, torus, worldMesh } from '../../../shapes/meshes.ts';

const MOST_IN_PART = 150;
const relax = (mesh: WorldMesh) => relaxMesh(mesh, {}, INLINE_TASKS, quietContext);
const meetings = exactMeetings(INLINE_TASKS, quietContext);

/** Slivers as a grid makes them: a surface cut wherever it crosses the edges of cells. */
const SPHERE = implicitMesh({ cells: 20, halfWidth: 1.1, value: ([x, y, z]) => Math.hypot(x - 0.03, y, z) - 1 });
const RING = implicitMesh({
  cells: 24,
  halfWidth: 1.3,
  value: ([x, y, z]) => Math.hypot(Math.hypot(x, y) - 0.85, z) - 0.3,
});
const BOX = implicitMesh({
  cells: 18,
  halfWidth: 1,
  value: ([x, y, z]) => {
    // Askew to the grid: turned about z, then about x.
    const [u, v] = [0.92 * x - 0.39 * y, 0.39 * x + 0.92 * y];
    return Math.max(Math.abs(u) - 0.63, Math.abs(0.95 * v - 0.31 * z) - 0.52, Math.abs(0.31 * v + 0.95 * z) - 0.41);
  },
});

/** The part above a plane: a rim of needles. */
function above({ positions, indices }: WorldMesh, height: number): WorldMesh {
  const isHigh = (triangle: number): boolean =>
    [0, 1, 2].every((corner) => positions[3 * indices[3 * triangle + corner]! + 2]! > height);
  const stays = Array.from({ length: indices.length / 3 }, (_, i) => i).filter(isHigh);
  return {
    positions,
    indices: Uint32Array.from(stays.flatMap((triangle) => [...indices.subarray(3 * triangle, 3 * triangle + 3)])),
  };
}

/** All is locked, so that each collapse is tested by itself; with `isKept` none is made. */
const hunted = (mesh: WorldMesh, isKept: number) => {
  const locks = (value: number) => new Uint8Array(mesh.positions.length / 3).fill(value);
  const tree = Promise.resolve(finishSteps(searchTreeSteps(mesh)));
  const input = { original: mesh, isLocked: locks(1), isKept: locks(isKept), tree };
  return relaxInParts(input, INLINE_TASKS, quietContext.signal);
};
const needles = ({ positions, indices }: WorldMesh): number => {
  const isNeedle = (at: number): boolean =>
    leastSine(positions, indices[at]!, indices[at + 1]!, indices[at + 2]!) < Math.sin((5 * Math.PI) / 180);
  return Array.from({ length: indices.length / 3 }, (_, i) => 3 * i).filter(isNeedle).length;
};

describe('a mesh with slivers', () => {
  it.each<[string, WorldMesh]>([
    ['a sphere', SPHERE],
    ['a ring', RING],
  ])('%s has none afterwards, and the same surface', async (_name, mesh) => {
    const { mesh: found, isRelaxed, before, after, toOriginal, fromOriginal } = await relax(mesh);
    expect(isRelaxed).toBe(true);
    expect(before.under5).toBeGreaterThan(0.02);
    expect(after.under5).toBe(0);
    expect(after.least).toBeGreaterThan(8);
    expect(kindOfSurface(found)).toEqual(kindOfSurface(mesh));
    expect(found.indices.length).toBeGreaterThan(0.6 * mesh.indices.length);
    // A cell is .11 wide: the surface stays within a fiftieth of that in the mean.
    expect(Math.max(toOriginal.mean, fromOriginal.mean)).toBeLessThan(0.002);
    expect(topologyOf(found).signedVolume / topologyOf(mesh).signedVolume).toBeCloseTo(1, 2);
    expect((await meetings(found)).length).toBe(0);
  });

  it('keeps its creases', async () => {
    const { mesh, before, after, toOriginal } = await relax(BOX);
    expect(after.under5).toBeLessThan(0.1 * before.under5);
    expect(kindOfSurface(mesh)).toEqual(kindOfSurface(BOX));
    expect(toOriginal.mean).toBeLessThan(0.002);
    expect(topologyOf(mesh).signedVolume / topologyOf(BOX).signedVolume).toBeCloseTo(1, 2);
  });

  it('keeps its rims', async () => {
    const cap = above(SPHERE, 0.35);
    const { mesh, before, after, fromOriginal } = await relax(cap);
    expect(kindOfSurface(mesh)).toEqual(kindOfSurface(cap));
    expect(after.under5).toBeLessThan(0.2 * before.under5);
    expect(fromOriginal.maximum).toBeLessThan(0.05);
  });
});

describe('the last narrow triangles', () => {
  it('of a strip between rims grow wide, for no edge across it may go', async () => {
    // Two rails as far apart as steps are long, but for one place, where they come within a fiftieth of that.
    const width = (i: number): number => (i === 10 ? 0.02 : 1);
    const rails = Array.from({ length: 21 }, (_, i) => [i, width(i) / 2, 0, i, -width(i) / 2, 0]).flat();
    const pairs = Array.from({ length: 20 }, (_, i) => [2 * i, 2 * i + 1, 2 * i + 2, 2 * i + 1, 2 * i + 3, 2 * i + 2]);
    const strip = worldMesh(rails, pairs.flat());
    const { mesh, before, after, fromOriginal, toOriginal } = await relax(strip);
    expect(before.least).toBeLessThan(1.5);
    expect(after.least).toBeGreaterThan(5);
    expect(kindOfSurface(mesh)).toEqual(kindOfSurface(strip));
    // Half of .15 of an edge, which is √2 long at most, less half of what there was.
    expect(Math.max(fromOriginal.maximum, toOriginal.maximum)).toBeLessThan(0.096);
  });

  it.each<[string, WorldMesh]>([
    ['a sphere', SPHERE],
    ['a box', BOX],
    ['a cap', above(SPHERE, 0.35)],
  ])('of %s go where all is locked, each tested by itself, and none where it is kept', async (_name, mesh) => {
    const found = await hunted(mesh, 0);
    expect(needles(mesh)).toBeGreaterThan(20);
    // Those with a short edge.
    expect(needles(found)).toBeLessThan(0.45 * needles(mesh));
    expect(kindOfSurface(found)).toEqual(kindOfSurface(mesh));
    // The box goes through itself at its edges before.
    expect((await meetings(found)).length).toBeLessThanOrEqual((await meetings(mesh)).length);
    const kept = await hunted(mesh, 1);
    expect([kept.indices.length, needles(kept)]).toEqual([mesh.indices.length, needles(mesh)]);
  });
});

describe('a ridge of two needles', () => {
  const ridge = [-0.05, 0, 1, 0.05, 0, 1, 0, 1, 0, 0, -1, 0, -1, 0, 0, 1, 0, 0];
  const slopes = [0, 1, 2, 1, 0, 3, 0, 2, 4, 0, 4, 3, 1, 5, 2, 1, 3, 5];

  it('becomes a peak, but not where that would go through what is above', async () => {
    expect(needles(await hunted(worldMesh(ridge, slopes), 0))).toBe(0);
    const lid = [-0.3, -0.3, 1.004, 0.3, -0.3, 1.004, 0, 0.3, 1.004];
    const covered = worldMesh([...ridge, ...lid], [...slopes, 6, 7, 8]);
    expect((await meetings(covered)).length).toBe(0);
    expect(needles(await hunted(covered, 0))).toBe(2);
  });
});

describe('a mesh in parts', () => {
  /** A ring of 20 parts, with no part of any cut far from a border. */
  const inParts = (mesh: WorldMesh, host: TaskHost) =>
    relaxMesh(mesh, { mostInPart: MOST_IN_PART }, host, quietContext);

  it('is the same on one thread, on two, and in another order', async () => {
    const threads = openTaskThreads(2);
    try {
      const alone = await inParts(RING, INLINE_TASKS);
      const pool: TaskHost = { parallelTasks: 2, runTask: threads.runTask.bind(threads) };
      expect(await inParts(RING, pool)).toEqual(alone);
      expect(await inParts(RING, BACKWARDS)).toEqual(alone);
      expect(alone).not.toEqual(await relax(RING));
    } finally {
      await threads.close();
    }
  });

  it('keeps what is locked, on borders too', async () => {
    const isLocked = Uint8Array.from({ length: RING.positions.length / 3 }, (_, vertex) => (vertex % 3 === 0 ? 1 : 0));
    const tree = finishSteps(searchTreeSteps(RING));
    const { signal } = quietContext;
    const found = await relaxInParts(
      { original: RING, isLocked, isKept: isLocked, tree: Promise.resolve(tree) },
      INLINE_TASKS,
      signal,
      MOST_IN_PART,
    );
    const places = new Map([...found.sources].map((source, vertex) => [source, vertex]));
    let moved = 0;
    for (let source = 0; source < isLocked.length; source++) {
      const vertex = places.get(source);
      const isSame =
        vertex !== undefined &&
        [0, 1, 2].every((axis) => found.positions[3 * vertex + axis] === RING.positions[3 * source + axis]);
      if (isLocked[source] === 1) expect(isSame).toBe(true);
      else if (!isSame) moved++;
    }
    expect(moved).toBeGreaterThan(0.1 * isLocked.length);
  });

  it.each<[string, WorldMesh]>([
    ['a sphere', SPHERE],
    ['a ring', RING],
    ['a box', BOX],
    ['a cap', above(SPHERE, 0.35)],
  ])('has triangles as good as in one, along borders too: %s', async (_name, mesh) => {
    expect(mesh.positions.length / 3).toBeGreaterThan(3 * MOST_IN_PART);
    const [parts, whole] = [await inParts(mesh, INLINE_TASKS), await relax(mesh)];
    expect(parts.after.under5).toBeLessThanOrEqual(1.5 * whole.after.under5);
    expect(parts.after.least).toBeGreaterThan(0.8 * whole.after.least);
    expect(kindOfSurface(parts.mesh)).toEqual(kindOfSurface(mesh));
    expect((await meetings(parts.mesh)).length).toBe(0);
    expect(Math.max(parts.toOriginal.mean, parts.fromOriginal.mean)).toBeLessThan(0.002);
    expect(parts.mesh.indices.length).toBeLessThan(1.1 * whole.mesh.indices.length);
  });
});

it('good triangles stay as they are', async () => {
  const even = torus(40, 14);
  expect((await relax(even)).mesh).toEqual(even);
  expect((await relax(tetrahedron())).mesh).toEqual(tetrahedron());
  const triangle = worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]);
  expect((await relax(triangle)).mesh).toEqual(triangle);
});

it('is the same whenever it is asked for, and never changes what it is given', async () => {
  const before = { positions: SPHERE.positions.slice(), indices: SPHERE.indices.slice() };
  expect(await relax(SPHERE)).toEqual(await relax(SPHERE));
  expect(SPHERE).toEqual(before);
});

it('leaves the mesh as it is where triangles would meet, and says so', async () => {
  const findSelfIntersections = alwaysMeeting(RING);
  const { mesh, isRelaxed } = await relaxMesh(RING, { findSelfIntersections }, INLINE_TASKS, quietContext);
  expect(isRelaxed).toBe(false);
  expect(mesh).toEqual(RING);
});

it.each<[string, WorldMesh]>([
  ['has no triangles', worldMesh([], [])],
  ['not finite', worldMesh([0, 0, 0, 1, 0, 0, 0, Number.NaN, 0], [0, 1, 2])],
  ['of three triangles', worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1], [0, 1, 2, 1, 0, 3, 0, 1, 4])],
])('a mesh that %s is refused', async (sentence, mesh) => {
  await expect(relax(mesh)).rejects.toThrow(sentence);
  await expect(relax(mesh)).rejects.toMatchObject({ code: 'mesh-format' });
});

it('ends at an abort with its reason', async () => {
  const options = { onShare: () => abort.abort('enough') };
  const abort = new AbortController();
  await expect(relaxMesh(SPHERE, options, INLINE_TASKS, { signal: abort.signal })).rejects.toBe('enough');
});

describe('angles', () => {
  it('are those of the triangle', () => {
    const at = (angle: number): number => {
      const positions = [0, 0, 0, 1, 0, 0, Math.cos(angle), Math.sin(angle), 0];
      return leastSine(Float64Array.from(positions), 0, 1, 2);
    };
    for (const angle of [0.01, 0.3, Math.PI / 3]) expect(at(angle)).toBeCloseTo(Math.sin(angle), 12);
    expect(at(2)).toBeCloseTo(Math.sin((Math.PI - 2) / 2), 12);
    expect(at(0)).toBe(0);
  });

  it('count as small below 5°', () => {
    const under = (degrees: number): number => {
      const angle = (degrees * Math.PI) / 180;
      const mesh = worldMesh([0, 0, 0, 1, 0, 0, Math.cos(angle), Math.sin(angle), 0], [0, 1, 2]);
      const { least, under5 } = finishSteps(triangleAngleSteps(mesh));
      expect(least).toBeCloseTo(degrees, 9);
      return under5;
    };
    expect([4.99, 5.01].map(under)).toEqual([1, 0]);
  });
});
