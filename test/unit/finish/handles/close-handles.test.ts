/** The laws of closing handles: as many as there are below the bound, whatever they are, and nothing else. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  closeHandles,
  type HandleLimits,
  type HandlesClosed,
} from '../../../../src/engine/finish/handles/close-handles.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { topologySteps } from '../../../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { implicitMesh } from '../../../shapes/implicit-mesh.ts';
import { moebiusStrip, together, torus } from '../../../shapes/meshes.ts';
import { ballWith, sponge } from './shapes.ts';

const find = exactMeetings(INLINE_TASKS, quietContext);
const topologyOf = ({ positions, indices }: WorldMesh) => finishSteps(topologySteps(positions, indices));

const closedOf = (mesh: WorldMesh, bound: number | Float32Array, isStrand?: HandleLimits['isStrand']) => {
  const bounds = typeof bound === 'number' ? new Float32Array(mesh.positions.length / 3).fill(bound) : bound;
  return closeHandles(mesh, { bounds, ...(isStrand && { isStrand }) }, find, quietContext);
};

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Where the triangles with a vertex of its own place lie, as text, in no order. */
const trianglesOf = ({ positions, indices }: WorldMesh): Set<string> =>
  new Set(
    Array.from({ length: indices.length / 3 }, (_, triangle) =>
      [0, 1, 2]
        .map((k) => {
          const at = 3 * indices[3 * triangle + k]!;
          return positions.subarray(at, at + 3).join(' ');
        })
        .sort()
        .join(', '),
    ),
  );

describe('a torus', () => {
  // Its tube is a polygon of 12 sides.
  const rows = 12;
  const round = 2 * rows * 0.3 * Math.sin(Math.PI / rows);

  it('is cut through where its tube is as narrow as the bound', async () => {
    const mesh = torus(40, rows);
    const result = await closedOf(mesh, 1.01 * round);
    expect(result).toMatchObject({ handles: 1, left: [] });
    expect(result.closed).toHaveLength(1);
    expect(result.closed[0]!.length).toBeCloseTo(round, 6);
    expect(topologyOf(result)).toMatchObject({
      genus: 0,
      components: 1,
      watertight: true,
      orientationConsistent: true,
    });
    expect(await find(result)).toHaveLength(0);
  });

  it('stays the very same where it is wider', async () => {
    const mesh = torus(40, rows);
    const result = await closedOf(mesh, 0.99 * round);
    expect(result).toMatchObject({ handles: 1, closed: [], left: [], sources: null, places: null });
    expect(result.indices).toBe(mesh.indices);
    expect(result.positions).toBe(mesh.positions);
  });

  it('is stopped up where discs through its tube would meet what is in there', async () => {
    const outer = torus(40, rows);
    const mesh = together(outer, torus(40, rows, 0.15));
    // Only the loops of the outer one may be cut: first the tube's, then that round the hole, 2π (1 − .3).
    const vertexCount = outer.positions.length / 3;
    const bounds = (bound: number) => new Float32Array(mesh.positions.length / 3).fill(bound, 0, vertexCount);
    const tubeAlone = await closedOf(mesh, bounds(2));
    expect(tubeAlone.closed).toEqual([]);
    expect(tubeAlone.left.map(({ reason }) => reason)).toEqual(['meets-surface']);
    const both = await closedOf(mesh, bounds(5));
    expect(both.closed).toHaveLength(1);
    expect(both.closed[0]!.length).toBeCloseTo(2 * 40 * 0.7 * Math.sin(Math.PI / 40), 6);
    expect(topologyOf(both)).toMatchObject({ genus: 1, components: 2, watertight: true });
    expect(await find(both)).toHaveLength(0);
  });

  it('stays where it is a strand', async () => {
    const result = await closedOf(torus(40, rows), 2, () => true);
    expect(result.closed).toEqual([]);
    expect(result.left.map(({ reason }) => reason)).toEqual(['strand']);
  });
});

