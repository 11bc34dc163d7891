import { expect, it } from 'vitest';
import { COMMAND_IDS, COMMANDS } from '../../../src/shared/commands.ts';
import { checkedCommands, isChecked, isEnabled } from '../../../src/renderer/app/availability.ts';
import { FIRST_STATE } from '../../../src/renderer/app/defaults.ts';
import { FIRST_JOB } from '../../../src/renderer/app/run-flow.ts';
import type { AppState } from '../../../src/renderer/app/state.ts';
import { cloud, finished } from './fakes.ts';

const empty: AppState = FIRST_STATE;
const opened: AppState = {
  ...empty,
  device: { label: 'test', software: true },
  document: { ...empty.document, cloud: cloud(1, 'a.ply') },
};
const done: AppState = { ...opened, document: { ...opened.document, run: finished(1, 1) } };
const running: AppState = { ...done, job: FIRST_JOB, undo: 'x' };
const enabled = (state: AppState) => COMMAND_IDS.filter((id) => isEnabled(id, state));

it('without a cloud leaves what needs none', () => {
  expect(enabled(empty)).toEqual(['open', 'settings', 'shortcuts', 'about']);
});

it('reconstructs once there is a cloud and a device', () => {
  expect(isEnabled('reconstruct', { ...opened, device: null })).toBe(false);
  expect(isEnabled('reconstruct', opened)).toBe(true);
  expect(isEnabled('export', opened)).toBe(false);
});

it('exports and colours by distance once there is a mesh', () => {
  expect(isEnabled('export', done)).toBe(true);
  expect(isEnabled('distances', done)).toBe(true);
});

it('looks at a forming surface without the points', () => {
  const watching: AppState = { ...opened, job: { ...FIRST_JOB, previewLevel: 64 } };
  expect([isEnabled('show-cloud', watching), isChecked('show-cloud', watching)]).toEqual([false, false]);
  expect(isEnabled('show-mesh', watching)).toBe(true);
});

it('leaves the document alone while a run is on', () => {
  for (const id of ['reconstruct', 'export', 'undo', 'close', 'reset-options'] as const) {
    expect(isEnabled(id, running), id).toBe(false);
  }
  expect(isEnabled('cancel', running)).toBe(true);
  expect(isEnabled('stop', running)).toBe(false);
  expect(isEnabled('stop', { ...running, job: { ...FIRST_JOB, stoppable: true } })).toBe(true);
});

it('checks nothing that the menu does not show as a switch', () => {
  const all: AppState = {
    ...running,
    tool: 'measure',
    job: { ...FIRST_JOB, state: 'paused' },
    document: {
      ...done.document,
      view: {
        ...done.document.view,
        orthographic: true,
        wireframe: true,
        meshColoring: 'distance',
        clip: { min: [0, 0, 0], max: [1, 1, 1] },
      },
    },
  };
  const switches = COMMAND_IDS.filter((id) => 'checkable' in COMMANDS[id]);
  expect(checkedCommands(all)).toEqual(switches);
  for (const id of switches)
    expect(isChecked(id, { ...empty, settings: { ...empty.settings, sidebar: false } }), id).toBe(
      id === 'show-cloud' || id === 'show-mesh',
    );
});
