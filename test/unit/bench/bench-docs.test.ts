/** Tables and pictures from figures. */
import { describe, expect, it } from 'vitest';
import { fillMarkers } from '../../../scripts/fill-markers.ts';
import { missesBars, poissonLine } from '../../bench/case-line.ts';
import {
  bigCases,
  chooseCases,
  countOf,
  growthCase,
  kernelCaseName,
  researchCases,
  shapeCases,
  shortCount,
} from '../../bench/cases.ts';
import { caseKey, type DeviceResults, type RecordedCase } from '../../bench/device-results.ts';
import { growthPictures, sweepsOf } from '../../bench/growth-pictures.ts';
import { logScale, logTicks, plotsSvg, referenceLine } from '../../bench/log-plot.ts';
import { findPoissonRecon } from '../../bench/poisson-recon.ts';
import { accuracyTable, growthTables, paperTable, timeTables } from '../../bench/result-tables.ts';
import type { Metrics } from '../../bench/run-case.ts';

const METRICS: Metrics = {
  chamferL1: 0.0000424,
  normalConsistency: 0.9984,
  signedNormalConsistency: 0.9984,
  components: 1,
  boundaryEdges: 0,
  nonManifoldEdges: 0,
};

const record = (name: string, more: Partial<RecordedCase> = {}): RecordedCase => ({
  name,
  preset: 'default',
  asked: 'auto',
  points: 50_000,
  resolution: 256,
  wallMs: 8400,
  peakMemoryBytes: 524 * 2 ** 20,
  peakGpuBytes: 49 * 2 ** 20,
  stages: [
    { name: 'clean', ms: 200 },
    { name: 'level', ms: 4200 },
  ],
  metrics: METRICS,
  ...more,
});

const growth = (size: string, asked: string, wallMs: number): RecordedCase =>
  record(`growth-${size}`, { asked, wallMs });

function deviceWith(...records: readonly RecordedCase[]): ReadonlyMap<string, DeviceResults> {
  const cases = records.map((one) => [caseKey(one.name, { preset: one.preset, resolution: one.asked }), one] as const);
  const versions = { gridpull: '1', node: '24', webgpu: '0' };
  return new Map([['dev', { device: 'Dev 1', versions, cases: Object.fromEntries(cases), kernels: {} }]]);
}

describe('pages', () => {
  it('keep what people wrote around the markers', () => {
    const page = 'before\n<!-- bench:a -->\nold\n<!-- /bench:a -->\nafter\n';
    const filled = fillMarkers(page, 'bench', { a: '| new |\n' });
    expect(filled).toBe('before\n<!-- bench:a -->\n\n| new |\n\n<!-- /bench:a -->\nafter\n');
    expect(fillMarkers(filled, 'bench', { a: '| new |' })).toBe(filled);
    expect(() => fillMarkers(page, 'bench', { b: '' })).toThrow('<!-- bench:b -->');
    expect(fillMarkers('| <!-- bench:a --><!-- /bench:a --> |', 'bench', { a: 'new' })).toBe(
      '| <!-- bench:a -->new<!-- /bench:a --> |',
    );
    expect(fillMarkers('  # bench:a\n  old\n  # /bench:a\n', 'bench', { a: '  new' })).toBe(
      '  # bench:a\n  new\n  # /bench:a\n',
    );
  });
});

