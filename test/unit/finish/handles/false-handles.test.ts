/** Which handles of a run's surface its points say nothing of, and what else of the surface follows. */
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../src/engine/cloud/frame.ts';
import { exactMeetings } from '../../../../src/engine/finish/simplify/exact-meetings.ts';
import { cutLoop } from '../../../../src/engine/finish/handles/cut-loop.ts';
import {
  closeFalseHandles,
  deviationOf,
  doubtedBound,
  flareReach,
  inWorld,
} from '../../../../src/engine/finish/handles/false-handles.ts';
import { PointEvidence } from '../../../../src/engine/finish/handles/point-evidence.ts';
import { TriangleCells } from '../../../../src/engine/finish/handles/triangle-cells.ts';
import { flareOf } from '../../../../src/engine/finish/handles/flare.ts';
import { handleSurfaceSteps } from '../../../../src/engine/finish/handles/handle-surface.ts';
import { affordedLength, LoopSearch, seedSteps } from '../../../../src/engine/finish/handles/short-loops.ts';
import { signatureSteps } from '../../../../src/engine/finish/handles/signatures.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { topologySteps } from '../../../../src/engine/mesh/topology.ts';
import type { Box } from '../../../../src/engine/mesh/boxes.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { handleWarnings, reportHandles } from '../../../../src/engine/methods/report-handles.ts';
import { quietContext } from '../../../run-context.ts';
import { gridMesh } from '../../../shapes/meshes.ts';

const ROWS = 16;
const NECK = 0.08;
/** The shortest loop: a polygon round the neck. */
const LENGTH = 2 * ROWS * NECK * Math.sin(Math.PI / ROWS);

/** A ring, thin at one place, from where on it grows by so much of the way round it. */
const ringWithNeck = (flaring: number): WorldMesh =>
  gridMesh(120, ROWS, { columns: true, rows: true }, (u, v) => {
    const [around, along] = [2 * Math.PI * u, 2 * Math.PI * v];
    const tube = NECK + 2 * flaring * Math.sin(around / 2);
    const fromAxis = 1 + tube * Math.cos(along);
    return [fromAxis * Math.cos(around), fromAxis * Math.sin(around), tube * Math.sin(along)];
  });

function surfaceOf({ positions, indices }: WorldMesh, spacing: number) {
  const vertexCount = positions.length / 3;
  return {
    positions: Float32Array.from(positions),
    indices,
    sources: Uint32Array.from({ length: vertexCount }, (_, vertex) => 2 * vertex),
    spacings: new Float32Array(vertexCount).fill(spacing),
    colors: Uint8Array.from({ length: 3 * vertexCount }, (_, i) => i % 251),
    report: { farTriangles: 0, trimmedTriangles: 0, droppedComponents: 0, clutterComponents: 0 },
    holes: { holes: [], patches: [Uint32Array.from(indices.subarray(0, indices.length / 3).keys())] },
  };
}

const AS_IT_IS: Frame = { centre: [0, 0, 0], worldPerNorm: 1 };

/** Of a cloud that knows better where it is asked: a thousand points at every vertex. */
const closedOf = (mesh: WorldMesh, local: number, whole = local) => {
  const cloud = { points: Float32Array.from(mesh.positions), each: 1000, spacingNorm: whole, noiseNorm: 0 };
  return closeFalseHandles(surfaceOf(mesh, local), cloud, AS_IT_IS, INLINE_TASKS, quietContext);
};

function loopAtNeck(mesh: WorldMesh, isRough = false) {
  const surface = finishSteps(handleSurfaceSteps(mesh))!;
  const worded = { ...surface, ...finishSteps(signatureSteps(surface)) };
  const search = new LoopSearch(worded, () => 1.01 * LENGTH, isRough);
  const [loop] = finishSteps(search.loopSteps(finishSteps(seedSteps(worded))));
  return { surface, loop: loop! };
}

function flareAtNeck(mesh: WorldMesh): number {
  const { surface, loop } = loopAtNeck(mesh);
  return flareOf(surface, loop, LENGTH);
}

