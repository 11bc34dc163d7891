/** Sidecars on their way through a file, and what does not count as one. */
import { describe, expect, it } from 'vitest';
import { formatSidecar, parseSidecar } from '../../../src/batch/sidecar-file.ts';
import { doneSidecar, failedSidecar } from '../../../src/batch/sidecar-of.ts';
import { ReconstructError } from '../../../src/engine/errors.ts';
import { finishedOf, itemOf, PROOF } from './sidecars.ts';

const ORIGIN = { version: '1.2.3', inputFromOutput: '../clouds' };
const DONE = doneSidecar(itemOf(), finishedOf(), ORIGIN);
const FAILURE = { error: new ReconstructError('cloud-empty', 'no points'), inputSha256: null, warnings: ['odd'] };
const FAILED = failedSidecar(itemOf(), FAILURE, ORIGIN);

describe('a sidecar', () => {
  it.each([
    ['of a mesh', DONE],
    ['of a failure', FAILED],
    ['with a proof', { ...DONE, result: { ...DONE.result!, report: { ...DONE.result!.report, proof: PROOF } } }],
    ['with no points to measure', { ...DONE, result: { ...DONE.result!, fit: null } }],
  ])('%s comes back as it was written', (_, sidecar) => {
    const text = formatSidecar(sidecar);
    expect(text.endsWith('}\n')).toBe(true);
    expect(parseSidecar(text)).toEqual(sidecar);
  });

  it('of a program that knew fewer options was computed with their defaults', () => {
    const { seed: _, ...options } = DONE.options;
    expect(parseSidecar(JSON.stringify({ ...DONE, options }))).toEqual(DONE);
  });

  it('may hold more than this program knows', () => {
    const later = { ...DONE, energy: 3, result: { ...DONE.result!, energy: 4 } };
    expect(parseSidecar(JSON.stringify(later))).toEqual(later);
  });

  it.each([
    ['text', 'no JSON'],
    ['cut off', formatSidecar(DONE).slice(0, 400)],
    ['JSON of something else', '{"name":"x"}'],
    ['a list', '[]'],
    ['of a later version', JSON.stringify({ ...DONE, gridpullReport: 2 })],
    ['with a broken hash', JSON.stringify({ ...DONE, input: { ...DONE.input, sha256: 'abc' } })],
    ['done without a result', JSON.stringify({ ...DONE, result: null })],
    ['failed without an error', JSON.stringify({ ...FAILED, error: null })],
    ['with a job of another form', JSON.stringify({ ...DONE, job: { gridpullJob: 1, more: true } })],
  ])('is not %s', (_, text) => {
    expect(parseSidecar(text)).toBeNull();
  });
});

describe('the error of a failed item', () => {
  const lost = new Error('the driver went away');
  lost.name = 'ProcessLost';

  it.each([
    [new ReconstructError('cloud-empty', 'no points'), { code: 'cloud-empty', message: 'no points' }],
    [lost, { code: 'crashed', message: 'the driver went away' }],
    [new TypeError('x is undefined'), { code: 'internal', message: 'x is undefined' }],
    [new RangeError(), { code: 'internal', message: 'RangeError' }],
    ['just text', { code: 'internal', message: 'just text' }],
  ])('%s has a code and a sentence', (error, expected) => {
    expect(failedSidecar(itemOf(), { ...FAILURE, error }, ORIGIN).error).toEqual(expected);
  });
});
