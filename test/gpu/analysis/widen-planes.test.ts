/** Planes of points with a noise of their own: those of a cloud with that noise, and none of the others changed. */
import { describe, expect, it } from 'vitest';
import { fitPlanes } from '../../../src/engine/analysis/fit-planes.ts';
import { spacingIn } from '../../../src/engine/analysis/spacing-in.ts';
import { planeRadius } from '../../../src/engine/analysis/measure-scale.ts';
import { widenPlanes } from '../../../src/engine/analysis/widen-planes.ts';
import { planePoints } from '../../reference/analysis.ts';
import { stageOf } from '../stage.ts';
import { context, onDevice } from './shared.ts';

const SPACING = 1 / Math.sqrt(2000);
const SCALE = { spacingNorm: SPACING, noiseNorm: 0, neighbourCount: 12, neighbourhoodNorm: 2 * SPACING };
/** Of two octaves, the first of which has two noises. */
const NOISES = [0, 0.55 * SPACING, 0.65 * SPACING, 1.3 * SPACING];

/** k points, one to each square of side s, lie in a disc of radius r: k s² = π r²; 12 to 199. */
const countFor = (noiseNorm: number): number => {
  const radius = planeRadius({ spacingNorm: SPACING, noiseNorm });
  return Math.min(199, Math.max(12, Math.round(Math.PI * (radius / SPACING) ** 2)));
};

describe('planes of points with a noise of their own', () => {
  it('are those of as many neighbours as the noise of their octave asks for', async () => {
    const positions = planePoints(2000, 3, [1, 0, 0], [0, 0.6, 0.8], 0.3 * SPACING);
    using cloud = await onDevice(positions);
    const { gpu, scope, tree, points, count: pointCount } = cloud;
    const stage = stageOf(gpu, { scope, context });
    const deviations = Float32Array.from({ length: pointCount }, (_, i) => NOISES[i % 4]!);
    const read = async (planes: Awaited<ReturnType<typeof fitPlanes>>) => ({
      normals: await gpu.readFloats(planes.normals, 4 * pointCount),
      spacings: (await gpu.readFloats(planes.radii, pointCount)).map((radius) =>
        spacingIn(radius, planes.neighbourCount),
      ),
    });
    const planes = await fitPlanes(stage, { tree, points, pointCount, scale: SCALE });
    const before = await read(planes);
    await widenPlanes(stage, { tree, positions, deviations, scale: SCALE, planes });
    const found = await read(planes);
    // The upper median of an octave's noises: 500 points of .55 spacings and 500 of .65.
    const wider = [0.65 * SPACING, 1.3 * SPACING].map(async (noiseNorm) => {
      const neighbourCount = countFor(noiseNorm);
      const neighbourhoodNorm = SPACING * Math.sqrt(neighbourCount / Math.PI);
      return read(
        await fitPlanes(stage, { tree, points, pointCount, scale: { ...SCALE, neighbourCount, neighbourhoodNorm } }),
      );
    });
    const [narrow, wide] = await Promise.all(wider);
    expect([countFor(0.65 * SPACING), countFor(1.3 * SPACING)]).toEqual([27, 108]);
    for (let i = 0; i < pointCount; i++) {
      const expected = [before, narrow!, narrow!, wide!][i % 4]!;
      expect(found.normals.subarray(4 * i, 4 * i + 4)).toEqual(expected.normals.subarray(4 * i, 4 * i + 4));
      expect(found.spacings[i]).toBeCloseTo(expected.spacings[i]!, 6);
    }
  });
});
