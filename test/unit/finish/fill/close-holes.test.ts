import { describe, expect, it } from 'vitest';
import { type ClosedMesh, closeHoleSteps } from '../../../../src/engine/finish/fill/close-holes.ts';
import { closeSoundly } from '../../../../src/engine/finish/fill/close-soundly.ts';
import { type Islands, nestedRimSteps } from '../../../../src/engine/finish/fill/nested-rims.ts';
import { growthFor } from '../../../../src/engine/finish/fill/refine-patch.ts';
import { triangulateIslandSteps } from '../../../../src/engine/finish/fill/triangulate-islands.ts';
import { triangulateRim } from '../../../../src/engine/finish/fill/triangulate-rim.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import { INLINE_TASKS, inlineHost } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { rimSteps } from '../../../../src/engine/mesh/rims.ts';
import { topologySteps } from '../../../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { flatSquare, gridMesh, torus, tubeWall, worldMesh } from '../../../shapes/meshes.ts';

const closed = (mesh: WorldMesh, widest = Infinity): ClosedMesh => finishSteps(closeHoleSteps(mesh, widest));
const topologyOf = ({ positions, indices }: WorldMesh) => finishSteps(topologySteps(positions, indices));

/** A unit sphere of rings, open at its top and bottom from an angle of `opening` on. */
const openSphere = (columns: number, rows: number, opening: number): WorldMesh =>
  gridMesh(columns, rows + 1, { columns: true, rows: false }, (u, v) => {
    const polar = Math.PI - opening - (Math.PI - 2 * opening) * v * (1 + 1 / rows);
    return [Math.sin(polar) * Math.cos(2 * Math.PI * u), Math.sin(polar) * Math.sin(2 * Math.PI * u), Math.cos(polar)];
  });

/** Mean distance of the patches' vertices from the unit sphere. */
function offSphere({ positions }: WorldMesh, firstVertex: number): number {
  let sum = 0;
  const count = positions.length / 3 - firstVertex;
  for (let vertex = firstVertex; vertex < positions.length / 3; vertex++) {
    sum += Math.abs(Math.hypot(...positions.subarray(3 * vertex, 3 * vertex + 3)) - 1);
  }
  return sum / count;
}

describe('a sphere without its poles', () => {
  const mesh = openSphere(40, 24, 0.5);
  const result = closed(mesh);

  it('is closed, on its own side', () => {
    expect(topologyOf(mesh)).toMatchObject({ boundaryLoops: 2, watertight: false });
    expect(topologyOf(result)).toMatchObject({
      watertight: true,
      orientationConsistent: true,
      genus: 0,
      nonManifoldVertices: 0,
    });
    expect(topologyOf(result).signedVolume).toBeCloseTo((4 / 3) * Math.PI, 1);
  });

  it('gets caps that go on with its curvature', () => {
    // A flat cap lies up to 1 − cos .5 = .122 inside, .06 in the mean; these within a fifth of that.
    expect(offSphere(result, mesh.positions.length / 3)).toBeLessThan(0.012);
  });

  it('keeps what it had, and says what is new', () => {
    expect(result.indices.subarray(0, 3 * result.firstPatchTriangle)).toEqual(mesh.indices);
    expect(result.positions.subarray(0, mesh.positions.length)).toEqual(mesh.positions);
    expect(result.left).toEqual([]);
    for (const { edges, width, area } of result.closed) {
      expect(edges).toBe(40);
      // The box of a circle of radius sin .5.
      expect(width).toBeCloseTo(2 * Math.SQRT2 * Math.sin(0.5), 2);
      expect(area).toBeCloseTo(2 * Math.PI * (1 - Math.cos(0.5)), 1);
    }
  });

  it('has triangles of the size of its own there', () => {
    const rimEdge = 2 * Math.sin(0.5) * Math.sin(Math.PI / 40);
    const { positions, indices } = result;
    let longest = 0;
    for (let corner = 3 * result.firstPatchTriangle; corner < indices.length; corner++) {
      const [a, b] = [3 * indices[corner]!, 3 * indices[corner % 3 === 2 ? corner - 2 : corner + 1]!];
      longest = Math.max(longest, Math.hypot(...[0, 1, 2].map((axis) => positions[a + axis]! - positions[b + axis]!)));
    }
    expect(longest).toBeLessThan(2 * rimEdge);
  });
});