async function natsAtNeck(mesh: WorldMesh, points: Float32Array, deviation: number): Promise<number> {
  const rounded = { positions: Float64Array.from(Float32Array.from(mesh.positions)), indices: mesh.indices };
  const { surface, loop } = loopAtNeck(rounded, true);
  const cells = finishSteps(TriangleCells.buildSteps(surface));
  const trianglesIn = (box: Box) => cells.near(box);
  const cut = await cutLoop(surface, loop, trianglesIn, exactMeetings(INLINE_TASKS, quietContext), quietContext);
  if (typeof cut === 'string') throw new Error(cut);
  return finishSteps(PointEvidence.buildSteps(points)).forHandle(surface, trianglesIn, cut, deviation);
}

it('a disc is tried where the mesh is handed out, in whose coordinates it is rounded once more', async () => {
  // The second triangle's corner is 2⁻³⁰ above the first, which is less than an ulp (2⁻²³) where the first then lies.
  const positions = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0.25, 0.25, 2 ** -30, 0.5, 0.25, 1, 0.25, 0.5, 1);
  const mesh: WorldMesh = { positions, indices: Uint32Array.of(0, 1, 2, 3, 4, 5) };
  const find = exactMeetings(INLINE_TASKS, quietContext);
  expect([...(await find(mesh))]).toEqual([]);
  expect([...(await inWorld(find, AS_IT_IS)(mesh))]).toEqual([]);
  expect([...(await inWorld(find, { centre: [0, 0, 1], worldPerNorm: 1 })(mesh))]).toEqual([0, 1]);
});

