/** Seeded clouds for the survey, and the records that it takes. */
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import type { CloudSurvey } from '../../../src/engine/estimate/survey-cloud.ts';
import { surveySteps } from '../../../src/engine/estimate/survey-cloud.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';

export function cloudOf(positions: Float32Array): PointCloud {
  const pointCount = positions.length / 3;
  const stats = { pointCount, finiteCount: pointCount, min: [0, 0, 0], max: [0, 0, 0], warnings: [] } as const;
  return { positions, shift: [0, 0, 0], stats };
}

export function survey(positions: Float32Array): CloudSurvey {
  return finishSteps(surveySteps(cloudOf(positions)));
}

/** Numbers in [0, 1), the same on every run (Lehmer's generator with Park and Miller's constants). */
export function randomNumbers(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff;
}

/** Points at random on a sphere round (5, -2, 1). */
export function sphere(count: number, radius: number, seed = 1): Float32Array {
  const random = randomNumbers(seed);
  const positions = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const z = 2 * random() - 1;
    const angle = 2 * Math.PI * random();
    const ring = radius * Math.sqrt(1 - z * z);
    positions.set([5 + ring * Math.cos(angle), ring * Math.sin(angle) - 2, 1 + radius * z], 3 * i);
  }
  return positions;
}

/** Some points more. */
export function joined(...parts: (Float32Array | readonly number[])[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
