/** Clouds made in code whose meshes are compared between implementations of WebGPU. */
import { ballCloud } from '../../src/engine/doctor/ball-answers.ts';
import type { PointCloud, ReconstructOptions } from '../../src/engine/index.ts';
import { pointCloudOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { torus } from '../shapes/meshes.ts';
import { torusPoints } from '../shapes/torus-points.ts';

export interface GoldenCloud {
  readonly name: string;
  readonly cloud: PointCloud;
  readonly options: Partial<ReconstructOptions> & { readonly resolution: number };
}

export function goldenClouds(): readonly GoldenCloud[] {
  const ring = pointCloudOf({ positions: Float32Array.from(torusPoints(6000, { minor: 0.3 }).flat()) });
  const waved = torus(90, 40, 0.4, 0.04);
  const noisy = pointCloudOf(sampleCloud(waved, { points: 6000, seed: 3, noise: 0.004, outliers: 0.01 }));
  const open = pointCloudOf(
    sampleCloud(waved, { points: 6000, seed: 4, holes: [{ centre: [1.4, 0, 0], radius: 0.35 }] }),
  );
  return [
    { name: 'ball', cloud: ballCloud(), options: { resolution: 64 } },
    { name: 'ring', cloud: ring, options: { resolution: 128 } },
    { name: 'noisy-torus', cloud: noisy, options: { resolution: 128 } },
    { name: 'torus-with-a-hole', cloud: open, options: { resolution: 128 } },
  ];
}
