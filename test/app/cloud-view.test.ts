/**
 * A cloud with what a surveyor's file has: the points are coloured by it, and the legend says what the colours mean.
 * They are clipped by a face that is dragged, and the distance between two places is measured. Some of them are
 * selected and taken out before a run.
 */
import { decode } from 'fast-png';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newFolder, writeFiles } from '../whole/batch-folders.ts';
import { openWebServer, type WebServer } from './web-server.ts';
import { type AppWindow, eventually, SOON_MS } from './window.ts';

const SIDE = 60;
const ROOF = { from: 20, to: 40, height: 8 } as const;
/** The strengths of the returns run from 100 to 219, the same for each row. */
const intensityAt = (x: number): number => 100 + 2 * x;

/** A meadow (class 2) of 3,200 points, a house's roof (class 6) of 400 over its middle, and one of no known class. */
function surveyText(): string {
  const lines = ['x y z intensity classification'];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const isRoof = [x, y].every((place) => place >= ROOF.from && place < ROOF.to);
      lines.push(`${x} ${y} ${isRoof ? ROOF.height : 0} ${intensityAt(x)} ${isRoof ? 6 : 2}`);
    }
  }
  lines.push('30 30 9 150 77');
  return `${lines.join('\n')}\n`;
}

let server: WebServer;
let ui: AppWindow;
const folder = writeFiles(newFolder(), { 'survey.txt': surveyText() });

