/** Whole starts of levels, with the real winding field: a sphere with a hole, whose distance is known. */
import { describe, expect, it } from 'vitest';
import { buildWindingTree } from '../../../src/engine/orientation/build-winding-tree.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import type { OrientedCloud } from '../../../src/engine/grid/oriented-cloud.ts';
import { firstLevel, nextLevel } from '../../../src/engine/grid/start-level.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { makeWindingField, type WindingField } from '../../../src/engine/orientation/winding-field.ts';
import { uploadWindingTree } from '../../../src/engine/orientation/winding-tree.ts';
import { bandNodes, distance, nodeAt, nodePosition, type Triple } from '../../reference/grid.ts';
import { testGpu } from '../device.ts';
import { stageOf } from '../stage.ts';
import { padded } from '../padded.ts';
import { readField, readSlots, sorted, spherePoints } from './level.ts';
import { unit, uploadCloud } from './oriented.ts';

const RADIUS = 0.35;
const FULL_COUNT = 5000;
/** √(4πR² / n): the side of a point's share of the sphere. */
const SPACING = RADIUS * Math.sqrt((4 * Math.PI) / FULL_COUNT);
const COARSE = { frame: gridFrame(64), bandCells: 3 };
const FINE = { frame: gridFrame(128), bandCells: 2 };
/** The opening above this height has a radius of .07, and its middle is .07 from the rim. */
const RIM = Math.sqrt(RADIUS ** 2 - 0.07 ** 2);
const bowl = spherePoints(FULL_COUNT, RADIUS).filter(([, , z]) => z < RIM);

async function start(gpu: Gpu, scope: BufferScope): Promise<{ cloud: OrientedCloud; winding: WindingField }> {
  const normals = bowl.map(unit);
  const cloud = await uploadCloud(gpu, scope, bowl, normals, { spacingNorm: SPACING, noiseNorm: 0 });
  const positions = Float32Array.from(bowl.flat());
  const host = inlineHost(gpu.device, gpu.label);
  const built = await host.runTask(buildWindingTree, { positions });
  // A disc of radius r that holds k points gives each the area π r² / k.
  const neighbourCount = 12;
  const radius = SPACING * Math.sqrt(neighbourCount / Math.PI);
  const radii = scope.upload('radii', new Float32Array(bowl.length).fill(radius));
  const planes = { normals: cloud.normals, radii, neighbourCount };
  const surface = { positions, normals: padded(normals), normalsBuffer: cloud.normals, planes, noiseNorm: 0 };
  const sources = scope.upload('sources', built.order);
  return {
    cloud,
    winding: await makeWindingField(stageOf(gpu), { tree: uploadWindingTree(scope, built), sources, surface }),
  };
}

const heightAt = (resolution: number, node: number): number =>
  distance(nodePosition(resolution, nodeAt(resolution, node)), [0, 0, 0]) - RADIUS;

describe('levels of a sphere with a hole', () => {
  it('keep to the points where no hole may close', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const { cloud, winding } = await start(gpu, scope);
    const coarse = await firstLevel(stageOf(gpu, { scope }), {
      cloud,
      windingField: winding,
      level: COARSE,
      holeRadiusNorm: 0,
    });
    expect(sorted((await readSlots(gpu, coarse.grid)).keys())).toEqual(sorted(bandNodes(64, bowl, 3)));
    const fine = await nextLevel(stageOf(gpu, { scope }), { cloud, coarse, level: FINE, holeRadiusNorm: 0 });
    expect(sorted((await readSlots(gpu, fine.grid)).keys())).toEqual(sorted(bandNodes(128, bowl, 2)));
  });

  it('reach across it otherwise, on both sides of the surface', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const { cloud, winding } = await start(gpu, scope);
    const coarse = await firstLevel(stageOf(gpu, { scope }), {
      cloud,
      windingField: winding,
      level: COARSE,
      holeRadiusNorm: 0.1,
    });
    const fine = await nextLevel(stageOf(gpu, { scope }), { cloud, coarse, level: FINE, holeRadiusNorm: 0.1 });
    for (const [resolution, level, band] of [
      [64, coarse, 3],
      [128, fine, 2],
    ] as const) {
      const field = await readField(gpu, level.grid, level.field);
      expect([...bandNodes(resolution, bowl, band)].filter((node) => !field.has(node))).toEqual([]);
      // Along the axis of the hole the field changes its sign once, from inside to outside, near the sphere.
      const m = resolution + 1;
      const axis = [...field].filter(
        ([node]) => node % m === resolution / 2 && Math.floor(node / m) % m === resolution / 2,
      );
      const top = axis.filter(([node]) => Math.floor(node / m ** 2) > resolution / 2).sort(([a], [b]) => a - b);
      const signs = top.map(([, value]) => value > 0);
      expect(signs).toContain(false);
      expect(signs).toEqual([...signs].sort());
      const crossing = heightAt(resolution, top[signs.indexOf(true)]![0]);
      expect(Math.abs(crossing)).toBeLessThan(0.05);
      // Round the points it is the distance: to the tangent planes' error near, and by sign everywhere.
      const atRim = (node: Triple): boolean => nodePosition(resolution, node)[2] > RIM - 0.1;
      const tolerance = (2 * SPACING) ** 2 / RADIUS;
      const wrong = [...field].filter(
        ([node, value]) =>
          !atRim(nodeAt(resolution, node)) && !(Math.abs(value - heightAt(resolution, node)) < tolerance),
      );
      expect(wrong).toEqual([]);
    }
  });

  it('leave nothing behind when cancelled, at either level', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const { cloud, winding } = await start(gpu, scope);
    const coarse = await firstLevel(stageOf(gpu, { scope }), {
      cloud,
      windingField: winding,
      level: COARSE,
      holeRadiusNorm: 0.1,
    });
    const before = gpu.liveBytes;
    const starts = [
      (own: BufferScope, signal: AbortSignal) =>
        firstLevel(stageOf(gpu, { scope: own, context: { signal, onEvent: () => undefined } }), {
          cloud,
          windingField: winding,
          level: COARSE,
          holeRadiusNorm: 0.1,
        }),
      (own: BufferScope, signal: AbortSignal) =>
        nextLevel(stageOf(gpu, { scope: own, context: { signal, onEvent: () => undefined } }), {
          cloud,
          coarse,
          level: FINE,
          holeRadiusNorm: 0.1,
        }),
    ];
    for (const begin of starts) {
      using own = new BufferScope(gpu, 'level');
      const abort = new AbortController();
      const started = begin(own, abort.signal);
      abort.abort(new Error('stop'));
      await expect(started).rejects.toThrow('stop');
      own[Symbol.dispose]();
      expect(gpu.liveBytes).toBe(before);
    }
  });
});
