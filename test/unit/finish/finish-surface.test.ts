/** The operations on a mesh together: their order, what they report, and what they leave alone. */
import { describe, expect, it } from 'vitest';
import { finishLines } from '../../../src/cli/finish-text.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { carryColours } from '../../../src/engine/finish/carry-colours.ts';
import { type FinishOptions, finishSurface, isFinishing } from '../../../src/engine/finish/finish-surface.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { quietContext } from '../../run-context.ts';
import { tetrahedron, together, torus, tubeWall } from '../../shapes/meshes.ts';

const inline = inlineHost({} as GPUDevice, 'none');

const meshOf = ({ positions, indices }: WorldMesh, colors?: Uint8Array<ArrayBuffer>): TriangleMesh => ({
  positions: Float32Array.from(positions),
  indices,
  shift: [1000, 2000, 0],
  ...(colors && { colors }),
});

const finished = (mesh: TriangleMesh, options: Partial<FinishOptions>) =>
  finishSurface(mesh, { ...DEFAULTS, ...options }, inline, quietContext);
const topologyOf = ({ positions, indices }: TriangleMesh) => finishSteps(topologySteps(positions, indices));

describe('finishing', () => {
  it('of nothing hands on the very same mesh', async () => {
    const mesh = meshOf(torus(12, 8));
    expect(isFinishing(DEFAULTS)).toBe(false);
    expect((await finished(mesh, {})).mesh).toBe(mesh);
  });

  it.each<Partial<FinishOptions>>([
    { trim: 0.1 },
    { keep: 'largest' },
    { keep: 2 },
    { keepArea: 0.5 },
    { handles: 0.5 },
    { close: 'all' },
    { close: 0 },
    { smooth: 1 },
    { relax: true },
    { simplify: '10%' },
    { simplify: 100 },
    { simplifyWithin: 0.1 },
  ])('is asked for by %o', (options) => {
    expect(isFinishing({ ...DEFAULTS, ...options })).toBe(true);
  });

  it('trims by the points of a cloud, whatever its shift, and not without one', async () => {
    // Points along half of a torus: the other half goes, and nothing else changes.
    const { positions, indices } = torus(40, 20);
    const mesh = meshOf({ positions, indices });
    const points = [...positions].filter((_, i) => positions[3 * Math.floor(i / 3)]! < 0.01);
    const shift = [999, 1998, 3] as const;
    const cloud = {
      positions: Float32Array.from(points, (value, i) => value + mesh.shift[i % 3]! - shift[i % 3]!),
      shift,
      stats: { pointCount: points.length / 3, dropped: 0, warnings: [] },
    } as unknown as PointCloud;
    const options = { ...DEFAULTS, trim: 0.2 };
    const { mesh: half, report } = await finishSurface(mesh, options, inline, quietContext, cloud);
    const { boundaryLoops, components, triangles } = topologyOf(half);
    expect([boundaryLoops, components]).toEqual([2, 1]);
    expect(report.trimmed).toEqual({ triangles: 1600 - triangles, area: expect.any(Number) as number });
    expect(Math.abs(report.trimmed!.area - 2 * Math.PI ** 2 * 0.3)).toBeLessThan(1);
    expect(finishLines(report)[0]).toMatch(/^ {2}trimmed {4}\d+ triangles left out, of area \d\.\d+$/);
    await expect(finishSurface(mesh, options, inline, quietContext)).rejects.toMatchObject({ code: 'option-invalid' });
  });

  it('does all in order: pieces, holes, smoothing, triangles, count', async () => {
    // A tube open at both ends, with a small piece beside it.
    const tube = tubeWall(40, 20);
    const speck = { ...tetrahedron(), positions: tetrahedron().positions.map((value) => 0.1 * value + 3) };
    const mesh = meshOf(together(tube, speck));
    const options = { keep: 'largest', close: 'all', smooth: 2, relax: true, simplify: '50%' } as const;
    const { mesh: result, report } = await finished(mesh, options);
    expect(report.droppedPieces).toHaveLength(1);
    expect(report.holes?.closed.map(({ edges }) => edges)).toEqual([40, 40]);
    expect(report.smoothedBy).toBe(2);
    expect(report.relaxed?.isRelaxed).toBe(true);
    expect(report.simplified?.stoppedBy).toBe('target');
    expect(result.indices.length / 3).toBeLessThanOrEqual(0.5 * report.simplified!.trianglesBefore);
    expect(topologyOf(result)).toMatchObject({ components: 1, watertight: true, genus: 0, nonManifoldVertices: 0 });
    expect(result.shift).toEqual([1000, 2000, 0]);
    for (let i = 0; i < result.normals!.length; i += 3)
      expect(Math.hypot(...result.normals!.subarray(i, i + 3))).toBeCloseTo(1, 5);
    // The mesh that was given is as it was.
    expect(mesh).toEqual(meshOf(together(tube, speck)));
  });

  it('closes handles up to a length, and leaves them to a run where none is given', async () => {
    // A tube 2π · .3 round.
    const mesh = meshOf(torus(40, 20));
    for (const handles of ['auto', 'keep'] as const) expect((await finished(mesh, { handles })).mesh).toBe(mesh);
    const { mesh: result, report } = await finished(mesh, { handles: 1.9 });
    expect(report.handles?.closed).toHaveLength(1);
    expect(topologyOf(result)).toMatchObject({ genus: 0, watertight: true });
    expect((await finished(mesh, { handles: 1.8 })).report.handles).toEqual({ closed: [], left: [] });
  });

  it('takes the count or the deviation, whichever leaves more', async () => {
    const mesh = meshOf(torus(60, 30));
    const few = await finished(mesh, { simplify: 200 });
    const near = await finished(mesh, { simplifyWithin: 0.002 });
    const both = await finished(mesh, { simplify: 200, simplifyWithin: 0.002 });
    expect(few.mesh.indices.length).toBeLessThan(near.mesh.indices.length);
    expect(both.mesh.indices).toEqual(near.mesh.indices);
    expect(near.report.simplified!.fromOriginal.maximum).toBeLessThanOrEqual(0.002);
  });

  it('keeps the colours where they were', async () => {
    const shape = torus(48, 24);
    const colourAt = (x: number): number => Math.round(127.5 + 90 * x);
    const colors = Uint8Array.from(shape.positions, (_, i) => (i % 3 === 0 ? colourAt(shape.positions[i]!) : 7));
    const { mesh } = await finished(meshOf(shape, colors), { simplify: '30%' });
    expect(mesh.colors).toHaveLength(mesh.positions.length);
    for (let i = 0; i < mesh.positions.length; i += 3) {
      // A chord of the torus lies up to .03 inside it: three of 255.
      expect(Math.abs(mesh.colors![i]! - colourAt(mesh.positions[i]!))).toBeLessThanOrEqual(6);
      expect([...mesh.colors!.subarray(i + 1, i + 3)]).toEqual([7, 7]);
    }
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const context = { signal: controller.signal, onEvent: () => undefined };
    await expect(finishSurface(meshOf(torus(20, 10)), { ...DEFAULTS, smooth: 3 }, inline, context)).rejects.toThrow(
      'enough',
    );
  });
});

it('smoothing says how many vertices it held back', async () => {
  const triangle = { positions: Float64Array.of(9, 9, 0, 10, 9, 0, 9, 10, 0), indices: Uint32Array.of(0, 1, 2) };
  const { report } = await finished(meshOf(triangle), { smooth: 50 });
  expect(report).toMatchObject({ smoothedBy: 50, heldVertices: 3 });
  expect(finishLines(report)).toEqual(['  smoothed   by 50 steps, 3 vertices held back: triangles would have met']);
});

it('a colour between vertices is mixed by the place in the triangle, and at a corner its own', () => {
  const from = { positions: Float64Array.of(0, 0, 0, 4, 0, 0, 0, 4, 0), indices: Uint32Array.of(0, 1, 2) };
  const colors = Uint8Array.of(0, 0, 0, 200, 0, 0, 0, 100, 0);
  const to = { positions: Float64Array.of(4, 0, 0, 1, 1, 5, 2, 0, -1), indices: Uint32Array.of(0, 1, 2) };
  expect([...finishSteps(carryColours(from, colors, to))]).toEqual([200, 0, 0, 50, 25, 0, 100, 0, 0]);
});