beforeAll(async () => {
  server = await openWebServer({ files: [join(folder, 'survey.txt')] });
  ui = await server.openWindow({ reducedMotion: 'reduce' });
  await ui.ready();
  await ui.opened('survey.txt');
  await ui.read(({ app }) => app.setView({ eyeDome: false }));
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

async function choose(item: string): Promise<void> {
  await ui.button(/^Colours:/).click();
  await ui.page.getByRole('menuitemcheckbox', { name: item }).click();
}

const legendText = async (): Promise<string> =>
  (await ui.page.locator('gp-point-legend figure').innerText()).replaceAll(/\s+/g, ' ').trim();

/** Share of the view's pixels whose colour `test` takes. */
async function shareOf(test: (red: number, green: number, blue: number) => boolean): Promise<number> {
  await ui.drawn();
  const { data, width, height, channels } = decode(await ui.page.locator('canvas').first().screenshot());
  let count = 0;
  for (let i = 0; i < data.length; i += channels) if (test(data[i]!, data[i + 1]!, data[i + 2]!)) count++;
  return count / (width * height);
}

/** More of the view than what lies over it, its axes and the legend, has of a colour. */
const AXES_SHARE = 0.002;

const isRoofRed = (red: number, green: number, blue: number): boolean => red > 200 && green < 120 && blue < 80;
/** The blue of selected points, under the shades of depth. */
const isSelected = (red: number, green: number, blue: number): boolean => blue > 150 && blue > 1.7 * green && red < 90;
const isBrown = (red: number, green: number, blue: number): boolean =>
  Math.abs(red - 0xa5) < 12 && Math.abs(green - 0x71) < 12 && Math.abs(blue - 0x3c) < 12;

it('tells what came with the points', async () => {
  await ui.shows('intensity, classes');
  await ui.button(/^Colours:/).click();
  const items = ui.page.locator('#color-menu ~ wa-dropdown-item');
  await eventually(async () => expect(await items.first().isVisible()).toBe(true), SOON_MS);
  const names = (await items.allInnerTexts()).map((text) => text.trim());
  expect(names.slice(0, 6)).toEqual([
    'One colour',
    'Colours of the file',
    'By height',
    'By direction',
    'By intensity',
    'By class',
  ]);
  await ui.page.keyboard.press('Escape');
  expect(await ui.page.locator('gp-point-legend').count()).toBe(0);
});

it('colours by class, with names and counts', async () => {
  expect(await shareOf(isRoofRed)).toBeLessThan(AXES_SHARE);
  await choose('By class');
  await ui.shows('Building');
  expect(await legendText()).toBe('Class Ground 3,200 Building 400 Class 77 1');
  expect(await shareOf(isRoofRed)).toBeGreaterThan(0.005);
  expect(await shareOf(isBrown)).toBeGreaterThan(0.05);
});

it('colours by intensity, with the ends of the scale', async () => {
  await choose('By intensity');
  await ui.shows('Intensity');
  // The outermost rows hold more than a hundredth of the points each.
  expect(await legendText()).toBe('Intensity 100 218');
  expect(await shareOf(isRoofRed)).toBeLessThan(AXES_SHARE);
  expect(await shareOf(isBrown)).toBeLessThan(AXES_SHARE);
});

it('says it in German, too', async () => {
  await choose('By class');
  await ui.read(({ app }) => app.setSettings({ language: 'de' }));
  await ui.shows('Gebäude');
  await ui.shows('Intensität, Klassen');
  await ui.read(({ app }) => app.setSettings({ language: 'en' }));
  await ui.shows('Building');
});

/** The middle of the view, from above: parallel, so that a pixel is as long everywhere. */
async function lookFromAbove(): Promise<{ readonly x: number; readonly y: number }> {
  await ui.read(({ app }) => {
    app.setView({ orthographic: true });
    app.perform('view-top');
    app.perform('fit');
  });
  await ui.drawn();
  const { x, y, width, height } = (await ui.page.locator('canvas').first().boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

const cursor = (): Promise<string> => ui.read(() => document.querySelector('canvas')!.style.cursor);

it('a face of the crop box is dragged, and what is beyond it is not drawn', async () => {
  const middle = await lookFromAbove();
  await choose('By class');
  // The legend lies over a corner of the meadow.
  await ui.page.evaluate(() => {
    document.querySelector('gp-app')!.shadowRoot!.querySelector<HTMLElement>('.legends')!.style.visibility = 'hidden';
  });
  const before = await shareOf(isBrown);
  await ui.read(({ app }) => app.perform('clip-box'));
  await ui.drawn();
  const clip = () => ui.read(({ app }) => app.state.document.crop!);
  const whole = await clip();
  // The dot of the face to the right: the pointer looks for it, for its place depends on the size of the window.
  let at = 0;
  do {
    at += 6;
    await ui.page.mouse.move(middle.x + at, middle.y);
  } while ((await cursor()) !== 'ew-resize' && at < middle.x);
  expect(await cursor()).toBe('ew-resize');
  await ui.page.mouse.down();
  await ui.page.mouse.move(middle.x + at / 2, middle.y, { steps: 4 });
  await ui.page.mouse.up();
  const cut = await clip();
  expect(cut.centre.slice(1)).toEqual(whole.centre.slice(1));
  expect(cut.size.slice(1)).toEqual(whole.size.slice(1));
  expect(cut.centre[0] - cut.size[0] / 2).toBeCloseTo(whole.centre[0] - whole.size[0] / 2, 4);
  // Half as far from the middle as it was, but for the width of a dot.
  expect(Math.abs(cut.size[0] / whole.size[0] - 0.75)).toBeLessThan(0.04);
  // A quarter of the meadow is gone.
  expect((await shareOf(isBrown)) / before).toBeCloseTo(0.75, 1);
  await ui.read(({ app }) => app.perform('undo'));
  expect(await clip()).toEqual(whole);
  await ui.read(({ app }) => app.perform('clip-box'));
  expect(await ui.read(({ app }) => app.state.document.crop)).toBeNull();
});

it('the distance between two places is measured, and stays until it is taken back', async () => {
  const middle = await lookFromAbove();
  await ui.read(({ app }) => app.perform('measure'));
  /** Clicks on the meadow's points, below the roof, `pixels` left and right of the middle. */
  const measured = async (pixels: number): Promise<number> => {
    for (const side of [-1, 1]) {
      await ui.page.mouse.click(middle.x + side * pixels, middle.y + 150);
      await ui.until(
        ({ measuring }) => measuring !== null && 'ended' in measuring,
        (value) => expect(value).toBe(side > 0),
      );
    }
    const { from, to } = await ui.read(({ app }) => app.state.document.measurements.at(-1)!);
    const along = from.map((value, axis) => to[axis]! - value);
    // Across the view, and the meadow is flat.
    expect(Math.max(Math.abs(along[1]!), Math.abs(along[2]!))).toBeLessThan(0.05);
    return Math.hypot(...along);
  };
  const labels = (): Promise<(string | null)[]> =>
    ui.page.locator('.measure-label:visible').evaluateAll((all) => all.map(({ textContent }) => textContent));
  const near = await measured(60);
  expect(near).toBeGreaterThan(5);
  expect((await measured(120)) / near).toBeCloseTo(2, 2);
  await ui.read(({ app }) => app.perform('measure'));
  expect(await ui.read(({ app }) => [app.state.tool, app.state.measuring])).toEqual(['none', null]);
  const both = [/^1\s\S+/, /^2\s\S+/].map((text) => expect.stringMatching(text) as string);
  const shown = () => expect.poll(labels, { timeout: 30_000 });
  await shown().toEqual(both);
  await ui.read(({ app }) => app.setView({ measurementsVisible: false }));
  await shown().toEqual([]);
  await ui.read(({ app }) => app.setView({ measurementsVisible: true }));
  await ui.read(({ app }) => app.perform('undo'));
  // Alone it needs no number.
  await shown().toEqual([expect.stringMatching(/^\d[\d.]*$/)]);
  await ui.read(({ app }) => app.perform('undo'));
  await shown().toEqual([]);
});

it('is stood upright by a picture, its unit is said, and both are undone to the same points', async () => {
  const look = () =>
    ui.read(({ app }) => {
      const { info, geometry } = app.state.document.cloud!;
      const size = info.max.map((high, axis) => high - info.min[axis]!);
      // The sum of all coordinates stands for their bytes, which lie in the page.
      return { size, unit: info.placement?.unit ?? null, sum: geometry.positions.reduce((sum, at) => sum + at, 0) };
    });
  const before = await look();
  expect(before.size).toEqual([SIDE - 1, SIDE - 1, 9]);
  await ui.button('Upright').click();
  await ui.shows('Click a point of what is to be level, or drag a ring.');
  // The panel is drawn after the bar.
  await eventually(async () => expect(await ui.primaryButtons()).toBe(1), SOON_MS);
  await ui.button('+Y up').click();
  await eventually(async () => expect((await look()).size).toEqual([SIDE - 1, 9, SIDE - 1]));
  await ui.button('Measure').click();
  await ui.page.locator('gp-scale select#unit').selectOption('mm');
  await eventually(async () => expect((await look()).unit).toBe('mm'));
  expect(await ui.read(({ app }) => app.state.undo)).toBe('Set unit');
  for (const label of ['Turn upright', null]) {
    await ui.read(({ app }) => app.perform('undo'));
    if (label) expect(await ui.read(({ app }) => app.state.undo)).toBe(label);
  }
  expect(await look()).toEqual(before);
  await ui.read(({ app }) => app.setTool('none'));
});

it('is turned by a ring as far as the pointer goes round, and back by Undo', async () => {
  const turn = () => ui.read(({ app }) => app.state.document.cloud!.info.placement?.turn ?? [0, 0, 0]);
  const sum = () => ui.read(({ app }) => app.state.document.cloud!.geometry.positions.reduce((all, at) => all + at, 0));
  const before = await sum();
  await lookFromAbove();
  await ui.page.keyboard.press('u');
  await ui.shows('Click a point of what is to be level, or drag a ring.');
  await ui.drawn();
  const { x, y, width, height } = (await ui.page.locator('canvas').first().boundingBox())!;
  const cursor = () =>
    ui.page
      .locator('canvas')
      .first()
      .evaluate(({ style }) => style.cursor);
  // From the middle outward to the ring about z, which is round from above.
  let reach = 0.2 * height;
  const over = (angle: number): [number, number] => [
    x + width / 2 + reach * Math.cos(angle),
    y + height / 2 - reach * Math.sin(angle),
  ];
  // Off the lines that the two other rings are from above.
  const start = Math.PI / 4;
  for (; reach < 0.5 * height && (await cursor()) !== 'grab'; reach += 12) await ui.page.mouse.move(...over(start));
  expect(await cursor()).toBe('grab');
  await ui.page.mouse.down();
  await ui.page.mouse.move(...over(start + Math.PI / 6), { steps: 4 });
  await ui.shows('30.0°');
  await ui.page.keyboard.press('Escape');
  await ui.page.mouse.up();
  expect(await turn()).toEqual([0, 0, 0]);
  await ui.page.mouse.move(...over(start));
  await ui.page.mouse.down();
  await ui.page.mouse.move(...over(start + Math.PI / 6), { steps: 4 });
  await ui.page.mouse.up();
  await eventually(async () => expect(await turn()).toEqual([0, 0, expect.closeTo(30, 0)]), SOON_MS);
  expect(await ui.read(({ app }) => app.state.undo)).toBe('Turn upright');
  await ui.read(({ app }) => app.perform('undo'));
  expect(await turn()).toEqual([0, 0, 0]);
  expect(await sum()).toBe(before);
  await ui.read(({ app }) => app.setTool('none'));
});

describe('points are selected and taken out', () => {
  /** Upper and right of the middle: exact, for the middle of the grid lies between its rows and columns. */
  const UPPER = 1801;
  const UPPER_RIGHT = 901;

  const edits = () => ui.read(({ app }) => app.state.document.edits);
  const selects = (count: number | null) =>
    ui.until(
      ({ document }) => document.edits.selected?.count ?? null,
      (value) => expect(value).toBe(count),
    );
  const step = () => ui.read(({ app }) => app.state.undo);

  async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const { x, y, width, height } = (await ui.page.locator('canvas').first().boundingBox())!;
    const place = ([across, down]: readonly [number, number]) => [x + across * width, y + down * height] as const;
    await ui.page.mouse.move(...place(from));
    await ui.page.mouse.down();
    await ui.page.mouse.move(...place(to), { steps: 3 });
    await ui.page.mouse.up();
  }

  it('drawn round, added to and subtracted from with keys', async () => {
    await lookFromAbove();
    await ui.page.keyboard.press('r');
    // Bars lie over the corners of the view, where nothing can begin.
    await drag([0.02, 0.5], [0.98, 0.02]);
    await selects(UPPER);
    expect(await step()).toBe('Select 1,801 points');
    await ui.shows('Clean');
    expect(await ui.primaryButtons()).toBe(1);
    await ui.page.keyboard.down('Control');
    await ui.shows('Subtract');
    await drag([0.5, 0.6], [0.02, 0.02]);
    await ui.page.keyboard.up('Control');
    await selects(UPPER_RIGHT);
    // A lasso round nothing, drawn new, lets go of all; undo brings it back.
    await ui.page.keyboard.press('l');
    await drag([0.97, 0.6], [0.98, 0.64]);
    await selects(null);
    await ui.read(({ app }) => app.perform('undo'));
    await selects(UPPER_RIGHT);
    await ui.page.keyboard.press('Control+i');
    await selects(3601 - UPPER_RIGHT);
    await ui.page.keyboard.press('Control+i');
    await selects(UPPER_RIGHT);
  });

  it('deleted, they are seen no more and come back with undo', async () => {
    expect(await shareOf(isSelected)).toBeGreaterThan(0.05);
    await ui.button('Delete').click();
    await ui.until(
      ({ document }) => document.edits.removed?.count,
      (value) => expect(value).toBe(UPPER_RIGHT),
    );
    expect(await step()).toBe('Delete 901 points');
    expect(await shareOf(isSelected)).toBeLessThan(2 * AXES_SHARE);
    expect(await shareOf(isBrown)).toBeGreaterThan(0.05);
    await ui.shows(/^survey\.txt · .*2,700 points$/);
    const removed = await edits();
    await ui.read(({ app }) => app.perform('undo'));
    await selects(UPPER_RIGHT);
    await ui.read(({ app }) => app.perform('redo'));
    expect(await edits()).toEqual(removed);
    await ui.page.keyboard.press('Escape');
    await ui.page.keyboard.press('Control+a');
    await selects(2700);
    // Not all of them can go.
    await ui.page.keyboard.press('x');
    await eventually(
      async () => expect((await ui.notices()).map(({ title }) => title)).toContain('No point would be left'),
      SOON_MS,
    );
    await ui.read(({ app }) => app.perform('select-none'));
    await selects(null);
  });

  it('by their height, and by what was found among them', async () => {
    // The middle of the whole control is where its label ends and its box begins.
    const select = ui.page.locator('gp-by-value').getByRole('combobox');
    await select.click();
    await ui.page.getByRole('option', { name: 'Height' }).click();
    await ui.page.locator('gp-by-value').getByLabel('From').last().fill('5');
    await ui.page.keyboard.press('Enter');
    // The roof, less its quarter that was deleted.
    await selects(401 - 101);
    await ui.button('Select: Ground, by its class').click();
    await selects(2700 - 300);
    await ui.read(({ app }) => app.perform('select-none'));
    await selects(null);
  });

  it('a run gets what is left, and says so', async () => {
    await ui.coarse();
    await ui.reconstruct();
    const [points, corners] = await ui.read(({ app }) => {
      const { report, geometry } = app.state.document.run!;
      let inside = 0;
      // The middle of what was taken out, ten units from the rest.
      for (let i = 0; i < geometry.positions.length; i += 3) {
        if (geometry.positions[i]! > 10 && geometry.positions[i + 1]! > 10) inside++;
      }
      return [report.points, inside] as const;
    });
    expect(points).toMatchObject({ inFile: 3601, removed: UPPER_RIGHT, notFinite: 0 });
    expect(points.used).toBeLessThanOrEqual(2700);
    expect(corners).toBe(0);
  });

  it('the heights of its mesh are written for maps, as the command line does, byte for byte', async () => {
    await ui.read(({ app }) => {
      // What is saved stays in the page.
      Object.assign(app.parts.platform, {
        chooseTarget: ({ name }: { name: string }) => Promise.resolve({ kind: 'memory', name }),
        finish: async ({ name }: { name: string }, { blob }: { blob: Blob }) => {
          const bytes = [...new Uint8Array(await blob.arrayBuffer())];
          Object.assign(app, { saved: { name, bytes } });
        },
      });
    });
    const saved = () =>
      ui.read(({ app }) => (app as unknown as { saved?: { name: string; bytes: number[] } }).saved ?? null);
    const mesh = await ui.read(async ({ app, engine }) => {
      const options = { format: 'ply' as const, trim: null, trust: true };
      const target = { kind: 'memory' as const, name: 'survey.ply' };
      const outcome = await engine.write(app.state.document.run!.id, options, target, () => undefined);
      return outcome.type === 'done' ? [...new Uint8Array(await outcome.value.blob!.arrayBuffer())] : [];
    });
    writeFileSync(join(folder, 'survey.ply'), Uint8Array.from(mesh));
    await ui.read(({ app }) => app.setStep('export'));
    const cell = ui.page.getByRole('textbox', { name: 'Raster, cell' });
    await cell.fill('2');
    await cell.press('Enter');
    for (const [button, ending, asked] of [
      ['GeoTIFF…', 'heights.tif', ['--raster', '--cell', '2']],
      ['DXF…', 'contours.dxf', ['--contours']],
      ['GeoJSON…', 'contours.geojson', ['--contours']],
    ] as const) {
      await ui.button(button).click();
      await eventually(async () => expect((await saved())?.name).toBe(`survey-${ending}`), SOON_MS);
      const [option, ...more] = asked;
      const output = join(folder, ending);
      execFileSync(process.execPath, [
        'out/cli/index.js',
        'terrain',
        join(folder, 'survey.ply'),
        option,
        output,
        ...more,
      ]);
      expect(readFileSync(output).equals(Uint8Array.from((await saved())!.bytes)), ending).toBe(true);
    }
  });

  it('with other points the mesh is outdated', async () => {
    await ui.read(({ app }) => app.perform('step-clean'));
    await ui.button('Bring back').click();
    await ui.shows('Reconstruct again');
    expect(await edits()).toEqual({ removed: null, selected: null });
    await ui.read(({ app }) => app.perform('undo'));
    const again = ui.page.getByText('Reconstruct again');
    await eventually(async () => expect(await again.count()).toBe(0), SOON_MS);
    for (let i = 0; i < 2; i++) await ui.read(({ app }) => app.perform('undo'));
    expect(await ui.read(({ app }) => app.state.document.run)).toBeNull();
  });
});

it('a cloud without classes is plain, and going back brings the colours and the legend again', async () => {
  await ui.read(({ app }) => app.openFiles([new File(['0 0 0\n1 0 0\n0 1 0\n1 1 1\n'], 'bare.xyz')]));
  await ui.opened('bare.xyz');
  expect(await ui.read(({ app }) => app.state.document.view.cloudColoring)).toBe('plain');
  await eventually(async () => expect(await ui.page.locator('gp-point-legend').count()).toBe(0), SOON_MS);
  await ui.read(({ app }) => app.perform('undo'));
  await ui.opened('survey.txt');
  await ui.shows('Building');
  expect(await shareOf(isRoofRed)).toBeGreaterThan(0.005);
});

it('nothing went wrong unheard', () => expect(ui.errors).toEqual([]));