describe('tables', () => {
  it('of accuracy: a row for every case, measured or not', () => {
    const rows = accuracyTable(deviceWith(record('koala-50k'), record('koala-1M')))
      .split('\n')
      .slice(2);
    expect(rows).toHaveLength(researchCases('').length + 1);
    expect(rows[0]).toBe('| koala-50k | .000042 | .000046 | .998 | 1 | 0 | 0 | 256 | .74 / .998 | 1.07 / .997 |');
    expect(rows[1]).toMatch(/^\| gear-100k \| – \| \.000079 \| – /);
    expect(rows.at(-1)).toMatch(/^\| koala-1M \| \.000042 \| \.000021 \|/);
  });

  it('of time: stages, what failed, what others take, and notes', () => {
    const poisson = { depth: 8, wallMs: 4200, peakMemoryBytes: 262 * 2 ** 20, metrics: METRICS };
    const failure = { exitCode: 5, message: 'too large' };
    const table = timeTables(
      deviceWith(record('koala-50k', { poisson, note: 'busy machine' }), {
        name: 'gyroid-10M',
        preset: 'default',
        asked: 'auto',
        failure,
      }),
    );
    expect(table).toContain(
      '| koala-50k | 50,000 | 256 | 8.4 | – | 0.2 | – | – | 4.2 | – | 524 | 49 | 4.2 (ours × 2.00) | 262 (ours × 2.00) |',
    );
    expect(table).toContain('| gyroid-10M | – | – | failed: too large |');
    expect(table).toMatch(/\n\nkoala-50k: busy machine\.$/);
  });

  it('of the paper: our row below its own', () => {
    const table = paperTable(
      deviceWith(record('koala-50k'), record('koala-50k', { preset: 'paper', wallMs: 188_000 })),
    );
    expect(table.split('\n').slice(4)).toEqual([
      '| koala-50k | paper | .000042 | .998 | 1 | 0 | 188.0 | 524 | 49 |',
      '|  | default | .000042 | .998 | 1 | 0 | 8.4 | 524 | 49 |',
    ]);
    expect(paperTable(deviceWith())).toBe('Not measured yet.');
  });
});

describe('growth', () => {
  const failed: RecordedCase = {
    name: 'growth-10M',
    preset: 'default',
    asked: '256',
    failure: { exitCode: 5, message: 'a <large> cloud' },
  };
  const results = deviceWith(
    growth('1M', '256', 9000),
    growth('100k', '256', 1000),
    failed,
    growth('1M', '64', 3000),
    record('koala-50k'),
  );

  it('finds its sweeps among all cases', () => {
    const sweeps = sweepsOf(results.get('dev')!);
    expect(sweeps.map(({ kind, fixed, runs }) => [kind, fixed, runs.map(({ x }) => x)])).toEqual([
      ['points', '256', [100_000, 1_000_000, 10_000_000]],
      ['resolution', '1M', [64, 256]],
    ]);
  });

  it('draws them, crosses for failures', () => {
    const pictures = growthPictures(results);
    expect(pictures.map(({ name }) => name)).toEqual(['dev-points.svg', 'dev-resolution.svg']);
    const [points] = pictures;
    expect(points!.svg.match(/<circle/g)).toHaveLength(6);
    expect(points!.svg).toContain('a &lt;large&gt; cloud');
    expect(growthPictures(results)).toEqual(pictures);
    const table = growthTables(results, pictures);
    expect(table).toContain('| 100k | 1.0 | 524 | 49 | .000042 | .9984 |');
    expect(table).toContain('| 10M | failed: a <large> cloud |');
    expect(table).toContain('(pictures/bench/dev-resolution.svg)');
  });
});

describe('axes', () => {
  it('put equal factors at equal distances', () => {
    const scale = logScale(100, 10_000, 0, 200);
    expect([100, 1000, 10_000].map(scale)).toEqual([0, 100, 200]);
    expect(logScale(5, 5, 7, 9)(5)).toBe(7);
  });

  it('have ticks at powers of ten, and between where those are few', () => {
    expect(logTicks(80, 12_000)).toEqual([100, 1000, 10_000]);
    expect(logTicks(3, 60)).toEqual([5, 10, 20, 50]);
    expect(logTicks(0.04, 0.3)).toEqual([0.05, 0.1, 0.2]);
  });

  it('end the reference where the measurement ends', () => {
    const points = [
      { x: 10, y: 1 },
      { x: 100, y: 7 },
    ];
    const line = referenceLine(points, 'n', (n) => n);
    expect(line.points).toEqual([
      { x: 10, y: 0.7 },
      { x: 100, y: 7 },
    ]);
    expect(plotsSvg([{ title: '', xLabel: '', yLabel: '', lines: [] }])).toContain('nothing measured');
  });
});

