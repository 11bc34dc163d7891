/**
 * A dump as files of one folder: PLY for clouds and meshes, PNG and NumPy arrays for slices, a picture of each, and at
 * the end the page that shows them. `dump.json` names the files from the first one on: a folder with it is one that a
 * dump may be written into again, and without `index.html` it is one that was cut short.
 *
 * Clouds of more than two million points are thinned to every n-th, which the page says: what a stage does wrong shows
 * on those, and a folder stays at about 100 MB a cloud.
 */
import type { DumpedMesh, DumpedPoints, DumpedSlice, DumpedValues, DumpStage, RunDump } from '../../engine/hosting.ts';
import { type Frame, toWorld, writeMesh, writePoints } from '../../engine/index.ts';
import type { RunContext, RunReport, Triple } from '../../engine/vocabulary.ts';
import type { OutputFolder } from '../folders.ts';
import { formatCount } from '../report/format.ts';
import { drawThumbnail } from '../thumbnail/draw-mesh.ts';
import {
  directionColour,
  kindColour,
  type Legend,
  PLAIN,
  type Rgb,
  scaleColour,
  spanOf,
  valueColours,
} from './colours.ts';
import { drawPoints } from './draw-points.ts';
import { drawSlice, FULL_COLOUR_VOXELS, sliceArray } from './draw-slice.ts';
import { type DumpFacts, type DumpItem, dumpPage, type DumpSection } from './dump-page.ts';

export const DUMP_PAGE = 'index.html';
export const DUMP_LIST = 'dump.json';

export const MOST_POINTS = 2_000_000;

/** What `dump.json` holds. */
export interface DumpList {
  readonly gridpullDump: 1;
  /** The files in the folder, the page among them once it is there. */
  readonly files: readonly string[];
}

interface GrowingSection extends DumpSection {
  readonly numbers: [string, string][];
  readonly items: DumpItem[];
}

export class FolderDump implements RunDump {
  readonly #folder: OutputFolder;
  readonly #context: RunContext;
  readonly #mostPoints: number;
  readonly #files: string[] = [];
  readonly #sections: GrowingSection[] = [];
  #frame: Frame = { centre: [0, 0, 0], worldPerNorm: 1 };
  #shift: Triple = [0, 0, 0];

  constructor(folder: OutputFolder, context: RunContext, mostPoints = MOST_POINTS) {
    this.#folder = folder;
    this.#context = context;
    this.#mostPoints = mostPoints;
  }

  place(frame: Frame, shift: Triple): void {
    this.#frame = frame;
    this.#shift = shift;
  }

  numbers(stage: DumpStage, numbers: Readonly<Record<string, number | string>>): void {
    for (const [name, value] of Object.entries(numbers)) this.#section(stage).numbers.push(this.#inWorld(name, value));
  }