describe('a ball with small and large handles and tunnels', () => {
  // Loops: tubes of 2π · .09, bores of 2π · .08; the large ones 2π · .2, their other loops longer still.
  const small = [
    { centre: [1, 0, 0], radius: 0.25, tube: 0.09 },
    { centre: [0, -1, 0], radius: 0.25, tube: 0.09 },
    { centre: [0, 0, 1], radius: 0.22, tube: 0.09 },
  ] as const;
  const bores = [
    { x: -0.5, y: 0.5, radius: 0.1 },
    { x: 0.4, y: 0.6, radius: 0.1 },
  ];
  const large = [{ centre: [-1, 0, 0], radius: 0.42, tube: 0.16 }] as const;
  const mesh = ballWith([...small, ...large], bores);

  let first: HandlesClosed;

  beforeAll(async () => {
    first = await closedOf(mesh, 0.85);
  });

  it('loses the small ones, and everything else stays', async () => {
    const result = first;
    expect(topologyOf(mesh)).toMatchObject({ genus: 6, components: 1, watertight: true });
    expect(result.handles).toBe(6);
    expect(result.closed).toHaveLength(5);
    expect(result.left).toEqual([]);
    expect(topologyOf(result)).toMatchObject({ genus: 1, components: 1, watertight: true, nonManifoldVertices: 0 });
    // The ball's own creases meet; no new triangle meets anything.
    const firstNew = result.places!.filter((place) => place !== 0xffffffff).length;
    expect((await find(result)).filter((triangle) => triangle >= firstNew)).toHaveLength(0);
    const [before, after] = [trianglesOf(mesh), trianglesOf(result)];
    const gone = [...before].filter((triangle) => !after.has(triangle)).length;
    const come = [...after].filter((triangle) => !before.has(triangle)).length;
    // Bands of two triangles to each edge of a loop of some ten and discs on both sides.
    expect(gone).toBeLessThan(5 * 60);
    expect(come).toBeLessThan(5 * 60);
    // What it says of its vertices and triangles is so.
    const { sources, places } = result;
    expect(sources).toHaveLength(result.positions.length / 3);
    for (let triangle = 0; triangle < places!.length; triangle++) {
      const place = places![triangle]!;
      if (place === 0xffffffff) continue;
      for (let k = 0; k < 3; k++) expect(sources![result.indices[3 * place + k]!]).toBe(mesh.indices[3 * triangle + k]);
    }
    expect(sum([...places!].map((place) => (place === 0xffffffff ? 1 : 0)))).toBe(gone);
  });

  it('loses as many whatever the order of its vertices and triangles', async () => {
    const count = mesh.positions.length / 3;
    // 7919 is a prime that does not divide the counts.
    const turned = (i: number, of: number): number => (i * 7919 + 13) % of;
    const positions = new Float64Array(mesh.positions.length);
    for (let vertex = 0; vertex < count; vertex++) {
      positions.set(mesh.positions.subarray(3 * vertex, 3 * vertex + 3), 3 * turned(vertex, count));
    }
    const indices = new Uint32Array(mesh.indices.length);
    for (let corner = 0; corner < indices.length; corner++) {
      const place = turned(Math.floor(corner / 3), indices.length / 3);
      indices[3 * place + (corner % 3)] = turned(mesh.indices[corner]!, count);
    }
    const result = await closedOf({ positions, indices }, 0.85);
    expect(result.closed).toHaveLength(5);
    // The shortest loops are sought from where they were met, so that they may come out a few per cent longer.
    const lengths = (closed: typeof result.closed): number[] =>
      closed.map(({ length }) => length).sort((a, b) => a - b);
    const others = lengths(first.closed);
    lengths(result.closed).forEach((length, i) => expect(Math.abs(length / others[i]! - 1)).toBeLessThan(0.05));
    expect(topologyOf(result)).toMatchObject({ genus: 1, components: 1, watertight: true });
  });

  it('keeps its rims where it is open, and what runs along them', async () => {
    // Without the top of the ball, where one arch stands.
    const kept = [...mesh.indices.keys()]
      .filter((corner) => corner % 3 === 0)
      .filter((first) => [0, 1, 2].every((k) => mesh.positions[3 * mesh.indices[first + k]! + 2]! < 0.6));
    const open = {
      ...mesh,
      indices: Uint32Array.from(kept.flatMap((first) => [...mesh.indices.subarray(first, first + 3)])),
    };
    const before = topologyOf(open);
    const result = await closedOf(open, 0.85);
    const after = topologyOf(result);
    expect(after.genus).toBe(before.genus! - result.closed.length);
    expect(result.closed.length).toBeGreaterThan(0);
    expect(after).toMatchObject({
      boundaryEdges: before.boundaryEdges,
      boundaryLoops: before.boundaryLoops,
      components: before.components,
      nonManifoldVertices: before.nonManifoldVertices,
    });
  });
});

it('of three arms between two bodies two are cut, for the third holds them together', async () => {
  // A ring with a bar across it.
  const mesh = implicitMesh({
    cells: 32,
    halfWidth: 1.3,
    value: ([x, y, z]) =>
      Math.min(Math.hypot(Math.hypot(x, y) - 1, z), Math.hypot(Math.max(0, Math.abs(x) - 1), y, z)) -
      0.1 -
      0.08 * x * x,
  });
  // Thin, the thinnest in their middles: one round could cut all three.
  const result = await closedOf(mesh, 0.8);
  expect(result.handles).toBe(2);
  expect(result.closed).toHaveLength(2);
  expect(topologyOf(result)).toMatchObject({ genus: 0, components: 1, watertight: true });
});

it('what is no surface has no handles', async () => {
  const result = await closedOf(moebiusStrip(13), 10);
  expect(result).toMatchObject({ handles: null, closed: [], left: [], sources: null });
});

it('of a sponge with more handles than an edge has bits all go, wherever the bands along their loops reach', async () => {
  const mesh = sponge();
  expect(await find(mesh)).toHaveLength(0);
  const { genus, components } = topologyOf(mesh);
  expect(genus).toBeGreaterThan(64);
  const result = await closedOf(mesh, 0.8);
  expect(result).toMatchObject({ handles: genus, left: [] });
  expect(result.closed).toHaveLength(genus!);
  expect(topologyOf(result)).toMatchObject({ genus: 0, components, watertight: true, nonManifoldVertices: 0 });
  expect(await find(result)).toHaveLength(0);
});
