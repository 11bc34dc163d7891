/** What is fed with mutated inputs: everything of the program that takes what others made. */
import { parseGlob } from '../../src/batch/glob.ts';
import { EMPTY_JOB } from '../../src/batch/job.ts';
import { formatJob, parseJob } from '../../src/batch/job-file.ts';
import { pointsText } from '../../src/batch/project/points-text.ts';
import { parseProject } from '../../src/batch/project/project-file.ts';
import { formatSidecar, parseSidecar } from '../../src/batch/sidecar-file.ts';
import { DEFAULT_SETTINGS } from '../../src/contracts/settings.ts';
import { type ByteSource, readCloud, readTriangleMesh } from '../../src/engine/index.ts';
import { addPoint, emptyMask } from '../../src/engine/select/point-mask.ts';
import { MESH_FORMATS } from '../../src/engine/formats/formats.ts';
import { payloads } from '../../src/main/payloads.ts';
import { settingsSchema, storedSettingsSchema } from '../../src/main/settings-store.ts';
import { READABLE } from '../formats/format-cases.ts';
import { quietContext } from '../run-context.ts';
import { meshBytes } from '../shapes/mesh-bytes.ts';
import { torus } from '../shapes/meshes.ts';
import { doneSidecar } from '../unit/batch/report-sidecars.ts';
import { type Dice, mutateBytes, mutateValue } from './mutate.ts';

export interface FuzzTarget {
  readonly name: string;
  /** The input of these dice. */
  make(dice: Dice): Uint8Array | string | readonly unknown[];
  /**
   * Resolves, or rejects with a `ReconstructError`; anything else is a finding. A string says what is wrong with its
   * result.
   */
  take(input: never): Promise<string | null>;
}

/**
 * Files of the collection that are quick to read: an input of a megabyte finds nothing that one of kilobytes does not.
 */
const MOST_SEED_BYTES = 300_000;

export async function fuzzTargets(): Promise<readonly FuzzTarget[]> {
  const clouds = READABLE.map(({ name, make }) => ({ name, bytes: make() })).filter(
    ({ bytes }) => bytes.length <= MOST_SEED_BYTES,
  );
  const { positions, indices } = torus(8, 5);
  const mesh = { positions: Float32Array.from(positions), indices, shift: [0, 0, 0] } as const;
  const meshes = await Promise.all(
    MESH_FORMATS.map(async (format) => ({ name: `m.${format.split('-')[0]}`, bytes: await meshBytes(mesh, format) })),
  );
  const ofBytes = (
    name: string,
    seeds: typeof clouds,
    take: (bytes: Uint8Array, file: string) => Promise<string | null>,
  ) => {
    let file = '';
    return {
      name,
      make: (dice: Dice) => {
        const seed = dice.oneOf(seeds);
        file = seed.name;
        return mutateBytes(
          seed.bytes,
          seeds.map(({ bytes }) => bytes),
          dice,
        );
      },
      take: (bytes: Uint8Array) => take(bytes, file),
    };
  };
  const ofText = (name: string, seed: unknown, parse: (text: string) => unknown): FuzzTarget => ({
    name,
    make: (dice) => {
      const text = JSON.stringify(mutateValue(seed, dice));
      return dice.below(4) > 0
        ? text
        : Buffer.from(mutateBytes(Buffer.from(text), [Buffer.from(text)], dice)).toString();
    },
    take: (text: string) => Promise.resolve(parse(text)).then(() => null),
  });
  const job = JSON.parse(formatJob(EMPTY_JOB)) as unknown;
  const sidecar = JSON.parse(formatSidecar(doneSidecar('a.xyz'))) as unknown;
  return [
    ofBytes('cloud', clouds, takeCloud),
    ofBytes('mesh', meshes, takeMesh),
    ofText('job', job, (text) => parseJob(text, 'job.json')),
    ofText('sidecar', sidecar, parseSidecar),
    ofText('project', PROJECT, (text) => parseProject(text, 'a.gridpull')),
    {
      name: 'settings',
      make: (dice) => [mutateValue(DEFAULT_SETTINGS, dice)],
      take: ([value]: readonly unknown[]) => {
        settingsSchema.safeParse(value);
        return Promise.resolve(
          storedSettingsSchema.safeParse(value).success || value !== DEFAULT_SETTINGS ? null : 'refused',
        );
      },
    },
    {
      name: 'payload',
      make: (dice) => {
        const schema = dice.oneOf(Object.values(payloads));
        return [
          schema,
          mutateValue(
            [DEFAULT_SETTINGS, 'a.ply', { name: 'a.ply', filters: [{ name: 'PLY', extensions: ['ply'] }] }],
            dice,
          ),
        ];
      },
      take: ([schema, value]: readonly [{ safeParse(value: unknown): unknown }, unknown]) =>
        Promise.resolve(schema.safeParse(value)).then(() => null),
    },
    {
      name: 'pattern',
      make: (dice) => Array.from({ length: 1 + dice.below(30) }, () => dice.oneOf(PATTERN_PARTS)).join(''),
      take: (pattern: string) => {
        const glob = parseGlob(pattern);
        if (glob) for (const path of ['a'.repeat(60), 'a/b/c.ply', `${'ab/'.repeat(20)}b`, '']) glob.matches(path);
        return Promise.resolve(null);
      },
    },
  ];
}

