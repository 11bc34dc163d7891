import { expect, it } from 'vitest';
import { EMPTY_JOB } from '../../../src/batch/job.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { COMMAND_IDS, COMMANDS } from '../../../src/contracts/commands.ts';
import { checkedCommands, isChecked, isEnabled, whyNoBatch } from '../../../src/renderer/app/availability.ts';
import { FIRST_STATE } from '../../../src/renderer/app/defaults.ts';
import { FIRST_PROGRESS } from '../../../src/renderer/app/run-progress.ts';
import type { AppState, BatchState } from '../../../src/renderer/app/state.ts';
import { cloud, finished, folder } from './fakes.ts';

const empty: AppState = FIRST_STATE;
const opened: AppState = {
  ...empty,
  device: { label: 'test', software: true, cards: [] },
  document: { ...empty.document, cloud: { ...cloud(1, 'a.ply'), files: [] } },
};
const done: AppState = { ...opened, document: { ...opened.document, run: finished(1, 1) } };
const running: AppState = { ...done, progress: FIRST_PROGRESS, undo: 'x' };
const enabled = (state: AppState) => COMMAND_IDS.filter((id) => isEnabled(id, state));

it('without a cloud leaves what needs none', () => {
  expect(enabled(empty)).toEqual(['open', 'open-folder', 'settings', 'shortcuts', 'about']);
});

it('reconstructs once there is a cloud and a device', () => {
  expect(isEnabled('reconstruct', { ...opened, device: null })).toBe(false);
  expect(isEnabled('reconstruct', opened)).toBe(true);
  expect(isEnabled('export', opened)).toBe(false);
});

it('shows every step of the path as soon as there is a cloud, and none before', () => {
  const steps = COMMAND_IDS.filter((id) => id.startsWith('step-'));
  expect(steps).toHaveLength(6);
  for (const id of steps) expect([isEnabled(id, empty), isEnabled(id, opened)], id).toEqual([false, true]);
});

it('exports and colours by distance once there is a mesh', () => {
  expect(isEnabled('export', done)).toBe(true);
  expect(isEnabled('distances', done)).toBe(true);
});

it('looks at a forming surface without the points', () => {
  const watching: AppState = { ...opened, progress: { ...FIRST_PROGRESS, previewLevel: 64 } };
  expect([isEnabled('show-cloud', watching), isChecked('show-cloud', watching)]).toEqual([false, false]);
  expect(isEnabled('show-mesh', watching)).toBe(true);
});

it('leaves the document alone while a run is on', () => {
  for (const id of ['reconstruct', 'export', 'undo', 'close', 'reset-options'] as const) {
    expect(isEnabled(id, running), id).toBe(false);
  }
  expect(isEnabled('cancel', running)).toBe(true);
  expect(isEnabled('stop', running)).toBe(false);
  expect(isEnabled('stop', { ...running, progress: { ...FIRST_PROGRESS, stoppable: true } })).toBe(true);
});

const item = { index: 0, input: 'a.ply', inputBytes: 1, output: 'a.ply', format: 'ply', options: DEFAULTS } as const;
const listed: BatchState = {
  shown: true,
  state: 'ready',
  input: folder('scans'),
  output: folder('meshes'),
  job: EMPTY_JOB,
  rows: [{ item, state: 'waiting', kept: false, share: 0, sidecar: null }],
  share: 0,
  elapsedMs: 0,
  secondsLeft: null,
  summary: null,
};

it('of a batch that is shown acts on the batch, not on the document behind it', () => {
  const shown: AppState = { ...done, undo: 'x', batch: listed };
  const general = ['open', 'open-folder', 'close', 'settings', 'sidebar', 'reconstruct', 'shortcuts', 'about'];
  expect(enabled(shown)).toEqual(general);
  expect(enabled({ ...shown, batch: { ...listed, shown: false } })).toEqual(enabled({ ...done, undo: 'x' }));
});

it('pauses, cancels and closes a batch that runs, and nothing else', () => {
  for (const state of ['running', 'paused'] as const) {
    const active: AppState = { ...done, batch: { ...listed, state } };
    const rest = ['open', 'open-folder', 'close', 'settings', 'sidebar', 'pause', 'cancel', 'shortcuts', 'about'];
    expect(enabled(active)).toEqual(rest);
    expect(isChecked('pause', active)).toBe(state === 'paused');
  }
});

it('says what keeps a batch from starting', () => {
  const ready: AppState = { ...opened, batch: listed };
  const why = (change: Partial<BatchState>, state: AppState = ready) =>
    whyNoBatch({ ...state, batch: { ...listed, ...change } });
  expect(why({})).toBeNull();
  expect(why({ state: 'ended' })).toBeNull();
  expect(why({ state: 'paused' })).toBe('busy');
  expect(why({ state: 'listing' })).toBe('listing');
  expect(why({ rows: [] })).toBe('empty');
  expect(why({ output: null })).toBe('output');
  expect(why({}, { ...ready, device: null })).toBe('device');
  expect(why({}, { ...ready, progress: FIRST_PROGRESS })).toBe('busy');
  expect(whyNoBatch(opened)).toBe('busy');
});

it('checks nothing that the menu does not show as a switch', () => {
  const all: AppState = {
    ...running,
    tool: 'measure',
    cut: { across: 'x', position: 0, isFlipped: false, isRestShown: true },
    progress: { ...FIRST_PROGRESS, state: 'paused' },
    document: {
      ...done.document,
      crop: { centre: [0, 0, 0], size: [1, 1, 1], turn: 0 },
      view: {
        ...done.document.view,
        orthographic: true,
        wireframe: true,
        meshColoring: 'distance',
      },
    },
  };
  const switches = COMMAND_IDS.filter((id) => 'checkable' in COMMANDS[id]);
  // Looking is what the pointer does without a tool; only one tool is held, and no point is selected during a run.
  const others = ['look', 'rectangle', 'lasso', 'brush', 'hidden-too', 'upright'];
  expect(checkedCommands(all)).toEqual(switches.filter((id) => !others.includes(id)));
  expect(isChecked('upright', { ...all, tool: 'level' })).toBe(true);
  for (const tool of ['rectangle', 'lasso', 'brush'] as const) expect(isChecked(tool, { ...all, tool })).toBe(true);
  expect(isChecked('hidden-too', opened)).toBe(true);
  expect(isChecked('look', { ...all, tool: 'none' })).toBe(true);
  for (const id of switches)
    expect(isChecked(id, { ...empty, settings: { ...empty.settings, sidebar: false } }), id).toBe(
      id === 'show-cloud' || id === 'show-mesh',
    );
});
