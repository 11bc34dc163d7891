import { expect, it } from 'vitest';
import { type DeviceReport, deviceReportText } from '../../../src/engine/doctor/device-report.ts';
import { differing } from '../../../src/engine/doctor/known-answers.ts';

const REPORT: DeviceReport = {
  device: 'ACME Rocket',
  adapters: [
    { label: 'ACME Rocket', isSoftware: false, subgroupSizes: [4, 64] },
    { label: 'llvmpipe', isSoftware: true, subgroupSizes: null },
  ],
  features: ['timestamp-query'],
  limits: { maxBufferSize: 1024, maxTextureDimension1D: 8192 },
  compiled: { 'a/quick': 1.25, 'b/slow': 1500, 'c/middle': 20, 'd/quicker': 0.5 },
  rates: { operationsPerSecond: 2e12, copiedBytesPerSecond: 5e11, readBytesPerSecond: 1e10, answerMs: 0.2 },
  cases: [{ name: 'sums', ms: 3, fault: null }],
  isSound: true,
};

it('the text has what somebody who helps asks for', () => {
  const text = deviceReportText(REPORT, { system: 'Linux' });
  for (const line of [
    /^system +Linux$/m,
    /^adapter +ACME Rocket \(hardware, subgroups 4 to 64\)$/m,
    /^adapter +llvmpipe \(software\)$/m,
    /^limit +maxBufferSize 1024$/m,
    /^compiled +4 kernels in 1\.5 s; b\/slow 1\.5 s, c\/middle 20 ms, a\/quick 1\.3 ms$/m,
    /^arithmetic +2000 billion/m,
    /^copies +500 GB\/s in its memory, 10\.0 GB\/s back$/m,
    /^right +sums, 3\.0 ms$/m,
    /^verdict +this device computes rightly$/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toContain('maxTextureDimension1D');
});

it('what is wrong stands in it with what is wrong about it', () => {
  const cases = [...REPORT.cases, { name: 'nearest points', ms: 1, fault: '3 of 8 numbers are wrong' }];
  const text = deviceReportText({ ...REPORT, rates: null, cases, isSound: false }, {});
  expect(text).toMatch(/^WRONG +nearest points: 3 of 8 numbers are wrong$/m);
  expect(text).toMatch(/^verdict +1 of 2 answers are wrong or missing/m);
});

it('numbers that differ are counted, and the first is shown', () => {
  expect(differing([1, 2, 3], [1, 2, 3])).toBeNull();
  expect(differing([1, 5, NaN], [1, 2, 3])).toBe('2 of 3 numbers are wrong, the first at 1: 5 for 2');
  expect(differing([1], [1, 2])).toMatch(/^1 of 2 .* at 1: undefined for 2$/);
});
