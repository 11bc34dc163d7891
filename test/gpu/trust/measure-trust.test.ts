/** What the points say of vertices, against the formulas in float64, and what is made of it. */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { evidenceOf, surroundingsOf } from '../../../src/engine/trust/measure-trust.ts';
import { EVIDENCE, SUPPORT_NOISES, SUPPORT_SPACINGS } from '../../../src/engine/trust/uncertainty.ts';
import { referenceEvidence, referenceSurroundings, type TrustCase } from '../../reference/trust.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { context, noise, sphere, uniform } from '../orientation/shapes.ts';
import { stageOf } from '../stage.ts';

const NOISE = 0.002;

/** Two balls side by side, one cut off so that it has a rim; feet of every direction where they nearly touch. */
function balls(pointCount: number, vertexCount: number): TrustCase {
  const part = sphere(2 * pointCount, 0.2);
  const points = new Float32Array(3 * pointCount);
  const feet = new Float32Array(4 * pointCount);
  for (let i = 0, from = 0; i < pointCount; i++, from++) {
    const isSecond = i % 2 === 1;
    // The first ball ends above .1.
    while (!isSecond && part.positions[3 * from + 2]! > 0.1) from++;
    const place = [...part.positions.subarray(3 * from, 3 * from + 3)];
    points.set([place[0]! + (isSecond ? 0.41 : 0), place[1]!, place[2]!], 3 * i);
    feet.set([...part.normals.subarray(3 * from, 3 * from + 3), 0.02 + 0.02 * uniform(5, i)], 4 * i);
  }
  const at = sphere(vertexCount, 0.2, [0, 0, 0], 11);
  const jitter = noise(12, 3 * vertexCount, 0.01);
  const positions = at.positions.map((value, i) => value + jitter[i]!);
  return {
    points,
    feet,
    positions,
    // A few face the other way, as the back of a thin sheet does.
    normals: at.normals.map((value, i) => (Math.floor(i / 3) % 7 === 0 ? -value : value)),
    reachSpacings: SUPPORT_SPACINGS,
    reachLength: SUPPORT_NOISES * NOISE,
  };
}

async function onDevice(input: TrustCase) {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const stage = stageOf(gpu, { scope, context });
  const tree = uploadKdTree(scope, await buildKdTree(input.points, await testHost(), context));
  const described = { tree, points: uploadPoints(scope, input.points), feet: scope.upload('feet', input.feet) };
  const surroundings = await surroundingsOf(stage, described);
  const { positions, normals } = input;
  const evidence = await evidenceOf(stage, { ...described, surroundings, positions, normals, noiseNorm: NOISE });
  return { surroundings: await gpu.readFloats(surroundings, input.points.length * (2 / 3)), evidence };
}

describe('the evidence', () => {
  // One point, fewer than are asked for, a workgroup and its neighbours, more than one dispatch of vertices.
  it.each([
    [1, 3],
    [7, 64],
    [63, 63],
    [65, 65],
    [400, 2 ** 14 + 5],
  ])('of %i points is that of the formulas', { timeout: 60_000 }, async (pointCount, vertexCount) => {
    const input = balls(pointCount, vertexCount);
    const { surroundings, evidence } = await onDevice(input);
    referenceSurroundings(input).forEach(({ unevenness, isRim }, i) => {
      // Sums of 16 numbers below 1, whose squares are taken apart: 16 roundings of 6e-8 and what the determinant loses.
      expect(Math.abs(surroundings[2 * i]! - unevenness), `point ${i}`).toBeLessThan(2e-5);
      expect(surroundings[2 * i + 1], `point ${i}`).toBe(isRim ? 1 : 0);
    });
    // The reference looks at every point for every vertex: some of the many will do.
    const looked = Array.from({ length: vertexCount }, (_, i) => i).filter(
      (i) => vertexCount < 100 || i % 97 === 0 || i > vertexCount - 6,
    );
    const pick = (values: Float32Array): Float32Array =>
      Float32Array.from(looked.flatMap((i) => [...values.subarray(3 * i, 3 * i + 3)]));
    const expected = referenceEvidence({ ...input, positions: pick(input.positions), normals: pick(input.normals) });
    looked.forEach((vertex, i) => {
      EVIDENCE.forEach((quantity, k) => {
        const found = evidence[k * vertexCount + vertex]!;
        const wanted = expected[i]![quantity];
        if (wanted === Infinity) expect(found, `${quantity} of ${vertex}`).toBeGreaterThan(1e18);
        else expect(Math.abs(found - wanted), `${quantity} of ${vertex}`).toBeLessThan(2e-5);
      });
    });
  });
});
