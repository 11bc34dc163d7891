/**
 * What finishing is measured on, and what is wanted of it (`npm run bench -- --data DIR --finish`, docs/benchmarks.md).
 */
import { join } from 'node:path';
import type { FinishOptions } from '../../src/engine/finish/finish-surface.ts';

/** A mesh that the engine makes of a cloud. */
export interface FoundMesh {
  readonly name: string;
  readonly cloud: string;
  readonly resolution: string;
  /** The true surface; null where nobody knows it, and the points themselves are what is kept to. */
  readonly reference: string | null;
  /** Added to every coordinate, of a cell: a standard deviation. */
  readonly noise?: number;
}

export interface FinishCase {
  readonly name: string;
  readonly mesh: FoundMesh;
  readonly options: Partial<FinishOptions>;
  /** Whether the operation goes by the points, too. */
  readonly takesCloud?: boolean;
  readonly wanted: FinishWanted;
}

/** Left out: nothing is asked. */
export interface FinishWanted {
  /** Mean distance to the truth, so many times that of the mesh before. */
  readonly ratio?: number;
  /** Of all triangles, those with an angle below 5°. */
  readonly narrow?: number;
  /** By so much more than the triangles that were asked for, a share. */
  readonly count?: number;
  /** Of the clock, and of the clock for a million triangles of the mesh before. */
  readonly seconds?: number;
  readonly secondsPerMillion?: number;
  readonly rims?: number;
  /** Change of the volume, a share of it. */
  readonly volumeShare?: number;
}

type MeshRow = readonly [name: string, cloud: string, reference: string | null, resolution?: string];

const MESHES: readonly MeshRow[] = [
  ['gear', 'clouds/gear-100k', 'gear'],
  ['gear at 128 cells', 'clouds/gear-100k', 'gear', '128'],
  ['koala', 'clouds/koala-50k', 'koala'],
  ['mountain', 'clouds/mountain-open-50k', 'mountain-open'],
  ['gyroid', 'clouds/gyroid-200k', 'gyroid-ball'],
  ['sword', 'clouds/sword-50k', 'sword'],
  ['wingnut', 'clouds/wingnut-2k-sparse', 'wingnut'],
  ['lion', 'scans/lion-takanawa', null, '256'],
];

/** @param data the folder with the research clouds, their true surfaces and the scans */
export function finishCases(data: string): readonly FinishCase[] {
  const mesh = (wanted: string): FoundMesh => {
    const [name, cloud, reference, resolution = 'auto'] = MESHES.find(([name]) => name === wanted)!;
    return {
      name,
      cloud: join(data, `${cloud}.ply`),
      resolution,
      reference: reference === null ? null : join(data, 'meshes', `${reference}.ply`),
    };
  };
  const hill: FoundMesh = { name: 'hill', cloud: 'samples/hill.ply', resolution: '128', reference: null };
  return [
    // The noise of that hill is .0768: from one to three times that.
    ...[0.0756, 0.1, 0.23].map((trim) => ({
      name: `trim hill ${trim}`,
      mesh: hill,
      options: { trim },
      takesCloud: true,
      wanted: { rims: 1 },
    })),
    ...(['even', 'edges'] as const).map((smoothKind) => ({
      name: `smooth gear ${smoothKind}`,
      mesh: { ...mesh('gear at 128 cells'), name: 'rough gear at 128 cells', noise: 0.2 },
      options: { smooth: 5, smoothKind },
      wanted: { volumeShare: 0.001 },
    })),
    ...['gear', 'koala', 'mountain', 'gyroid', 'sword', 'wingnut', 'lion'].map((name) => ({
      name: `relax ${name}`,
      mesh: mesh(name),
      options: { relax: true },
      wanted: { narrow: 0, ratio: 1.01, ...(name === 'gear' && { secondsPerMillion: 5 }) },
    })),
    ...(
      [
        ['gear', '10%', 1.05],
        ['koala', '25%', 1.15],
        ['koala', '10%', 1.6],
        ['lion', '25%', 1.15],
        ['lion', '10%', 1.6],
        ['mountain', '10%', 1.15],
        ['gyroid', '10%', 1.15],
        ['sword', '10%', 1.15],
      ] as const
    ).map(([name, simplify, ratio]) => ({
      name: `simplify ${name} ${simplify}`,
      mesh: mesh(name),
      options: { simplify },
      wanted: { ratio, count: 0.01, ...(name === 'gear' && { secondsPerMillion: 10 }) },
    })),
    ...['koala', 'lion'].map((name) => ({
      name: `texture ${name}`,
      mesh: mesh(name),
      options: { simplify: 50_000, texture: 2048 },
      takesCloud: true,
      wanted: { seconds: 30 },
    })),
    { name: 'prove gear', mesh: mesh('gear'), options: {}, wanted: { secondsPerMillion: 5 } },
  ];
}
