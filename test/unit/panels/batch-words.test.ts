/** What is said of a cloud in the list of a batch. */
import { beforeEach, expect, test } from 'vitest';
import type { Sidecar } from '../../../src/batch/sidecar.ts';
import { setLanguage } from '../../../src/renderer/app/i18n.ts';
import type { BatchRow } from '../../../src/renderer/app/state.ts';
import { resultInWords, shownState, splitPath, stateInWords } from '../../../src/renderer/panels/batch/batch-words.ts';

const sidecar = (boundaryEdges: number, fit: { mean: number } | null): Sidecar =>
  ({
    result: { report: { topology: { triangles: 1234, boundaryEdges } }, fit, times: { total: 83_000 } },
  }) as unknown as Sidecar;
const row = (change: Partial<BatchRow>): BatchRow =>
  ({ state: 'waiting', kept: false, share: 0, sidecar: null, ...change }) as BatchRow;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

beforeEach(() => setLanguage('en'));

test('a result is its triangles, its edges and its deviation with the unit', () => {
  expect(plain(resultInWords(sidecar(0, { mean: 0.0123 }), 'mm'))).toBe(
    '1,234 triangles · watertight · deviation 0.0123 mm',
  );
  expect(plain(resultInWords(sidecar(1, null), 'mm'))).toBe('1,234 triangles · 1 open edge');
  setLanguage('de');
  expect(plain(resultInWords(sidecar(40, { mean: 0.5 }), 'none'))).toBe(
    '1.234 Dreiecke · 40 offene Kanten · Abweichung 0,5',
  );
});

test('a result is broken over lines only between its parts', () => {
  const text = resultInWords(sidecar(40, { mean: 0.5 }), 'mm');
  expect(text.split(' · ').filter((part) => part.includes(' '))).toEqual([]);
});

test('nothing is said of a cloud without a result', () => {
  expect(resultInWords({ result: null } as Sidecar, 'mm')).toBe('');
});

test('beside the state stands how far it is, or how long it took and whether it is from before', () => {
  expect(stateInWords(row({ state: 'running', share: 0.345 }))).toBe('35%');
  const done = { state: 'done', sidecar: sidecar(0, null) } as const;
  expect(stateInWords(row(done))).toBe('1 min 23 s');
  expect(stateInWords(row({ ...done, kept: true }))).toBe('1 min 23 s, from before');
  expect(stateInWords(row({ state: 'failed', kept: true }))).toBe('from before');
  expect(stateInWords(row({}))).toBe('');
});

test('only the one that works stands still in a pause', () => {
  expect(shownState(row({ state: 'running' }), 'paused')).toBe('paused');
  expect(shownState(row({ state: 'running' }), 'running')).toBe('running');
  expect(shownState(row({ state: 'done' }), 'paused')).toBe('done');
});

test('a path is its folder and its name', () => {
  expect(splitPath('a/b/c.ply')).toEqual(['a/b/', 'c.ply']);
  expect(splitPath('c.ply')).toEqual(['', 'c.ply']);
});
