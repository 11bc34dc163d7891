/**
 * Pictures of meshes and clouds from several sides, one contact sheet (PNG) per mesh:
 *
 *   node scripts/pictures/render.ts MESH.ply… -o FOLDER [--cloud CLOUD.ply] [--views front,side,back,top] …
 *
 * Front faces are clay, back faces rust: holes, open borders and triangles turned the wrong way show at once. three.js
 * draws in headless Chromium on the processor, so the pictures need no graphics card and look the same everywhere.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { chromium } from 'playwright';
import { CHROMIUM, CHROMIUM_ARGS } from '../../test/chromium.ts';
import type { PageServer } from './page-server.ts';
import { servePage } from './page-server.ts';
import type { CloudShape, MeshShape } from './read-shapes.ts';
import { readCloudShape, readMeshShape } from './read-shapes.ts';
import type { SheetRequest, SheetRow } from './sheet.ts';
import type { UpAxis, ViewName } from './views.ts';
import { fitCamera, VIEW_NAMES } from './views.ts';

const USAGE = `Usage: node scripts/pictures/render.ts MESH… -o FOLDER [options]

  -o, --output FOLDER  where the sheets go, each named after its mesh (or after the cloud, drawn alone)
  --size WxH           pixels of one picture (640x480)
  --views LIST         ${VIEW_NAMES.join(', ')} (front,side,back,top)
  --up y|z             the axis that points up (z)
  --colors             vertex colours of the file instead of clay
  --edges              draw the edges of triangles
  --file-normals       shade with the file's normals instead of the triangles'
  --interior           leave out the walls towards the viewer: looks into closed rooms
  --cut PART           cut away the nearest part of the depth, such as 0.3
  --cloud CLOUD        a cloud above each mesh, seen by the same cameras, in its own colours or by height
  --point-size PIXELS  of the cloud (1.5)`;

interface Settings {
  readonly meshes: readonly string[];
  readonly cloud: string | undefined;
  readonly folder: string;
  readonly width: number;
  readonly height: number;
  readonly views: readonly ViewName[];
  readonly upAxis: UpAxis;
  readonly withColors: boolean;
  readonly withEdges: boolean;
  readonly withFileNormals: boolean;
  readonly isInterior: boolean;
  readonly cut: number;
  readonly pointSize: number;
}

/** @throws Error with what to change */
function readSettings(): Settings {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o' },
      size: { type: 'string', default: '640x480' },
      views: { type: 'string', default: 'front,side,back,top' },
      up: { type: 'string', default: 'z' },
      colors: { type: 'boolean', default: false },
      edges: { type: 'boolean', default: false },
      'file-normals': { type: 'boolean', default: false },
      interior: { type: 'boolean', default: false },
      cut: { type: 'string', default: '0' },
      cloud: { type: 'string' },
      'point-size': { type: 'string', default: '1.5' },
    },
  });
  const { output: folder, cloud, up } = values;
  if (folder === undefined || (positionals.length === 0 && cloud === undefined)) throw new Error(USAGE);
  const [, width, height] = (/^([1-9]\d{1,3})x([1-9]\d{1,3})$/.exec(values.size) ?? []).map(Number);
  if (width === undefined || height === undefined) throw new Error(`--size ${values.size}: write it like 640x480.`);
  if (up !== 'y' && up !== 'z') throw new Error(`--up ${up}: y or z.`);
  return {
    meshes: positionals,
    cloud,
    folder,
    width,
    height,
    views: values.views.split(',').map(toViewName),
    upAxis: up,
    withColors: values.colors,
    withEdges: values.edges,
    withFileNormals: values['file-normals'],
    isInterior: values.interior,
    cut: toNumber('--cut', values.cut, 0, 0.99),
    pointSize: toNumber('--point-size', values['point-size'], 0.5, 64),
  };
}

function toViewName(text: string): ViewName {
  const name = VIEW_NAMES.find((known) => known === text);
  if (!name) throw new Error(`--views: no view "${text}"; there are ${VIEW_NAMES.join(', ')}.`);
  return name;
}

function toNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max)) {
    throw new Error(`${option} ${text}: a number from ${min} to ${max}.`);
  }
  return value;
}

async function drawAll(settings: Settings): Promise<void> {
  await mkdir(settings.folder, { recursive: true });
  await using server = await servePage();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
  try {
    const page = await openPage(await browser.newPage(), server);
    const taken = new Set<string>();
    // Without a mesh the cloud has a sheet of its own.
    for (const file of settings.meshes.length > 0 ? settings.meshes : [undefined]) {
      const request = await prepareSheet(file, settings, server);
      const png = await page.evaluate((sheet) => window.drawSheet(sheet), request);
      const target = path.join(settings.folder, freeName(file ?? settings.cloud ?? '', taken));
      await writeFile(target, Buffer.from(png, 'base64'));
      console.log(target);
    }
  } finally {
    await browser.close();
  }
}

/** The page with its script loaded; what goes wrong in there is said here. */
async function openPage(page: Page, server: PageServer): Promise<Page> {
  page.on('pageerror', (error) => console.error(error));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(message.text());
  });
  await page.goto(server.url);
  await page.waitForFunction(() => 'drawSheet' in window);
  return page;
}

/** Reads the shapes of one sheet and puts their arrays on the server. */
async function prepareSheet(file: string | undefined, settings: Settings, server: PageServer): Promise<SheetRequest> {
  const mesh = file === undefined ? undefined : await readMeshShape(file, settings);
  const cloud =
    settings.cloud === undefined ? undefined : await readCloudShape(settings.cloud, settings.upAxis, mesh?.frame);
  const rows: SheetRow[] = [];
  if (cloud && settings.cloud !== undefined) rows.push(cloudRow(settings.cloud, cloud, server));
  if (mesh && file !== undefined) rows.push(meshRow(file, mesh, server));
  const { width, height, upAxis, cut, pointSize, withEdges } = settings;
  // The mesh decides what is in the picture: the far outliers of a raw cloud would shrink both.
  const fitted = mesh?.positions ?? cloud?.positions ?? new Float32Array();
  const cameras = settings.views.map((view) => fitCamera(view, fitted, { upAxis, aspect: width / height, cut }));
  const hidden = settings.isInterior && mesh ? nearFaces(mesh) : 'none';
  return { rows, cameras, width, height, hidden, withEdges, pointSize };
}

/**
 * The faces that walls between the viewer and a room show: their backs where the room was modelled as a hollow that
 * normals look into, their fronts where it is a body seen from outside.
 */
function nearFaces({ volume }: MeshShape): 'front' | 'back' {
  return volume < 0 ? 'back' : 'front';
}

function meshRow(file: string, mesh: MeshShape, server: PageServer): SheetRow {
  return {
    caption: `${path.basename(file)}, ${mesh.triangleCount.toLocaleString('en')} triangles`,
    shape: {
      kind: 'mesh',
      positions: server.offer('mesh-positions', mesh.positions),
      normals: server.offer('mesh-normals', mesh.normals),
      ...(mesh.colors ? { colors: server.offer('mesh-colors', mesh.colors) } : {}),
    },
  };
}

function cloudRow(file: string, cloud: CloudShape, server: PageServer): SheetRow {
  return {
    caption: `${path.basename(file)}, ${(cloud.positions.length / 3).toLocaleString('en')} points`,
    shape: {
      kind: 'cloud',
      positions: server.offer('cloud-positions', cloud.positions),
      colors: server.offer('cloud-colors', cloud.colors),
    },
  };
}

/** `koala.png`, then `koala-2.png` for another koala of the same run. */
function freeName(file: string, taken: Set<string>): string {
  const stem = path.parse(file).name;
  let name = `${stem}.png`;
  for (let n = 2; taken.has(name); n++) name = `${stem}-${n}.png`;
  taken.add(name);
  return name;
}

try {
  await drawAll(readSettings());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
