/**
 * What a person finds out about a mesh, in the step Check: how far the points are from it, and it from another mesh.
 */
import { decode } from 'fast-png';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { torus } from '../shapes/meshes.ts';
import { torusPoints } from '../shapes/torus-points.ts';
import { newFolder, writeFiles } from '../whole/batch-folders.ts';
import { openWebServer, type WebServer } from './web-server.ts';
import { type AppWindow, eventually, SOON_MS } from './window.ts';

let server: WebServer;
let ui: AppWindow;
const rows = torusPoints(12_000, { minor: 0.7, tilt: 0.3 }).map((point) => point.join(' '));
const folder = writeFiles(newFolder(), { 'torus.xyz': `${rows.join('\n')}\n` });

beforeAll(async () => {
  server = await openWebServer({ files: [join(folder, 'torus.xyz')] });
  ui = await server.openWindow();
  await ui.ready();
  await ui.opened('torus.xyz');
  await ui.coarse();
  await ui.reconstruct();
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

/** Pixels of the view that are far more blue than red, and far more red than blue. */
async function sides(): Promise<{ blue: number; brown: number }> {
  await ui.drawn();
  const { data, channels } = decode(await ui.page.locator('canvas').first().screenshot());
  const counts = { blue: 0, brown: 0 };
  for (let i = 0; i < data.length; i += channels) {
    const more = data[i + 2]! - data[i]!;
    if (more > 60) counts.blue++;
    if (more < -60) counts.brown++;
  }
  return counts;
}

const range = () => ui.read(({ app }) => app.state.document.view.distanceRange);

it('colours by distance on both sides, as far as its two handles say', async () => {
  await ui.read(({ app }) => app.setStep('check'));
  await ui.page.getByText('Colour by distance to the points', { exact: true }).click();
  await ui.shows('Distance to the points');
  const low = ui.page.getByRole('slider', { name: 'Colours end inside' });
  const high = ui.page.getByRole('slider', { name: 'Colours end outside' });
  // A tenth of a cell at first, where all of it is near: the colours hardly show.
  const calm = await sides();
  await low.focus();
  await low.press('End');
  await high.focus();
  await high.press('Home');
  const loud = await sides();
  expect(loud.blue).toBeGreaterThan(calm.blue + 2000);
  expect(loud.brown).toBeGreaterThan(calm.brown + 2000);

  // Dragged by a third of the histogram, on its side of 0.
  const before = (await range()) as readonly [number, number];
  const from = (await high.boundingBox())!;
  const [x, y] = [from.x + from.width / 2, from.y + 20];
  await ui.page.mouse.move(x, y);
  await ui.page.mouse.down();
  await ui.page.mouse.move(x + 40, y, { steps: 4 });
  await ui.page.mouse.up();
  const after = (await range()) as readonly [number, number];
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBeGreaterThan(5 * before[1]);
  // It lies under the pointer.
  await eventually(async () => {
    const to = (await high.boundingBox())!;
    expect(Math.abs(to.x + to.width / 2 - (x + 40))).toBeLessThan(2);
  }, SOON_MS);
  // Looks are no steps to be undone.
  expect(await ui.read(({ app }) => app.state.undo)).toBe('Reconstruct');
  await ui.page.getByRole('button', { name: 'Reset the ends of the colours' }).click();
  expect(await range()).toBe('auto');
});

it('says what share of the points is within a tolerance, and shows it in bands', async () => {
  const field = ui.page.getByRole('textbox', { name: 'Tolerance, ±' });
  const { pointDistances } = await ui.read(({ app }) => ({
    pointDistances: [...app.state.document.run!.pointDistances],
  }));
  const sizes = pointDistances.map(Math.abs).toSorted((a, b) => a - b);
  const tolerance = Number(sizes[Math.floor(0.8 * sizes.length)]!.toPrecision(3));
  const within = sizes.filter((size) => size <= tolerance).length / sizes.length;
  await field.fill(String(tolerance));
  await field.press('Enter');
  const said = `${new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(within)} of the points are within`;
  await eventually(async () => {
    expect(await ui.page.getByText(said, { exact: false }).count()).toBe(1);
  }, SOON_MS);
  await ui.page.getByText('In bands', { exact: true }).click();
  const narrow = await sides();
  await field.fill('0');
  await field.press('Enter');
  // Nothing is within nothing: every place has the colour of a side.
  const all = await sides();
  expect(all.blue + all.brown).toBeGreaterThan(narrow.blue + narrow.brown + 2000);
  await ui.page.getByText('In bands', { exact: true }).click();
  expect(ui.errors).toEqual([]);
});

/** The torus of the points with a tube thinner by a tenth, as ASCII STL: a drawing in triangles that share nothing. */
function drawnTorus(): string {
  const { positions, indices } = torus(96, 48, 0.3);
  const [sine, cosine] = [Math.sin(0.3), Math.cos(0.3)];
  const placed = (at: number): string => {
    const [x, y, z] = [2 * positions[at]!, 2 * positions[at + 1]!, 2 * positions[at + 2]!];
    return `vertex ${x} ${y * cosine - z * sine} ${y * sine + z * cosine}`;
  };
  const facets: string[] = [];
  for (let first = 0; first < indices.length; first += 3) {
    const corners = [0, 1, 2].map((corner) => placed(3 * indices[first + corner]!));
    facets.push(`facet normal 0 0 0\nouter loop\n${corners.join('\n')}\nendloop\nendfacet`);
  }
  return `solid torus\n${facets.join('\n')}\nendsolid torus\n`;
}

/** Writes the mesh as it is shown for the command line. */
async function writeMesh(): Promise<void> {
  const saved = await ui.read(async ({ app, engine }) => {
    const { run } = app.state.document;
    const options = { format: 'ply' as const, trim: null };
    const target = { kind: 'memory' as const, name: 'mesh.ply' };
    const outcome = await engine.write(run!.id, options, target, () => undefined);
    if (outcome.type !== 'done') throw new Error('the mesh could not be written');
    return [...new Uint8Array(await outcome.value.blob!.arrayBuffer())];
  });
  writeFileSync(join(folder, 'mesh.ply'), Uint8Array.from(saved));
}

/** Answers the dialog that asks for a mesh. */
const answerWith = (name: string, text: string): Promise<void> =>
  ui.read(
    ({ app }, answer) => {
      const blob = new Blob([answer.text]);
      const ref = { kind: 'blob' as const, name: answer.name, size: blob.size, blob };
      Object.assign(app.parts.platform, { chooseMesh: () => Promise.resolve(ref) });
    },
    { name, text },
  );

it('compares with another mesh, to the figures of the command line', async () => {
  await answerWith('drawing.stl', drawnTorus());
  await ui.button(/^Compare/).click();
  await ui.button('Open a mesh to compare…').click();
  await ui.shows('Distance to drawing.stl');
  await writeMesh();
  writeFileSync(join(folder, 'drawing.stl'), drawnTorus());
  const args = ['compare', join(folder, 'drawing.stl'), join(folder, 'mesh.ply'), '--json', '--samples', '1000'];
  const { vertexDistances } = JSON.parse(
    execFileSync(process.execPath, ['out/cli/index.js', ...args], { encoding: 'utf8' }),
  ) as {
    vertexDistances: Record<string, number>;
  };
  const figures = await ui.read(({ app }) => ({ ...app.state.comparison!.compared.figures }));
  expect(Object.keys(figures).toSorted()).toEqual(Object.keys(vertexDistances).toSorted());
  for (const [name, value] of Object.entries(figures)) {
    expect(Math.abs(value - vertexDistances[name]!), name).toBeLessThan(1e-6);
  }
  // All of the mesh lies a tenth outside of it.
  expect(Math.abs(figures.mean - 0.1)).toBeLessThan(0.01);
  await ui.drawn();
  const seen = await sides();
  expect(seen.blue).toBeGreaterThan(20 * (seen.brown + 1));
});

it('says why a file cannot be compared with, and keeps what there was', async () => {
  await answerWith(
    'points.ply',
    'ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nend_header\n0 0 0\n',
  );
  await ui.button('Another mesh…').click();
  await eventually(async () => expect((await ui.notices()).length).toBe(1), SOON_MS);
  const [notice] = await ui.notices();
  expect(notice!.kind).toBe('error');
  expect(notice!.message).toMatch(/points\.ply|triangle/);
  expect(await ui.read(({ app }) => app.state.comparison?.compared.name)).toBe('drawing.stl');
  await ui.button('End comparing').click();
  expect(await ui.read(({ app }) => app.state.document.view.meshColoring)).not.toBe('distance');
  expect(ui.errors).toEqual([]);
});

it('cuts the mesh with a plane, and writes its outline as the command line does, byte for byte', async () => {
  await ui.read(({ app }) => {
    // What is saved stays in the page.
    Object.assign(app.parts.platform, {
      chooseTarget: ({ name }: { name: string }) => Promise.resolve({ kind: 'memory', name }),
      finish: async (_target: unknown, { blob }: { blob: Blob }) => {
        (app as unknown as { savedText: string }).savedText = await blob.text();
      },
    });
  });
  await ui.button('Section').click();
  await ui.page.getByRole('group', { name: 'Across' }).getByRole('button', { name: 'Z' }).click();
  // Drawn as chosen: until then the field has the place along the axis before.
  await ui.page.getByRole('button', { name: 'Z', pressed: true, exact: true }).waitFor();
  const position = ui.page.getByRole('textbox', { name: 'Position' });
  await position.fill('0.25');
  await position.press('Enter');
  await writeMesh();
  await ui.until(
    (state) => state.outline?.closed,
    (value) => expect(value).toBeGreaterThan(0),
  );
  const at = await ui.read(({ app }) => app.state.cut!.position + app.state.document.cloud!.info.origin[2]);
  expect(at).toBeCloseTo(0.25, 12);
  const shown = () => ui.read(({ app }) => [app.state.outline?.length, app.state.outline?.area]);
  for (const format of ['svg', 'dxf'] as const) {
    await ui.button(`Save ${format.toUpperCase()}…`).click();
    const saved = () => ui.read(({ app }) => (app as unknown as { savedText?: string }).savedText ?? '');
    await eventually(async () => expect(await saved()).toContain(format === 'svg' ? '<svg' : 'SECTION'), SOON_MS);
    const output = join(folder, `outline.${format}`);
    const args = ['section', join(folder, 'mesh.ply'), '--plane', `z=${at}`, '-o', output, '--json'];
    const told = JSON.parse(execFileSync(process.execPath, ['out/cli/index.js', ...args], { encoding: 'utf8' })) as {
      length: number;
      area: number;
    };
    expect(await saved()).toBe(readFileSync(output, 'utf8'));
    // Until it is found the outline of the place before stays.
    await eventually(async () => expect(await shown()).toEqual([told.length, told.area]), SOON_MS);
  }
  await ui.button('Section').click();
  expect(await ui.read(({ app }) => [app.state.cut, app.state.outline])).toEqual([null, null]);
  expect(ui.errors).toEqual([]);
});