describe('holes', () => {
  it('wider than asked for stay open, and are named', () => {
    const tube = tubeWall(30, 8);
    const result = closed(tube, 1);
    expect(result.closed).toEqual([]);
    expect(result.left.map(({ edges, reason }) => [edges, reason])).toEqual([
      [30, 'wide'],
      [30, 'wide'],
    ]);
    expect(result.indices).toEqual(tube.indices);
  });

  it('are none in a closed mesh, which stays as it is', () => {
    const mesh = torus(16, 10);
    expect(closed(mesh)).toMatchObject({ positions: mesh.positions, indices: mesh.indices, closed: [], left: [] });
  });

  it('in a plane are closed in the plane', () => {
    const square = flatSquare(12);
    const isHole = (i: number): boolean => {
      const triangle = square.indices.subarray(i - (i % 3), i - (i % 3) + 3);
      return [...triangle].every((vertex) => Math.hypot(Math.floor(vertex / 12) - 5.5, (vertex % 12) - 5.5) < 3);
    };
    const mesh = { ...square, indices: square.indices.filter((_, i) => !isHole(i)) };
    // The square's own border is 1.3 wide.
    const result = closed(mesh, 1);
    expect(result.closed).toHaveLength(1);
    for (let i = 2; i < result.positions.length; i += 3) expect(Math.abs(result.positions[i]!)).toBeLessThan(1e-12);
    const topology = topologyOf(result);
    expect(topology).toMatchObject({ boundaryLoops: 1, nonManifoldEdges: 0, inconsistentEdges: 0 });
    expect(topology.area).toBeCloseTo(topologyOf(square).area, 10);
  });

  it('take no chord that the surface has already', () => {
    // Two of a tetrahedron's faces: the rim's four vertices are all joined but for one pair.
    const mesh = worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 2, 1, 0, 1, 3]);
    const result = closed(mesh);
    expect(topologyOf(result)).toMatchObject({ watertight: true, nonManifoldEdges: 0, genus: 0 });
    // With both diagonals taken there is no way.
    const square = Float64Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0);
    expect(triangulateRim({ positions: square, apexes: square, isTaken: () => true })).toBeNull();
  });

  it.each([3, 360])('of a rim of %i edges', (edges) => {
    const columns = edges;
    const result = closed(tubeWall(columns, 3));
    expect(topologyOf(result)).toMatchObject({ watertight: true, orientationConsistent: true, genus: 0 });
    // Even to 250 edges or so; above, a few thousand vertices whatever the rim.
    expect(result.positions.length / 3).toBeLessThan(3 * columns + 2 * 4000);
  });
});

describe('patches that would go through the surface', () => {
  /** A sheet in waves: a cap across its border cuts through them. */
  const waves = gridMesh(30, 30, { columns: false, rows: false }, (u, v) => [
    u,
    v,
    0.12 * Math.sin(9 * u) + 0.12 * Math.cos(9 * v),
  ]);
  const find = exactMeetings(inlineHost({} as GPUDevice, 'none'), quietContext);

  it('are flat instead, and where that does not help the hole stays open', async () => {
    expect((await find(closed(waves))).length).toBeGreaterThan(0);
    const result = await closeSoundly(waves, Infinity, find, quietContext);
    expect(await find(result)).toHaveLength(0);
    expect(result.left.map(({ reason }) => reason)).toEqual(['meets-surface']);
  });

  it('are a skin over the rim where flat ones do not help', async () => {
    const mesh = openSphere(20, 12, 0.5);
    let asked = 0;
    // As if the bent patch and the flat one met something.
    const result = await closeSoundly(
      mesh,
      Infinity,
      ({ indices }) => Promise.resolve(Uint32Array.from(asked++ < 2 ? [indices.length / 3 - 1, 0] : [])),
      quietContext,
    );
    expect(asked).toBe(3);
    // The last rim's, which lies in a plane, as no bent patch does.
    const own = result.indices.subarray(result.indices.length - 3 * result.closed.at(-1)!.triangles);
    const heights = [...own].map((vertex) => result.positions[3 * vertex + 2]!);
    expect(Math.max(...own)).toBeGreaterThanOrEqual(mesh.positions.length / 3);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1e-12);
    expect(topologyOf(result)).toMatchObject({ watertight: true, genus: 0 });
  });

  it('are bent where they do not', async () => {
    const mesh = openSphere(20, 12, 0.5);
    const result = await closeSoundly(mesh, Infinity, find, quietContext);
    expect(result).toEqual(closed(mesh));
  });
});