const PATTERN_PARTS = [
  'a',
  '*',
  '**',
  '/',
  '?',
  '[',
  ']',
  'a-z',
  '!',
  '{',
  '}',
  ',',
  '(',
  ')',
  '+',
  '@',
  '|',
  '\\',
  '.',
  '..',
  'b',
];

/** The mask of two of four points, as projects have them. */
const firstTwo = emptyMask(4);
addPoint(firstTwo, 0);
addPoint(firstTwo, 1);

const PROJECT = {
  gridpullProject: 1,
  version: '0.1.0',
  savedAt: '2026-11-29T21:00:00.000Z',
  scans: [{ name: 'a.xyz', path: '../scans/a.xyz', absolute: '/scans/a.xyz', bytes: 12, sha256: 'a'.repeat(64) }],
  points: [pointsText(firstTwo, 4)],
  scene: [
    { do: 'read', scans: [0], reading: { columns: ['x', 'y', 'z'], dialect: { decimalMark: ',' } } },
    { do: 'leave-out', removed: 0, crop: null, origin: [0, 0, 0] },
  ],
  origin: [1, 2, 3.25],
  removed: null,
  crop: { centre: [0, 0, 1], size: [4, 4, 2], turn: 30 },
  options: { resolution: 128 },
  trim: 0.5,
  mesh: {
    options: { resolution: 128 },
    removed: null,
    crop: null,
    finish: [{ trim: null, choice: { simplify: 500 } }],
  },
  view: {},
};

async function takeCloud(bytes: Uint8Array, file: string): Promise<string | null> {
  const cloud = await readCloud(sourceOf(bytes, file), quietContext);
  const { positions, stats } = cloud;
  if (positions.length !== 3 * stats.finiteCount)
    return `${positions.length} coordinates of ${stats.finiteCount} points`;
  if (!positions.every(Number.isFinite)) return 'a coordinate that is no number';
  return null;
}

async function takeMesh(bytes: Uint8Array, file: string): Promise<string | null> {
  const { positions, indices } = await readTriangleMesh(bytes, file, quietContext);
  if (!positions.every(Number.isFinite)) return 'a coordinate that is no number';
  return indices.every((index) => index < positions.length / 3) ? null : 'a triangle of a vertex that there is not';
}

/** In pieces, as a file comes. */
function sourceOf(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += 1 << 14) yield bytes.slice(at, at + (1 << 14));
    },
    open: () =>
      Promise.resolve({
        size: bytes.length,
        read: (offset: number, length: number) => Promise.resolve(bytes.slice(offset, offset + length)),
        close: () => Promise.resolve(),
      }),
  };
}
