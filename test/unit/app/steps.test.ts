import { describe, expect, it } from 'vitest';
import { FIRST_STATE } from '../../../src/renderer/app/defaults.ts';
import { FIRST_PROGRESS } from '../../../src/renderer/app/run-progress.ts';
import type { AppState, Step } from '../../../src/renderer/app/state.ts';
import { changedOptions, isOutdated, stepStates } from '../../../src/renderer/app/steps.ts';
import { cloud, finished } from './fakes.ts';

const empty: AppState = FIRST_STATE;
const opened: AppState = { ...empty, document: { ...empty.document, cloud: { ...cloud(1, 'a.ply'), files: [] } } };
const run = { ...finished(1, 1), options: empty.document.options };
const done: AppState = { ...opened, step: 'check', document: { ...opened.document, run } };
const changed: AppState = {
  ...done,
  document: { ...done.document, options: { ...done.document.options, resolution: 512, seed: 9 } },
};

const marks = (state: AppState, step: Step = state.step): string[] =>
  stepStates({ ...state, step }).map(
    ({ mark, isCurrent, isEmpty }) => `${isCurrent ? '>' : ''}${mark}${isEmpty ? '?' : ''}`,
  );

describe('the path', () => {
  it('begins at the scan, with nothing to work on', () => {
    expect(marks(empty)).toEqual(['>number?', 'number?', 'number?', 'number?', 'number?', 'number?']);
  });

  it('ticks what lies behind', () => {
    expect(marks(opened)).toEqual(['>number', 'number', 'number', 'number?', 'number?', 'number?']);
    expect(marks(opened, 'reconstruct')).toEqual(['done', 'done', '>number', 'number?', 'number?', 'number?']);
    expect(marks(done)).toEqual(['done', 'done', 'done', '>number', 'number', 'number']);
  });

  it('ticks Finish only where something was done to the mesh', () => {
    expect(marks(done, 'export')[4]).toBe('number');
    expect(marks({ ...done, document: { ...done.document, trim: 1 } }, 'export')[4]).toBe('done');
  });

  it('shows a run as such, and no mesh while it is on', () => {
    const running: AppState = { ...done, progress: FIRST_PROGRESS };
    expect(marks(running, 'scan')).toEqual(['>number', 'done', 'running', 'number?', 'number?', 'number?']);
  });

  it('marks what other options leave outdated, and none of it is taken away', () => {
    expect(changedOptions(changed.document)).toEqual(['resolution', 'seed']);
    expect(marks(changed, 'reconstruct')).toEqual(['done', 'done', '>number', 'outdated', 'outdated', 'number']);
    expect(marks(changed, 'export')).toEqual(['done', 'done', 'outdated', 'outdated', 'outdated', '>number']);
  });

  it('is not outdated by the options that the mesh was made by, nor without one', () => {
    expect(isOutdated(done.document)).toBe(false);
    expect(isOutdated({ ...changed.document, run: null })).toBe(false);
  });
});
