/** What is wanted of scans, what falls short of it, and the page's table. */
import { describe, expect, it } from 'vitest';
import type { DeviceResults } from '../../bench/device-results.ts';
import { scanCases, type Wanted } from '../../bench/scan-cases.ts';
import { type ScanFigures, type ScanResult, shortfalls } from '../../bench/scan-run.ts';
import { scanLine, scanTable } from '../../bench/scan-table.ts';

const FIGURES: ScanFigures = {
  points: 8414,
  resolution: 256,
  wallMs: 9400,
  pieces: 1,
  openEdges: 0,
  genus: 0,
  p2s: 0.0009,
  normals: 0.993,
  signedNormals: 0.992,
};
const result = (wanted: Wanted, figures: Partial<ScanFigures> = {}): ScanResult => ({
  name: 'bear-rows-8k',
  wanted,
  figures: { ...FIGURES, ...figures },
});

describe('what falls short', () => {
  it.each<[string, Wanted, Partial<ScanFigures>, Partial<ScanFigures>]>([
    ['P2S 9.00 wanted', { p2s: 9 }, { p2s: 0.000901 }, { p2s: 0.0009 }],
    ['1.2 times the peer wanted', { peer: 6, ratio: 1.2 }, { p2s: 0.000721 }, { p2s: 0.000719 }],
    ['pieces: 2 wanted', { pieces: 2 }, { pieces: 3 }, { pieces: 2 }],
    ['closed wanted', { isClosed: true }, { openEdges: 1 }, {}],
    ['open wanted', { isClosed: false }, {}, { openEdges: 1 }],
    ['genus 1 wanted', { genus: 1 }, { genus: 2 }, { genus: 1 }],
    ['10 s wanted', { seconds: 10 }, { wallMs: 10_001 }, { wallMs: 10_000 }],
    ['2 % far from all points wanted, 2.1 there', { farShare: 0.02 }, { farShare: 0.021 }, { farShare: 0.02 }],
  ])('%s', (words, wanted, missed, reached) => {
    expect(shortfalls(result(wanted, missed))).toEqual([words]);
    expect(shortfalls(result(wanted, reached))).toEqual([]);
  });

  it('is nothing of the genus of a surface with a border, and all of a run that failed', () => {
    expect(shortfalls(result({ genus: 1 }, { openEdges: 9 }))).toEqual([]);
    const failure = { exitCode: 5, message: 'too large' };
    expect(shortfalls({ name: 'a', wanted: {}, failure })).toEqual(['ended with 5']);
    expect(shortfalls({ name: 'a', wanted: {}, failure: { ...failure, exitCode: null } })).toEqual([
      'ended with the time limit',
    ]);
  });
});

it('is written as a line and as a table, in the order of the cases', () => {
  const { p2s: _, ...withoutDistance } = FIGURES;
  const scans = {
    'koala-rows-5': { name: 'koala-rows-5', wanted: {}, figures: withoutDistance },
    'bear-rows-8k': result({ p2s: 8, peer: 6 }),
    'koala-rows-5-seed-7': {
      ...result({ peer: 6, ratio: 1.2 }),
      name: 'koala-rows-5-seed-7',
      peer: { depth: 9, p2s: 0.00072 },
    },
  };
  const device: DeviceResults = {
    device: 'Dev',
    versions: { gridpull: '1', node: '24', webgpu: '0' },
    cases: {},
    kernels: {},
    scans,
  };
  expect(
    scanTable(new Map([['dev', device]]))
      .split('\n')
      .slice(2),
  ).toEqual([
    '| bear-rows-8k | 9.00 | 6.00* | 1.50 | .993 | .992 | 1 | 0 | 0 | 256 | 9 | P2S 8.00 wanted |',
    '| koala-rows-5 | – | – | – | .993 | .992 | 1 | 0 | 0 | 256 | 9 | nothing |',
    '| koala-rows-5-seed-7 | 9.00 | 7.20 | 1.25 | .993 | .992 | 1 | 0 | 0 | 256 | 9 | 1.2 times the peer wanted |',
  ]);
  expect(scanLine(scans['bear-rows-8k'])).toMatch(/^bear-rows-8k +9\.00 +6\.00\* .* MISSED: P2S 8\.00 wanted$/);
  expect(scanTable(new Map())).toBe('Not measured yet.');
});

it('makes fresh clouds of a seed: others of each kind, without files and without what was measured of the usual ones', () => {
  const usual = scanCases({ data: 'data', clouds: 'made' });
  const [fresh, other] = [7, 8].map((seed) => scanCases({ data: 'data', clouds: 'made' }, seed)) as [
    typeof usual,
    typeof usual,
  ];
  expect(fresh.length).toBe(usual.filter(({ kind }) => kind !== 'files').length);
  const seedsOf = (cases: typeof usual) => cases.map(({ recipe }) => /--seed (\d+)/.exec(recipe?.args ?? '')?.[1]);
  const made = usual.filter(({ recipe }) => recipe);
  fresh.forEach(({ name, wanted, cloud }, i) => {
    expect(name).toBe(`${made[i]!.name}-seed-7`);
    expect(cloud).toContain(name);
    expect(wanted).toEqual({ ...made[i]!.wanted, peer: undefined, ratio: wanted.ratio });
    expect(wanted.ratio).toBeGreaterThanOrEqual(1);
    expect(new Set([seedsOf(made)[i], seedsOf(fresh)[i], seedsOf(other)[i]]).size).toBe(3);
  });
});

it('knows every cloud by one name, and makes what is no file', () => {
  const cases = scanCases({ data: 'data', clouds: 'made' });
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  for (const { made, cloud, recipe, reference } of cases) {
    expect(cloud.startsWith(made ? 'made' : 'data')).toBe(true);
    if (made) expect([recipe, reference].every((part) => part !== undefined)).toBe(true);
  }
});
