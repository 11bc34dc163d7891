/** Measurements: what two clicks make of them, where they stand, and what is written of them. */
import { expect, it, vi } from 'vitest';
import type { Placement } from '../../../src/engine/math/placement.ts';
import { lastMeasured, measuredIn } from '../../../src/renderer/app/measured.ts';
import { measurementTable } from '../../../src/renderer/app/measurement-table.ts';
import { hasWork, isSameWork, shownOf, workOf } from '../../../src/renderer/app/project-document.ts';
import type { PlacedCloud } from '../../../src/renderer/worker/engine-api.ts';
import { inFile, inScene } from '../../../src/renderer/worker/scene-places.ts';
import { cloud, makeApp } from './fakes.ts';

/** Twice as large, a quarter turn about x, ten to the right. */
const PLACEMENT: Placement = {
  matrix: [2, 0, 0, 10, 0, 0, -2, 0, 0, 2, 0, 0, 0, 0, 0, 1],
  up: [0, 1, 0],
  turn: [0, 0, 0],
  scale: 2,
  unit: 'mm',
  onGround: false,
};
const FRAME = { origin: [100, 0, 0], placement: PLACEMENT } as const;

async function opened() {
  const made = makeApp();
  await made.open(cloud(1, 'a.ply'));
  const measure = (x: number): void => {
    made.app.viewportListener.measured([[0, 0, 0]]);
    made.app.viewportListener.measured([
      [0, 0, 0],
      [x, 0, 0],
    ]);
  };
  return { ...made, measure };
}

it('finds a place of the scene in the file, and the way back', () => {
  // World (103, 4, −6) is (103 − 10, …)/2 of the file, turned back.
  expect(inFile(FRAME, [3, 4, -6])).toEqual([46.5, -3, -2]);
  expect(inScene(FRAME, [46.5, -3, -2])).toEqual([3, 4, -6]);
  expect(inFile({ origin: [100, 0, 0], placement: null }, [3, 4, -6])).toEqual([103, 4, -6]);
  expect(measuredIn(FRAME, { from: [46.5, -3, -2], to: [46.5, 0, 2] })).toEqual({
    from: [3, 4, -6],
    to: [3, -4, 0],
    length: 10,
  });
});

it('keeps each measurement as a step, and takes them back', async () => {
  const { app, measure } = await opened();
  app.setView({ measurementsVisible: false });
  measure(2);
  expect(app.state.undo).toBe('session.undo.measure');
  expect(app.state.document.view.measurementsVisible).toBe(true);
  expect(lastMeasured(app.state)?.length).toBe(2);
  measure(3);
  const [first, second] = app.state.document.measurements;
  expect([first, second].map((one) => one?.to)).toEqual([
    [2, 0, 0],
    [3, 0, 0],
  ]);
  app.perform('undo');
  expect(app.state.document.measurements).toEqual([first]);
  // What was ended last is not there any more: the bar must not speak of it.
  expect(lastMeasured(app.state)).toBeNull();
  app.perform('redo');
  app.measuring.remove(first!);
  expect(app.state.document.measurements).toEqual([second]);
  app.measuring.removeAll();
  expect([app.state.document.measurements, app.state.undo]).toEqual([[], 'session.undo.removeMeasurements']);
});

it('lets go of a first place, and of all with another cloud', async () => {
  const { app, measure, open } = await opened();
  app.viewportListener.measured([[1, 2, 3]]);
  expect(app.state.measuring).toEqual({ from: [1, 2, 3] });
  app.viewportListener.measured([]);
  expect([app.state.measuring, app.state.document.measurements]).toEqual([null, []]);
  measure(2);
  await open(cloud(2, 'b.ply'));
  expect(app.state.document.measurements).toEqual([]);
});

it('goes with the cloud when that is scaled, and is drawn where it then is', async () => {
  const { app, measure, placed } = await opened();
  const drawn = vi.spyOn(app.viewport!, 'setMeasurements');
  measure(2);
  const { info, geometry } = cloud(2, 'a.ply');
  const value: PlacedCloud = {
    info: { ...info, placement: PLACEMENT },
    geometry,
    removed: null,
    crop: null,
    run: null,
  };
  placed.value = { type: 'done', value };
  app.placing.place({ scale: 2 });
  await vi.waitFor(() => expect(app.state.document.cloud?.info.id).toBe(2));
  expect(drawn.mock.lastCall?.[0]).toEqual([{ from: [10, 0, 0], to: [14, 0, 0], length: 4 }]);
  const shown = drawn.mock.lastCall?.[0];
  app.setView({ wireframe: true });
  // The same array for the same measurements: nothing is drawn anew.
  expect(drawn.mock.lastCall?.[0]).toBe(shown);
});

it('is work, is kept with a project, and is read back from it', async () => {
  const { app, measure } = await opened();
  const before = app.state.document;
  expect(
    hasWork({ ...before, cloud: { ...before.cloud!, files: [{ kind: 'url', name: 'a', size: 1, url: '' }] } }),
  ).toBe(false);
  measure(2);
  const { document } = app.state;
  expect(isSameWork(workOf(before), workOf(document))).toBe(false);
  expect(
    hasWork({ ...document, cloud: { ...before.cloud!, files: [{ kind: 'url', name: 'a', size: 1, url: '' }] } }),
  ).toBe(true);
  const kept = {
    measurements: [...document.measurements, { from: [1, 2], to: 'here' }, null, { from: [0, 0, NaN], to: [1, 1, 1] }],
  };
  expect(shownOf(kept, document.view).measurements).toEqual(document.measurements);
  expect(shownOf({}, document.view).measurements).toEqual([]);
});

it('is written as a table of lengths and places of the file', () => {
  const table = measurementTable(
    FRAME,
    [
      { from: [0, 0, 0], to: [1 / 3, 0, 0] },
      { from: [500000.125, 0, -1], to: [500000.125, 4, 2] },
    ],
    'mm',
  );
  expect(table).toBe(
    'number,length,unit,from_x,from_y,from_z,to_x,to_y,to_z\r\n' +
      '1,0.6666667,mm,0,0,0,0.333333333333,0,0\r\n' +
      '2,10,mm,500000.125,0,-1,500000.125,4,2\r\n',
  );
  expect(
    measurementTable({ origin: [0, 0, 0], placement: null }, [{ from: [0, 0, 0], to: [0, 3, 4] }], 'none'),
  ).toContain('1,5,,0,0,0,0,3,4\r\n');
});