it('the size grows inwards from rims of more than 180 edges on, so that three thousand vertices suffice', () => {
  expect(growthFor(180)).toBe(0);
  expect(growthFor(182)).toBeGreaterThan(0);
  // The vertices within a rim of 2,000 edges, ring by ring.
  const growth = growthFor(2000);
  const radius = 2000 / (2 * Math.PI);
  let count = 0;
  for (let at = 0.005; at < radius; at += 0.01) count += (2 * Math.PI * (radius - at) * 0.01) / (1 + growth * at) ** 2;
  expect(count / (Math.sqrt(3) / 2)).toBeCloseTo(3000, -2);
});

describe('an island in a hole', () => {
  const near = exactMeetings(INLINE_TASKS, quietContext);
  const islandsOf = (mesh: WorldMesh): Islands =>
    finishSteps(nestedRimSteps(mesh, finishSteps(rimSteps(mesh.indices, mesh.positions.length / 3))));
  const joined = (mesh: WorldMesh, widest = Infinity): Promise<ClosedMesh> =>
    closeSoundly(mesh, widest, near, quietContext, new Map(), islandsOf(mesh));
  /** Without the triangles whose middle is told to be a gap. */
  const without = (
    { positions, indices }: WorldMesh,
    isGap: (...middle: [number, number, number]) => boolean,
  ): WorldMesh => {
    const kept: number[] = [];
    for (let first = 0; first < indices.length; first += 3) {
      const corners = [...indices.subarray(first, first + 3)];
      const middle = [0, 1, 2].map((axis) =>
        corners.reduce((sum, vertex) => sum + positions[3 * vertex + axis]! / 3, 0),
      );
      if (!isGap(...(middle as [number, number, number]))) kept.push(...corners);
    }
    return { positions, indices: Uint32Array.from(kept) };
  };
  const plane = flatSquare(40);
  const radius = (x: number, y: number): number => Math.hypot(x - 0.5, y - 0.5);

  it('in a plane is joined to it by the ring between them alone', async () => {
    const mesh = without(plane, (x, y) => radius(x, y) > 0.15 && radius(x, y) < 0.3);
    expect(topologyOf(mesh)).toMatchObject({ components: 2, boundaryLoops: 3 });
    const result = await joined(mesh, 1.2);
    expect(topologyOf(result)).toMatchObject({
      components: 1,
      boundaryLoops: 1,
      orientationConsistent: true,
      nonManifoldVertices: 0,
    });
    expect(result.closed).toHaveLength(1);
    expect(result.left.map(({ reason }) => reason)).toEqual(['wide']);
    expect(topologyOf(result).area).toBeCloseTo(topologyOf(plane).area, 6);
    expect((await near(result)).length).toBe(0);
  });

  it('on a sphere is joined to it, and the ring goes on with its curvature', async () => {
    const whole = closed(openSphere(60, 40, 0.2));
    const angle = (x: number, y: number, z: number): number => Math.acos(x / Math.hypot(x, y, z));
    const mesh = without(whole, (x, y, z) => angle(x, y, z) > 0.35 && angle(x, y, z) < 0.7);
    const result = await joined(mesh);
    expect(topologyOf(result)).toMatchObject({
      watertight: true,
      components: 1,
      genus: 0,
      orientationConsistent: true,
    });
    // A flat ring lies up to .03 inside.
    expect(offSphere(result, whole.positions.length / 3)).toBeLessThan(0.006);
    expect((await near(result)).length).toBe(0);
  });

  /** A hole of radius .45 with islands of these radii at these places. */
  const archipelago = (islands: readonly (readonly [x: number, y: number, radius: number])[]): WorldMesh =>
    without(plane, (x, y) => radius(x, y) < 0.45 && islands.every(([u, v, size]) => Math.hypot(x - u, y - v) > size));

  it.each<[name: string, islands: Parameters<typeof archipelago>[0]]>([
    [
      'two beside one another',
      [
        [0.35, 0.5, 0.1],
        [0.65, 0.5, 0.1],
      ],
    ],
    [
      'three in a row, of unlike size',
      [
        [0.2, 0.5, 0.06],
        [0.5, 0.5, 0.15],
        [0.8, 0.5, 0.06],
      ],
    ],
    [
      'five round a sixth',
      [
        ...Array.from({ length: 5 }, (_, i): [number, number, number] => {
          const turn = (2 * Math.PI * i) / 5;
          return [0.5 + 0.29 * Math.cos(turn), 0.5 + 0.29 * Math.sin(turn), 0.07];
        }),
        [0.5, 0.5, 0.09],
      ],
    ],
  ])('among others, %s: all are joined by what is between them alone', async (_name, islands) => {
    const mesh = archipelago(islands);
    expect(topologyOf(mesh)).toMatchObject({ components: 1 + islands.length, boundaryLoops: 2 + islands.length });
    const result = await joined(mesh, 1.35);
    expect(topologyOf(result)).toMatchObject({
      components: 1,
      boundaryLoops: 1,
      orientationConsistent: true,
      nonManifoldVertices: 0,
      nonManifoldEdges: 0,
    });
    expect(result.closed).toHaveLength(1);
    expect(topologyOf(result).area).toBeCloseTo(topologyOf(plane).area, 6);
    expect((await near(result)).length).toBe(0);
  });

  it('among others is joined step by step, so that whoever waits can cancel', () => {
    const mesh = archipelago([
      [0.35, 0.5, 0.1],
      [0.65, 0.5, 0.1],
    ]);
    const rims = finishSteps(rimSteps(mesh.indices, mesh.positions.length / 3));
    const islands = rims.map(({ vertices }) => vertices).toSorted((a, b) => b.length - a.length);
    // The plane's own border is no hole.
    const [hole, ...inner] = islands.slice(1);
    const loops = [hole!, ...inner];
    const positions = loops.flatMap((loop) =>
      [...loop].flatMap((vertex) => [...mesh.positions.subarray(3 * vertex, 3 * vertex + 3)]),
    );
    const steps = triangulateIslandSteps(
      positions,
      loops.map(({ length }) => length),
      () => false,
    );
    let turns = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) turns++;
    const count = positions.length / 3;
    expect(step.value).toHaveLength(3 * (count + 2 * inner.length - 2));
    // Comparing, measuring and cutting ears each go once through all of them, at least.
    expect(turns).toBeGreaterThan((2 * count) / 32);
  });

  it('among others on a sphere: what is between them goes on with its curvature', async () => {
    const whole = closed(openSphere(60, 40, 0.2));
    const direction = (turn: number): [number, number, number] => {
      const [lift, round] = [0.45, (2 * Math.PI * turn) / 3];
      return [Math.cos(lift), Math.sin(lift) * Math.cos(round), Math.sin(lift) * Math.sin(round)];
    };
    const mesh = without(whole, (x, y, z) => {
      const length = Math.hypot(x, y, z);
      const isNear = ([u, v, w]: [number, number, number], most: number) =>
        Math.acos((u * x + v * y + w * z) / length) < most;
      return isNear([1, 0, 0], 0.8) && ![0, 1, 2].some((turn) => isNear(direction(turn), 0.2));
    });
    expect(topologyOf(mesh)).toMatchObject({ components: 4, boundaryLoops: 4 });
    const result = await joined(mesh);
    expect(topologyOf(result)).toMatchObject({
      watertight: true,
      components: 1,
      genus: 0,
      orientationConsistent: true,
    });
    expect(offSphere(result, whole.positions.length / 3)).toBeLessThan(0.006);
    expect((await near(result)).length).toBe(0);
  });

  it('in an island is joined to that', async () => {
    const mesh = without(plane, (x, y) => [0.1, 0.28].some((from) => radius(x, y) > from && radius(x, y) < from + 0.1));
    expect(topologyOf(mesh)).toMatchObject({ components: 3, boundaryLoops: 5 });
    const result = await joined(mesh, 1.2);
    expect(topologyOf(result)).toMatchObject({ components: 1, boundaryLoops: 1, orientationConsistent: true });
    expect(result.closed).toHaveLength(2);
  });

  it('is none where a piece lies over the hole, faces the other way, or is the same piece', () => {
    const hole = without(plane, (x, y) => radius(x, y) < 0.3);
    const disc = (lift: number): WorldMesh => {
      const { positions, indices } = without(plane, (x, y) => radius(x, y) > 0.2);
      return { positions: positions.map((value, i) => (i % 3 === 2 ? value + lift : value)), indices };
    };
    const together = (other: WorldMesh): WorldMesh => ({
      positions: Float64Array.from([...hole.positions, ...other.positions]),
      indices: Uint32Array.from([
        ...hole.indices,
        ...other.indices.map((vertex) => vertex + hole.positions.length / 3),
      ]),
    });
    const turned = ({ positions, indices }: WorldMesh): WorldMesh => ({
      positions,
      indices: indices.map((_, i) => indices[i - (i % 3) + [0, 2, 1][i % 3]!]!),
    });
    expect(islandsOf(together(disc(0))).size).toBe(1);
    expect(islandsOf(together(disc(0.145))).size).toBe(1);
    expect(islandsOf(together(disc(0.175))).size).toBe(0);
    expect(islandsOf(together(turned(disc(0)))).size).toBe(0);
    expect(islandsOf(tubeWall(30, 8)).size).toBe(0);
  });
});
