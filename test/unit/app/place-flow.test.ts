/** Standing the cloud upright and at its true size, and the section plane, as the window asks for them. */
import { expect, it, vi } from 'vitest';
import type { CutOutline, PlacedCloud } from '../../../src/renderer/worker/engine-api.ts';
import type { Placement } from '../../../src/engine/math/placement.ts';
import { drawnCut } from '../../../src/renderer/app/drawn-cut.ts';
import { levelNormal } from '../../../src/renderer/app/level-plane.ts';
import { placingOf, shownUnit, uprightState, withShownUnit } from '../../../src/renderer/app/placing-of.ts';
import { isOutdated } from '../../../src/renderer/app/steps.ts';
import { uprightSample } from '../../../src/renderer/app/upright-sample.ts';
import { cloud, finished, makeApp } from './fakes.ts';

const PLACEMENT: Placement = {
  matrix: [2, 0, 0, 0, 0, 0, -2, 0, 0, 2, 0, 0, 0, 0, 0, 1],
  up: [0, 1, 0],
  turn: [0, 0, 0],
  scale: 2,
  unit: 'mm',
  onGround: false,
};

function placedAs(placement: Placement, more: Partial<PlacedCloud> = {}): PlacedCloud {
  const { info, geometry } = cloud(2, 'a.ply');
  return { info: { ...info, placement }, geometry, removed: null, crop: null, run: null, ...more };
}