describe('a handle', () => {
  const wide = ringWithNeck(0.4);

  it('is closed where five spacings reach round it, there or in the cloud', async () => {
    for (const [local, whole] of [
      [LENGTH / 4.95, 0],
      [0, LENGTH / 4.95],
    ] as const) {
      const { closed, left, surface } = await closedOf(wide, local, whole);
      expect(left).toEqual([]);
      expect(closed).toHaveLength(1);
      expect(closed[0]!.length).toBeCloseTo(LENGTH, 5);
      expect(finishSteps(topologySteps(surface.positions, surface.indices))).toMatchObject({ genus: 0, components: 1 });
    }
  });

  it('stays where they do not', async () => {
    const { closed, left, surface } = await closedOf(wide, LENGTH / 5.05);
    expect([closed, left]).toEqual([[], []]);
    expect(surface.indices).toBe(wide.indices);
  });

  it('stays where it is a strand, and is named', async () => {
    const [slender, thick] = [ringWithNeck(0.165), ringWithNeck(0.171)];
    // As close to 1.4 as these shapes are.
    expect(flareAtNeck(slender)).toBeGreaterThan(1.386);
    expect(flareAtNeck(slender)).toBeLessThan(1.4);
    expect(flareAtNeck(thick)).toBeGreaterThan(1.4);
    expect(flareAtNeck(thick)).toBeLessThan(1.414);
    const strand = await closedOf(slender, LENGTH / 4.5);
    expect(strand.closed).toEqual([]);
    expect(strand.left.map(({ reason }) => reason)).toEqual(['strand']);
    expect((await closedOf(thick, LENGTH / 4.5)).closed).toHaveLength(1);
  });

  it('is asked of up to 8π deviations round, which are the noise or half a spacing, and 64 edges', () => {
    expect([deviationOf(1, 0.495), deviationOf(1, 0.505)]).toEqual([0.5, 0.505]);
    expect(doubtedBound(0.1, 1)).toBeCloseTo(0.8 * Math.PI, 12);
    expect(doubtedBound(0.1, 0.01)).toBeCloseTo(0.64, 12);
  });

  it('is closed where points nearly say nothing of it, and stays where they are twenty times likelier with it', async () => {
    // Ten spacings round; a point stands for so many that all of them say a little less or more than exp(3).
    const spacing = LENGTH / 10;
    const points = Float32Array.from(wide.positions);
    const nats = await natsAtNeck(wide, points, deviationOf(spacing, 0));
    expect(nats).toBeGreaterThan(0);
    for (const [told, closing] of [
      [2.98, 1],
      [3.02, 0],
    ] as const) {
      const cloud = { points, each: told / nats, spacingNorm: spacing, noiseNorm: 0 };
      const surface = surfaceOf(wide, spacing);
      const { closed, left } = await closeFalseHandles(surface, cloud, AS_IT_IS, INLINE_TASKS, quietContext);
      expect(left).toEqual([]);
      expect(closed).toHaveLength(closing);
    }
  });

  it('is looked for as far as wavefronts over so many vertices reach', () => {
    // 100 seeds 1 apart, each fourth part of the length another wavefront over a disc of .75 times the length.
    const visits = (length: number): number => (100 / (length / 4)) * Math.PI * (0.75 * length) ** 2;
    for (const length of [10, 40]) expect(affordedLength(visits(length), 100, 1)).toBeCloseTo(length, 9);
    // Edges half as long: as many seeds lie on half the line, and four vertices to an area.
    expect(affordedLength(visits(10), 100, 0.5)).toBeCloseTo(5, 9);
  });

  it('is looked at as far as its loop is long, at least two spacings', () => {
    expect(flareReach(1, 0.495)).toBe(1);
    expect(flareReach(1, 0.505)).toBe(1.01);
  });

  it('takes colours, sources and fills of holes along', async () => {
    const before = surfaceOf(wide, LENGTH / 4.5);
    const { surface } = await closedOf(wide, LENGTH / 4.5);
    const { positions, sources, spacings, colors, holes, indices } = surface;
    expect([sources.length, spacings.length, colors.length]).toEqual([
      positions.length / 3,
      positions.length / 3,
      positions.length,
    ]);
    // The fill is the first third of all triangles; of those along the neck half come first, and are gone.
    const [fill] = holes.patches;
    expect(fill!.length).toBeLessThan(before.holes.patches[0]!.length);
    expect(fill!.length).toBeGreaterThan(0.9 * before.holes.patches[0]!.length);
    const cornersOf = (mesh: { indices: Uint32Array; sources: Uint32Array }, triangle: number) =>
      [0, 1, 2].map((k) => mesh.sources[mesh.indices[3 * triangle + k]!]!).join();
    const known = new Set([...before.holes.patches[0]!].map((triangle) => cornersOf(before, triangle)));
    for (const triangle of fill!) expect(known).toContain(cornersOf({ indices, sources }, triangle));
    for (let vertex = 0; vertex < sources.length; vertex++) {
      expect(colors[3 * vertex]).toBe(before.colors[(3 * sources[vertex]!) / 2]);
    }
  });
});

describe('a run tells', () => {
  const frame = { centre: [1, 2, 3], worldPerNorm: 2 } as const;
  const handle = (length: number) => ({ centre: [0.5, 0, 0] as const, length });

  it('of the narrowest handles in the unit of the file', () => {
    const closed = Array.from({ length: 101 }, (_, i) => handle(101 - i));
    const left = [{ ...handle(7), reason: 'strand' as const }];
    const report = reportHandles({ genusFound: 103, handles: { closed, left } }, frame, [10, 0, 0]);
    expect(report).toMatchObject({ genusFound: 103, closed: 101, left: 1 });
    expect(report.list).toHaveLength(101);
    expect(report.list[0]).toEqual({ state: 'closed', reason: null, length: 2, centre: [12, 2, 3] });
    expect(report.list[99]!.length).toBe(200);
    expect(report.list[100]).toMatchObject({ state: 'left', reason: 'strand', length: 14 });
  });

  it('people where it is uncertain how the surface hangs together', () => {
    expect(handleWarnings({ genusFound: 3, handles: { closed: [], left: [] } })).toEqual([]);
    const both = { closed: [handle(1)], left: [{ ...handle(1), reason: 'rim' as const }] };
    const [first, second] = handleWarnings({ genusFound: 3, handles: both });
    expect(first).toMatch(/^A handle narrower than what the points can tell was closed, of 3 in all: .*uncertain/);
    expect(second).toMatch(/^A handle narrower than what the points can tell stays/);
  });
});