describe('cases', () => {
  it('are chosen by words; large ones only by their names', () => {
    const places = { data: '/data', clouds: '/clouds' };
    const names = (...words: string[]): string[] => chooseCases(words, places).map(({ name }) => name);
    expect(names()).toEqual(researchCases('/data').map(({ name }) => name));
    expect(names('koala')).toEqual(['koala-50k', 'koala-200k-noise']);
    expect(names('koala-1M', 'gear')).toEqual(['gear-100k', 'koala-1M']);
    expect(names('big')).toHaveLength(5);
    expect(() => names('nothing')).toThrow(/no case/);
  });

  it('are shapes made in code where no folder of data is named', () => {
    const places = { clouds: '/clouds' };
    const chosen = chooseCases([], places);
    expect(chosen).toEqual(shapeCases('/clouds'));
    expect(chosen.length).toBeGreaterThan(5);
    const all = [...chosen, ...bigCases(places), growthCase(places, 1000)];
    for (const { cloud, reference } of all) {
      expect(cloud.startsWith('/clouds/')).toBe(true);
      expect(reference.startsWith('/clouds/shapes/')).toBe(true);
    }
    expect(bigCases(places).map(({ name }) => name)).toContain(kernelCaseName(places));
    expect(() => chooseCases(['koala'], places)).toThrow('--data');
    // Figures that are kept go by the name.
    const withData = { data: '/data', clouds: '/clouds' };
    const research = [...researchCases('/data'), ...bigCases(withData), growthCase(withData, 1000)];
    const names = new Set(research.map(({ name }) => name));
    expect(all.filter(({ name }) => names.has(name))).toEqual([]);
  });

  it('count points in words', () => {
    expect(['300k', '1M', '2.5M', '70'].map(countOf)).toEqual([300_000, 1_000_000, 2_500_000, 70]);
    expect([300_000, 10_000_000, 70].map(shortCount)).toEqual(['300k', '10M', '70']);
    expect(() => countOf('many')).toThrow(/no number/);
    expect(growthCase({ data: '/data', clouds: '/clouds' }, 300_000).name).toBe('growth-300k');
  });

  it('miss their bars by distance, normals, or a surface that is not closed', () => {
    const koala = researchCases('/data')[0]!;
    expect(missesBars(koala, METRICS)).toBe(false);
    expect(missesBars(koala, { ...METRICS, chamferL1: 0.00005 })).toBe(true);
    expect(missesBars(koala, { ...METRICS, normalConsistency: 0.99 })).toBe(true);
    expect(missesBars(koala, { ...METRICS, boundaryEdges: 3 })).toBe(true);
    expect(missesBars({ ...koala, closed: false }, { ...METRICS, boundaryEdges: 3 })).toBe(false);
  });
});

describe('PoissonRecon', () => {
  it('is found where the environment says', () => {
    expect(findPoissonRecon({ POISSON_RECON: process.execPath, PATH: '' })).toBe(process.execPath);
    expect(findPoissonRecon({ PATH: '/nowhere' })).toBeUndefined();
  });

  it('is shown with ratios', () => {
    const poisson = {
      depth: 8,
      wallMs: 4000,
      peakMemoryBytes: 100 * 2 ** 20,
      metrics: { ...METRICS, chamferL1: 0.0000848 },
    };
    const report = { wallMs: 8000, peakMemoryBytes: 50 * 2 ** 20 };
    const ours = { options: { preset: 'default', resolution: 'auto' }, report, metrics: METRICS };
    const line = poissonLine(poisson, ours as Parameters<typeof poissonLine>[1]);
    expect(line).toContain('P2S 0.000085 (ours × 0.50)');
    expect(line).toContain('4.0 s (ours × 2.00), 100 MB (ours × 0.50)');
  });
});