/** Acts come after one another, each with an answer of the engine between. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

it('turns the cloud, keeps its lengths true, and undoes it to what was there', async () => {
  const made = makeApp();
  const { app, placed, told } = made;
  await made.open(cloud(1, 'a.ply'));
  app.setOptions({ noise: 0.5 });
  const before = app.state.document;
  placed.value = { type: 'done', value: placedAs(PLACEMENT) };
  app.placing.place({ up: [0, 1, 0], scale: 2, unit: 'mm' });
  await settled();
  expect(told.find((line) => line.startsWith('place '))).toBe(
    `place ${JSON.stringify([1, { up: [0, 1, 0], scale: 2, unit: 'mm' }, { removed: null, crop: null }, null])}`,
  );
  expect(app.state.document.cloud?.info.id).toBe(2);
  expect(app.state.document.options.noise).toBe(1);
  expect(app.state.undo).toBe('session.undo.place.scale');
  expect(shownUnit(app.state)).toBe('mm');
  expect(withShownUnit(app.state).settings.unit).toBe('mm');
  expect(withShownUnit(app.state)).toBe(withShownUnit(app.state));
  // What is left out stays; what is the same is no step.
  app.placing.place({ turn: [0, 0, 90] });
  app.placing.place({ scale: 2 });
  await settled();
  expect(told.filter((line) => line.startsWith('place ')).length).toBe(2);
  expect(told.at(-1)).toContain('"turn":[0,0,90],"scale":2,"unit":"mm"');
  app.perform('undo');
  app.perform('undo');
  expect(app.state.document.cloud).toBe(before.cloud);
  expect(app.state.document.options.noise).toBe(0.5);
});

it('takes the mesh along, as outdated as it was, with all lengths that are said of it', async () => {
  const made = makeApp();
  const { app, placed, run, told } = made;
  await made.open(cloud(1, 'a.ply'));
  await app.graphics.open();
  app.setOptions({ noise: 0.5 });
  app.perform('reconstruct');
  run.resolve({ type: 'done', value: { ...finished(7, 1), options: app.state.document.options } });
  await settled();
  app.setTrim(3);
  app.setView({ distanceRange: [-0.25, 0.5], tolerance: 0.1 });
  const scaled = { ...finished(8, 2), options: { ...app.state.document.options, noise: 1 } };
  placed.value = { type: 'done', value: placedAs(PLACEMENT, { run: scaled }) };
  const drawn: string[] = [];
  vi.spyOn(app.viewport!, 'setMesh').mockImplementation((mesh) => void drawn.push(mesh ? 'mesh' : 'no mesh'));
  vi.spyOn(app.viewport!, 'setCloud').mockImplementation(() => void drawn.push('cloud'));
  app.placing.place({ scale: 2 });
  await settled();
  // The camera goes to the points where they then are, and the mesh is not seen where it was.
  expect(drawn).toEqual(['no mesh', 'cloud', 'mesh']);
  expect(told.find((line) => line.startsWith('place '))).toContain('},7]');
  const { document } = app.state;
  expect(document).toMatchObject({ run: { id: 8, cloudId: 2 }, trim: 6, options: { noise: 1 } });
  expect(document.view).toMatchObject({
    distanceRange: [-0.5, 1],
    tolerance: 0.2,
    cloudVisible: false,
    meshVisible: true,
  });
  expect(isOutdated(document)).toBe(false);
  app.setOptions({ noise: 2 });
  placed.value = { type: 'done', value: placedAs({ ...PLACEMENT, unit: 'm' }, { geometry: null, run: scaled }) };
  app.placing.place({ unit: 'm' });
  await settled();
  expect(app.state.undo).toBe('session.undo.place.unit');
  expect(isOutdated(app.state.document)).toBe(true);
  for (const _ of ['unit', 'option', 'scale']) app.perform('undo');
  expect(app.state.document).toMatchObject({ run: { id: 7 }, trim: 3, options: { noise: 0.5 } });
});

it('levels by three places, in the frame of the file', async () => {
  const made = makeApp();
  const { app, placed, told } = made;
  await made.open({ ...cloud(1, 'a.ply'), info: { ...cloud(1, 'a.ply').info, placement: PLACEMENT } });
  app.perform('upright');
  expect([app.state.tool, app.state.step, app.enabled('finish-apply')]).toEqual(['level', 'clean', false]);
  app.viewportListener.levelled([
    [0, 0, 0],
    [1, 0, 0],
    [2, 0, 1e-6],
  ]);
  expect(app.enabled('finish-apply')).toBe(false);
  // A ramp along x: its normal is (−1, 0, 1)/√2 here, and (−1, 1, 0)/√2 in the file.
  app.viewportListener.levelled([
    [0, 0, 0],
    [1, 0, 1],
    [0, 1, 0],
  ]);
  expect(app.enabled('finish-apply')).toBe(true);
  placed.value = { type: 'done', value: placedAs(PLACEMENT) };
  app.perform('finish-apply');
  await settled();
  expect(app.state).toMatchObject({ tool: 'none', levelPicks: [] });
  const asked = JSON.parse(told.find((line) => line.startsWith('place '))!.slice(6)) as [number, { up: number[] }];
  for (const [axis, value] of [-Math.SQRT1_2, Math.SQRT1_2, 0].entries()) {
    expect(asked[1].up[axis]).toBeCloseTo(value, 12);
  }
});

it('turns by a ring on top of how the cloud stands, and asks for nothing twice', async () => {
  const made = makeApp();
  const { app, placed, told } = made;
  const turned = { ...PLACEMENT, turn: [0, 0, 30] as const };
  await made.open({ ...cloud(1, 'a.ply'), info: { ...cloud(1, 'a.ply').info, placement: turned } });
  placed.value = { type: 'done', value: placedAs(turned) };
  await app.viewportListener.turned(2, 12.5);
  const asked = (): { turn: number[] }[] =>
    told.flatMap((line) =>
      line.startsWith('place ') ? [(JSON.parse(line.slice(6)) as [number, { turn: number[] }])[1]] : [],
    );
  expect(asked().map(({ turn }) => turn)).toEqual([[0, 0, 42.5]]);
  expect(app.state.undo).toBe('session.undo.place.upright');
  await app.viewportListener.turned(0, 0);
  expect(asked()).toHaveLength(1);
});

it('scales by what was measured', async () => {
  const made = makeApp();
  const { app, placed, told } = made;
  await made.open({ ...cloud(1, 'a.ply'), info: { ...cloud(1, 'a.ply').info, placement: PLACEMENT } });
  app.perform('measure');
  app.viewportListener.measured([[0, 0, 0]]);
  app.viewportListener.measured([
    [0, 0, 0],
    [4, 0, 0],
  ]);
  app.placing.draftScale({ length: null, unit: 'cm' });
  expect(app.enabled('finish-apply')).toBe(false);
  app.placing.draftScale({ length: 6, unit: 'cm' });
  placed.value = { type: 'done', value: placedAs(PLACEMENT) };
  app.perform('finish-apply');
  await settled();
  // Of the file it was twice already.
  expect(told.find((line) => line.startsWith('place '))).toContain('"scale":3,"unit":"cm"');
  expect(app.state.scaleDraft).toBeNull();
});

it('cuts the mesh across an axis, and asks for the outline of each plane', async () => {
  const made = makeApp();
  const { app, cut, told, run } = made;
  await made.open(cloud(1, 'a.ply'));
  expect(app.enabled('section')).toBe(false);
  await app.graphics.open();
  app.perform('reconstruct');
  const made7 = finished(7, 1);
  const geometry = { ...made7.geometry, positions: Float32Array.from([0, 0, 0, 4, 2, 0, 0, 6, 0]) };
  run.resolve({ type: 'done', value: { ...made7, geometry } });
  await settled();
  const outline: CutOutline = { lines: new Float32Array(6), curves: 1, closed: 0, length: 3, area: 0 };
  cut.value = { type: 'done', value: outline };
  app.perform('section');
  expect(app.state).toMatchObject({ step: 'check', cut: { across: 'x', position: 2 } });
  // Who listens hears of it with the next repaint.
  await vi.waitFor(() => expect(app.state.outline).toBe(outline));
  expect(drawnCut(app.state)).toMatchObject({ normal: [1, 0, 0], offset: 2, lines: outline.lines });
  app.cutting.change({ across: 'y', isFlipped: true });
  expect(app.state.cut).toMatchObject({ across: 'y', position: 3 });
  const asked = `cut ${JSON.stringify([7, { normal: [0, -1, 0], through: [0, 3, 0], trim: null }])}`;
  await vi.waitFor(() => expect(told).toContain(asked));
  expect(drawnCut(app.state)).toMatchObject({ normal: [0, -1, 0], offset: -3 });
  app.cutting.change({ isRestShown: false });
  expect(drawnCut(app.state)).toMatchObject({ offset: -Infinity });
  app.cutting.save('dxf');
  await settled();
  expect(told.find((line) => line.startsWith('writeCut'))).toContain('"format":"dxf","unit":null');
  // Without a mesh there is nothing to cut.
  app.perform('close');
  await vi.waitFor(() => expect(app.state).toMatchObject({ cut: null, outline: null }));
});

it('a plane through three places faces up; a line has none', () => {
  expect(
    levelNormal([
      [0, 0, 5],
      [0, 2, 5],
      [3, 0, 5],
    ]),
  ).toEqual([0, 0, 1]);
  expect(
    levelNormal([
      [0, 0, 5],
      [3, 0, 5],
    ]),
  ).toBeNull();
  expect(
    levelNormal([
      [0, 0, 0],
      [1, 1, 1],
      [3, 3, 3],
    ]),
  ).toBeNull();
});

it('says which way is up', () => {
  expect(uprightState(null)).toBe('+z');
  expect(uprightState(PLACEMENT)).toBe('+y');
  expect(uprightState({ ...PLACEMENT, up: [0, 0.8, 0.6] })).toBe('level');
  expect(uprightState({ ...PLACEMENT, turn: [0, 0, 1] })).toBe('turned');
  expect(placingOf(null)).toEqual({});
});

it('shows points as they would stand, from the file, however they stand now', () => {
  const { info, geometry } = cloud(1, 'a.ply');
  // (1, 2, 3) and (4, 5, 6) of the file, as PLACEMENT has them, less an origin.
  const positions = Float32Array.from([2 - 10, -6, 4, 8 - 10, -12, 10]);
  const placed = {
    info: { ...info, placement: PLACEMENT, origin: [10, 0, 0] as const },
    geometry: { ...geometry, positions },
    files: [],
  };
  expect([...uprightSample(placed, '+z').positions]).toEqual([0, 0, 0, 3, 3, 3]);
  expect([...uprightSample(placed, '+y').positions]).toEqual([0, 0, 0, 3, -3, 3]);
});
