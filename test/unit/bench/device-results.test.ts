/** What is kept of a run, and how new figures come over older ones. */
import { describe, expect, it } from 'vitest';
import { caseKey, deviceSlug, mergeResults, type RecordedCase, recordOf } from '../../bench/device-results.ts';
import type { CaseReport, CaseResult, Metrics } from '../../bench/run-case.ts';

const VERSIONS = { gridpull: '1.0.0', node: '24.0.0', webgpu: '0.6.0' };
const OPTIONS = { preset: 'default', resolution: 'auto' };
const METRICS: Metrics = {
  chamferL1: 0.00004,
  normalConsistency: 0.998,
  signedNormalConsistency: 0.998,
  components: 1,
  boundaryEdges: 0,
  nonManifoldEdges: 0,
};

/** The part of a report that is kept. */
const REPORT = {
  points: { inFile: 50_000 },
  resolution: 256,
  wallMs: 8400.4,
  readMs: 10.2,
  writeMs: 20,
  peakMemoryBytes: 5e8,
  peakGpuBytes: 4e7,
  stages: [
    { name: 'analyse', durationMs: 100, gpuBytes: 1 },
    { name: 'level 64', durationMs: 200, gpuBytes: 1 },
    { name: 'level 128', durationMs: 300.6, gpuBytes: 1 },
    { name: 'analyse', durationMs: 50, gpuBytes: 1 },
  ],
} as unknown as CaseReport;

describe('device slugs', () => {
  it.each([
    ['mesa software llvmpipe: Mesa 25.0.7-2~bpo12+1 (LLVM 15.0.6) 0.0.1', 'mesa-software-llvmpipe'],
    ['nvidia hopper NVIDIA H100 80GB HBM3', 'nvidia-hopper-h100-80gb-hbm3'],
    ['amd rdna-3 AMD Radeon RX 7900 XT (RADV NAVI31)', 'amd-rdna-3-radeon-rx-7900-xt'],
    ['(…)', 'unknown-device'],
  ])('%s', (label, slug) => {
    expect(deviceSlug(label)).toBe(slug);
  });
});

it('names a case with its options', () => {
  expect(caseKey('koala-50k', OPTIONS)).toBe('koala-50k @auto');
  expect(caseKey('koala-50k', { preset: 'paper', resolution: '512' })).toBe('koala-50k paper @512');
});

it('keeps of a run what the pages show, stages of one name summed up', () => {
  const result: CaseResult = { options: OPTIONS, report: REPORT, metrics: { ...METRICS, chamferL2: 1 } as Metrics };
  expect(recordOf('koala-50k', result, undefined, 'busy machine')).toEqual({
    name: 'koala-50k',
    preset: 'default',
    asked: 'auto',
    note: 'busy machine',
    points: 50_000,
    resolution: 256,
    wallMs: 8400,
    peakMemoryBytes: 5e8,
    peakGpuBytes: 4e7,
    stages: [
      { name: 'read', ms: 10 },
      { name: 'analyse', ms: 150 },
      { name: 'level', ms: 501 },
      { name: 'write', ms: 20 },
    ],
    metrics: METRICS,
  });
});

it('keeps a failure as such', () => {
  const failure = { exitCode: 5, message: 'out of memory' };
  expect(recordOf('gyroid-10M', { options: OPTIONS, failure })).toEqual({
    name: 'gyroid-10M',
    preset: 'default',
    asked: 'auto',
    failure,
  });
});

it('puts new figures over older ones and leaves the others, in one order', () => {
  const one: RecordedCase = { name: 'one', preset: 'default', asked: 'auto', wallMs: 1 };
  const first = mergeResults(undefined, 'device', VERSIONS, { cases: { 'b @auto': one, 'a @auto': one } });
  expect(Object.keys(first.cases)).toEqual(['a @auto', 'b @auto']);
  const newer = { ...VERSIONS, gridpull: '1.1.0' };
  const second = mergeResults(first, 'device', newer, { cases: { 'b @auto': { ...one, wallMs: 2 }, 'aa @auto': one } });
  expect(Object.entries(second.cases).map(([key, { wallMs }]) => [key, wallMs])).toEqual([
    ['a @auto', 1],
    ['aa @auto', 1],
    ['b @auto', 2],
  ]);
  expect(second.versions.gridpull).toBe('1.1.0');
  expect(JSON.stringify(mergeResults(second, 'device', newer, {}))).toBe(JSON.stringify(second));
});