  async points(stage: DumpStage, name: string, dumped: DumpedPoints): Promise<void> {
    const { values = {}, ofCount } = dumped;
    const count = dumped.positions.length / 3;
    const step = Math.max(1, Math.ceil(count / this.#mostPoints));
    const positions = toWorld(everyNth(dumped.positions, 3, step), this.#frame);
    const normals = dumped.normals && everyNth(dumped.normals, 4, step);
    const [shown] = Object.entries(values);
    const { colors, legend } = shown
      ? this.#coloured(...shown, step)
      : { colors: plainColours(positions.length / 3, normals), legend: [] };
    const numbers = Object.entries(values).map(([key, { values }]) => [key, everyNth(values, 1, step)] as const);
    const points = { positions, colors, ...(normals && { normals }) };
    const [file, picture] = await this.#fileNames(stage, name, ['ply', 'png']);
    const world = { ...points, shift: this.#shift, values: numbers };
    await this.#write(file, (sink) => writePoints(world, sink, this.#context));
    await this.#writeBytes(picture, await drawPoints(points, this.#context.signal));
    const all = ofCount ?? count;
    const kept = positions.length / 3;
    const text =
      kept < all ? `${formatCount(kept)} of ${formatCount(all)} points, evenly thinned` : `${formatCount(all)} points`;
    this.#section(stage).items.push({ title: name, pictures: [picture], files: [file], text, legend });
  }

  async mesh(stage: DumpStage, name: string, { positions: normalised, indices }: DumpedMesh): Promise<void> {
    const positions = toWorld(normalised, this.#frame) as Float32Array<ArrayBuffer>;
    const mesh = { positions, indices, shift: this.#shift };
    const [file, picture] = await this.#fileNames(stage, name, ['ply', 'png']);
    await this.#write(file, (sink) => writeMesh(mesh, 'ply', sink, this.#context));
    await this.#writeBytes(picture, await drawThumbnail(mesh, this.#context.signal));
    const text = `${formatCount(indices.length / 3)} triangles, ${formatCount(positions.length / 3)} vertices`;
    this.#section(stage).items.push({ title: name, pictures: [picture], files: [file], text, legend: [] });
  }

  async field(stage: DumpStage, name: string, slices: readonly DumpedSlice[]): Promise<void> {
    const [pictures, arrays]: [string[], string[]] = [[], []];
    for (const slice of slices) {
      const [picture, array] = await this.#fileNames(stage, `${name} ${slice.axis}`, ['png', 'npy']);
      await this.#writeBytes(picture, await drawSlice(slice, this.#context.signal));
      await this.#writeBytes(array, sliceArray(slice));
      pictures.push(picture);
      arrays.push(array);
    }
    const full = FULL_COLOUR_VOXELS * (slices[0]?.voxelNorm ?? 0) * this.#frame.worldPerNorm;
    const text =
      `Through the middle, across ${slices.map(({ axis }) => axis).join(', ')}: blue inside, red outside, full at ` +
      `${short(full)} (${FULL_COLOUR_VOXELS} voxels), black where the surface is, grey where the level has no nodes.`;
    this.#section(stage).items.push({ title: `${name}: slices`, pictures, files: arrays, text, legend: [] });
  }

  /** The page, which makes the dump a whole one. `failure` is what ended the run, where it did not come to its end. */
  async finish(facts: DumpFacts): Promise<void> {
    this.#files.push(DUMP_PAGE);
    await this.#writeList();
    await this.#writeBytes(DUMP_PAGE, new TextEncoder().encode(dumpPage(facts, this.#sections)));
  }

  #section(stage: DumpStage): GrowingSection {
    const found = this.#sections.find((section) => section.stage === stage);
    if (found) return found;
    const section: GrowingSection = { stage, numbers: [], items: [] };
    this.#sections.push(section);
    return section;
  }

  /** Numbered by stage; told in the list before they are there. */
  async #fileNames(stage: DumpStage, name: string, endings: readonly [string, string]): Promise<[string, string]> {
    const words = `${stage} ${name}`.replace(/[^\w]+/g, '-').toLowerCase();
    const number = this.#sections.indexOf(this.#section(stage)) + 1;
    const stem = `${String(number).padStart(2, '0')}-${words}`;
    const files: [string, string] = [`${stem}.${endings[0]}`, `${stem}.${endings[1]}`];
    this.#files.push(...files);
    await this.#writeList();
    return files;
  }

  #writeList(): Promise<void> {
    const list: DumpList = { gridpullDump: 1, files: this.#files };
    return this.#writeBytes(DUMP_LIST, new TextEncoder().encode(`${JSON.stringify(list, null, 1)}\n`));
  }

  #writeBytes(name: string, bytes: Uint8Array): Promise<void> {
    return this.#write(name, (sink) => sink.write(bytes));
  }

  async #write(name: string, body: Parameters<OutputFolder['write']>[1]): Promise<void> {
    await this.#folder.write(name, body, this.#context.signal);
  }

  #inWorld(name: string, value: number | string): [string, string] {
    if (typeof value === 'string') return [name, value];
    if (!name.endsWith('Norm')) return [words(name), Number.isInteger(value) ? formatCount(value) : short(value)];
    return [words(name.slice(0, -'Norm'.length)), short(value * this.#frame.worldPerNorm)];
  }

  /** Every so-and-so-many-th point by what is known of it. */
  #coloured(name: string, dumped: DumpedValues, step: number) {
    const span = spanOf(dumped);
    return { colors: valueColours(dumped, step, span), legend: this.#legendOf(name, dumped, span) };
  }

  #legendOf(name: string, { kinds, isLength }: DumpedValues, span: readonly [number, number]): Legend[] {
    if (kinds === 'sets') return [];
    if (kinds) return kinds.map((text, kind) => ({ text, colour: kindColour(kind) }));
    const unit = isLength ? this.#frame.worldPerNorm : 1;
    const [low, high] = span.map((value) => short(value * unit));
    return [
      { text: `${name} ${low}`, colour: scaleColour(0) },
      { text: high!, colour: scaleColour(1) },
    ];
  }
}

/** What stands at the head of the page of a run that came to its end. */
export function factsOfReport(report: RunReport): DumpFacts['facts'] {
  return [
    ['preset', report.preset],
    ['seed', String(report.seed)],
    ['points used', `${formatCount(report.points.used)} of ${formatCount(report.points.inFile)}`],
    ['resolution', `${report.resolution}: ${report.resolutionReason}`],
    ['triangles', formatCount(report.topology.triangles)],
    ['open edges', formatCount(report.topology.boundaryEdges)],
    ['device', report.device],
  ];
}

/** Of every n-th row the first three numbers, or the only one. */
function everyNth(rows: ArrayLike<number>, rowLength: number, n: number): Float32Array<ArrayBuffer> {
  const count = Math.ceil(rows.length / rowLength / n);
  const length = Math.min(3, rowLength);
  const picked = new Float32Array(length * count);
  for (let i = 0; i < count; i++)
    for (let part = 0; part < length; part++) picked[length * i + part] = rows[rowLength * n * i + part]!;
  return picked;
}

function plainColours(count: number, normals?: Float32Array): Uint8Array<ArrayBuffer> {
  const colours = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) {
    const colour: Rgb = normals ? directionColour(normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!) : PLAIN;
    colours.set(colour, 3 * i);
  }
  return colours;
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : 'none';
}

/** `neighbourCount` as `neighbour count`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
